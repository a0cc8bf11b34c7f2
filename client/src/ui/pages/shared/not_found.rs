//! An address without a page, and a role without screens.

use leptos::prelude::*;

use crate::{
    i18n::say,
    ui::{
        language::locale,
        parts::{button::ButtonLink, page_title::PageTitle},
        route,
    },
};

/// An address without a page.
#[component]
pub fn NotFound() -> impl IntoView {
    let locale = locale();
    view! {
        <div class="bb-main">
            <PageTitle text=say!(locale, app.not_found)/>
            <p><ButtonLink href=route::HOME>{say!(locale, app.to_start)}</ButtonLink></p>
        </div>
    }
}

/// A role that has no screens yet.
#[component]
pub fn NoScreens() -> impl IntoView {
    let locale = locale();
    view! {
        <div class="bb-main">
            <PageTitle text=say!(locale, app.name)/>
            <p>{say!(locale, app.role.no_screens)}</p>
        </div>
    }
}
