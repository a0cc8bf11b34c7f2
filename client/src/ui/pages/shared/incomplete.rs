//! Somebody is logged in, but the part of the app that their role needs is not on the device.

use leptos::prelude::*;

use crate::{
    i18n::say,
    ui::{
        language::locale,
        parts::{
            button::{Button, Look},
            page_title::PageTitle,
        },
    },
};

/// The page.
#[component]
pub fn Incomplete(on_retry: impl Fn() + Send + Sync + 'static) -> impl IntoView {
    let locale = locale();
    view! {
        <div class="bb-main">
            <PageTitle text=say!(locale, app.incomplete.title)/>
            <p>{say!(locale, app.incomplete.text)}</p>
            <p><Button look=Look::Primary on_press=on_retry>{say!(locale, app.incomplete.retry)}</Button></p>
        </div>
    }
}
