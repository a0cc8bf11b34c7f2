//! A visit: planned by a command, begun and ended at the door, where there may be no connection.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    command::{ReporterJoins, VisitPlan},
    concern::{Concern, VisitChange},
    transition::Transition,
    vocabulary::vocabulary,
};
use crate::{
    ids::{CommandId, EntryId, MemberId},
    sorting,
    time::Timestamp,
};

vocabulary!(
    /// What happened at the door.
    VisitStep {
        /// Start bezoek.
        Started = "started",
        /// Geen gehoor.
        NoAnswer = "no_answer",
        /// Afgerond.
        Finished = "finished",
        /// Inwoner wil dit niet.
        NotWanted = "not_wanted",
    }
);

impl VisitStep {
    /// Is the visit over with it?
    #[must_use]
    pub const fn is_end(self) -> bool {
        match self {
            Self::Started => false,
            Self::NoAnswer | Self::Finished | Self::NotWanted => true,
        }
    }
}

/// One thing that happened in a visit; append-only, in the document where it was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitEvent {
    /// Random.
    pub id: EntryId,
    /// Who was there.
    pub author: MemberId,
    /// When, by the device's clock: shown, never used to decide.
    pub at: Timestamp,
    /// The visit: the command that planned it.
    pub visit: CommandId,
    /// What happened.
    pub step: VisitStep,
    /// The events that were on the screen and that this one follows.
    #[serde(default)]
    pub supersedes: Vec<EntryId>,
}

/// Where a visit stands. Of several that nobody replaced the greatest counts, until somebody chose between two ends
/// ([`super::visit_end`]): what the resident does not want goes before all, and what happened goes before what was
/// cancelled elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitPhase {
    /// Gepland.
    Planned,
    /// Geannuleerd.
    Cancelled,
    /// Gestart.
    Started,
    /// Geen gehoor.
    NoAnswer,
    /// Afgerond.
    Finished,
    /// Inwoner wil niet.
    NotWanted,
}

impl VisitPhase {
    /// Is it still to be ended?
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Planned | Self::Started => true,
            Self::Cancelled | Self::NoAnswer | Self::Finished | Self::NotWanted => false,
        }
    }

    /// Did somebody of the team speak with the resident?
    #[must_use]
    pub const fn was_contact(self) -> bool {
        match self {
            Self::Finished | Self::NotWanted => true,
            Self::Planned | Self::Cancelled | Self::Started | Self::NoAnswer => false,
        }
    }

    /// What finishing the report of the visit says of it: one that was begun is over. One that did not begin, or that
    /// ended already, stays as it is.
    #[must_use]
    pub const fn step_of_finished_report(self) -> Option<VisitStep> {
        match self {
            Self::Started => Some(VisitStep::Finished),
            Self::Planned | Self::Cancelled | Self::NoAnswer | Self::Finished | Self::NotWanted => None,
        }
    }
}

impl From<VisitStep> for VisitPhase {
    fn from(step: VisitStep) -> Self {
        match step {
            VisitStep::Started => Self::Started,
            VisitStep::NoAnswer => Self::NoAnswer,
            VisitStep::Finished => Self::Finished,
            VisitStep::NotWanted => Self::NotWanted,
        }
    }
}

/// A visit as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Its name: the command that planned it.
    pub id: CommandId,
    /// Who planned it.
    pub by: MemberId,
    /// When it is to be.
    pub at: Timestamp,
    /// When it was planned or moved last, server time: who was told everything since knows of it.
    pub arranged: Timestamp,
    /// The commands that planned and moved it, in server order; the last is what holds.
    pub arrangements: Vec<CommandId>,
    /// Colleagues who come along.
    pub with: Vec<MemberId>,
    /// Where it is; may be empty.
    pub place: String,
    /// May the reporter come along?
    pub reporter: ReporterJoins,
    /// Was the reporter told before that they may come along?
    pub reporter_was_invited: bool,
    /// Where they meet.
    pub meet_at: String,
    /// Where it stands.
    pub phase: VisitPhase,
    /// The events that nobody replaced: the next one follows these.
    pub standing: Vec<EntryId>,
}

impl Visit {
    /// Does this colleague go?
    #[must_use]
    pub fn is_of(&self, member: MemberId) -> bool {
        self.by == member || self.with.contains(&member)
    }

