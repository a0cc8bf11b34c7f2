//! Questions beside the text of a note, with their answers: beside it where there is room, below it on a phone.

use buurtboek_shared::{
    doc::read::NoteView,
    domain::{
        margin::{self, QuestionEntry},
        note::Heading,
    },
    ids::{DocId, EntryId},
};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    platform::dom,
    ui::{
        act::{Act, ActFailure, empty_of},
        authoring::Author,
        colleagues::colleagues,
        context::book,
        language::locale,
        page_words,
        parts::{
            button::{Button, Look, SubmitButton},
            dynamic::dynamic,
            field::TextField,
            quotation::Quotation,
            show::Show,
        },
        words::moments,
    },
};

/// Whether a new question can be asked here, and who is to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Asking {
    /// Only what was asked, and answers.
    #[default]
    No,
    /// A coordinator asks who wrote it.
    Writer,
    /// A writer asks the coordinator.
    Coordinator,
}

/// The questions at one heading, or about the whole note. Whoever reads the note may answer, also when it is finished.
#[component]
pub fn MarginQuestions(
    /// The note.
    doc: DocId,
    /// What it says.
    view: Memo<Option<NoteView>>,
    /// Where they stand; none for the note as a whole.
    heading: Option<Heading>,
    /// Whether one can ask here.
    #[prop(optional)]
    asking: Asking,
) -> impl IntoView {
    let locale = locale();
    let questions = Memo::new(move |_| {
        view.with(|view| view.as_ref().map(|view| questions_at(&view.questions, heading)).unwrap_or_default())
    });
    // Whose answer somebody was writing when the page was drawn anew.
    let begun = questions.with_untracked(|questions| {
        questions.iter().map(|question| question.id).find(|id| page_words::has(&Words::held_answer(*id)))
    });
    let answered = RwSignal::new(begun);
    let shows = move || asking != Asking::No || !questions.with(Vec::is_empty);
    view! {
        <Show when=shows>
            <aside class="bb-margin" aria-label=say!(locale, note.margin.label) data-name="margin">
                <For each=move || questions.get() key=|question| question.id let(question)>
                    <Question doc=doc view=view question=question answered=answered/>
                </For>
                {(asking != Asking::No).then(|| view! { <Ask doc=doc heading=heading asking=asking/> })}
            </aside>
        </Show>
    }
}

/// One question with its answers, and a way to answer.
#[component]
fn Question(
    doc: DocId,
    view: Memo<Option<NoteView>>,
    question: QuestionEntry,
    answered: RwSignal<Option<EntryId>>,
) -> impl IntoView {
    let locale = locale();
    let id = question.id;
    let answers = Memo::new(move |_| {
        view.with(|view| view.as_ref().map(|view| answers_to(&view.questions, id)).unwrap_or_default())
    });
    let caption = say!(
        locale,
        note.margin.asked_by,
        name = colleagues().first_name(question.author),
        at = moments::moment(locale, question.at)
    );
    let words = question.text.clone();
    let list = move || {
        let answers = answers.get().into_iter().map(|answer| {
            let caption = say!(
                locale,
                note.margin.answer_by,
                name = colleagues().first_name(answer.author),
                at = moments::moment(locale, answer.at)
            );
            view! { <li><Quotation text=answer.text caption=caption/></li> }
        });
        answers.collect_view()
    };
    view! {
        <div class="bb-margin__question" data-name="margin-question">
            <Quotation text=words caption=caption/>
            <Show
                when=move || !answers.with(Vec::is_empty)
                fallback=move || view! { <p class="bb-soft">{say!(locale, note.margin.open)}</p> }
            >
                <ul class="bb-margin__answers" role="list">{dynamic(list)}</ul>
            </Show>
            <Show
                when=move || answered.get() == Some(id)
                fallback=move || view! {
                    <p>
                        <Button look=Look::Subtle name="answer" on_press=move || answered.set(Some(id))>
                            {say!(locale, note.margin.reply)}
                        </Button>
                    </p>
                }
            >
                <WordsForm doc=doc kind=Words::Answer(question.clone()) close=Callback::new(move |()| answered.set(None))/>
            </Show>
        </div>
    }
}

/// "Stel een vraag".
#[component]
fn Ask(doc: DocId, heading: Option<Heading>, asking: Asking) -> impl IntoView {
    let locale = locale();
    let asks = RwSignal::new(page_words::has(field_id(heading).1));
    view! {
        <Show
            when=move || asks.get()
            fallback=move || view! {
                <p>
                    <Button look=Look::Subtle name="ask" on_press=move || asks.set(true)>
                        {say!(locale, note.margin.ask)}
                    </Button>
                </p>
            }
        >
            <WordsForm doc=doc kind=Words::Question(heading, asking) close=Callback::new(move |()| asks.set(false))/>
        </Show>
    }
}

/// What somebody writes beside the text.
#[derive(Clone)]
enum Words {
    Question(Option<Heading>, Asking),
    Answer(QuestionEntry),
}

impl Words {
    /// What the page holds the words under.
    fn held_as(&self) -> String {
        match self {
            Self::Question(heading, _) => field_id(*heading).1.to_owned(),
            Self::Answer(question) => Self::held_answer(question.id),
        }
    }

