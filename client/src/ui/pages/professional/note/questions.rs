//! The choice fields of a note.

use buurtboek_shared::{
    doc::{read::NoteView, schema},
    domain::{
        choice::{self, Answer, ChoiceEntry},
        note::{NextStep, Worry},
    },
    ids::DocId,
};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    ui::{
        language::locale,
        parts::{
            choice::standing_value,
            choice_question::{Answering, ChoiceQuestion, Question},
            facts::{Fact, Facts},
            field::LineKind,
        },
        words::{moments, team},
    },
};

/// The entries of one field of the note.
#[must_use]
pub fn entries(
    view: Memo<Option<NoteView>>,
    read: impl Fn(&NoteView) -> Vec<ChoiceEntry> + Send + Sync + 'static,
) -> Signal<Vec<ChoiceEntry>> {
    let entries = Memo::new(move |_| view.with(|view| view.as_ref().map(&read).unwrap_or_default()));
    entries.into()
}

/// When the visit was, and who were there.
#[component]
pub fn VisitQuestions(
    /// The note.
    doc: DocId,
    /// What it says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let date = Question {
        id: "visit-date",
        doc,
        root: schema::VISIT_DATE,
        legend: say!(locale, note.date),
        help: "",
        answering: Answering::Line(LineKind::Day),
        meanwhile: "",
    };
    let present = Question {
        id: "present",
        doc,
        root: schema::PRESENT,
        legend: say!(locale, note.present),
        help: say!(locale, note.present_help),
        answering: Answering::Line(LineKind::Words),
        meanwhile: "",
    };
    view! {
        <ChoiceQuestion question=date entries=entries(view, |view| view.visit_date.clone())/>
        <ChoiceQuestion question=present entries=entries(view, |view| view.present.clone())/>
    }
}

/// The next step, and how great the worry is.
#[component]
pub fn WorryQuestions(
    /// The note.
    doc: DocId,
    /// What it says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let next_step = Question {
        id: "next-step",
        doc,
        root: schema::NEXT_STEP,
        legend: say!(locale, note.next_step.title),
        help: "",
        answering: Answering::Options(
            NextStep::ALL.iter().map(|step| (step.code(), team::next_step(locale, *step))).collect(),
        ),
        meanwhile: "",
    };
    let worry = Question {
        id: "worry",
        doc,
        root: schema::WORRY,
        legend: say!(locale, note.worry.title),
        help: "",
        answering: Answering::Options(Worry::ALL.map(|worry| (worry.code(), team::worry(locale, worry))).to_vec()),
        meanwhile: say!(locale, note.worry.until_chosen),
    };
    view! {
        <ChoiceQuestion question=next_step entries=entries(view, |view| view.next_step.clone())/>
        <ChoiceQuestion question=worry entries=entries(view, |view| view.worry.clone())/>
    }
}

/// The answers of a finished note.
#[component]
pub fn Answers(
    /// What the note says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let facts = move || {
        let facts = view.with(|view| view.as_ref().map(|view| facts(locale, view)).unwrap_or_default());
        facts.into_iter().map(|(term, words)| view! { <Fact term=term>{words}</Fact> }).collect_view()
    };
    view! { <Facts>{facts}</Facts> }
}

fn facts(locale: Locale, view: &NoteView) -> Vec<(&'static str, String)> {
    let step = |code: &str| NextStep::from_code(code).map_or(code, |step| team::next_step(locale, step)).to_owned();
    let facts = [
        (say!(locale, note.date), moments::written_day(locale, &standing_value(&view.visit_date))),
        (say!(locale, note.present), standing_value(&view.present)),
        (say!(locale, note.worry.title), greatest_worry(locale, &view.worry)),
        (say!(locale, note.next_step.title), step(&standing_value(&view.next_step))),
    ];
    facts.into_iter().filter(|(_, words)| !words.is_empty()).collect()
}

/// The worry that stands; of several, the greatest.
fn greatest_worry(locale: Locale, entries: &[ChoiceEntry]) -> String {
    let standing = match choice::fold(entries) {
        Answer::None => Vec::new(),
        Answer::Settled(entry) => vec![entry],
        Answer::Open(entries) => entries,
    };
    let greatest = standing.into_iter().filter_map(|entry| Worry::from_code(&entry.value)).max();
    greatest.map(|worry| team::worry(locale, worry).to_owned()).unwrap_or_default()
}
