//! What of a colleague's decisions reaches the reporter of a signal: one sentence, and nothing else.

use std::collections::BTreeSet;

use buurtboek_shared::{
    doc::{
        entries::Entry,
        read::transitions,
        schema::{URGENCY, WISHES},
        write::Intent,
    },
    domain::{
        choice::ChoiceEntry,
        command::{CommandAction, Outcome, ReporterJoins, Signpost, VisitPlan},
        feedback::Sentence,
        refusal::Reason,
        role::Role,
        transition::Transition,
        wish::{WishEntry, WishKind},
    },
    ids::{CommandId, DocId, DocKind, EntryId, Seq},
    protocol::{frames::Cursor, outgoing::OutgoingItem},
    time::Timestamp,
};
use yrs::Transact;

use super::{
    desk::{Desk, JOOST, MARIJKE, SAMIRA, TRUUS, append},
    signals::{access, sentence, told, value},
};
use crate::{docs::document::Document, store::Reader};

/// Words for the team alone: a reason, to whom it was passed on, where a visit goes.
const WHY: &str = "kennen wij al van vroeger";
const TO_WHOM: &str = "de nachtopvang";
const WHERE: &str = "achterom bij het schuurtje";

pub(super) fn plan(at: i64, reporter: ReporterJoins) -> VisitPlan {
    let (meet_at, place) = ("Bij de bakker".to_owned(), WHERE.to_owned());
    VisitPlan { at: Timestamp(at), with: vec![JOOST], reporter, meet_at, place }
}

pub(super) fn visit(at: i64, reporter: ReporterJoins) -> CommandAction {
    CommandAction::PlanVisit(plan(at, reporter))
}

fn close() -> CommandAction {
    CommandAction::Close { outcome: Outcome::Helped, note: Some(WHY.to_owned()) }
}

fn reopen() -> CommandAction {
    CommandAction::Reopen { why: WHY.to_owned() }
}

fn forward() -> CommandAction {
    CommandAction::Forward { to: TO_WHOM.to_owned() }
}

fn wish(desk: &mut Desk, kinds: Vec<WishKind>, supersedes: Vec<EntryId>) -> WishEntry {
    WishEntry { id: EntryId(desk.id()), author: SAMIRA, at: Timestamp(3), supersedes, kinds, text: String::new() }
}

/// A signal that Samira took up, and its triage.
pub(super) fn taken_up(desk: &mut Desk) -> (DocId, DocId) {
    let signal = desk.report(TRUUS);
    let triage = signal.sibling(DocKind::Triage);
    desk.command(SAMIRA, triage, CommandAction::TakeUp).unwrap();
    (signal, triage)
}

/// What was arranged last about a visit: how a command names it.
pub(super) fn last_visit(desk: &Desk, doc: DocId) -> CommandId {
    let document = Document::load(&desk.store, doc).unwrap();
    let decided = transitions(&document.doc.transact());
    let arranges =
        |done: &&Transition| matches!(done.action, CommandAction::PlanVisit(_) | CommandAction::MoveVisit { .. });
    decided.iter().rfind(arranges).unwrap().command
}

pub(super) fn appointment(sentence: &Sentence) -> Option<Timestamp> {
    let Sentence::Appointment { at, meet_at, first_name, .. } = sentence else { return None };
    assert_eq!((meet_at.as_str(), first_name.as_str()), ("Bij de bakker", "Samira"));
    Some(*at)
}

