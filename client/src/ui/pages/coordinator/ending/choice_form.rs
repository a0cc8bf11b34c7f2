//! A form that ends a signal: one answer, a few words for the team, and what the reporter will read.

use buurtboek_shared::domain::{command::CommandAction, feedback::Sentence};
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
            notice::Notice,
            show::Show,
        },
    },
};

/// What the form says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndingWords {
    /// The id of the answers.
    pub id: &'static str,
    /// The question.
    pub legend: &'static str,
    /// What is said when nothing was chosen.
    pub missing: &'static str,
    /// The id of the words.
    pub words_id: &'static str,
    /// Their label.
    pub words_label: &'static str,
    /// The button.
    pub submit: &'static str,
}

/// The form. `T` is what there is to choose from.
#[component]
pub fn ChoiceForm<T>(
    /// What it says.
    words: EndingWords,
    /// The answers.
    rows: Vec<ChoiceRow<T>>,
    /// What the reporter reads after this answer.
    sentence: fn(T) -> Sentence,
    /// The decision, from an answer and words without space around them.
    action: fn(T, String) -> CommandAction,
    /// The triage as it is on the screen: what is decided is about that.
    about: OpenDoc,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let locale = locale();
    let (book, act) = (book(), Act::new());
    let triage = about.doc;
    let EndingWords { id, legend, missing, words_id, words_label, submit } = words;
    let chosen = RwSignal::new(None::<T>);
    let [typed, choice_error, words_error] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let said = Signal::derive(move || chosen.get().map(sentence));
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        choice_error.set(String::new());
        words_error.set(String::new());
        let Some(answer) = chosen.get_untracked() else {
            choice_error.set(missing.to_owned());
            return dom::focus_by_id(id);
        };
        let action = action(answer, typed.get_untracked().trim().to_owned());
        if let Some(fault) = form_words::fault(locale, &action, "") {
            words_error.set(fault);
            return dom::focus_by_id(words_id);
        }
        let (notebook, shown) = (book.get(), about.shown());
        act.run(async move { notebook.command(triage, action, shown).await }, |_| {});
    };
    view! {
        <form class="bb-stack" on:submit=on_submit novalidate>
            <ChoiceRows
                id=id
                legend=legend
                rows=rows
                chosen=chosen
                on_choose=move |answer| chosen.set(Some(answer))
                error=choice_error
            />
            <TextField id=words_id label=words_label value=typed error=words_error/>
            <Preview signal=triage.id sentence=said/>
            <AwaitsConnection/>
            <ActFailure act=act/>
            <p><SubmitButton look=Look::Secondary busy=act.busy()>{submit}</SubmitButton></p>
        </form>
    }
}

/// "Afsluiten gebeurt zodra er verbinding is."
#[component]
pub fn AwaitsConnection() -> impl IntoView {
    let locale = locale();
    let offline = is_offline();
    view! {
        <Show when=move || offline.get()>
            <Notice>{say!(locale, coordinator.ending.offline)}</Notice>
        </Show>
    }
}
