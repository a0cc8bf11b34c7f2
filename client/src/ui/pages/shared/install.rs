//! How to put the app on the home screen.

use leptos::prelude::*;

use crate::{
    i18n::say,
    ui::{
        language::locale,
        parts::{button::ButtonLink, page_title::PageTitle},
        route,
    },
};

/// The page.
#[component]
pub fn Install() -> impl IntoView {
    let locale = locale();
    view! {
        <div class="bb-main">
            <PageTitle text=say!(locale, app.install.title)/>
            <p>{say!(locale, app.install.why)}</p>
            <ul>
                <li>{say!(locale, app.install.android)}</li>
                <li>{say!(locale, app.install.ios)}</li>
                <li>{say!(locale, app.install.desktop)}</li>
            </ul>
            <p><ButtonLink href=route::MORE>{say!(locale, app.back)}</ButtonLink></p>
        </div>
    }
}
