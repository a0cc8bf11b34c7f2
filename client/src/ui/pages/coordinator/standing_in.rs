//! Whoever stands in for the coordinators does with signals what they do.

use buurtboek_shared::domain::role::Role;
use leptos::prelude::*;

use super::minute;
use crate::{
    i18n::say,
    ui::{
        colleagues::{colleagues, coordinates_signals, enumeration, first_word},
        context::notebook,
        language::locale,
        parts::{notice::Notice, show::Show},
    },
};

/// Whether the reader judges and gives signals at this moment: a coordinator, or who stands in for one. To be asked for
/// while a screen is drawn.
#[must_use]
pub fn coordinates_now() -> Memo<bool> {
    let identity = notebook().identity();
    let (colleagues, now) = (colleagues(), minute::now());
    Memo::new(move |_| coordinates_signals(&identity, colleagues, now.get()))
}

/// "U bent vandaag waarnemer voor Marijke.", for whoever that is.
#[component]
pub fn StandingIn() -> impl IntoView {
    let locale = locale();
    let is_coordinator = notebook().identity().role == Role::Coordinator;
    let (colleagues, coordinates) = (colleagues(), coordinates_now());
    let names = move || {
        let staff = colleagues.staff().into_iter().filter(|one| one.role == Role::Coordinator);
        let names: Vec<String> = staff.map(|one| first_word(&one.name).to_owned()).collect();
        enumeration(&names, say!(locale, note.and))
    };
    view! {
        <Show when=move || coordinates.get() && !is_coordinator>
            <Notice>{move || say!(locale, coordinator.deputy.you, names = names())}</Notice>
        </Show>
    }
}
