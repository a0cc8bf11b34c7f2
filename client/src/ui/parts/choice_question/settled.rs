//! After somebody chose between two answers: who chose what, and the answers that gave way.

use buurtboek_shared::domain::choice::{self, Answer, ChoiceEntry};
use leptos::prelude::*;

use super::{
    super::{
        choice::{decided_by_another, gave_way},
        fold::Fold,
        notice::{Notice, Urge},
    },
    Question,
    answering::Answering,
};
use crate::{
    i18n::say,
    ui::{
        colleagues::colleagues,
        context::notebook,
        language::locale,
        parts::{dynamic::dynamic, show::Show},
    },
};

/// What was chosen, for whose answer gave way, and the history for everybody; nothing where nobody had to choose.
#[component]
pub fn Settled(
    /// Which field.
    question: Question,
    /// Everything that was answered.
    entries: Signal<Vec<ChoiceEntry>>,
) -> impl IntoView {
    let locale = locale();
    let answering = question.answering.clone();
    let earlier =
        Memo::new(move |_| entries.with(|entries| gave_way(entries).into_iter().cloned().collect::<Vec<_>>()));
    let history = move || {
        let answering = answering.clone();
        view! {
            <Fold title=say!(locale, note.two.history)><Given answering=answering entries=earlier.into()/></Fold>
        }
    };
    view! {
        <DecidedByAnother question=question entries=entries/>
        <Show when=move || !earlier.with(Vec::is_empty)>{history()}</Show>
    }
}

/// "Samira koos 'Ernstig'. Uw antwoord blijft in de geschiedenis."
#[component]
fn DecidedByAnother(question: Question, entries: Signal<Vec<ChoiceEntry>>) -> impl IntoView {
    let locale = locale();
    let me = notebook().identity().member;
    dynamic(move || {
        let chosen = entries.with(|entries| decided_by_another(entries, me).cloned())?;
        let words = say!(
            locale,
            note.two.chosen,
            name = colleagues().first_name(chosen.author),
            value = question.answering.words(&chosen.value)
        );
        let why = (!chosen.why.is_empty()).then(|| say!(locale, note.two.chosen_why, why = chosen.why));
        Some(view! { <Notice>{words}" "{why}</Notice> })
    })
}

/// Answers, each with who gave it and when, and why it was chosen.
#[component]
fn Given(answering: Answering, entries: Signal<Vec<ChoiceEntry>>) -> impl IntoView {
    let locale = locale();
    let items = move || {
        let items = entries.get().into_iter().map(|entry| {
            let words = answering.given(&entry);
            let why = (!entry.why.is_empty()).then(|| say!(locale, note.two.chosen_why, why = entry.why));
            view! { <li dir="auto">{words}" "{why}</li> }
        });
        items.collect_view()
    };
    view! { <ul data-name="given-answers">{dynamic(items)}</ul> }
}

/// Two answers between which somebody else is to choose.
#[component]
pub fn NotYetSettled(
    /// Which field.
    question: Question,
    /// Everything that was answered.
    entries: Signal<Vec<ChoiceEntry>>,
) -> impl IntoView {
    let locale = locale();
    let standing = Signal::derive(move || {
        entries.with(|entries| match choice::fold(entries) {
            Answer::Open(standing) => standing.into_iter().cloned().collect(),
            Answer::None | Answer::Settled(_) => Vec::new(),
        })
    });
    view! {
        <Notice urge=Urge::Attention>
            <p>{question.legend}": "{say!(locale, note.two.badge)}</p>
            <Given answering=question.answering entries=standing/>
        </Notice>
    }
}
