//! The choice fields of a note.

use buurtboek_shared::{
    doc::{read::NoteView, schema},
    domain::{
        choice::{self, ChoiceEntry},
        note::{NextStep, Told, Worry},
        signal::YesNo,
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
            dynamic::dynamic,
            facts::{Fact, Facts},
            field::LineKind,
        },
        table_mode::{HiddenAtTable, table_mode},
        words::{moments, team},
    },
};

/// Where "Geen gesprek" stands.
pub(super) const NO_TALK: &str = "no-conversation";

/// The entries of one field of the note.
#[must_use]
pub fn entries(
    view: Memo<Option<NoteView>>,
    read: impl Fn(&NoteView) -> Vec<ChoiceEntry> + Send + Sync + 'static,
) -> Signal<Vec<ChoiceEntry>> {
    let entries = Memo::new(move |_| view.with(|view| view.as_ref().map(&read).unwrap_or_default()));
    entries.into()
}

/// When the visit was, who were there, and whether there was a conversation.
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
    let no_talk = Question {
        id: NO_TALK,
        doc,
        root: schema::NO_CONVERSATION,
        legend: say!(locale, note.no_talk.title),
        help: say!(locale, note.no_talk.help),
        answering: Answering::Tick,
        meanwhile: "",
    };
    view! {
        <ChoiceQuestion question=date entries=entries(view, |view| view.visit_date.clone())/>
        <ChoiceQuestion question=present entries=entries(view, |view| view.present.clone())/>
        <ChoiceQuestion question=no_talk entries=entries(view, |view| view.no_conversation.clone())/>
    }
}

/// "Verteld aan de inwoner": three ticks. Of two answers the safer counts until somebody chooses: not told.
#[component]
pub fn ToldQuestions(
    /// The note.
    doc: DocId,
    /// What it says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let ticks = Told::ALL.iter().map(|told| {
        let told = *told;
        let question = Question {
            id: schema::told_root(told),
            doc,
            root: schema::told_root(told),
            legend: team::told(locale, told),
            help: "",
            answering: Answering::Tick,
            meanwhile: say!(locale, note.told.until_chosen),
        };
        let answers = entries(view, move |view| view.told.get(&told).cloned().unwrap_or_default());
        view! { <ChoiceQuestion question=question entries=answers/> }
    });
    view! {
        <fieldset class="utrecht-form-fieldset__fieldset utrecht-form-fieldset__fieldset--html-fieldset" id="told">
            <legend class="utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend">
                {say!(locale, note.told.title)}
            </legend>
            <div class="bb-options">{ticks.collect_view()}</div>
        </fieldset>
    }
}

/// The next step, and how great the worry is. The resident does not read the worry from the table.
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
        <HiddenAtTable>
            <ChoiceQuestion question=worry.clone() entries=entries(view, |view| view.worry.clone())/>
        </HiddenAtTable>
    }
}

/// The answers of a finished note.
#[component]
pub fn Answers(
    /// What the note says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let at_table = table_mode().is_on();
    let facts = move || {
        let mut facts = view.with(|view| view.as_ref().map(|view| facts(locale, view)).unwrap_or_default());
        if !at_table.get() {
            let worry = view.with(|view| view.as_ref().map(|view| greatest_worry(locale, &view.worry)));
            facts.push((say!(locale, note.worry.title), worry.unwrap_or_default()));
        }
        let filled = facts.into_iter().filter(|(_, words)| !words.is_empty());
        filled.map(|(term, words)| view! { <Fact term=term><span dir="auto">{words}</span></Fact> }).collect_view()
    };
    view! { <Facts>{dynamic(facts)}</Facts> }
}

/// What is no worry: that is for the team alone.
fn facts(locale: Locale, view: &NoteView) -> Vec<(&'static str, String)> {
    let step = |code: &str| NextStep::from_code(code).map_or(code, |step| team::next_step(locale, step)).to_owned();
    let no_talk = is_ticked(&view.no_conversation).then(|| say!(locale, note.no_talk.title).to_owned());
    let told = Told::ALL.iter().filter(|told| view.told.get(*told).is_some_and(|ticks| is_ticked(ticks)));
    let told: Vec<&str> = told.map(|told| team::told(locale, *told)).collect();
    vec![
        (say!(locale, note.date), moments::written_day(locale, &standing_value(&view.visit_date))),
        (say!(locale, note.present), standing_value(&view.present)),
        (say!(locale, note.no_talk.fact), no_talk.unwrap_or_default()),
        (say!(locale, note.next_step.title), step(&standing_value(&view.next_step))),
        (say!(locale, note.told.title), told.join(", ")),
    ]
}

/// Ticked, and by nobody left open: of two answers the safer counts.
fn is_ticked(entries: &[ChoiceEntry]) -> bool {
    let standing = choice::standing(entries);
    !standing.is_empty() && standing.iter().all(|entry| entry.value == YesNo::Yes.code())
}

/// The worry that stands; of several, the greatest.
fn greatest_worry(locale: Locale, entries: &[ChoiceEntry]) -> String {
    let standing = choice::standing(entries);
    let greatest = standing.into_iter().filter_map(|entry| Worry::from_code(&entry.value)).max();
    greatest.map(|worry| team::worry(locale, worry).to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        ids::{EntryId, MemberId},
        time::Timestamp,
    };

    use super::*;

    fn answer(id: u8, value: &str) -> ChoiceEntry {
        ChoiceEntry {
            id: EntryId::from_bytes([id; 16]),
            value: value.to_owned(),
            author: MemberId::from_bytes([id; 16]),
            at: Timestamp(0),
            supersedes: Vec::new(),
            why: String::new(),
        }
    }

    #[test]
    fn of_two_answers_the_safer_counts_until_somebody_chooses() {
        let [yes, no] = [answer(1, "yes"), answer(2, "no")];
        assert!(is_ticked(std::slice::from_ref(&yes)));
        assert!(!is_ticked(&[yes, no]), "told by one, not told by the other");
        assert!(!is_ticked(&[]), "nobody said so");
        let worries = [answer(1, "light"), answer(2, "serious"), answer(3, "unclear")];
        assert_eq!(greatest_worry(Locale::nl, &worries), "Ernstig, deze week handelen");
    }
}
