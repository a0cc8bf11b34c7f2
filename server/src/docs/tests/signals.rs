//! From a report to the reporter's thanks.

use buurtboek_shared::{
    doc::{
        entries::Entry,
        schema::{ADDITIONS, REMARKS, REPLIES, REPORT},
    },
    domain::{
        access::Access,
        command::{CommandAction, Outcome, ReporterJoins, VisitPlan},
        directory::Directory,
        feedback::{FeedbackEntry, Sentence},
        intake::Intake,
        refusal::Reason,
        reply::{AppointmentReply, Coming, standing},
        role::Role,
        signal::{AdditionKind, Place, SignalAddition},
        triage::Remark,
    },
    ids::{BatchNo, DocId, DocKind, EntryId, MemberId, Seq},
    protocol::{
        codec::decode_value,
        outgoing::{Outgoing, OutgoingItem},
        server_session::Contents,
    },
    time::Timestamp,
};

use super::desk::{Desk, JOOST, MARIJKE, SAMIRA, TEAM, TRUUS, append};
use crate::{docs::projection, store::Reader};

pub(super) fn value(desk: &Desk, doc: DocId, role: Role) -> Vec<u8> {
    match projection::contents_after(&desk.store, doc, Seq(0), role).unwrap() {
        Contents::Projection { value, .. } => value,
        other => panic!("no projection: {other:?}"),
    }
}

pub(super) fn told(desk: &Desk, signal: DocId) -> FeedbackEntry {
    let feedback: Vec<FeedbackEntry> = decode_value(&value(desk, DocId::feedback(TRUUS), Role::Volunteer)).unwrap();
    feedback.into_iter().find(|entry| entry.signal == signal).unwrap()
}

pub(super) fn sentence(desk: &Desk, signal: DocId) -> Sentence {
    told(desk, signal).sentence
}

pub(super) fn intake(desk: &Desk, signal: DocId) -> Intake {
    decode_value(&value(desk, signal.sibling(DocKind::Intake), Role::Professional)).unwrap()
}

pub(super) fn access(desk: &Desk, doc: DocId, member: MemberId) -> Option<Access> {
    desk.store.access(doc, member).unwrap()
}

#[test]
fn a_report_reaches_the_team_as_checked_values_and_the_reporter_as_a_sentence() {
    let mut desk = Desk::open();
    let signal = desk.report(TRUUS);
    let (triage, intake) = (signal.sibling(DocKind::Triage), signal.sibling(DocKind::Intake));

    for member in [SAMIRA, JOOST, MARIJKE] {
        assert_eq!(access(&desk, triage, member), Some(Access::Write));
        assert_eq!(access(&desk, intake, member), Some(Access::Read));
        assert_eq!(access(&desk, signal, member), None, "a resident's bytes never reach a colleague");
    }
    for doc in [triage, intake] {
        assert_eq!(access(&desk, doc, TRUUS), None);
    }
    let intake: Intake = decode_value(&value(&desk, intake, Role::Professional)).unwrap();
    assert_eq!(intake.reporter, TRUUS);
    assert!(intake.report.observation.contains("gordijnen"));
    assert_eq!(sentence(&desk, signal), Sentence::Received);
}

/// Each signal has a task of its own, and neither waits for the other.
#[test]
fn two_first_reports_of_one_colleague_that_were_judged_at_once_both_reach_the_team() {
    let mut desk = Desk::open();
    let signals = [desk.create(SAMIRA, DocKind::Signal, None), desk.create(SAMIRA, DocKind::Signal, None)];
    let commits = signals.map(|signal| {
        let report = desk.a_report(SAMIRA);
        desk.judged(SAMIRA, signal, &append(REPORT, Entry::Report(Box::new(report))))
    });
    for commit in commits {
        desk.commit(commit).unwrap();
    }
    let feedback = DocId::feedback(SAMIRA);
    assert_eq!(access(&desk, feedback, SAMIRA), Some(Access::Read));
    let told: Vec<FeedbackEntry> = decode_value(&value(&desk, feedback, Role::Professional)).unwrap();
    for signal in signals {
        assert_eq!(access(&desk, signal.sibling(DocKind::Triage), JOOST), Some(Access::Write));
        assert!(told.iter().any(|entry| entry.signal == signal && entry.sentence == Sentence::Received));
    }
}

#[test]
fn the_reporter_adds_but_never_rewrites() {
    let mut desk = Desk::open();
    let signal = desk.report(TRUUS);
    let again = desk.a_report(TRUUS);
    assert_eq!(desk.write(TRUUS, signal, &append(REPORT, Entry::Report(Box::new(again)))), Err(Reason::WriteOnce));

    let addition = SignalAddition {
        id: EntryId(desk.id()),
        author: TRUUS,
        at: Timestamp(9),
        text: "Er brandt nu licht".to_owned(),
        kind: AdditionKind::More,
    };
    desk.write(TRUUS, signal, &append(ADDITIONS, Entry::SignalAddition(addition.clone()))).unwrap();
    let intake: Intake = decode_value(&value(&desk, signal.sibling(DocKind::Intake), Role::Coordinator)).unwrap();
    assert_eq!(intake.additions, vec![addition]);
}

