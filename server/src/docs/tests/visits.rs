//! Visits that two colleagues arranged apart: what the second did not know of is not undone by them.

use buurtboek_shared::{
    domain::{
        command::{CommandAction, ReporterJoins},
        feedback::Sentence,
        refusal::Reason,
    },
    ids::{CommandId, DocKind},
    time::Timestamp,
};

use super::{
    desk::{Desk, JOOST, SAMIRA},
    reporter::{appointment, last_visit, nothing_else_reaches_her, plan, taken_up, visit},
    signals::sentence,
};

#[test]
fn a_visit_that_was_called_off_is_not_brought_back_by_who_did_not_know_of_it() {
    for in_triage in [false, true] {
        let mut desk = Desk::open();
        let (signal, triage) = taken_up(&mut desk);
        let dossier = desk.create(SAMIRA, DocKind::Dossier, Some(triage));
        let doc = if in_triage { triage } else { dossier };
        desk.command(SAMIRA, doc, visit(99, ReporterJoins::IfResidentAgrees)).unwrap();
        let planned = last_visit(&desk, doc);
        desk.command(SAMIRA, doc, CommandAction::CancelVisit { visit: planned }).unwrap();
        let moved = CommandAction::MoveVisit { visit: planned, plan: plan(120, ReporterJoins::IfResidentAgrees) };
        assert_eq!(desk.command(SAMIRA, doc, moved), Err(Reason::WrongState));
        assert_eq!(sentence(&desk, signal), Sentence::SomebodyIsLooking);
        desk.command(SAMIRA, doc, visit(140, ReporterJoins::IfResidentAgrees)).unwrap();
        assert_eq!(
            appointment(&sentence(&desk, signal)),
            Some(Timestamp(140)),
            "planned anew, it is a visit of its own"
        );
        nothing_else_reaches_her(&desk);
    }
}

#[test]
fn a_visit_that_a_colleague_arranged_otherwise_is_not_changed_by_who_did_not_know_of_it() {
    for in_triage in [false, true] {
        let mut desk = Desk::open();
        let (signal, triage) = taken_up(&mut desk);
        let dossier = desk.create(SAMIRA, DocKind::Dossier, Some(triage));
        desk.command(SAMIRA, dossier, CommandAction::Assign { to: JOOST }).unwrap();
        let doc = if in_triage { triage } else { dossier };
        desk.command(SAMIRA, doc, visit(99, ReporterJoins::IfResidentAgrees)).unwrap();
        let planned = last_visit(&desk, doc);
        let to = |visit, at| CommandAction::MoveVisit { visit, plan: plan(at, ReporterJoins::IfResidentAgrees) };
        desk.command(JOOST, doc, to(planned, 120)).unwrap();
        let moved = last_visit(&desk, doc);
        desk.command(JOOST, doc, to(moved, 130)).unwrap();
        for known in [planned, moved] {
            for late in [to(known, 140), CommandAction::CancelVisit { visit: known }] {
                assert_eq!(desk.command(SAMIRA, doc, late), Err(Reason::ChangedSince));
                assert_eq!(appointment(&sentence(&desk, signal)), Some(Timestamp(130)), "what the resident was told");
            }
        }
        let known = last_visit(&desk, doc);
        desk.command(SAMIRA, doc, to(known, 140)).unwrap();
        assert_eq!(appointment(&sentence(&desk, signal)), Some(Timestamp(140)));
        let unknown = CommandId::from_bytes([0xee; 16]);
        assert_eq!(desk.command(SAMIRA, doc, to(unknown, 150)), Err(Reason::UnknownReference));
        nothing_else_reaches_her(&desk);
    }
}
