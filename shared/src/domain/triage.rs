//! What the team does about a signal: a fold over its transitions in server order.

use serde::{Deserialize, Serialize};

use super::{
    command::{CommandAction, Outcome, ReporterJoins},
    transition::Transition,
};
use crate::{
    ids::{DocId, EntryId, MemberId},
    time::Timestamp,
};

/// "Hoe snel?", as the team judges it; the greater is the safer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Kan wachten.
    CanWait,
    /// Deze week.
    ThisWeek,
    /// Vandaag.
    Today,
}

/// A remark of the team on a signal; append-only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Random.
    pub id: EntryId,
    /// Who wrote it.
    pub author: MemberId,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// The words.
    pub text: String,
}

/// The visit that was planned last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedVisit {
    /// Who planned it.
    pub by: MemberId,
    /// When it is to be.
    pub at: Timestamp,
    /// Colleagues who come along.
    pub with: Vec<MemberId>,
    /// May the reporter come along?
    pub reporter: ReporterJoins,
    /// Where they meet.
    pub meet_at: String,
}

/// Where a signal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriagePhase {
    /// Ontvangen: nobody took it up.
    Received,
    /// Opgepakt by a professional.
    TakenUp,
    /// Toegewezen by a coordinator.
    Assigned,
    /// Bezoek gepland.
    VisitPlanned,
    /// Afgesloten.
    Closed,
}

/// The state of a triage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TriageState {
    /// Where it stands.
    pub phase: TriagePhase,
    /// Who has it, since when (server time).
    pub holder: Option<(MemberId, Timestamp)>,
    /// Triages that belong with this one, in the order of linking.
    pub links: Vec<DocId>,
    /// The visit planned last.
    pub visit: Option<PlannedVisit>,
    /// How it ended, who said so, when.
    pub closed: Option<(Outcome, MemberId, Timestamp)>,
}

/// Folds transitions, in server order, to the state of a triage.
#[must_use]
pub fn fold(transitions: &[Transition]) -> TriageState {
    let mut state =
        TriageState { phase: TriagePhase::Received, holder: None, links: Vec::new(), visit: None, closed: None };
    for transition in transitions {
        match &transition.action {
            CommandAction::TakeUp => {
                state.holder = Some((transition.by, transition.at));
                state.phase = TriagePhase::TakenUp;
            }
            CommandAction::Assign { to } => {
                state.holder = Some((*to, transition.at));
                state.phase = state.phase.max(TriagePhase::Assigned);
            }
            CommandAction::Link { with } => {
                if !state.links.contains(with) {
                    state.links.push(*with);
                }
            }
            CommandAction::PlanVisit { at, with, reporter, meet_at } => {
                state.visit = Some(PlannedVisit {
                    by: transition.by,
                    at: *at,
                    with: with.clone(),
                    reporter: *reporter,
                    meet_at: meet_at.clone(),
                });
                state.phase = TriagePhase::VisitPlanned;
            }
            CommandAction::Close { outcome } => {
                state.closed = Some((*outcome, transition.by, transition.at));
                state.phase = TriagePhase::Closed;
            }
            // A signal's and a note's; the server never writes them here, and an old file that has one still reads.
            CommandAction::Finalise | CommandAction::Withdraw => {}
        }
    }
    state
}
