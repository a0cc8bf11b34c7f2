//! What somebody has to do: visits, what is new to them, and what they promised. Folded from the list rows alone.

use std::collections::BTreeSet;

use buurtboek_shared::{
    domain::{
        agreement::{self, AgreementEntry, AgreementParty},
        command::{Command, CommandAction},
        dossier::DossierPhase,
        triage::TriagePhase,
        visit::VisitPhase,
    },
    ids::{CommandId, DocId, EntryId, MemberId},
    sorting,
    time::Timestamp,
};

use crate::state::{
    Summary, ViewRow, VisitSummary,
    waiting::{WaitingItem, WaitingKind},
};

/// A visit on somebody's agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedVisit {
    /// The triage or dossier in which it was planned.
    pub of: DocId,
    /// The visit.
    pub visit: VisitSummary,
}

/// Something that was given to somebody and that they did nothing with yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct News {
    /// The triage or dossier.
    pub of: DocId,
    /// Since when (server time).
    pub since: Timestamp,
}

/// An agreement as it stands, and what a next version of it replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The dossier in which a next version is written.
    pub dossier: DocId,
    /// The version that counts.
    pub now: AgreementEntry,
    /// The versions in the dossier that a next one replaces; none when it was made in a note and goes on in the dossier.
    pub replaces: Vec<EntryId>,
}

/// The visits of a member that are still to be ended, the earliest first. A visit that was begun and whose report is
/// finished is over, also when nobody said so.
#[must_use]
pub fn visits(cases: &[&[ViewRow]], notes: &[ViewRow], waiting: &[WaitingItem], me: MemberId) -> Vec<PlannedVisit> {
    let mut found: Vec<PlannedVisit> = Vec::new();
    for row in cases.iter().copied().flatten() {
        let visits = match &row.summary {
            Summary::Triage(triage) => &triage.visits,
            Summary::Dossier(dossier) => &dossier.visits,
            Summary::Signal(_)
            | Summary::Intake(_)
            | Summary::Note(_)
            | Summary::Feedback(_)
            | Summary::Directory(_) => continue,
        };
        found.extend(visits.iter().map(|visit| PlannedVisit { of: row.doc, visit: visit.clone() }));
    }
    for item in waiting {
        match &item.what {
            WaitingKind::Decided(command) => decide(&mut found, item.doc, command, me),
            WaitingKind::Created(_) | WaitingKind::Written | WaitingKind::HandedOver => {}
        }
    }
    let reported = reported(notes);
    found.retain(|planned| {
        let visit = &planned.visit;
        let is_over = visit.phase == VisitPhase::Started && reported.contains(&visit.id);
        (visit.by == me || visit.with.contains(&me)) && !is_over
    });
    sorting::sort_by_key(&mut found, |planned| (planned.visit.at, planned.visit.id));
    found
}

/// What was decided on this device, before the server took it.
fn decide(found: &mut Vec<PlannedVisit>, of: DocId, command: &Command, me: MemberId) {
    match &command.action {
        CommandAction::PlanVisit(plan) => {
            if !found.iter().any(|planned| planned.visit.id == command.id) {
                let visit = VisitSummary {
                    id: command.id,
                    by: me,
                    at: plan.at,
                    with: plan.with.clone(),
                    place: plan.place.clone(),
                    phase: VisitPhase::Planned,
                    standing: Vec::new(),
                };
                found.push(PlannedVisit { of, visit });
            }
        }
        CommandAction::MoveVisit { visit, plan } => {
            for planned in found.iter_mut().filter(|planned| planned.visit.id == *visit) {
                planned.visit.at = plan.at;
                planned.visit.with.clone_from(&plan.with);
                planned.visit.place.clone_from(&plan.place);
            }
        }
        CommandAction::CancelVisit { visit } => {
            found.retain(|planned| planned.visit.id != *visit || planned.visit.phase != VisitPhase::Planned);
        }
        CommandAction::TakeUp
        | CommandAction::Assign { .. }
        | CommandAction::Link { .. }
        | CommandAction::Finalise
        | CommandAction::Close { .. }
        | CommandAction::Withdraw
        | CommandAction::GiveBack
        | CommandAction::Forward { .. }
        | CommandAction::OutOfScope { .. }
        | CommandAction::Reopen { .. }
        | CommandAction::Restrict { .. }
        | CommandAction::OpenDossier { .. }
        | CommandAction::EndExploration
        | CommandAction::EndAccess { .. } => {}
    }
}

/// Visits of which a finished report is here.
fn reported(notes: &[ViewRow]) -> BTreeSet<CommandId> {
    sorting::gather(notes.iter().filter_map(|row| {
        let Summary::Note(note) = &row.summary else { return None };
        note.finalised.and(note.visit)
    }))
}

