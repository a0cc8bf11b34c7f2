//! "Afsluiten": how it ended, why, and what the reporter will read.

use buurtboek_shared::domain::{
    command::{CommandAction, Outcome},
    feedback,
};
use leptos::prelude::*;

use super::super::{deciding::is_offline, form_words, preview::Preview};
use crate::{
    i18n::say,
    platform::dom,
    state::open_doc::OpenDoc,
    ui::{
        act::{Act, ActFailure},
        context::book,
        language::locale,
        parts::{
            button::{Look, SubmitButton},
            choice_rows::{ChoiceRow, ChoiceRows},
            field::TextField,
            fold::Fold,
            notice::Notice,
            show::Show,
        },
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
    let book = book();
    let triage = open.doc;
    let chosen = RwSignal::new(None::<Outcome>);
    let note = RwSignal::new(String::new());
    let (outcome_error, note_error) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let act = Act::new();
    let offline = is_offline();
    let rows = Outcome::CHOICES.map(|outcome| ChoiceRow::new(outcome, team::outcome(locale, outcome)));
    let sentence = Signal::derive(move || chosen.get().map(|outcome| feedback::of_ending(outcome, None)));
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        outcome_error.set(String::new());
        note_error.set(String::new());
        let Some(outcome) = chosen.get_untracked() else {
            outcome_error.set(say!(locale, coordinator.ending.outcome_missing).to_owned());
            dom::focus_by_id("outcome");
            return;
        };
        let words = note.get_untracked().trim().to_owned();
        let action = CommandAction::Close { outcome, note: (!words.is_empty()).then_some(words) };
        if let Some(fault) = form_words::fault(locale, &action, "") {
            note_error.set(fault);
            dom::focus_by_id("ending-note");
            return;
        }
        let (notebook, shown) = (book.get(), open.shown());
        act.run(async move { notebook.command(triage, action, shown).await }, |_| {});
    };
    view! {
        <Fold title=say!(locale, coordinator.ending.close)>
            <form class="bb-stack" on:submit=on_submit novalidate>
                <ChoiceRows
                    id="outcome"
                    legend=say!(locale, coordinator.ending.how_ended)
                    rows=rows.to_vec()
                    chosen=chosen
                    on_choose=move |outcome| chosen.set(Some(outcome))
                    error=outcome_error
                />
                <TextField id="ending-note" label=say!(locale, coordinator.ending.note) value=note error=note_error/>
                <Preview signal=triage.id sentence=sentence/>
                <Show when=move || offline.get()>
                    <Notice>{say!(locale, coordinator.ending.offline)}</Notice>
                </Show>
                <ActFailure act=act/>
                <p>
                    <SubmitButton look=Look::Secondary busy=act.busy()>
                        {say!(locale, coordinator.ending.submit)}
                    </SubmitButton>
                </p>
            </form>
        </Fold>
    }
}