#[test]
fn nobody_writes_under_another_name() {
    let mut desk = Desk::open();
    let triage = desk.report(TRUUS).sibling(DocKind::Triage);
    let remark = Remark { id: EntryId(desk.id()), author: JOOST, at: Timestamp(9), text: "Ik bel".to_owned() };
    let forged = append(REMARKS, Entry::Remark(remark));
    assert_eq!(desk.write(SAMIRA, triage, &forged), Err(Reason::NotTheAuthor));
    desk.write(JOOST, triage, &forged).unwrap();
}

#[test]
fn the_first_who_takes_it_up_has_it_and_the_second_hears_who() {
    let mut desk = Desk::open();
    let signal = desk.report(TRUUS);
    let triage = signal.sibling(DocKind::Triage);
    let receipt = desk.command(SAMIRA, triage, CommandAction::TakeUp).unwrap();
    assert_eq!(
        desk.command(JOOST, triage, CommandAction::TakeUp),
        Err(Reason::AlreadyTaken { by: SAMIRA, at: receipt.at })
    );
    assert_eq!(sentence(&desk, signal), Sentence::SomebodyIsLooking);
}

#[test]
fn giving_work_to_somebody_is_the_coordinators() {
    let mut desk = Desk::open();
    let triage = desk.report(TRUUS).sibling(DocKind::Triage);
    let assign = CommandAction::Assign { to: JOOST };
    assert_eq!(desk.command(SAMIRA, triage, assign.clone()), Err(Reason::NoAccess));
    desk.command(MARIJKE, triage, assign).unwrap();
    let nobody = CommandAction::Assign { to: TRUUS };
    assert_eq!(desk.command(MARIJKE, triage, nobody), Err(Reason::UnknownReference), "a volunteer visits nobody alone");
}

#[test]
fn linking_tells_the_reporter_no_more_than_that_somebody_looks() {
    let mut desk = Desk::open();
    let (first, second) = (desk.report(TRUUS), desk.report(TRUUS));
    let with = first.sibling(DocKind::Triage);
    desk.command(MARIJKE, second.sibling(DocKind::Triage), CommandAction::Link { with }).unwrap();
    assert_eq!(sentence(&desk, second), Sentence::SomebodyIsLooking);
    assert_eq!(sentence(&desk, first), Sentence::Received);
}

#[test]
fn what_was_linked_by_mistake_is_unlinked_and_may_be_linked_again() {
    let mut desk = Desk::open();
    let (first, second) = (desk.report(TRUUS), desk.report(TRUUS));
    let (triage, with) = (second.sibling(DocKind::Triage), first.sibling(DocKind::Triage));
    let (link, unlink) = (CommandAction::Link { with }, CommandAction::Unlink { with });
    assert_eq!(desk.command(MARIJKE, triage, unlink.clone()), Err(Reason::WrongState), "nothing is linked yet");
    desk.command(MARIJKE, triage, link.clone()).unwrap();
    assert_eq!(desk.command(TRUUS, triage, unlink.clone()), Err(Reason::NoGrantYet), "a reporter has no triage");
    desk.command(MARIJKE, triage, unlink.clone()).unwrap();
    assert_eq!(sentence(&desk, second), Sentence::Received, "nobody looks at it yet");
    assert_eq!(desk.command(MARIJKE, triage, unlink), Err(Reason::WrongState));
    desk.command(MARIJKE, triage, link).unwrap();
    assert_eq!(sentence(&desk, second), Sentence::SomebodyIsLooking);
}

#[test]
fn an_appointment_shows_a_first_name_and_no_discipline() {
    let mut desk = Desk::open();
    let signal = desk.report(TRUUS);
    let plan = |at, reporter| {
        CommandAction::PlanVisit(VisitPlan {
            at: Timestamp(at),
            with: vec![JOOST],
            reporter,
            meet_at: "Bij de bakker".to_owned(),
            place: "Nevelstraat 14".to_owned(),
        })
    };
    let triage = signal.sibling(DocKind::Triage);
    desk.command(SAMIRA, triage, plan(98, ReporterJoins::No)).unwrap();
    assert_eq!(sentence(&desk, signal), Sentence::SomebodyIsLooking, "a visit without her is not told");
    desk.command(SAMIRA, triage, plan(99, ReporterJoins::IfResidentAgrees)).unwrap();
    match sentence(&desk, signal) {
        Sentence::Appointment { at, meet_at, first_name, .. } => {
            assert_eq!((at, meet_at.as_str(), first_name.as_str()), (Timestamp(99), "Bij de bakker", "Samira"));
        }
        other => panic!("no appointment: {other:?}"),
    }
}

#[test]
fn a_withdrawal_is_told_to_both_sides_and_the_team_decides_what_follows() {
    let mut desk = Desk::open();
    let signal = desk.report(TRUUS);
    let triage = signal.sibling(DocKind::Triage);
    assert_eq!(desk.command(SAMIRA, signal, CommandAction::Withdraw), Err(Reason::NoGrantYet));
    desk.command(TRUUS, signal, CommandAction::Withdraw).unwrap();
    let intake: Intake = decode_value(&value(&desk, signal.sibling(DocKind::Intake), Role::Coordinator)).unwrap();
    assert!(intake.withdrawn.is_some());
    desk.command(SAMIRA, triage, CommandAction::TakeUp).unwrap();
    assert_eq!(sentence(&desk, signal), Sentence::Withdrawn);
}