    /// The command that arranged what holds now: the one to name when it is to be otherwise.
    #[must_use]
    pub fn arrangement(&self) -> CommandId {
        self.arrangements.last().copied().unwrap_or(self.id)
    }

    /// Does a command that names this mean this visit?
    #[must_use]
    pub fn is_meant(&self, named: CommandId) -> bool {
        self.arrangements.contains(&named)
    }
}

/// Folds plans, in server order, and events, in any order, to the visits of a document, in the order of planning.
#[must_use]
pub fn fold(transitions: &[Transition], events: &[VisitEvent]) -> Vec<Visit> {
    let mut visits: Vec<Visit> = Vec::new();
    for transition in transitions {
        match transition.action.concern() {
            Concern::Visit(VisitChange::Planned(plan)) => visits.push(planned(transition, plan)),
            Concern::Visit(VisitChange::Moved(visit, plan)) => {
                if let Some(known) = visits.iter_mut().find(|known| known.is_meant(visit)) {
                    moved(known, transition, plan);
                }
            }
            Concern::Visit(VisitChange::Cancelled(visit)) => {
                if let Some(known) = visits.iter_mut().find(|known| known.is_meant(visit)) {
                    known.phase = VisitPhase::Cancelled;
                }
            }
            // Who knows the household, or no longer works there, does not go there; somebody else plans anew.
            Concern::Left(leaving) => leave_out(&mut visits, leaving.who(transition.by)),
            Concern::GivenTo(_) | Concern::Reach(_) | Concern::Ending | Concern::Standing => {}
        }
    }
    let replaced = replaced(events);
    for visit in &mut visits {
        let mut standing: Vec<&VisitEvent> =
            events.iter().filter(|event| event.visit == visit.id && !replaced.contains(&event.id)).collect();
        sorting::sort_by_key(&mut standing, |event| event.id);
        visit.phase = standing.iter().map(|event| event.step.into()).fold(visit.phase, VisitPhase::max);
        visit.standing = standing.into_iter().map(|event| event.id).collect();
    }
    visits
}

/// The events in whose place another came.
pub(super) fn replaced(events: &[VisitEvent]) -> BTreeSet<EntryId> {
    sorting::gather(events.iter().flat_map(|event| event.supersedes.iter().copied().filter(|id| *id != event.id)))
}

/// Somebody no longer goes: what they planned is called off, and they come along nowhere.
fn leave_out(visits: &mut [Visit], member: MemberId) {
    for known in visits.iter_mut().filter(|known| known.by == member) {
        known.phase = VisitPhase::Cancelled;
    }
    for known in visits {
        known.with.retain(|other| *other != member);
    }
}

fn planned(transition: &Transition, plan: &VisitPlan) -> Visit {
    Visit {
        id: transition.command,
        by: transition.by,
        at: plan.at,
        arranged: transition.at,
        arrangements: vec![transition.command],
        with: plan.with.clone(),
        place: plan.place.clone(),
        reporter: plan.reporter,
        reporter_was_invited: plan.reporter == ReporterJoins::IfResidentAgrees,
        meet_at: plan.meet_at.clone(),
        phase: VisitPhase::Planned,
        standing: Vec::new(),
    }
}

fn moved(visit: &mut Visit, transition: &Transition, plan: &VisitPlan) {
    visit.arranged = transition.at;
    visit.arrangements.push(transition.command);
    visit.at = plan.at;
    visit.with.clone_from(&plan.with);
    visit.place.clone_from(&plan.place);
    visit.reporter = plan.reporter;
    visit.reporter_was_invited |= plan.reporter == ReporterJoins::IfResidentAgrees;
    visit.meet_at.clone_from(&plan.meet_at);
    // A cancelled visit that gets a new time is planned again.
    visit.phase = VisitPhase::Planned;
}

/// Nobody goes there any more: every visit that did not begin is called off.
pub(super) fn call_off(visits: &mut [Visit]) {
    for known in visits.iter_mut().filter(|known| known.phase == VisitPhase::Planned) {
        known.phase = VisitPhase::Cancelled;
    }
}

/// The visit that comes next: the earliest that is still to be ended.
#[must_use]
pub fn next(visits: &[Visit]) -> Option<&Visit> {
    visits.iter().filter(|visit| visit.phase.is_open()).min_by_key(|visit| (visit.at, visit.id))
}
