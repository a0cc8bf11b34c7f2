//! "De server kan dit nu niet lezen": above a page that shows a document of which the server said so.

use buurtboek_shared::domain::role::Role;
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    state::sync_status::Unreadable,
    ui::{context::notebook, language::locale, parts::show::Show},
};

/// The line, as long as it holds for anything on the page.
#[component]
pub fn UnreadableLine() -> impl IntoView {
    let notebook = notebook();
    let words = unreadable_words(locale(), notebook.identity().role);
    let status = notebook.sync_status();
    let is_here = move || status.with(|status| status.unreadable == Unreadable::OnTheScreen);
    view! {
        <Show when=is_here>
            <div class="bb-banner" role="status" data-name="unreadable">{words}</div>
        </Show>
    }
}

/// What becomes of what is written, and what to do.
fn unreadable_words(locale: Locale, role: Role) -> &'static str {
    match role {
        Role::Volunteer => say!(locale, app.unreadable.volunteer),
        Role::Professional
        | Role::Coordinator
        | Role::Adviser
        | Role::ProcessManager
        | Role::PolicyMaker
        | Role::PrivacyOfficer
        | Role::Administrator => say!(locale, app.unreadable.staff),
    }
}
