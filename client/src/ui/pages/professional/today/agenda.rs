//! The visits that somebody has to make. Folded from the list rows alone.

use buurtboek_shared::{
    domain::{
        command::Command,
        concern::{Concern, VisitChange},
        visit::{self, VisitEvent, VisitPhase},
    },
    ids::{DocId, MemberId},
    sorting,
};

use super::super::{ahead::coming, followed::nothing_follows};
use crate::{
    platform::dates,
    state::{
        Summary, ViewRow, VisitSummary,
        waiting::{WaitingItem, WaitingKind},
    },
};

/// A visit on somebody's agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedVisit {
    /// The triage or dossier in which it was planned.
    pub of: DocId,
    /// The visit.
    pub visit: VisitSummary,
}

/// The visits of a member that are still to be ended, the earliest first.
#[must_use]
pub fn visits(cases: &[&[ViewRow]], waiting: &[WaitingItem], me: MemberId) -> Vec<PlannedVisit> {
    let mut found = planned(cases);
    for item in waiting {
        match &item.what {
            WaitingKind::Decided(command) => {
                let events = row_of(cases, item.doc).and_then(planned_in).map_or(&[][..], |(_, ahead)| ahead);
                decide(&mut found, item.doc, command, (me, events));
            }
            WaitingKind::Created(_) | WaitingKind::Written | WaitingKind::HandedOver => {}
        }
    }
    found.retain(|planned| planned.visit.is_of(me));
    let goes_on = |of| !nothing_follows(cases, waiting, of, None);
    found.retain(|planned| planned.visit.phase != VisitPhase::Planned || goes_on(planned.of));
    sorting::sort_by_key(&mut found, |planned| (planned.visit.at, planned.visit.id));
    found
}

/// The visit to start now: the first of today, or else of before, which was never ended. Nobody starts next week's visit by
/// mistake.
#[must_use]
pub fn next_of<'a>(visits: &'a [PlannedVisit], today: &str) -> Option<&'a PlannedVisit> {
    let day = |planned: &&PlannedVisit| dates::day_and_clock(planned.visit.at).0;
    visits
        .iter()
        .find(|planned| day(planned) == today)
        .or_else(|| visits.iter().find(|planned| day(planned).as_str() < today))
}

/// Every visit that is still to be ended, of whom it may be.
#[must_use]
pub fn planned(cases: &[&[ViewRow]]) -> Vec<PlannedVisit> {
    let rows = cases.iter().copied().flatten();
    let of_row = |row: &ViewRow| {
        let visits = planned_in(row).map_or(&[][..], |(visits, _)| visits);
        visits.iter().map(|visit| PlannedVisit { of: row.doc, visit: visit.clone() }).collect::<Vec<_>>()
    };
    rows.flat_map(of_row).collect()
}

/// The visits of a triage or dossier, and what happened in those whose plan waits for the server.
fn planned_in(row: &ViewRow) -> Option<(&[VisitSummary], &[VisitEvent])> {
    match &row.summary {
        Summary::Triage(triage) => Some((&triage.visits, &triage.ahead)),
        Summary::Dossier(dossier) => Some((&dossier.visits, &dossier.ahead)),
        Summary::Signal(_) | Summary::Intake(_) | Summary::Note(_) | Summary::Feedback(_) | Summary::Directory(_) => {
            None
        }
    }
}

fn row_of<'rows>(cases: &[&'rows [ViewRow]], doc: DocId) -> Option<&'rows ViewRow> {
    cases.iter().copied().flatten().find(|row| row.doc == doc)
}

/// What was decided on this device, before the server took it, and what happened in it since.
fn decide(found: &mut Vec<PlannedVisit>, of: DocId, command: &Command, (me, ahead): (MemberId, &[VisitEvent])) {
    match command.action.concern() {
        Concern::Visit(VisitChange::Planned(_)) => {
            if !found.iter().any(|planned| planned.visit.id == command.id) {
                let visits = visit::fold(&[coming(command, me)], ahead);
                let open = visits.iter().filter_map(VisitSummary::of_open);
                found.extend(open.map(|visit| PlannedVisit { of, visit }));
            }
        }
        Concern::Visit(VisitChange::Moved(named, plan)) => {
            for planned in found.iter_mut().filter(|planned| planned.visit.arrangement == named) {
                planned.visit.arrangement = command.id;
                planned.visit.at = plan.at;
                planned.visit.with.clone_from(&plan.with);
                planned.visit.place.clone_from(&plan.place);
            }
        }
        Concern::Visit(VisitChange::Cancelled(named)) => {
            let calls_off = |visit: &VisitSummary| visit.arrangement == named && visit.phase == VisitPhase::Planned;
            found.retain(|planned| !calls_off(&planned.visit));
        }
        Concern::GivenTo(_) | Concern::Left(_) | Concern::Reach(_) | Concern::Ending | Concern::Standing => {}
    }
}

