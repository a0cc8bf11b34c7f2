//! A choice field that several people answer: one answer shows, two ask.

use std::collections::BTreeMap;

use buurtboek_shared::{
    domain::choice::{self, Answer, ChoiceEntry},
    ids::{DocId, EntryId},
};
use leptos::prelude::*;

use super::{
    button::{Button, SubmitButton},
    choice::{decided_by_another, standing_ids, standing_value},
    choice_rows::{ChoiceRow, ChoiceRows},
    field::{Field, LineField, LineKind},
    notice::{Notice, Urge},
};
use crate::{
    i18n::say,
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        colleagues::colleagues,
        context::{book, notebook},
        language::locale,
        words::moments,
    },
};

/// How the field is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answering {
    /// By one of these codes, with their words.
    Options(Vec<(&'static str, &'static str)>),
    /// By a line in own words, or a day.
    Line(LineKind),
}

impl Answering {
    /// The words of an answer.
    fn words(&self, value: &str) -> String {
        let known = match self {
            Self::Options(options) => options.iter().find(|(code, _)| *code == value).map(|(_, words)| *words),
            Self::Line(_) => None,
        };
        match (known, self) {
            (Some(words), _) => words.to_owned(),
            (None, Self::Line(LineKind::Day)) => moments::written_day(locale(), value),
            (None, Self::Options(_) | Self::Line(_)) => value.to_owned(),
        }
    }
}

/// Everything that says which field it is.
#[derive(Clone)]
pub struct Question {
    /// Distinguishes it on the page.
    pub id: &'static str,
    /// The document.
    pub doc: DocId,
    /// The field's root.
    pub root: &'static str,
    /// The question.
    pub legend: &'static str,
    /// What helps to answer; may be empty.
    pub help: &'static str,
    /// How it is answered.
    pub answering: Answering,
    /// What is said beside two answers; may be empty.
    pub meanwhile: &'static str,
}

/// The question with its answers.
#[component]
pub fn ChoiceQuestion(
    /// Which field.
    question: Question,
    /// Everything that was answered.
    entries: Signal<Vec<ChoiceEntry>>,
) -> impl IntoView {
    let is_open = Memo::new(move |_| entries.with(|entries| matches!(choice::fold(entries), Answer::Open(_))));
    let postponed = RwSignal::new(false);
    let asked = question.clone();
    let plain = question.clone();
    view! {
        <Show
            when=move || is_open.get()
            fallback=move || view! { <OneAnswer question=plain.clone() entries=entries/> }
        >
            <TwoAnswers question=asked.clone() entries=entries postponed=postponed/>
        </Show>
    }
}

/// One answer, or none.
#[component]
fn OneAnswer(question: Question, entries: Signal<Vec<ChoiceEntry>>) -> impl IntoView {
    let book = book();
    let act = Act::new();
    let Question { id, doc, root, legend, help, answering, .. } = question.clone();
    let answer = move |value: String| {
        let (value, known) = (value.trim().to_owned(), entries.get_untracked());
        if value.is_empty() || value == standing_value(&known) {
            return;
        }
        let notebook = book.get();
        let intent = Author::of(&notebook).answer(root, &value, standing_ids(&known), "");
        act.run(async move { notebook.append(doc, vec![intent]).await }, |()| {});
    };
    let standing = Memo::new(move |_| entries.with(|entries| standing_value(entries)));
    let control = match answering {
        Answering::Options(options) => {
            let rows = options.iter().map(|(code, words)| ChoiceRow::new((*code).to_owned(), *words)).collect();
            let chosen = Signal::derive(move || Some(standing.get()).filter(|value| !value.is_empty()));
            view! { <ChoiceRows id=id legend=legend rows=rows chosen=chosen on_choose=answer/> }.into_any()
        }
        Answering::Line(kind) => view! {
            <Field id=id label=legend help=help>
                <input
                    class="utrecht-textbox utrecht-textbox--html-input"
                    id=id
                    type=if kind == LineKind::Day { "date" } else { "text" }
                    autocomplete="off"
                    prop:value=standing
                    on:change=move |event| answer(event_target_value(&event))
                />
            </Field>
        }
        .into_any(),
    };
    view! {
        <div class="bb-stack bb-stack--tight" data-root=root>
            {control}
            <ActFailure act=act/>
            <DecidedByAnother question=question entries=entries/>
        </div>
    }
}

/// "Samira koos 'Ernstig'. Uw antwoord blijft in de geschiedenis."
#[component]
fn DecidedByAnother(question: Question, entries: Signal<Vec<ChoiceEntry>>) -> impl IntoView {
    let locale = locale();
    let me = notebook().identity().member;
    move || {
        let chosen = entries.with(|entries| decided_by_another(entries, me).cloned())?;
        let words = say!(
            locale,
            note.two.chosen,
            name = colleagues().first_name(chosen.author),
            value = question.answering.words(&chosen.value)
        );
        let why = (!chosen.why.is_empty()).then(|| say!(locale, note.two.chosen_why, why = chosen.why));
        Some(view! { <Notice>{words}" "{why}</Notice> })
    }
}

