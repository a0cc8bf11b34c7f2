//! A choice field that several people answer: one answer shows, two ask.

use std::collections::BTreeMap;

use buurtboek_shared::{
    domain::{
        choice::{self, Answer, ChoiceEntry},
        signal::YesNo,
    },
    ids::{DocId, EntryId},
    sorting,
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
        parts::{dynamic::dynamic, show::Show},
        words::{answers, moments},
    },
};

/// How the field is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answering {
    /// By one of these codes, with their words.
    Options(Vec<(&'static str, &'static str)>),
    /// By a line in own words, or a day.
    Line(LineKind),
    /// By ticks before these names: those that are there, joined by commas.
    Names(Vec<String>),
    /// By a tick: `yes` when it is there, `no` when it was taken away.
    Tick,
}

impl Answering {
    /// The words of an answer.
    fn words(&self, value: &str) -> String {
        let known = self.options().into_iter().find(|(code, _)| *code == value).map(|(_, words)| words);
        match (known, self) {
            (Some(words), _) => words.to_owned(),
            (None, Self::Line(LineKind::Day)) if !value.is_empty() => moments::written_day(locale(), value),
            (None, Self::Options(_) | Self::Line(_) | Self::Names(_) | Self::Tick) if value.is_empty() => {
                say!(locale(), note.two.nothing).to_owned()
            }
            (None, Self::Options(_) | Self::Line(_) | Self::Names(_) | Self::Tick) => value.to_owned(),
        }
    }