/// She may open her signals, what she is told of them and the streets; her devices hear of no other document; and none
/// of these has the team's words, or the name of a colleague with whom she has no appointment.
#[track_caller]
pub(super) fn nothing_else_reaches_her(desk: &Desk) {
    let hers: BTreeSet<DocId> = desk.store.documents(TRUUS, None, 100).unwrap().iter().map(|known| known.doc).collect();
    let heard = desk.store.changes(TRUUS, Cursor(0), 100).unwrap().entries;
    assert!(heard.iter().all(|entry| hers.contains(&entry.doc)), "her devices hear of {heard:?}");
    for doc in hers {
        let bytes = match doc.kind {
            DocKind::Feedback | DocKind::Directory => vec![value(desk, doc, Role::Volunteer)],
            DocKind::Signal => {
                let rows = desk.store.rows(doc, Seq(0), usize::MAX).unwrap();
                rows.into_iter().map(|row| row.update).collect()
            }
            DocKind::Triage | DocKind::Intake | DocKind::Dossier | DocKind::Note => panic!("she may open {doc:?}"),
        };
        for words in [WHY, TO_WHOM, WHERE, "Joost", "Marijke", "Bouzid"] {
            let reads = |bytes: &Vec<u8>| bytes.windows(words.len()).any(|window| window == words.as_bytes());
            assert!(!bytes.iter().any(reads), "{doc:?} has {words:?}");
        }
    }
}

#[test]
fn what_is_nothing_for_the_team_shows_her_the_way_and_not_why() {
    for signpost in Signpost::ALL.iter().copied() {
        let mut desk = Desk::open();
        let (signal, triage) = taken_up(&mut desk);
        let action = CommandAction::OutOfScope { signpost, why: WHY.to_owned() };
        assert_eq!(desk.command(JOOST, triage, action.clone()), Err(Reason::NotHolder));
        assert_eq!(sentence(&desk, signal), Sentence::SomebodyIsLooking, "a refusal tells her nothing");
        let receipt = desk.command(SAMIRA, triage, action).unwrap();
        let entry = told(&desk, signal);
        assert_eq!((entry.sentence, entry.ended), (Sentence::Signposted { signpost }, Some(receipt.at)));
        nothing_else_reaches_her(&desk);
    }
}

#[test]
fn she_is_told_that_it_was_passed_on_and_not_to_whom() {
    let mut desk = Desk::open();
    let (signal, triage) = taken_up(&mut desk);
    let receipt = desk.command(SAMIRA, triage, forward()).unwrap();
    let entry = told(&desk, signal);
    assert_eq!((entry.sentence, entry.ended), (Sentence::PassedOn, Some(receipt.at)));
    assert_eq!(desk.command(MARIJKE, triage, forward()), Err(Reason::WrongState), "it ended");
    nothing_else_reaches_her(&desk);
}

#[test]
fn a_signal_that_is_opened_again_says_that_the_team_looks_again_and_not_why() {
    let mut desk = Desk::open();
    let (signal, triage) = taken_up(&mut desk);
    assert_eq!(desk.command(SAMIRA, triage, reopen()), Err(Reason::WrongState), "it is open");
    for ending in [close(), forward()] {
        desk.command(SAMIRA, triage, ending).unwrap();
        assert!(sentence(&desk, signal).is_final());
        desk.command(SAMIRA, triage, reopen()).unwrap();
        let entry = told(&desk, signal);
        assert_eq!((entry.sentence, entry.ended), (Sentence::LookingAgain, None));
        nothing_else_reaches_her(&desk);
    }
    desk.command(SAMIRA, triage, close()).unwrap();
    assert_eq!(sentence(&desk, signal), Sentence::Done);
}

#[test]
fn today_that_who_closed_it_had_not_seen_is_looked_at_again() {
    let mut desk = Desk::open();
    let (signal, triage) = taken_up(&mut desk);
    // Joost judges without a connection; meanwhile Samira closes it.
    let judgement = desk.answer(JOOST, URGENCY, "today");
    let offline = desk.update(triage, &judgement);
    desk.command(SAMIRA, triage, close()).unwrap();
    assert_eq!(sentence(&desk, signal), Sentence::Done);
    desk.submit(JOOST, triage, OutgoingItem::Update(offline)).unwrap();
    let entry = told(&desk, signal);
    assert_eq!((entry.sentence, entry.ended), (Sentence::LookingAgain, None));
    nothing_else_reaches_her(&desk);
    desk.command(SAMIRA, triage, close()).unwrap();
    assert_eq!(sentence(&desk, signal), Sentence::Done, "now she saw it");
}