#[cfg(test)]
pub mod tests {
    use std::collections::BTreeSet;

    use buurtboek_shared::{
        domain::{
            agreement::{AgreementEntry, AgreementParty, AgreementStatus},
            command::{CommandAction, ReporterJoins, VisitPlan},
            date::Date,
            dossier::DossierPhase,
            triage::TriagePhase,
            visit::VisitStep,
        },
        ids::{BatchNo, CommandId, DocKind, EntryId, Id128, Seq},
        protocol::frames::Access,
        time::Timestamp,
    };

    use super::*;
    use crate::state::{DossierSummary, NoteSummary, TriageSummary};

    pub const ME: MemberId = MemberId::from_bytes([1; 16]);
    pub const JOOST: MemberId = MemberId::from_bytes([2; 16]);

    pub fn row(kind: DocKind, id: u8, parent: Option<DocId>, summary: Summary) -> ViewRow {
        ViewRow {
            doc: DocId::new(kind, Id128([id; 16])),
            parent,
            created: Timestamp(i64::from(id)),
            access: Access::Write,
            seq: Seq(1),
            summary,
            words: String::new(),
        }
    }

    pub fn visit(id: u8, at: i64, by: MemberId) -> VisitSummary {
        VisitSummary {
            id: CommandId::from_bytes([id; 16]),
            arrangement: CommandId::from_bytes([id; 16]),
            by,
            at: Timestamp(at),
            with: Vec::new(),
            place: String::new(),
            phase: VisitPhase::Planned,
            standing: Vec::new(),
        }
    }

    pub fn dossier(id: u8, visits: Vec<VisitSummary>, agreements: Vec<AgreementEntry>) -> ViewRow {
        let summary = DossierSummary {
            name: String::new(),
            address: String::new(),
            holder: None,
            people: 0,
            phase: DossierPhase::Plan,
            visits,
            ahead: Vec::new(),
            agreements,
            untouched: vec![(ME, Timestamp(i64::from(id)))],
        };
        row(DocKind::Dossier, id, None, Summary::Dossier(summary))
    }

    pub fn triage(id: u8, holder: MemberId, visits: Vec<VisitSummary>) -> ViewRow {
        let summary = TriageSummary {
            phase: TriagePhase::Assigned,
            holder: Some((holder, Timestamp(1))),
            urgency: None,
            visits,
            ahead: Vec::new(),
            untouched: vec![(ME, Timestamp(i64::from(id)))],
            outcome: None,
            judged: Vec::new(),
            again: None,
            links: Vec::new(),
        };
        row(DocKind::Triage, id, None, Summary::Triage(summary))
    }

    pub fn note(of: &ViewRow, agreements: Vec<AgreementEntry>) -> (NoteSummary, DocId) {
        let summary = NoteSummary {
            date: String::new(),
            finalised: None,
            worry: None,
            open_choices: 0,
            excerpt: String::new(),
            askers: BTreeSet::new(),
            answered: BTreeSet::new(),
            seen: BTreeSet::new(),
            visit: None,
            agreements,
            authors: Vec::new(),
        };
        (summary, of.doc)
    }

    pub fn note_row((summary, parent): (NoteSummary, DocId)) -> ViewRow {
        row(DocKind::Note, 99, Some(parent), Summary::Note(summary))
    }

    pub fn agreement(id: u8, who: MemberId, due: Option<Date>, status: AgreementStatus) -> AgreementEntry {
        AgreementEntry {
            id: EntryId::from_bytes([id; 16]),
            author: JOOST,
            at: Timestamp(i64::from(id)),
            supersedes: Vec::new(),
            who: AgreementParty::Member(who),
            what: "Belt.".to_owned(),
            due,
            status,
        }
    }

    fn decided(doc: DocId, id: u8, action: CommandAction) -> WaitingItem {
        let id = CommandId::from_bytes([id; 16]);
        let command = Command { id, doc, expects: None, decided_at: Timestamp(1), action };
        WaitingItem { doc, batch: BatchNo(1), since: Timestamp(1), what: WaitingKind::Decided(command) }
    }

    fn planned_ids(planned: &[PlannedVisit]) -> Vec<u8> {
        planned.iter().map(|planned| planned.visit.id.0.0[0]).collect()
    }

