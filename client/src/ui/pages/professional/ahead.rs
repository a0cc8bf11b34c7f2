//! What was decided about visits on this device, as it will stand when the server has taken it.

use std::collections::BTreeSet;

use buurtboek_shared::{
    domain::{
        command::Command,
        concern::{Concern, VisitChange},
        transition::Transition,
        visit::{self, Visit, VisitPhase},
    },
    ids::{CommandId, DocId, MemberId},
    sorting,
};

use crate::state::waiting::{WaitingItem, WaitingKind};

/// What was decided, and what waits for the server after it. What will be refused is left out: a colleague called the
/// visit off meanwhile, or arranged it otherwise.
#[must_use]
pub fn ahead(transitions: &[Transition], decided: &[Command], by: MemberId) -> Vec<Transition> {
    let known: BTreeSet<CommandId> = sorting::gather(transitions.iter().map(|transition| transition.command));
    let visits = visit::fold(transitions, &[]);
    let waiting = decided.iter().filter(|command| !known.contains(&command.id) && !is_vain(&visits, command));
    transitions.iter().cloned().chain(waiting.map(|command| coming(command, by))).collect()
}

fn is_vain(visits: &[Visit], command: &Command) -> bool {
    let Concern::Visit(VisitChange::Moved(named, _) | VisitChange::Cancelled(named)) = command.action.concern() else {
        return false;
    };
    let changed = |visit: &Visit| visit.phase == VisitPhase::Cancelled || visit.arrangement() != named;
    visits.iter().any(|visit| visit.is_meant(named) && changed(visit))
}

/// A decision of this device as it will stand when the server has taken it.
#[must_use]
pub fn coming(command: &Command, by: MemberId) -> Transition {
    let action = command.action.clone();
    Transition { command: command.id, by, at: command.decided_at, action, judged: Vec::new() }
}

/// The visits about which one of these waits for the server.
#[must_use]
pub fn waiting(visits: &[Visit], decided: &[Command]) -> BTreeSet<CommandId> {
    let waits = |visit: &&Visit| decided.iter().filter_map(named).any(|named| visit.is_meant(named));
    sorting::gather(visits.iter().filter(waits).map(|visit| visit.id))
}

/// The visit that a decision is about, as it names it; none when it is about something else.
fn named(command: &Command) -> Option<CommandId> {
    match command.action.concern() {
        Concern::Visit(change) => Some(change.visit(command.id)),
        Concern::GivenTo(_) | Concern::Left(_) | Concern::Reach(_) | Concern::Ending | Concern::Standing => None,
    }
}

/// Decisions about visits of a document that wait for the server, in order.
#[must_use]
pub fn decided_about_visits(items: &[WaitingItem], doc: DocId) -> Vec<Command> {
    let decided = items.iter().filter(|item| item.doc == doc).filter_map(|item| match &item.what {
        WaitingKind::Decided(command) => Some(command),
        WaitingKind::Created(_) | WaitingKind::Written | WaitingKind::HandedOver => None,
    });
    decided.filter(|command| named(command).is_some()).cloned().collect()
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::{
            command::{CommandAction, ReporterJoins, VisitPlan},
            visit::{VisitEvent, VisitStep},
        },
        ids::{DocKind, EntryId, Id128},
        time::Timestamp,
    };

    use super::*;

    const ME: MemberId = MemberId::from_bytes([1; 16]);
    const JOOST: MemberId = MemberId::from_bytes([2; 16]);

    fn plan(at: i64) -> VisitPlan {
        let (meet_at, place) = (String::new(), String::new());
        VisitPlan { at: Timestamp(at), with: Vec::new(), reporter: ReporterJoins::No, meet_at, place }
    }

    fn decided(id: u8, action: CommandAction) -> Command {
        let doc = DocId::new(DocKind::Dossier, Id128([9; 16]));
        Command { id: CommandId::from_bytes([id; 16]), doc, expects: None, decided_at: Timestamp(1), action }
    }

    fn planned() -> Command {
        decided(1, CommandAction::PlanVisit(plan(10)))
    }

    fn moved(id: u8, named: &Command, at: i64) -> Command {
        decided(id, CommandAction::MoveVisit { visit: named.id, plan: plan(at) })
    }

    fn called_off(id: u8, named: &Command) -> Command {
        decided(id, CommandAction::CancelVisit { visit: named.id })
    }

    /// When the visits are, and where they stand, in the order of planning.
    fn shown(taken: &[Transition], decided: &[Command]) -> Vec<(i64, VisitPhase)> {
        let visits = visit::fold(&ahead(taken, decided, ME), &[]);
        visits.iter().map(|visit| (visit.at.0, visit.phase)).collect()
    }

    #[test]
    fn a_visit_that_was_planned_without_a_connection_can_be_made() {
        let planned = planned();
        let event = VisitEvent {
            id: EntryId::from_bytes([5; 16]),
            author: ME,
            at: Timestamp(11),
            visit: planned.id,
            step: VisitStep::Started,
            supersedes: Vec::new(),
        };
        let all = ahead(&[], std::slice::from_ref(&planned), ME);
        let found = visit::fold(&all, std::slice::from_ref(&event));
        assert_eq!(found.iter().map(|visit| (visit.by, visit.phase)).collect::<Vec<_>>(), [(ME, VisitPhase::Started)]);
        assert_eq!(waiting(&found, std::slice::from_ref(&planned)), BTreeSet::from([planned.id]));
    }

    #[test]
    fn what_the_server_took_counts_once() {
        let (planned, taken) = (planned(), coming(&planned(), ME));
        let moved = moved(2, &planned, 20);
        assert_eq!(shown(&[taken], &[planned, moved]), [(20, VisitPhase::Planned)]);
    }

    #[test]
    fn a_visit_that_is_moved_twice_without_a_connection_has_the_last_time_and_waits_under_its_own_name() {
        let planned = planned();
        let first = moved(2, &planned, 20);
        let second = moved(3, &first, 30);
        let taken = [coming(&planned, ME)];
        let both = [first, second.clone()];
        assert_eq!(shown(&taken, &both), [(30, VisitPhase::Planned)]);
        let visits = visit::fold(&ahead(&taken, &both, ME), &[]);
        assert_eq!(waiting(&visits, std::slice::from_ref(&second)), BTreeSet::from([planned.id]));
        assert_eq!(shown(&taken, &[both[0].clone(), second, called_off(4, &both[1])]), [(30, VisitPhase::Cancelled)]);
    }

    #[test]
    fn another_time_that_waits_brings_nothing_back_that_was_called_off_meanwhile() {
        let planned = planned();
        let taken = [coming(&planned, ME), coming(&called_off(2, &planned), JOOST)];
        assert_eq!(shown(&taken, &[moved(3, &planned, 20)]), [(10, VisitPhase::Cancelled)]);
    }

    #[test]
    fn what_a_colleague_arranged_meanwhile_stands_and_what_waits_is_refused() {
        let planned = planned();
        let taken = [coming(&planned, ME), coming(&moved(2, &planned, 20), JOOST)];
        let mine = moved(3, &planned, 30);
        assert_eq!(shown(&taken, &[mine.clone(), moved(4, &mine, 40)]), [(20, VisitPhase::Planned)]);
        assert_eq!(shown(&taken, &[called_off(5, &planned)]), [(20, VisitPhase::Planned)]);
    }
}
