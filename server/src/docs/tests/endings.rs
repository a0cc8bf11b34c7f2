//! How a signal ends: as it was on the screen, and once more when its reporter wrote since.

use buurtboek_shared::{
    doc::{
        entries::Entry,
        read::TriageView,
        schema::{ADDITIONS, URGENCY},
    },
    domain::{
        command::{CommandAction, Outcome, Shown, Signpost},
        feedback::Sentence,
        refusal::Reason,
        signal::{AdditionKind, SignalAddition},
        triage::{Closure, was_added_to},
    },
    ids::{DocId, DocKind, EntryId},
    time::Timestamp,
};
use yrs::Transact;

use super::{
    desk::{Desk, MARIJKE, SAMIRA, TRUUS, append},
    signals::{intake, sentence},
};
use crate::{docs::document::Document, store::Reader};

fn ends() -> [CommandAction; 3] {
    [
        CommandAction::Close { outcome: Outcome::Helped, note: Some("Dochter komt.".to_owned()) },
        CommandAction::Forward { to: "De gemeente".to_owned() },
        CommandAction::OutOfScope { signpost: Signpost::Municipality, why: "Afval".to_owned() },
    ]
}

/// Something that its reporter adds to a signal.
fn adds(desk: &mut Desk, signal: DocId) {
    let addition = SignalAddition {
        id: EntryId(desk.id()),
        author: TRUUS,
        at: Timestamp(9),
        text: "Er brandt weer licht".to_owned(),
        kind: AdditionKind::More,
    };
    desk.write(TRUUS, signal, &append(ADDITIONS, Entry::SignalAddition(addition))).unwrap();
}

/// What is on the screen of somebody who looks at a signal: the triage, and the intake beside it.
fn on_the_screen(desk: &Desk, triage: DocId) -> Option<Shown> {
    let intake = desk.store.projection(triage.sibling(DocKind::Intake)).unwrap().unwrap();
    Some(desk.head(triage)?.with_intake(intake.version))
}

fn closure(desk: &Desk, triage: DocId) -> Closure {
    let document = Document::load(&desk.store, triage).unwrap();
    TriageView::read(&document.doc.transact()).state.closed.unwrap()
}

#[test]
fn a_signal_is_ended_only_as_it_was_on_the_screen() {
    for end in ends() {
        let mut desk = Desk::open();
        let triage = desk.report(TRUUS).sibling(DocKind::Triage);
        let (shown, of_triage) = (on_the_screen(&desk, triage), desk.head(triage));
        let today = desk.answer(SAMIRA, URGENCY, "today");
        desk.write(SAMIRA, triage, &today).unwrap();
        for shown in [shown, of_triage] {
            let late = desk.command_about(MARIJKE, triage, end.clone(), shown);
            assert_eq!(late, Err(Reason::ChangedSince), "judged to be for today meanwhile: {end:?}");
        }
        desk.command(MARIJKE, triage, end).unwrap();
    }
}

#[test]
fn what_the_reporter_adds_meanwhile_keeps_a_signal_from_being_ended_unread() {
    for end in ends() {
        let mut desk = Desk::open();
        let signal = desk.report(TRUUS);
        let triage = signal.sibling(DocKind::Triage);
        let shown = on_the_screen(&desk, triage);
        adds(&mut desk, signal);
        let late = desk.command_about(MARIJKE, triage, end.clone(), shown);
        assert_eq!(late, Err(Reason::ChangedSince), "she has not read what Truus added: {end:?}");
        let shown = on_the_screen(&desk, triage);
        desk.command_about(MARIJKE, triage, end, shown).unwrap();
        let additions = intake(&desk, signal).additions;
        assert!(!was_added_to(&closure(&desk, triage).judged, &additions), "what she read is not new to her");
    }
}

#[test]
fn what_the_reporter_adds_meanwhile_keeps_an_exploration_from_being_ended_unread() {
    let mut desk = Desk::open();
    let signal = desk.report(TRUUS);
    let triage = signal.sibling(DocKind::Triage);
    desk.command(SAMIRA, triage, CommandAction::TakeUp).unwrap();
    let dossier = desk.create(SAMIRA, DocKind::Dossier, Some(triage));
    let shown = |desk: &Desk| {
        let intake = desk.store.projection(triage.sibling(DocKind::Intake)).unwrap().unwrap();
        Some(desk.head(dossier)?.with_intake(intake.version))
    };
    let unread = shown(&desk);
    adds(&mut desk, signal);
    let end = |desk: &mut Desk, shown| desk.command_about(SAMIRA, dossier, CommandAction::EndExploration, shown);
    assert_eq!(end(&mut desk, unread), Err(Reason::ChangedSince), "she has not read what Truus added");
    let read = shown(&desk);
    end(&mut desk, read).unwrap();
}

#[test]
fn what_the_reporter_adds_after_the_end_is_new_until_somebody_ends_it_once_more() {
    for end in ends() {
        let mut desk = Desk::open();
        let signal = desk.report(TRUUS);
        let triage = signal.sibling(DocKind::Triage);
        let shown = on_the_screen(&desk, triage);
        desk.command_about(MARIJKE, triage, end, shown).unwrap();
        let told = sentence(&desk, signal);
        let again = closure(&desk, triage).again();
        let shown = on_the_screen(&desk, triage);
        let twice = desk.command_about(MARIJKE, triage, again.clone(), shown);
        assert_eq!(twice, Err(Reason::WrongState), "nothing came since: {again:?}");

        adds(&mut desk, signal);
        let additions = intake(&desk, signal).additions;
        let before = closure(&desk, triage);
        assert!(was_added_to(&before.judged, &additions), "the team sees that there is more");
        let unread = desk.command_about(MARIJKE, triage, again.clone(), shown);
        assert_eq!(unread, Err(Reason::ChangedSince));
        let shown = on_the_screen(&desk, triage);
        let stranger = desk.command_about(SAMIRA, triage, again.clone(), shown);
        assert_eq!(stranger, Err(Reason::NotHolder));
        desk.command_about(MARIJKE, triage, again, shown).unwrap();
        let after = closure(&desk, triage);
        assert!(!was_added_to(&after.judged, &additions));
        assert_eq!(Closure { at: before.at, judged: before.judged.clone(), ..after }, before, "it ended as it had");
        assert_eq!(sentence(&desk, signal), told, "and its reporter reads the same");
    }
}

#[test]
fn a_closed_triage_takes_no_more_decisions() {
    let mut desk = Desk::open();
    let signal = desk.report(TRUUS);
    let triage = signal.sibling(DocKind::Triage);
    desk.command(MARIJKE, triage, CommandAction::Close { outcome: Outcome::Helped, note: None }).unwrap();
    assert_eq!(sentence(&desk, signal), Sentence::Done);
    assert_eq!(desk.command(SAMIRA, triage, CommandAction::TakeUp), Err(Reason::WrongState));
}