    #[test]
    fn the_visit_to_start_is_of_today_or_else_of_before_and_never_of_later() {
        const DAY: i64 = 24 * 60 * 60 * 1000;
        let planned = |id: u8, day: i64| PlannedVisit {
            of: DocId::new(DocKind::Dossier, Id128([1; 16])),
            visit: visit(id, day * DAY, MemberId::from_bytes([1; 16])),
        };
        let next = |visits: &[PlannedVisit]| next_of(visits, "1970-01-03").map(|planned| planned.visit.at.0 / DAY);
        assert_eq!(
            next(&[planned(1, 0), planned(2, 2), planned(3, 5)]),
            Some(2),
            "today's, also when one was never ended"
        );
        assert_eq!(next(&[planned(1, 0), planned(3, 5)]), Some(0));
        assert_eq!(next(&[planned(3, 5)]), None);
    }

    #[test]
    fn an_agenda_has_ones_own_visits_and_those_one_goes_along_to() {
        let along = VisitSummary { with: vec![ME], ..visit(2, 10, JOOST) };
        let dossiers = [dossier(1, vec![visit(1, 30, ME), along, visit(3, 20, JOOST)], Vec::new())];
        assert_eq!(planned_ids(&visits(&[&[], &dossiers], &[], ME)), [2, 1]);
        assert_eq!(planned_ids(&visits(&[&[], &dossiers], &[], JOOST)), [2, 3]);
    }

    #[test]
    fn what_was_planned_moved_or_called_off_offline_shows_at_once() {
        let dossiers = [dossier(1, vec![visit(1, 30, ME), visit(2, 10, ME)], Vec::new())];
        let doc = dossiers[0].doc;
        let plan = |at| VisitPlan {
            at: Timestamp(at),
            with: Vec::new(),
            reporter: ReporterJoins::No,
            meet_at: String::new(),
            place: String::new(),
        };
        let waiting = [
            decided(doc, 3, CommandAction::PlanVisit(plan(20))),
            decided(doc, 4, CommandAction::MoveVisit { visit: CommandId::from_bytes([1; 16]), plan: plan(5) }),
            decided(doc, 5, CommandAction::CancelVisit { visit: CommandId::from_bytes([2; 16]) }),
        ];
        assert_eq!(planned_ids(&visits(&[&dossiers], &waiting, ME)), [1, 3]);
    }

    #[test]
    fn where_nothing_follows_no_visit_that_was_planned_is_left() {
        let begun = VisitSummary { phase: VisitPhase::Started, ..visit(2, 10, ME) };
        let triages = [triage(7, ME, vec![visit(3, 20, ME), begun])];
        let mut dossiers = [dossier(1, vec![visit(1, 30, ME)], Vec::new()), dossier(2, Vec::new(), Vec::new())];
        for dossier in &mut dossiers {
            dossier.parent = Some(triages[0].doc);
        }
        let ends = |place: usize| decided(dossiers[place].doc, 9, CommandAction::EndExploration);
        let left = |waiting: &[WaitingItem]| planned_ids(&visits(&[&triages, &dossiers], waiting, ME));
        assert_eq!(left(&[]), [2, 3, 1]);
        assert_eq!(left(&[ends(0)]), [2, 3], "as soon as it is decided; the other one goes on");
        assert_eq!(left(&[ends(0), ends(1)]), [2], "what was begun is for people to end");
        assert_eq!(planned_ids(&visits(&[&triages], &[], ME)), [2, 3], "nothing followed yet");
    }

    #[test]
    fn a_visit_that_was_planned_begun_and_ended_without_a_connection_is_over() {
        let plan = |at| {
            let (meet_at, place) = (String::new(), String::new());
            VisitPlan { at: Timestamp(at), with: Vec::new(), reporter: ReporterJoins::No, meet_at, place }
        };
        let happened = |visit: u8, steps: &[VisitStep]| {
            let event = |(number, step): (u8, &VisitStep)| VisitEvent {
                id: EntryId::from_bytes([10 * visit + number; 16]),
                author: ME,
                at: Timestamp(1),
                visit: CommandId::from_bytes([visit; 16]),
                step: *step,
                supersedes: if number == 0 { Vec::new() } else { vec![EntryId::from_bytes([10 * visit; 16])] },
            };
            (0..).zip(steps).map(event).collect::<Vec<_>>()
        };
        let ahead =
            [happened(3, &[VisitStep::Started]), happened(4, &[VisitStep::Started, VisitStep::Finished])].concat();
        let row = dossier(1, Vec::new(), Vec::new());
        let Summary::Dossier(summary) = row.summary else { panic!("made above") };
        let row = ViewRow { summary: Summary::Dossier(DossierSummary { ahead, ..summary }), ..row };
        let waiting = [
            decided(row.doc, 3, CommandAction::PlanVisit(plan(20))),
            decided(row.doc, 4, CommandAction::PlanVisit(plan(10))),
        ];
        let found = visits(&[&[row]], &waiting, ME);
        assert_eq!(planned_ids(&found), [3]);
        assert_eq!(found[0].visit.phase, VisitPhase::Started);
        assert_eq!(found[0].visit.standing, [EntryId::from_bytes([30; 16])]);
    }
}