/// What somebody chooses between.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pick {
    /// An answer that was given.
    Given(EntryId),
    /// Another one.
    Other,
}

/// "Twee antwoorden. Welk antwoord nemen we?"
#[component]
fn TwoAnswers(question: Question, entries: Signal<Vec<ChoiceEntry>>, postponed: RwSignal<bool>) -> impl IntoView {
    let locale = locale();
    let body = question.clone();
    view! {
        <div class="bb-card bb-card--attention" data-name="two-answers" data-root=question.root>
            <h3 class="nl-heading nl-heading--level-3">{question.legend}</h3>
            <Show
                when=move || !postponed.get()
                fallback=move || view! {
                    <p>{say!(locale, note.two.title)}</p>
                    <p>
                        <Button on_press=move || postponed.set(false)>{say!(locale, note.two.reopen)}</Button>
                    </p>
                }
            >
                <TwoAnswersForm question=body.clone() entries=entries postponed=postponed/>
            </Show>
        </div>
    }
}

#[component]
fn TwoAnswersForm(question: Question, entries: Signal<Vec<ChoiceEntry>>, postponed: RwSignal<bool>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let Question { doc, root, answering, meanwhile, .. } = question;
    let picked = RwSignal::new(None::<Pick>);
    let other = RwSignal::new(String::new());
    let why = RwSignal::new(String::new());
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let known = entries.get_untracked();
        let given: BTreeMap<EntryId, String> = known.iter().map(|entry| (entry.id, entry.value.clone())).collect();
        let value = match picked.get_untracked() {
            Some(Pick::Given(id)) => given.get(&id).cloned().unwrap_or_default(),
            Some(Pick::Other) => other.get_untracked().trim().to_owned(),
            None => String::new(),
        };
        if value.is_empty() {
            error.set(say!(locale, note.two.missing).to_owned());
            return;
        }
        error.set(String::new());
        let notebook = book.get();
        let intent = Author::of(&notebook).answer(root, &value, standing_ids(&known), &why.get_untracked());
        act.run(async move { notebook.append(doc, vec![intent]).await }, |()| {});
    };
    let options = answering.clone();
    let rows = move || {
        let mut rows: Vec<ChoiceRow<Pick>> = entries.with(|entries| match choice::fold(entries) {
            Answer::Open(standing) => standing.into_iter().map(|entry| given_row(&answering, entry)).collect(),
            Answer::None | Answer::Settled(_) => Vec::new(),
        });
        rows.push(ChoiceRow::new(Pick::Other, say!(locale, note.two.other)));
        view! {
            <ChoiceRows
                id="two-answers"
                legend=say!(locale, note.two.title)
                rows=rows
                chosen=picked
                on_choose=move |pick| picked.set(Some(pick))
                error=error
            />
        }
    };
    let other_answer = move || match options.clone() {
        Answering::Options(options) => {
            let rows = options.iter().map(|(code, words)| ChoiceRow::new((*code).to_owned(), *words)).collect();
            let chosen = Signal::derive(move || Some(other.get()).filter(|value| !value.is_empty()));
            view! {
                <ChoiceRows
                    id="other-answer"
                    legend=say!(locale, note.two.other)
                    rows=rows
                    chosen=chosen
                    on_choose=move |code: String| other.set(code)
                />
            }
            .into_any()
        }
        Answering::Line(kind) => {
            view! { <LineField id="other-answer" label=say!(locale, note.two.other) value=other kind=kind/> }.into_any()
        }
    };
    view! {
        <form class="bb-stack" on:submit=on_submit novalidate>
            <Notice urge=Urge::Attention>
                <p>{say!(locale, note.two.explain)}" "{meanwhile}</p>
            </Notice>
            {rows}
            <Show when=move || picked.with(|picked| *picked == Some(Pick::Other))>{other_answer.clone()()}</Show>
            <LineField
                id="two-why"
                label=format!("{} ({})", say!(locale, note.two.why), say!(locale, app.optional))
                value=why
            />
            <ActFailure act=act/>
            <div class="bb-buttons">
                <SubmitButton busy=act.busy()>{say!(locale, note.two.take)}</SubmitButton>
                <Button on_press=move || postponed.set(true)>{say!(locale, note.two.later)}</Button>
            </div>
        </form>
    }
}

/// "Ernstig (Samira, 10:42)"
fn given_row(answering: &Answering, entry: &ChoiceEntry) -> ChoiceRow<Pick> {
    let locale = locale();
    let words = say!(
        locale,
        note.two.given,
        value = answering.words(&entry.value),
        name = colleagues().first_name(entry.author),
        time = moments::moment(locale, entry.at)
    );
    ChoiceRow::new(Pick::Given(entry.id), words)
}
