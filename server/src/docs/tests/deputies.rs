//! Who stands in for the coordinators: by what the time says, and no longer.

use buurtboek_shared::{
    domain::{access::Access, command::CommandAction, deputy::Deputy, refusal::Reason, restriction::Restriction},
    ids::{DocId, DocKind},
    time::Timestamp,
};

use super::desk::{Desk, JOOST, MARIJKE, SAMIRA, TEAM, TRUUS};
use crate::{
    docs::{command::in_line_with_reach, document::Document},
    store::{GrantChange, Reader as _},
};

/// The desk's clock never comes this far.
const LATER: Timestamp = Timestamp(2_000_000);
/// It is past this from the start.
const BEFORE: Timestamp = Timestamp(1_000_000);

fn samira_until(desk: &Desk, until: Timestamp) {
    desk.store.appoint_deputy(TEAM, Deputy { member: SAMIRA, until });
}

fn keep_to_coordinators() -> CommandAction {
    CommandAction::Restrict { to: Restriction::CoordinatorOnly }
}

/// What would be given or taken to bring Samira's access in line.
fn to_be_settled(desk: &Desk, triage: DocId, now: Timestamp) -> Vec<GrantChange> {
    let document = Document::load(&desk.store, triage).unwrap();
    let commit = in_line_with_reach(&desk.store, &document, SAMIRA, now).unwrap();
    commit.map(|commit| commit.grants).unwrap_or_default()
}

#[test]
fn a_deputy_decides_on_signals_as_a_coordinator_until_the_end_and_not_after_it() {
    let mut desk = Desk::open();
    let triage = desk.report(TRUUS).sibling(DocKind::Triage);
    let reopen = CommandAction::Reopen { why: "toch nog".to_owned() };
    let out = CommandAction::Forward { to: "wijkverpleging".to_owned() };
    let give = CommandAction::Assign { to: JOOST };
    assert_eq!(desk.command(SAMIRA, triage, give.clone()), Err(Reason::NoAccess));
    assert_eq!(desk.command(SAMIRA, triage, out.clone()), Err(Reason::NotHolder));

    samira_until(&desk, LATER);
    for action in [give.clone(), out, reopen, keep_to_coordinators()] {
        desk.command(SAMIRA, triage, action.clone()).unwrap_or_else(|reason| panic!("{action:?}: {reason}"));
    }
    assert_eq!(
        desk.command(JOOST, triage, give.clone()),
        Err(Reason::NoGrantYet),
        "for everybody else it is not there"
    );

    samira_until(&desk, BEFORE);
    assert_eq!(desk.command(SAMIRA, triage, give), Err(Reason::NoAccess), "her grant stands, her power is over");
}

#[test]
fn a_deputy_opens_no_dossier_and_no_note_of_others() {
    let mut desk = Desk::open();
    samira_until(&desk, LATER);
    let dossier = desk.create(JOOST, DocKind::Dossier, None);
    let note = desk.create(JOOST, DocKind::Note, Some(dossier));
    for doc in [dossier, note] {
        assert_eq!(desk.store.access(doc, SAMIRA).unwrap(), None);
        assert!(desk.store.access(doc, MARIJKE).unwrap().is_some());
    }
    assert_eq!(desk.command(SAMIRA, dossier, CommandAction::Assign { to: SAMIRA }), Err(Reason::NoGrantYet));
}

#[test]
fn what_is_kept_to_the_coordinators_meanwhile_reaches_the_deputy_and_ends_with_it() {
    let mut desk = Desk::open();
    samira_until(&desk, LATER);
    let triage = desk.report(TRUUS).sibling(DocKind::Triage);
    desk.command(MARIJKE, triage, keep_to_coordinators()).unwrap();
    let access = |member| desk.store.access(triage, member).unwrap();
    assert_eq!((access(SAMIRA), access(JOOST)), (Some(Access::Write), None));

    assert_eq!(to_be_settled(&desk, triage, BEFORE), [], "as it should be");
    let intake = triage.sibling(DocKind::Intake);
    let ends = [triage, intake].map(|doc| GrantChange::End { doc, member: SAMIRA });
    assert_eq!(to_be_settled(&desk, triage, LATER), ends);
}

#[test]
fn what_was_kept_before_is_given_at_the_appointment_but_not_to_who_stepped_back() {
    let mut desk = Desk::open();
    let known = desk.report(TRUUS).sibling(DocKind::Triage);
    desk.command(SAMIRA, known, CommandAction::GiveBack).unwrap();
    let kept = desk.report(TRUUS).sibling(DocKind::Triage);
    for triage in [known, kept] {
        desk.command(MARIJKE, triage, keep_to_coordinators()).unwrap();
        assert_eq!(to_be_settled(&desk, triage, BEFORE), [], "nobody stands in");
    }
    samira_until(&desk, LATER);
    let (triage, intake) = (kept, kept.sibling(DocKind::Intake));
    let gives = [(triage, Access::Write), (intake, Access::Read)];
    let gives = gives.map(|(doc, access)| GrantChange::Give { doc, member: SAMIRA, access });
    assert_eq!(to_be_settled(&desk, kept, BEFORE), gives);
    assert_eq!(to_be_settled(&desk, known, BEFORE), [], "she knows these people");
}

#[test]
fn who_took_the_work_up_while_standing_in_keeps_it() {
    let mut desk = Desk::open();
    samira_until(&desk, LATER);
    let triage = desk.report(TRUUS).sibling(DocKind::Triage);
    desk.command(MARIJKE, triage, keep_to_coordinators()).unwrap();
    desk.command(SAMIRA, triage, CommandAction::TakeUp).unwrap();
    assert_eq!(to_be_settled(&desk, triage, LATER), []);
}

#[test]
fn who_took_the_work_up_while_standing_in_loses_the_signal_when_somebody_else_is_given_it() {
    let mut desk = Desk::open();
    samira_until(&desk, LATER);
    let signal = desk.report(TRUUS);
    let triage = signal.sibling(DocKind::Triage);
    desk.command(MARIJKE, triage, keep_to_coordinators()).unwrap();
    desk.command(SAMIRA, triage, CommandAction::TakeUp).unwrap();
    samira_until(&desk, BEFORE);
    desk.command(MARIJKE, triage, CommandAction::Assign { to: JOOST }).unwrap();
    for doc in [triage, signal.sibling(DocKind::Intake)] {
        assert_eq!(desk.store.access(doc, SAMIRA).unwrap(), None);
        assert!(desk.store.access(doc, JOOST).unwrap().is_some());
        assert!(desk.store.access(doc, MARIJKE).unwrap().is_some());
    }
}

#[test]
fn who_stands_in_keeps_the_signal_that_another_is_given() {
    let mut desk = Desk::open();
    samira_until(&desk, LATER);
    let triage = desk.report(TRUUS).sibling(DocKind::Triage);
    desk.command(MARIJKE, triage, keep_to_coordinators()).unwrap();
    desk.command(SAMIRA, triage, CommandAction::Assign { to: JOOST }).unwrap();
    assert_eq!(desk.store.access(triage, SAMIRA).unwrap(), Some(Access::Write));
}
