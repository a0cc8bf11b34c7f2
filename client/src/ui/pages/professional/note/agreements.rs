//! "Afspraken": who does what, when; the resident first.

use buurtboek_shared::{
    doc::{read::NoteView, schema},
    ids::DocId,
};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        context::notebook,
        language::locale,
        parts::{
            button::{Look, SubmitButton},
            field::{FieldError, LineField},
            page_title::SectionTitle,
        },
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
    let items = move || agreements.get().into_iter().map(|entry| view! { <li>{entry.text}</li> }).collect_view();
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
    let [who, does, when] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let line = who.with_untracked(|who| {
            does.with_untracked(|does| when.with_untracked(|when| line(locale, who, does, when)))
        });
        let Some(line) = line else {
            error.set(say!(locale, note.agreements.missing).to_owned());
            return;
        };
        error.set(String::new());
        let notebook = notebook();
        let intent = Author::of(&notebook).words(schema::AGREEMENTS, &line);
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

/// "Mevrouw Bakema: belt de nicht (woensdag)"; none without who and what.
fn line(locale: Locale, who: &str, does: &str, when: &str) -> Option<String> {
    let (who, does, when) = (who.trim(), does.trim(), when.trim());
    if who.is_empty() || does.is_empty() {
        return None;
    }
    Some(match when {
        "" => say!(locale, note.agreements.line, who = who, does = does),
        when => say!(locale, note.agreements.line_when, who = who, does = does, when = when),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agreement_says_who_does_what_and_when_if_known() {
        let line = |who, does, when| line(Locale::nl, who, does, when);
        assert_eq!(line("Nicht", " komt langs ", "woensdag"), Some("Nicht: komt langs (woensdag)".to_owned()));
        assert_eq!(line("Nicht", "komt langs", " "), Some("Nicht: komt langs".to_owned()));
        assert_eq!(line("Nicht", "", "woensdag"), None);
    }
}
