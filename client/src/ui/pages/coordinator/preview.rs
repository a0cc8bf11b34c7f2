//! What the reporter will read: the server's own rule, applied beforehand.

use buurtboek_shared::{domain::feedback::Sentence, ids::Id128};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    ui::{
        language::locale,
        pages::professional::team_signals,
        parts::{dynamic::dynamic, notice::Notice},
        words::answers,
    },
};

/// "Bericht aan de melder", with the sentence; nothing before there is one.
#[component]
pub fn Preview(
    /// Whose reporter.
    signal: Id128,
    /// What the ending says.
    #[prop(into)]
    sentence: Signal<Option<Sentence>>,
) -> impl IntoView {
    let locale = locale();
    let items = team_signals();
    let withdrawn =
        Memo::new(move |_| items.with(|items| items.iter().any(|item| item.id == signal && item.withdrawn)));
    let said = move || {
        sentence.get().map(|sentence| words(locale, if withdrawn.get() { &Sentence::Withdrawn } else { &sentence }))
    };
    dynamic(move || {
        said().map(|words| {
            view! {
                <Notice>
                    <span data-name="preview">
                        <strong>{say!(locale, coordinator.ending.message)}": "</strong>{words}
                    </span>
                </Notice>
            }
        })
    })
}

fn words(locale: Locale, sentence: &Sentence) -> String {
    let words = answers::sentence(locale, sentence);
    match answers::explanation(locale, sentence) {
        Some(explanation) => format!("{words}: \"{explanation}\""),
        None => format!("{words}."),
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::domain::{
        command::{Outcome, Signpost},
        feedback,
    };

    use super::*;

    #[test]
    fn every_ending_shows_the_sentence_of_the_closed_list() {
        let says = |outcome, signpost| words(Locale::nl, &feedback::of_ending(outcome, signpost));
        assert!(says(Outcome::Helped, None).starts_with("Afgerond: \"Bedankt voor het opletten."));
        assert_eq!(says(Outcome::PassedOn, None), "Wij hebben het doorgegeven.");
        assert_eq!(says(Outcome::OutOfScope, Some(Signpost::Municipality)), "Dit is iets voor de gemeente.");
    }
}
