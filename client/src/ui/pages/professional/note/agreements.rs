//! "Afspraken": who does what, when; the resident first.

use buurtboek_shared::{
    doc::read::NoteView,
    domain::{
        agreement::{self, AgreementEntry, AgreementParty},
        date::Date,
    },
    ids::DocId,
};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        colleagues::colleagues,
        context::book,
        language::locale,
        parts::{
            button::{Look, SubmitButton},
            field::{FieldError, LineField},
            page_title::SectionTitle,
        },
        words::moments,
    },
};

/// The agreements of a note.
#[component]
pub fn AgreementList(
    /// What the note says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let agreements =
        Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.agreements.clone()).unwrap_or_default()));
    let items = move || {
        let agreements = agreements.get();
        let standing = agreement::fold(&agreements).into_iter();
        standing.map(|agreement| view! { <li>{line(locale, agreement.now)}</li> }).collect_view()
    };
    view! {
        <section class="bb-section">
            <SectionTitle>{say!(locale, note.agreements.title)}</SectionTitle>
            <Show
                when=move || !agreements.with(Vec::is_empty)
                fallback=move || view! { <p class="bb-soft">{say!(locale, note.agreements.empty)}</p> }
            >
                <ul>{items}</ul>
            </Show>
        </section>
    }
}

/// The agreements, and fields for one more.
#[component]
pub fn Agreements(
    /// The note.
    doc: DocId,
    /// What it says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let [who, does, when] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let filled =
            who.with_untracked(|who| does.with_untracked(|does| when.with_untracked(|when| filled(who, does, when))));
        let Some((party, what, due)) = filled else {
            error.set(say!(locale, note.agreements.missing).to_owned());
            return;
        };
        error.set(String::new());
        let notebook = book.get();
        let intent = Author::of(&notebook).agreement(party, &what, due);
        act.run(async move { notebook.append(doc, vec![intent]).await }, move |()| {
            for field in [who, does, when] {
                field.set(String::new());
            }
        });
    };
    view! {
        <AgreementList view=view/>
        <form class="bb-card" on:submit=on_submit novalidate>
            <FieldError id="agreement" error=error/>
            <LineField id="agreement-who" label=say!(locale, note.agreements.who) value=who/>
            <LineField id="agreement-does" label=say!(locale, note.agreements.does) value=does/>
            <LineField id="agreement-when" label=say!(locale, note.agreements.when) value=when/>
            <ActFailure act=act/>
            <p>
                <SubmitButton look=Look::Secondary busy=act.busy()>{say!(locale, note.agreements.add)}</SubmitButton>
            </p>
        </form>
    }
}

/// What was filled in: a moment that is no date stays with what is done. None without who and what.
fn filled(who: &str, does: &str, when: &str) -> Option<(AgreementParty, String, Option<Date>)> {
    let (who, does, when) = (who.trim(), does.trim(), when.trim());
    if who.is_empty() || does.is_empty() {
        return None;
    }
    let party = AgreementParty::Other(who.to_owned());
    match (when, when.parse()) {
        ("", _) => Some((party, does.to_owned(), None)),
        (_, Ok(due)) => Some((party, does.to_owned(), Some(due))),
        (words, Err(_)) => Some((party, format!("{does} ({words})"), None)),
    }
}

/// "Mevrouw Bakema: belt de nicht (14 maart 2026)".
fn line(locale: Locale, entry: &AgreementEntry) -> String {
    let who = match &entry.who {
        AgreementParty::Resident => say!(locale, note.agreements.resident).to_owned(),
        AgreementParty::Member(member) => colleagues().first_name(*member),
        AgreementParty::Other(name) => name.clone(),
    };
    let does = entry.what.clone();
    match entry.due {
        None => say!(locale, note.agreements.line, who = who, does = does),
        Some(due) => {
            let when = moments::written_day(locale, &due.to_string());
            say!(locale, note.agreements.line_when, who = who, does = does, when = when)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agreement_says_who_does_what_and_when_if_known() {
        let nicht = || AgreementParty::Other("Nicht".to_owned());
        let text = str::to_owned;
        assert_eq!(filled("Nicht", " komt langs ", "woensdag"), Some((nicht(), text("komt langs (woensdag)"), None)));
        assert_eq!(filled("Nicht", "komt langs", " "), Some((nicht(), text("komt langs"), None)));
        assert_eq!(
            filled("Nicht", "komt langs", "2026-03-14"),
            Some((nicht(), text("komt langs"), Date::new(2026, 3, 14)))
        );
        assert_eq!(filled("Nicht", "", "woensdag"), None);
    }
}