    fn held_answer(question: EntryId) -> String {
        format!("answer-{question}")
    }
}

/// Did somebody begin a question at this heading? It stands there then, also in a finished note: its form comes again.
#[must_use]
pub fn is_being_asked(heading: Heading) -> bool {
    page_words::has(field_id(Some(heading)).1)
}

#[component]
fn WordsForm(doc: DocId, kind: Words, close: Callback<()>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let held = page_words::of_field(&kind.held_as(), String::new(), None);
    let text = held.text;
    let is_new = text.with_untracked(String::is_empty);
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let (id, label, help, submit) = form_words(locale, &kind);
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = text.get_untracked();
        if words.trim().is_empty() {
            error.set(say!(locale, note.margin.missing).to_owned());
            dom::focus_by_id(id);
            return;
        }
        error.set(String::new());
        let notebook = book.get();
        let author = Author::of(&notebook);
        let intent = match &kind {
            Words::Question(heading, _) => author.question(*heading, &words),
            Words::Answer(question) => author.answer_beside(question, &words),
        };
        act.run(async move { notebook.append(doc, vec![intent]).await }, move |()| {
            empty_of(text, &words);
            // Whoever asked may have left the page, or be writing on.
            if text.try_get_untracked().is_some_and(|left| left.is_empty()) {
                close.run(());
            }
        });
    };
    let cancel = move || {
        held.forget();
        close.run(());
    };
    // Who pressed the button that this takes the place of writes on here.
    if is_new {
        Effect::new(move |_| dom::focus_by_id(id));
    }
    view! {
        <form class="bb-stack bb-stack--tight" on:submit=on_submit novalidate>
            <TextField id=id label=label help=help value=text error=error/>
            <ActFailure act=act/>
            <div class="bb-buttons">
                <SubmitButton look=Look::Secondary busy=act.busy()>{submit}</SubmitButton>
                <Button look=Look::Subtle on_press=cancel>{say!(locale, app.cancel)}</Button>
            </div>
        </form>
    }
}

/// Id, label, help and button of the form.
fn form_words(locale: Locale, kind: &Words) -> (&'static str, &'static str, &'static str, &'static str) {
    match kind {
        Words::Answer(question) => (
            field_id(question.heading).0,
            say!(locale, note.margin.reply_label),
            "",
            say!(locale, note.margin.reply_submit),
        ),
        Words::Question(heading, asking) => {
            let help = match asking {
                Asking::No => "",
                Asking::Writer => say!(locale, note.margin.ask_writer),
                Asking::Coordinator => say!(locale, note.margin.ask_coordinator),
            };
            (field_id(*heading).1, say!(locale, note.margin.ask_label), help, say!(locale, note.margin.ask_submit))
        }
    }
}

/// The ids of the fields for an answer and for a question at a heading. One answer at a heading is written at a time.
const fn field_id(heading: Option<Heading>) -> (&'static str, &'static str) {
    match heading {
        None => ("answer-note", "ask-note"),
        Some(Heading::Occasion) => ("answer-occasion", "ask-occasion"),
        Some(Heading::ResidentSays) => ("answer-resident-says", "ask-resident-says"),
        Some(Heading::WeSee) => ("answer-we-see", "ask-we-see"),
        Some(Heading::WeThink) => ("answer-we-think", "ask-we-think"),
        Some(Heading::GoesWell) => ("answer-goes-well", "ask-goes-well"),
    }
}

/// The questions at a heading, without their answers.
fn questions_at(entries: &[QuestionEntry], heading: Option<Heading>) -> Vec<QuestionEntry> {
    let asked = margin::fold(entries).into_iter().map(|asked| asked.question);
    asked.filter(|question| question.heading == heading).cloned().collect()
}

/// What was answered to a question.
fn answers_to(entries: &[QuestionEntry], question: EntryId) -> Vec<QuestionEntry> {
    let asked = margin::fold(entries).into_iter().find(|asked| asked.question.id == question);
    asked.map(|asked| asked.answers.into_iter().cloned().collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{ids::MemberId, time::Timestamp};

    use super::*;

    #[test]
    fn a_question_stands_at_its_heading_with_its_answers() {
        let entry = |id: u8, heading, answers_to: Option<u8>| QuestionEntry {
            id: EntryId::from_bytes([id; 16]),
            author: MemberId::from_bytes([1; 16]),
            at: Timestamp(0),
            heading,
            text: "Hoe weet u dat?".to_owned(),
            answers_to: answers_to.map(|id| EntryId::from_bytes([id; 16])),
        };
        let see = Some(Heading::WeSee);
        let entries = [entry(1, see, None), entry(2, None, None), entry(3, see, Some(1)), entry(4, None, Some(3))];
        let ids = |entries: Vec<QuestionEntry>| entries.iter().map(|entry| entry.id.0.0[0]).collect::<Vec<_>>();
        assert_eq!(ids(questions_at(&entries, see)), [1]);
        assert_eq!(ids(questions_at(&entries, None)), [2]);
        assert_eq!(ids(answers_to(&entries, entries[0].id)), [3, 4], "an answer to an answer too");
        assert!(answers_to(&entries, entries[1].id).is_empty());
    }
}
