//! "Wat kunt u melden?"

use leptos::prelude::*;

use super::new_signal::steps::Step;
use crate::{
    i18n::say,
    ui::{
        context::notebook,
        language::locale,
        parts::{
            button::{ButtonLink, Look},
            page_title::PageTitle,
        },
        route,
    },
};

/// The page.
#[component]
pub fn WhatToReport() -> impl IntoView {
    let locale = locale();
    let fresh = route::new_signal(notebook().new_id(), Step::Observation);
    view! {
        <div class="bb-main">
            <PageTitle text=say!(locale, volunteer.what.title)/>
            <p class="bb-lead">{say!(locale, volunteer.what.yes)}</p>
            <p class="bb-lead">{say!(locale, volunteer.what.no)}</p>
            <div class="bb-actions">
                <ButtonLink href=fresh look=Look::Primary>
                    {say!(locale, volunteer.what.start)}
                </ButtonLink>
                <ButtonLink href=route::HOME look=Look::Subtle>{say!(locale, app.back)}</ButtonLink>
            </div>
        </div>
    }
}