/// What was given to a member who did nothing with it since, the newest first: signals of which no dossier came, and
/// dossiers in whose notes they wrote nothing.
#[must_use]
pub fn news(triages: &[ViewRow], dossiers: &[ViewRow], notes: &[ViewRow], me: MemberId) -> Vec<News> {
    let mine = |untouched: &[(MemberId, Timestamp)]| {
        untouched.iter().find(|(member, _)| *member == me).map(|(_, since)| *since)
    };
    let of_triage = triages.iter().filter_map(|row| {
        let Summary::Triage(triage) = &row.summary else { return None };
        let is_mine = triage.phase != TriagePhase::Closed && triage.holder.is_some_and(|(holder, _)| holder == me);
        let goes_on = dossiers.iter().any(|dossier| dossier.parent == Some(row.doc));
        let since = mine(&triage.untouched).filter(|_| is_mine && !goes_on)?;
        Some(News { of: row.doc, since })
    });
    let of_dossier = dossiers.iter().filter_map(|row| {
        let Summary::Dossier(dossier) = &row.summary else { return None };
        let wrote = notes.iter().any(|note| match &note.summary {
            Summary::Note(summary) => note.parent == Some(row.doc) && summary.authors.contains(&me),
            Summary::Signal(_)
            | Summary::Intake(_)
            | Summary::Triage(_)
            | Summary::Dossier(_)
            | Summary::Feedback(_)
            | Summary::Directory(_) => false,
        });
        let since = mine(&dossier.untouched).filter(|_| !wrote && dossier.phase != DossierPhase::ToBeErased)?;
        Some(News { of: row.doc, since })
    });
    let mut news: Vec<News> = of_triage.chain(of_dossier).collect();
    sorting::sort_by_key(&mut news, |news| (std::cmp::Reverse(news.since), news.of));
    news
}

/// The agreements of one dossier and its notes, in the order in which they were made.
#[must_use]
pub fn agreements(dossier: &ViewRow, notes: &[ViewRow]) -> Vec<Task> {
    let Summary::Dossier(summary) = &dossier.summary else { return Vec::new() };
    let mut own: Vec<&ViewRow> = notes.iter().filter(|note| note.parent == Some(dossier.doc)).collect();
    sorting::sort_by_key(&mut own, |note| (note.created, note.doc));
    let of_notes: Vec<&[AgreementEntry]> = own
        .into_iter()
        .filter_map(|note| {
            let Summary::Note(note) = &note.summary else { return None };
            Some(note.agreements.as_slice())
        })
        .collect();
    let is_here = |id: EntryId| summary.agreements.iter().any(|entry| entry.id == id);
    let standing = agreement::of_case(&summary.agreements, &of_notes).into_iter().map(|agreement| Task {
        dossier: dossier.doc,
        now: agreement.now.clone(),
        replaces: if is_here(agreement.now.id) { agreement.versions() } else { Vec::new() },
    });
    standing.collect()
}