#[test]
fn what_is_looked_at_again_ends_by_a_person_and_not_by_a_lower_judgement() {
    let mut desk = Desk::open();
    let (signal, triage) = taken_up(&mut desk);
    desk.command(SAMIRA, triage, close()).unwrap();
    let Intent::Append { root, entry: Entry::Choice(today) } = desk.answer(JOOST, URGENCY, "today") else {
        panic!("no answer")
    };
    desk.write(JOOST, triage, &append(&root, Entry::Choice(today.clone()))).unwrap();
    desk.command(SAMIRA, triage, visit(99, ReporterJoins::IfResidentAgrees)).unwrap();
    let lower =
        ChoiceEntry { id: EntryId(desk.id()), value: "this_week".to_owned(), supersedes: vec![today.id], ..today };
    desk.write(JOOST, triage, &append(&root, Entry::Choice(lower))).unwrap();
    assert_eq!(appointment(&sentence(&desk, signal)), Some(Timestamp(99)), "she is still expected");
    desk.command(SAMIRA, triage, close()).unwrap();
    assert_eq!(sentence(&desk, signal), Sentence::Done);
}

#[test]
fn today_that_who_closed_it_had_seen_stays_closed() {
    let mut desk = Desk::open();
    let (signal, triage) = taken_up(&mut desk);
    let judgement = desk.answer(JOOST, URGENCY, "today");
    desk.write(JOOST, triage, &judgement).unwrap();
    desk.command(SAMIRA, triage, close()).unwrap();
    assert_eq!(sentence(&desk, signal), Sentence::Done);
}

#[test]
fn an_appointment_that_is_moved_is_told_anew_and_one_without_her_goes_on_without_her() {
    let mut desk = Desk::open();
    let (signal, triage) = taken_up(&mut desk);
    desk.command(SAMIRA, triage, visit(99, ReporterJoins::IfResidentAgrees)).unwrap();
    assert_eq!(appointment(&sentence(&desk, signal)), Some(Timestamp(99)));
    let to = |desk: &mut Desk, at, reporter| {
        let visit = last_visit(desk, triage);
        desk.command(SAMIRA, triage, CommandAction::MoveVisit { visit, plan: plan(at, reporter) }).unwrap();
    };
    to(&mut desk, 120, ReporterJoins::IfResidentAgrees);
    assert_eq!(appointment(&sentence(&desk, signal)), Some(Timestamp(120)));
    nothing_else_reaches_her(&desk);
    to(&mut desk, 130, ReporterJoins::No);
    assert_eq!(sentence(&desk, signal), Sentence::VisitWithoutYou, "without the new time");
    nothing_else_reaches_her(&desk);
    to(&mut desk, 140, ReporterJoins::IfResidentAgrees);
    assert_eq!(appointment(&sentence(&desk, signal)), Some(Timestamp(140)));
}

#[test]
fn a_visit_without_her_is_told_neither_when_it_is_planned_nor_moved_nor_called_off() {
    let mut desk = Desk::open();
    let (signal, triage) = taken_up(&mut desk);
    let before = told(&desk, signal);
    assert_eq!(before.sentence, Sentence::SomebodyIsLooking);
    desk.command(SAMIRA, triage, visit(99, ReporterJoins::No)).unwrap();
    assert_eq!(told(&desk, signal), before);
    let moves = |visit| CommandAction::MoveVisit { visit, plan: plan(120, ReporterJoins::No) };
    let calls_off = |visit| CommandAction::CancelVisit { visit };
    for action in [moves as fn(CommandId) -> CommandAction, calls_off] {
        let visit = last_visit(&desk, triage);
        desk.command(SAMIRA, triage, action(visit)).unwrap();
        assert_eq!(told(&desk, signal), before);
        nothing_else_reaches_her(&desk);
    }
}

