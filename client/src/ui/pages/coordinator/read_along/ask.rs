//! "Stel een vraag": the writer sees it beside the text. What was asked before, with the answers.

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
        act::{Act, ActFailure},
        authoring::Author,
        colleagues::{Colleagues, colleagues},
        context::book,
        language::locale,
        parts::{
            button::{Button, Look, SubmitButton},
            choice_rows::{ChoiceRow, ChoiceRows, RowsLayout},
            dynamic::dynamic,
            field::TextField,
            fold::Fold,
            page_title::SectionTitle,
            quotation::Quotation,
            show::Show,
        },
        words::{moments, team},
    },
};

/// The questions beside the text, each with a way to answer, and a new one.
#[component]
pub fn Questions(
    /// The note.
    doc: DocId,
    /// What it says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let entries =
        Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.questions.clone()).unwrap_or_default()));
    let ids = Memo::new(move |_| {
        entries.with(|entries| margin::fold(entries).iter().map(|asked| asked.question.id).collect::<Vec<_>>())
    });
    let answering = RwSignal::new(None::<EntryId>);
    view! {
        <section class="bb-section" data-name="questions">
            <SectionTitle>{say!(locale, coordinator.read.questions)}</SectionTitle>
            <Show when=move || ids.with(Vec::is_empty)>
                <p class="bb-soft">{say!(locale, coordinator.read.no_questions)}</p>
            </Show>
            <For each=move || ids.get() key=|id| *id let(id)>
                <OneQuestion doc=doc id=id entries=entries answering=answering/>
            </For>
            <Ask doc=doc/>
        </section>
    }
}

#[component]
fn OneQuestion(
    doc: DocId,
    id: EntryId,
    entries: Memo<Vec<QuestionEntry>>,
    answering: RwSignal<Option<EntryId>>,
) -> impl IntoView {
    let locale = locale();
    let colleagues = colleagues();
    let said = Memo::new(move |_| entries.with(|entries| conversation(entries, id)));
    let quotations = move || {
        let quotations = said.get().into_iter().map(|entry| {
            view! { <Quotation text=entry.text.clone() caption=caption(locale, &entry, colleagues)/> }
        });
        quotations.collect_view()
    };
    view! {
        <div class="bb-stack bb-stack--tight" data-name="question">
            {dynamic(quotations)}
            <Show
                when=move || answering.get() == Some(id)
                fallback=move || view! {
                    <p>
                        <Button look=Look::Subtle name="answer" on_press=move || answering.set(Some(id))>
                            {say!(locale, coordinator.read.answer)}
                        </Button>
                    </p>
                }
            >
                <Answer doc=doc id=id entries=entries answering=answering/>
            </Show>
        </div>
    }
}

/// A question and its answers, in the order in which they were written.
fn conversation(entries: &[QuestionEntry], id: EntryId) -> Vec<QuestionEntry> {
    let asked = margin::fold(entries).into_iter().find(|asked| asked.question.id == id);
    asked.map(|asked| std::iter::once(asked.question).chain(asked.answers).cloned().collect()).unwrap_or_default()
}

/// "Samira, 14:32, bij Wat wij zien".
fn caption(locale: Locale, entry: &QuestionEntry, colleagues: Colleagues) -> String {
    let who = format!("{}, {}", colleagues.first_name(entry.author), moments::moment(locale, entry.at));
    match entry.heading {
        Some(heading) if entry.answers_to.is_none() => {
            say!(locale, coordinator.read.at_heading, who = who, heading = team::heading(locale, heading))
        }
        Some(_) | None => who,
    }
}

#[component]
fn Answer(
    doc: DocId,
    id: EntryId,
    entries: Memo<Vec<QuestionEntry>>,
    answering: RwSignal<Option<EntryId>>,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let (text, error) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let act = Act::new();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = text.get_untracked();
        if words.trim().is_empty() {
            error.set(say!(locale, coordinator.read.words_missing).to_owned());
            dom::focus_by_id("answer-text");
            return;
        }
        error.set(String::new());
        let Some(question) = entries.with_untracked(|entries| entries.iter().find(|entry| entry.id == id).cloned())
        else {
            return;
        };
        let notebook = book.get();
        let intent = Author::of(&notebook).answer_beside(&question, &words);
        act.run(async move { notebook.append(doc, vec![intent]).await }, move |()| answering.set(None));
    };
    view! {
        <form class="bb-stack bb-stack--tight" on:submit=on_submit novalidate>
            <TextField id="answer-text" label=say!(locale, coordinator.read.your_answer) value=text error=error/>
            <ActFailure act=act/>
            <div class="bb-buttons">
                <SubmitButton look=Look::Secondary busy=act.busy()>{say!(locale, coordinator.read.answer_submit)}</SubmitButton>
                <Button look=Look::Subtle on_press=move || answering.set(None)>{say!(locale, app.cancel)}</Button>
            </div>
        </form>
    }
}

/// A new question, about the whole note or beside one of its texts.
#[component]
fn Ask(doc: DocId) -> impl IntoView {
    let locale = locale();
    let book = book();
    let (text, error) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let place = RwSignal::new(None::<Heading>);
    let act = Act::new();
    let whole = ChoiceRow::new(None, say!(locale, coordinator.read.whole_note));
    let headings = Heading::ALL.map(|heading| ChoiceRow::new(Some(heading), team::heading(locale, heading)));
    let rows = std::iter::once(whole).chain(headings).collect();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = text.get_untracked();
        if words.trim().is_empty() {
            error.set(say!(locale, coordinator.read.words_missing).to_owned());
            dom::focus_by_id("question-text");
            return;
        }
        error.set(String::new());
        let notebook = book.get();
        let intent = Author::of(&notebook).question(place.get_untracked(), &words);
        act.run(async move { notebook.append(doc, vec![intent]).await }, move |()| {
            text.set(String::new());
            place.set(None);
        });
    };
    view! {
        <Fold title=say!(locale, coordinator.read.ask)>
            <form class="bb-stack" on:submit=on_submit novalidate>
                <TextField
                    id="question-text"
                    label=say!(locale, coordinator.read.your_question)
                    help=say!(locale, coordinator.read.ask_help)
                    value=text
                    error=error
                />
                <ChoiceRows
                    id="question-place"
                    legend=say!(locale, coordinator.read.where_beside)
                    layout=RowsLayout::Short
                    rows=rows
                    chosen=Signal::derive(move || Some(place.get()))
                    on_choose=move |heading| place.set(heading)
                />
                <ActFailure act=act/>
                <p>
                    <SubmitButton look=Look::Secondary busy=act.busy()>{say!(locale, coordinator.read.ask_submit)}</SubmitButton>
                </p>
            </form>
        </Fold>
    }
}
