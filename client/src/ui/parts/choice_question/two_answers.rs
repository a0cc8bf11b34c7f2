//! Two answers, written apart: a person chooses.

use std::collections::BTreeMap;

use buurtboek_shared::{
    domain::choice::{self, Answer, ChoiceEntry},
    ids::EntryId,
    sorting,
};
use leptos::prelude::*;

use super::{
    super::{
        button::{Button, SubmitButton},
        choice::standing_ids,
        choice_rows::{ChoiceRow, ChoiceRows},
        field::{LineField, LineKind},
        notice::{Notice, Urge},
    },
    Question,
    answering::Answering,
    choosing::Choosing,
};
use crate::{
    i18n::say,
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        context::book,
        language::locale,
        page_words::{self, FieldWords},
        parts::{dynamic::dynamic, show::Show},
    },
};

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
pub fn TwoAnswers(
    /// Which field.
    question: Question,
    /// Everything that was answered.
    entries: Signal<Vec<ChoiceEntry>>,
    /// True while somebody wants to consult first.
    postponed: RwSignal<bool>,
    /// What is chosen between.
    #[prop(optional)]
    choosing: Choosing,
) -> impl IntoView {
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
                <TwoAnswersForm question=body.clone() entries=entries postponed=postponed choosing=choosing/>
            </Show>
        </div>
    }
}

#[component]
fn TwoAnswersForm(
    question: Question,
    entries: Signal<Vec<ChoiceEntry>>,
    postponed: RwSignal<bool>,
    choosing: Choosing,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let Question { id, doc, root, answering, meanwhile, legend: question_words, .. } = question;
    let (two_id, other_id, why_id) = (format!("{id}-two"), format!("{id}-other"), format!("{id}-why"));
    let picked = RwSignal::new(None::<Pick>);
    let held = |field: &str| page_words::of_field(field, String::new(), Some(question_words));
    // An answer that is picked from a list is no words.
    let other_words =
        matches!(answering, Answering::Names(_) | Answering::Line(LineKind::Words)).then(|| held(&other_id));
    let other = other_words.as_ref().map_or_else(|| RwSignal::new(String::new()), |held| held.text);
    let why_words = held(&why_id);
    let why = why_words.text;
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
        let notebook = book.get();
        let chosen = value.and_then(|value| {
            let author = Author::of(&notebook);
            choosing.written(author, root, &value, standing_ids(&known), &why.get_untracked())
        });
        let Some(intent) = chosen else {
            error.set(say!(locale, note.two.missing).to_owned());
            return;
        };
        error.set(String::new());
        let kept = other_words.iter().chain(std::iter::once(&why_words)).cloned().collect::<Vec<_>>();
        act.run(async move { notebook.append(doc, vec![intent]).await }, move |()| {
            kept.iter().for_each(FieldWords::forget);
        });
    };
    let options = answering.clone();
    let can_differ = answering != Answering::Tick;
    let rows = move || {
        let mut rows: Vec<ChoiceRow<Pick>> = entries.with(|entries| match choice::fold(entries) {
            Answer::Open(standing) => {
                let row = |entry: &ChoiceEntry| ChoiceRow::new(Pick::Given(entry.id), answering.given(entry));
                standing.into_iter().map(row).collect()
            }
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
            {choosing.says_why().then(|| view! {
                <LineField
                    id=why_id
                    label=format!("{} ({})", say!(locale, note.two.why), say!(locale, app.optional))
                    value=why
                />
            })}
            <ActFailure act=act/>
            <div class="bb-buttons">
                <SubmitButton busy=act.busy()>{say!(locale, note.two.take)}</SubmitButton>
                <Button on_press=move || postponed.set(true)>{say!(locale, note.two.later)}</Button>
            </div>
        </form>
    }
}
