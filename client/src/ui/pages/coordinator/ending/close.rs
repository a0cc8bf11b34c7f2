//! "Afsluiten": how it ended, why, and what the reporter will read.

use buurtboek_shared::domain::{
    command::{CommandAction, Outcome},
    feedback,
};
use leptos::prelude::*;

use super::choice_form::{ChoiceForm, EndingWords};
use crate::{
    i18n::say,
    state::open_doc::OpenDoc,
    ui::{
        language::locale,
        parts::{choice_rows::ChoiceRow, fold::Fold},
        words::team,
    },
};

/// The form, folded until somebody wants it.
#[component]
pub fn Close(
    /// The triage.
    open: OpenDoc,
) -> impl IntoView {
    let locale = locale();
    let rows = Outcome::CHOICES.map(|outcome| ChoiceRow::new(outcome, team::outcome(locale, outcome)));
    let words = EndingWords {
        id: "outcome",
        legend: say!(locale, coordinator.ending.how_ended),
        missing: say!(locale, coordinator.ending.outcome_missing),
        words_id: "ending-note",
        words_label: say!(locale, coordinator.ending.note),
        submit: say!(locale, coordinator.ending.submit),
    };
    view! {
        <Fold title=say!(locale, coordinator.ending.close)>
            <ChoiceForm
                words=words
                rows=rows.to_vec()
                sentence=|outcome| feedback::of_ending(outcome, None)
                action=|outcome, words| CommandAction::Close { outcome, note: (!words.is_empty()).then_some(words) }
                about=open
            />
        </Fold>
    }
}