#[test]
fn of_two_appointments_the_one_that_is_not_called_off_is_told() {
    let mut desk = Desk::open();
    let (signal, triage) = taken_up(&mut desk);
    desk.command(SAMIRA, triage, visit(99, ReporterJoins::IfResidentAgrees)).unwrap();
    let first = last_visit(&desk, triage);
    desk.command(SAMIRA, triage, visit(120, ReporterJoins::IfResidentAgrees)).unwrap();
    let second = last_visit(&desk, triage);
    assert_eq!(appointment(&sentence(&desk, signal)), Some(Timestamp(99)));
    desk.command(SAMIRA, triage, CommandAction::CancelVisit { visit: first }).unwrap();
    assert_eq!(appointment(&sentence(&desk, signal)), Some(Timestamp(120)));
    let again = CommandAction::CancelVisit { visit: first };
    assert_eq!(desk.command(SAMIRA, triage, again), Err(Reason::WrongState));
    desk.command(SAMIRA, triage, CommandAction::CancelVisit { visit: second }).unwrap();
    assert_eq!(sentence(&desk, signal), Sentence::SomebodyIsLooking);
    nothing_else_reaches_her(&desk);
}

#[test]
fn who_knows_these_people_leaves_and_she_is_not_told_who_or_why() {
    let mut desk = Desk::open();
    let (signal, triage) = taken_up(&mut desk);
    desk.command(SAMIRA, triage, visit(99, ReporterJoins::IfResidentAgrees)).unwrap();
    desk.command(SAMIRA, triage, CommandAction::GiveBack).unwrap();
    assert_eq!(sentence(&desk, signal), Sentence::Received, "nobody has it, and nobody goes there");
    for doc in [triage, signal.sibling(DocKind::Intake)] {
        assert_eq!(access(&desk, doc, SAMIRA), None);
        assert!(access(&desk, doc, JOOST).is_some());
    }
    nothing_else_reaches_her(&desk);
    desk.command(MARIJKE, triage, CommandAction::Assign { to: JOOST }).unwrap();
    assert_eq!(sentence(&desk, signal), Sentence::SomebodyIsLooking);
    assert_eq!(desk.command(MARIJKE, triage, CommandAction::Assign { to: SAMIRA }), Err(Reason::SteppedBack));
}

#[test]
fn an_exploration_that_ends_tells_her_nothing() {
    let mut desk = Desk::open();
    let (signal, triage) = taken_up(&mut desk);
    let dossier = desk.create(SAMIRA, DocKind::Dossier, Some(triage));
    let before = told(&desk, signal);
    assert_eq!(before.sentence, Sentence::SomebodyIsLooking);
    desk.command(SAMIRA, dossier, CommandAction::EndExploration).unwrap();
    assert_eq!(told(&desk, signal), before, "nor since when, nor that there was a dossier");
    let plan = visit(99, ReporterJoins::IfResidentAgrees);
    assert_eq!(desk.command(SAMIRA, dossier, plan), Err(Reason::WrongState));
    assert_eq!(told(&desk, signal), before);
    nothing_else_reaches_her(&desk);
}

#[test]
fn an_appointment_of_a_dossier_is_over_when_it_is_called_off_or_who_planned_it_leaves() {
    for leaves in [false, true] {
        let mut desk = Desk::open();
        let (signal, triage) = taken_up(&mut desk);
        let dossier = desk.create(SAMIRA, DocKind::Dossier, Some(triage));
        desk.command(SAMIRA, dossier, visit(99, ReporterJoins::IfResidentAgrees)).unwrap();
        assert_eq!(appointment(&sentence(&desk, signal)), Some(Timestamp(99)));
        let visit = last_visit(&desk, dossier);
        let ends = if leaves { CommandAction::GiveBack } else { CommandAction::CancelVisit { visit } };
        desk.command(SAMIRA, dossier, ends).unwrap();
        assert_eq!(sentence(&desk, signal), Sentence::SomebodyIsLooking);
        nothing_else_reaches_her(&desk);
    }
}

