//! What the lists show of visits.

use buurtboek_shared::{
    domain::visit::{Visit, VisitEvent, VisitPhase},
    ids::{CommandId, EntryId, MemberId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A visit that is still to be ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitSummary {
    /// Its name: the command that planned it.
    pub id: CommandId,
    /// The command that arranged what holds now: planned it, or moved it last.
    pub arrangement: CommandId,
    /// Who planned it.
    pub by: MemberId,
    /// When it is to be.
    pub at: Timestamp,
    /// Colleagues who come along.
    pub with: Vec<MemberId>,
    /// Where it is; may be empty.
    pub place: String,
    /// Planned or started.
    pub phase: VisitPhase,
    /// The events that the next one follows.
    pub standing: Vec<EntryId>,
}

impl VisitSummary {
    /// Of a visit; none when it ended.
    #[must_use]
    pub fn of_open(visit: &Visit) -> Option<Self> {
        visit.phase.is_open().then(|| Self {
            id: visit.id,
            arrangement: visit.arrangement(),
            by: visit.by,
            at: visit.at,
            with: visit.with.clone(),
            place: visit.place.clone(),
            phase: visit.phase,
            standing: visit.standing.clone(),
        })
    }

    /// Does this colleague go?
    #[must_use]
    pub fn is_of(&self, member: MemberId) -> bool {
        self.by == member || self.with.contains(&member)
    }
}

/// The visits that are still to be ended.
pub(super) fn open_visits(visits: &[Visit]) -> Vec<VisitSummary> {
    visits.iter().filter_map(VisitSummary::of_open).collect()
}

/// What happened in visits whose plan is not among these.
pub(super) fn ahead_of_plan(visits: &[Visit], events: &[VisitEvent]) -> Vec<VisitEvent> {
    events.iter().filter(|event| !visits.iter().any(|visit| visit.id == event.visit)).cloned().collect()
}