    /// The codes to choose from, with their words; none for a line.
    fn options(&self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Options(options) => options.clone(),
            Self::Line(_) | Self::Names(_) => Vec::new(),
            Self::Tick => YesNo::ALL.iter().map(|answer| (answer.code(), answers::yes_no(locale(), *answer))).collect(),
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

/// Only what needs somebody to choose: two answers, or what a colleague chose between them. For a field that is edited
/// elsewhere.
#[component]
pub fn Conflict(
    /// Which field.
    question: Question,
    /// Everything that was answered.
    #[prop(into)]
    entries: Signal<Vec<ChoiceEntry>>,
) -> impl IntoView {
    let is_open = Memo::new(move |_| entries.with(|entries| matches!(choice::fold(entries), Answer::Open(_))));
    let postponed = RwSignal::new(false);
    let decided = question.clone();
    view! {
        <Show
            when=move || is_open.get()
            fallback=move || view! { <DecidedByAnother question=decided.clone() entries=entries/> }
        >
            <TwoAnswers question=question.clone() entries=entries postponed=postponed/>
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
        if value == standing_value(&known) {
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
        Answering::Names(names) => {
            view! { <NameTicks id=id legend=legend names=names standing=standing on_answer=answer/> }.into_any()
        }
        Answering::Tick => view! { <Tick id=id label=legend help=help standing=standing on_answer=answer/> }.into_any(),
        Answering::Line(kind) => view! {
            <Field id=id label=legend help=help>
                <input
                    class="utrecht-textbox utrecht-textbox--html-input"
                    id=id
                    type=if kind == LineKind::Day { "date" } else { "text" }
                    autocomplete="off"
                    dir="auto"
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

/// A box before each name.
#[component]
fn NameTicks(
    id: &'static str,
    legend: &'static str,
    names: Vec<String>,
    standing: Memo<String>,
    on_answer: impl Fn(String) + Clone + 'static,
) -> impl IntoView {
    let boxes = names.into_iter().map(|name| {
        let (ticked, on_answer) = (name.clone(), on_answer.clone());
        let pressed = name.clone();
        view! {
            <label class="bb-option">
                <input
                    type="checkbox"
                    class="utrecht-checkbox utrecht-checkbox--html-input"
                    prop:checked=move || standing.with(|value| names_in(value).contains(&ticked.as_str()))
                    on:change=move |_| on_answer(standing.with_untracked(|value| toggled(value, &pressed)))
                />
                <span class="bb-option__text">{name}</span>
            </label>
        }
    });
    view! {
        <fieldset class="utrecht-form-fieldset__fieldset utrecht-form-fieldset__fieldset--html-fieldset" id=id>
            <legend class="utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend">{legend}</legend>
            <div class="bb-options bb-options--short">{boxes.collect_view()}</div>
        </fieldset>
    }
}

/// One box to tick.
#[component]
fn Tick(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    standing: Memo<String>,
    on_answer: impl Fn(String) + 'static,
) -> impl IntoView {
    let is_ticked = move || standing.with(|value| value == YesNo::Yes.code());
    let help = (!help.is_empty()).then(|| view! { <span class="bb-option__help">{help}</span> });
    let on_change = move |event| {
        let answer = if event_target_checked(&event) { YesNo::Yes } else { YesNo::No };
        on_answer(answer.code().to_owned());
    };
    view! {
        <label class="bb-option">
            <input
                type="checkbox"
                class="utrecht-checkbox utrecht-checkbox--html-input"
                id=id
                prop:checked=is_ticked
                on:change=on_change
            />
            <span class="bb-option__text"><span>{label}</span>{help}</span>
        </label>
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
    let Question { id, doc, root, answering, meanwhile, .. } = question;
    let (two_id, other_id, why_id) = (format!("{id}-two"), format!("{id}-other"), format!("{id}-why"));
    let picked = RwSignal::new(None::<Pick>);
    let other = RwSignal::new(String::new());
    let why = RwSignal::new(String::new());
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let known = entries.get_untracked();
        let given: BTreeMap<EntryId, String> =
            sorting::gather(known.iter().map(|entry| (entry.id, entry.value.clone())));
        let value = match picked.get_untracked() {
            Some(Pick::Given(id)) => given.get(&id).cloned(),
            Some(Pick::Other) => Some(other.get_untracked().trim().to_owned()).filter(|words| !words.is_empty()),
            None => None,
        };
        let Some(value) = value else {
            error.set(say!(locale, note.two.missing).to_owned());
            return;
        };
        error.set(String::new());
        let notebook = book.get();
        let intent = Author::of(&notebook).answer(root, &value, standing_ids(&known), &why.get_untracked());
        act.run(async move { notebook.append(doc, vec![intent]).await }, |()| {});
    };
    let options = answering.clone();
    let can_differ = answering != Answering::Tick;
    let rows = move || {
        let mut rows: Vec<ChoiceRow<Pick>> = entries.with(|entries| match choice::fold(entries) {
            Answer::Open(standing) => standing.into_iter().map(|entry| given_row(&answering, entry)).collect(),
            Answer::None | Answer::Settled(_) => Vec::new(),
        });
        // Yes and no are both there already.
        if can_differ {
            rows.push(ChoiceRow::new(Pick::Other, say!(locale, note.two.other)));
        }
        view! {
            <ChoiceRows
                id=two_id.clone()
                legend=say!(locale, note.two.title)
                rows=rows
                chosen=picked
                on_choose=move |pick| picked.set(Some(pick))
                error=error
            />
        }
    };
    let other_answer = move || match &options {
        Answering::Options(_) | Answering::Tick => {
            let options = options.options().into_iter();
            let rows = options.map(|(code, words)| ChoiceRow::new(code.to_owned(), words)).collect();
            let chosen = Signal::derive(move || Some(other.get()).filter(|value| !value.is_empty()));
            view! {
                <ChoiceRows
                    id=other_id.clone()
                    legend=say!(locale, note.two.other)
                    rows=rows
                    chosen=chosen
                    on_choose=move |code: String| other.set(code)
                />
            }
            .into_any()
        }
        Answering::Names(_) => {
            view! { <LineField id=other_id.clone() label=say!(locale, note.two.other) value=other/> }.into_any()
        }
        Answering::Line(kind) => {
            view! { <LineField id=other_id.clone() label=say!(locale, note.two.other) value=other kind=*kind/> }
                .into_any()
        }
    };
    view! {
        <form class="bb-stack" on:submit=on_submit novalidate>
            <Notice urge=Urge::Attention>
                <p>{say!(locale, note.two.explain)}" "{meanwhile}</p>
            </Notice>
            {dynamic(rows)}
            <Show when=move || picked.with(|picked| *picked == Some(Pick::Other))>{other_answer.clone()()}</Show>
            <LineField
                id=why_id
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

/// The names of an answer that holds several.
#[must_use]
pub fn names_in(value: &str) -> Vec<&str> {
    value.split(NAMES).filter(|name| !name.is_empty()).collect()
}

/// The answer with this name added, or taken away.
fn toggled(value: &str, name: &str) -> String {
    let mut names = names_in(value);
    match names.iter().position(|known| *known == name) {
        Some(place) => {
            names.remove(place);
        }
        None => names.push(name),
    }
    names.join(NAMES)
}

/// What stands between names in an answer.
const NAMES: &str = ", ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_added_and_taken_away() {
        assert_eq!(toggled("", "Joost Wielinga"), "Joost Wielinga");
        assert_eq!(toggled("Joost Wielinga", "Ilse"), "Joost Wielinga, Ilse");
        assert_eq!(toggled("Joost Wielinga, Ilse", "Joost Wielinga"), "Ilse");
        assert_eq!(toggled("Ilse", "Ilse"), "");
    }
}