#[test]
fn an_appointment_is_over_when_the_exploration_ends_without_a_dossier() {
    let mut desk = Desk::open();
    let (signal, triage) = taken_up(&mut desk);
    let dossier = desk.create(SAMIRA, DocKind::Dossier, Some(triage));
    desk.command(SAMIRA, dossier, visit(99, ReporterJoins::IfResidentAgrees)).unwrap();
    assert_eq!(appointment(&sentence(&desk, signal)), Some(Timestamp(99)));
    let visit = last_visit(&desk, dossier);
    desk.command(SAMIRA, dossier, CommandAction::EndExploration).unwrap();
    assert_eq!(sentence(&desk, signal), Sentence::SomebodyIsLooking);
    let moved = CommandAction::MoveVisit { visit, plan: plan(120, ReporterJoins::IfResidentAgrees) };
    assert_eq!(desk.command(SAMIRA, dossier, moved), Err(Reason::WrongState), "nobody goes there any more");
    assert_eq!(sentence(&desk, signal), Sentence::SomebodyIsLooking);
    nothing_else_reaches_her(&desk);
}

#[test]
fn who_was_refused_before_a_visit_was_planned_is_told_of_none() {
    for in_triage in [false, true] {
        let mut desk = Desk::open();
        let (signal, triage) = taken_up(&mut desk);
        let dossier = desk.create(SAMIRA, DocKind::Dossier, Some(triage));
        let refusal = wish(&mut desk, vec![WishKind::VolunteerNotAlong], Vec::new());
        desk.write(SAMIRA, dossier, &append(WISHES, Entry::Wish(refusal.clone()))).unwrap();
        let before = told(&desk, signal);
        assert_eq!(before.sentence, Sentence::SomebodyIsLooking);
        let doc = if in_triage { triage } else { dossier };
        desk.command(SAMIRA, doc, visit(99, ReporterJoins::IfResidentAgrees)).unwrap();
        assert_eq!(told(&desk, signal), before, "nobody invited her");
        let to = |visit, at| CommandAction::MoveVisit { visit, plan: plan(at, ReporterJoins::IfResidentAgrees) };
        let visit = last_visit(&desk, doc);
        desk.command(SAMIRA, doc, to(visit, 120)).unwrap();
        assert_eq!(told(&desk, signal), before);
        // The resident comes back on it, and then she may come along.
        let lifted = wish(&mut desk, Vec::new(), vec![refusal.id]);
        desk.write(SAMIRA, dossier, &append(WISHES, Entry::Wish(lifted))).unwrap();
        assert_eq!(told(&desk, signal), before, "that alone invites nobody");
        desk.command(SAMIRA, doc, to(last_visit(&desk, doc), 140)).unwrap();
        assert_eq!(appointment(&sentence(&desk, signal)), Some(Timestamp(140)));
        let refusal = wish(&mut desk, vec![WishKind::VolunteerNotAlong], Vec::new());
        desk.write(SAMIRA, dossier, &append(WISHES, Entry::Wish(refusal))).unwrap();
        assert_eq!(sentence(&desk, signal), Sentence::VisitWithoutYou, "she had been told of it");
        nothing_else_reaches_her(&desk);
    }
}

#[test]
fn withdrawn_goes_before_given_whichever_came_first() {
    let given = [CommandAction::Assign { to: JOOST }, visit(99, ReporterJoins::IfResidentAgrees), forward()];
    for before in 0..=given.len() {
        let mut desk = Desk::open();
        let signal = desk.report(TRUUS);
        let triage = signal.sibling(DocKind::Triage);
        let (first, then) = given.split_at(before);
        let decide = |desk: &mut Desk, actions: &[CommandAction]| {
            for action in actions {
                desk.command(MARIJKE, triage, action.clone()).unwrap();
            }
        };
        decide(&mut desk, first);
        let receipt = desk.command(TRUUS, signal, CommandAction::Withdraw).unwrap();
        decide(&mut desk, then);
        let entry = told(&desk, signal);
        assert_eq!((entry.sentence, entry.ended), (Sentence::Withdrawn, Some(receipt.at)));
        nothing_else_reaches_her(&desk);
    }
}