#[test]
fn a_reporter_is_told_since_when_there_is_nothing_more_to_say() {
    let mut desk = Desk::open();
    let (closed, withdrawn) = (desk.report(TRUUS), desk.report(TRUUS));
    let triage = closed.sibling(DocKind::Triage);
    assert_eq!(told(&desk, closed).ended, None);
    let close = CommandAction::Close { outcome: Outcome::Helped, note: None };
    let receipt = desk.command(MARIJKE, triage, close).unwrap();
    assert_eq!(told(&desk, closed).ended, Some(receipt.at));
    desk.command(MARIJKE, triage, CommandAction::Reopen { why: "Nog een melding".to_owned() }).unwrap();
    assert_eq!(told(&desk, closed).ended, None, "her text stays as long as somebody looks");
    let receipt = desk.command(TRUUS, withdrawn, CommandAction::Withdraw).unwrap();
    assert_eq!(told(&desk, withdrawn).ended, Some(receipt.at));
}

#[test]
fn what_the_reporter_answers_to_an_appointment_reaches_the_team_as_a_checked_value() {
    let mut desk = Desk::open();
    let signal = desk.report(TRUUS);
    let plan = VisitPlan {
        at: Timestamp(99),
        with: vec![JOOST],
        reporter: ReporterJoins::IfResidentAgrees,
        meet_at: "Bij de bakker".to_owned(),
        place: "Nevelstraat 14".to_owned(),
    };
    desk.command(SAMIRA, signal.sibling(DocKind::Triage), CommandAction::PlanVisit(plan)).unwrap();
    let Sentence::Appointment { visit, at, .. } = sentence(&desk, signal) else { panic!("no appointment") };
    let reply = |id, answer, supersedes| {
        let reply = AppointmentReply { id, author: TRUUS, at: Timestamp(9), visit, appointed: at, answer, supersedes };
        append(REPLIES, Entry::Reply(reply))
    };
    let (first, second) = (EntryId(desk.id()), EntryId(desk.id()));
    desk.write(TRUUS, signal, &reply(first, Coming::No, Vec::new())).unwrap();
    assert_eq!(standing(&intake(&desk, signal).replies, visit, at), Some(Coming::No));
    desk.write(TRUUS, signal, &reply(second, Coming::Yes, vec![first])).unwrap();
    let replies = intake(&desk, signal).replies;
    assert_eq!(standing(&replies, visit, at), Some(Coming::Yes), "she may change it");
    assert_eq!(standing(&replies, visit, Timestamp(100)), None, "an answer to an earlier time is none");
}

#[test]
fn a_corrected_place_is_the_only_one_that_the_team_reads() {
    let mut desk = Desk::open();
    let signal = desk.report(TRUUS);
    let wrong = intake(&desk, signal).report.place;
    let right = Place::Address { street: "Nevelstraat".to_owned(), number: "41".to_owned() };
    let addition = SignalAddition {
        id: EntryId(desk.id()),
        author: TRUUS,
        at: Timestamp(9),
        text: String::new(),
        kind: AdditionKind::AddressIsWrong { place: right.clone() },
    };
    desk.write(TRUUS, signal, &append(ADDITIONS, Entry::SignalAddition(addition))).unwrap();
    let read = intake(&desk, signal);
    assert_eq!((read.report.place, read.place_corrected), (right, Some(Timestamp(9))));
    assert_ne!(wrong, intake(&desk, signal).report.place);
}

#[test]
fn a_repeat_gets_the_same_answer_and_other_bytes_under_its_number_are_refused() {
    let mut desk = Desk::open();
    let signal = desk.create(TRUUS, DocKind::Signal, None);
    let report = desk.a_report(TRUUS);
    let update = desk.update(signal, &append(REPORT, Entry::Report(Box::new(report))));
    let batch = BatchNo(777);
    let outgoing = Outgoing { batch, doc: signal, item: OutgoingItem::Update(update) };
    let first = desk.submit_as(TRUUS, outgoing.clone()).unwrap();
    assert_eq!(desk.submit_as(TRUUS, outgoing), Ok(first));
    let other = Outgoing { batch, doc: signal, item: OutgoingItem::Update(vec![0, 0]) };
    assert_eq!(desk.submit_as(TRUUS, other), Err(Reason::NumberReused));
}

#[test]
fn a_volunteers_directory_has_streets_and_nobodys_name() {
    let desk = Desk::open();
    let read = |role| decode_value::<Directory>(&value(&desk, DocId::directory(TEAM), role)).unwrap();
    assert_eq!(read(Role::Volunteer).staff, None);
    assert!(!read(Role::Volunteer).public.neighbourhoods.is_empty());
    assert!(read(Role::Professional).staff.is_some());
}