/// What a member promised and did not do yet: what is due first comes first, what has no day last.
#[must_use]
pub fn tasks(dossiers: &[ViewRow], notes: &[ViewRow], me: MemberId) -> Vec<Task> {
    let own = |task: &Task| task.now.who == AgreementParty::Member(me) && task.now.status.is_open();
    let mut tasks: Vec<Task> = dossiers.iter().flat_map(|dossier| agreements(dossier, notes)).filter(own).collect();
    sorting::sort_by_key(&mut tasks, |task| (task.now.due.is_none(), task.now.due, task.now.at, task.now.id));
    tasks
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::{
            agreement::AgreementStatus,
            command::{ReporterJoins, VisitPlan},
            date::Date,
        },
        ids::{BatchNo, DocKind, Id128, Seq},
        protocol::frames::Access,
    };

    use super::*;
    use crate::state::{DossierSummary, NoteSummary, TriageSummary};

    const ME: MemberId = MemberId::from_bytes([1; 16]);
    const JOOST: MemberId = MemberId::from_bytes([2; 16]);

    fn row(kind: DocKind, id: u8, parent: Option<DocId>, summary: Summary) -> ViewRow {
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

    fn visit(id: u8, at: i64, by: MemberId) -> VisitSummary {
        VisitSummary {
            id: CommandId::from_bytes([id; 16]),
            by,
            at: Timestamp(at),
            with: Vec::new(),
            place: String::new(),
            phase: VisitPhase::Planned,
            standing: Vec::new(),
        }
    }

    fn dossier(id: u8, visits: Vec<VisitSummary>, agreements: Vec<AgreementEntry>) -> ViewRow {
        let summary = DossierSummary {
            name: String::new(),
            address: String::new(),
            holder: None,
            people: 0,
            phase: DossierPhase::Plan,
            visits,
            agreements,
            untouched: vec![(ME, Timestamp(i64::from(id)))],
        };
        row(DocKind::Dossier, id, None, Summary::Dossier(summary))
    }

    fn triage(id: u8, holder: MemberId) -> ViewRow {
        let summary = TriageSummary {
            phase: TriagePhase::Assigned,
            holder: Some((holder, Timestamp(1))),
            urgency: None,
            visits: Vec::new(),
            untouched: vec![(ME, Timestamp(i64::from(id)))],
            outcome: None,
            again: None,
            links: 0,
        };
        row(DocKind::Triage, id, None, Summary::Triage(summary))
    }

    fn note(of: &ViewRow, agreements: Vec<AgreementEntry>) -> (NoteSummary, DocId) {
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

    fn note_row((summary, parent): (NoteSummary, DocId)) -> ViewRow {
        row(DocKind::Note, 99, Some(parent), Summary::Note(summary))
    }

    fn agreement(id: u8, who: MemberId, due: Option<Date>, status: AgreementStatus) -> AgreementEntry {
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
    fn an_agenda_has_ones_own_visits_and_those_one_goes_along_to() {
        let along = VisitSummary { with: vec![ME], ..visit(2, 10, JOOST) };
        let dossiers = [dossier(1, vec![visit(1, 30, ME), along, visit(3, 20, JOOST)], Vec::new())];
        assert_eq!(planned_ids(&visits(&[&[], &dossiers], &[], &[], ME)), [2, 1]);
        assert_eq!(planned_ids(&visits(&[&[], &dossiers], &[], &[], JOOST)), [2, 3]);
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
        assert_eq!(planned_ids(&visits(&[&dossiers], &[], &waiting, ME)), [1, 3]);
    }

    #[test]
    fn a_visit_with_a_finished_report_is_over() {
        let begun = VisitSummary { phase: VisitPhase::Started, ..visit(1, 30, ME) };
        let dossiers = [dossier(1, vec![begun], Vec::new())];
        let (summary, of) = note(&dossiers[0], Vec::new());
        let open = NoteSummary { visit: Some(CommandId::from_bytes([1; 16])), ..summary };
        let finished = NoteSummary { finalised: Some((ME, Timestamp(40))), ..open.clone() };
        assert_eq!(planned_ids(&visits(&[&dossiers], &[note_row((open, of))], &[], ME)), [1]);
        assert_eq!(planned_ids(&visits(&[&dossiers], &[note_row((finished, of))], &[], ME)), [] as [u8; 0]);
    }

    #[test]
    fn what_was_given_is_new_until_one_does_something_with_it() {
        let triages = [triage(5, ME), triage(6, JOOST)];
        let dossiers = [dossier(1, Vec::new(), Vec::new())];
        let found = |dossiers: &[ViewRow], notes: &[ViewRow]| {
            news(&triages, dossiers, notes, ME).into_iter().map(|news| news.of).collect::<Vec<_>>()
        };
        assert_eq!(found(&dossiers, &[]), [triages[0].doc, dossiers[0].doc], "Joost has the other one by now");
        let (summary, of) = note(&dossiers[0], Vec::new());
        let written = note_row((NoteSummary { authors: vec![ME], ..summary }, of));
        assert_eq!(found(&dossiers, &[written]), [triages[0].doc], "she wrote in a report of the dossier");
        let followed = ViewRow { parent: Some(triages[0].doc), ..dossiers[0].clone() };
        assert_eq!(found(std::slice::from_ref(&followed), &[]), [followed.doc], "the work goes on in the dossier");
    }

    #[test]
    fn tasks_are_open_promises_with_what_is_due_first_on_top() {
        let day = |day| Date::new(2026, 3, day);
        let entries = vec![
            agreement(1, ME, None, AgreementStatus::Open),
            agreement(2, ME, day(20), AgreementStatus::NotYet),
            agreement(3, ME, day(2), AgreementStatus::Done),
            agreement(4, JOOST, day(2), AgreementStatus::Open),
        ];
        let dossiers = [dossier(1, Vec::new(), entries)];
        let of_note = note_row(note(&dossiers[0], vec![agreement(5, ME, day(4), AgreementStatus::Open)]));
        let found = tasks(&dossiers, &[of_note], ME);
        assert_eq!(found.iter().map(|task| task.now.id.0.0[0]).collect::<Vec<_>>(), [5, 2, 1]);
        assert_eq!(found[0].replaces, [], "it goes on in the dossier");
        assert_eq!(found[1].replaces, [EntryId::from_bytes([2; 16])]);
    }
}
