//! What a reporter may know of an own signal: a closed list of sentences, no free text.
//!
//! "Linked", or who visits in which discipline, would reveal a known household: both show as "Iemand kijkt ernaar".

use serde::{Deserialize, Serialize};

use super::{
    command::{Outcome, ReporterJoins},
    triage::{TriagePhase, TriageState},
};
use crate::{ids::DocId, time::Timestamp};

/// One sentence of the closed list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sentence {
    /// Ontvangen.
    Received,
    /// Iemand kijkt ernaar.
    SomebodyIsLooking,
    /// U heeft een afspraak: time, place and a first name, never a discipline.
    Appointment {
        /// When.
        at: Timestamp,
        /// Where they meet.
        meet_at: String,
        /// First name of the one who planned it.
        first_name: String,
    },
    /// Wij hebben het doorgegeven.
    PassedOn,
    /// U trok dit in.
    Withdrawn,
    /// Afgerond, with thanks.
    Done,
}

/// One signal of the reporter, as part of the projection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackEntry {
    /// The reporter's own document.
    pub signal: DocId,
    /// When the server received it.
    pub received: Timestamp,
    /// What the reporter may know.
    pub sentence: Sentence,
}

/// The sentence for this state; the reporter's own withdrawal goes before what the team decided.
#[must_use]
pub fn sentence(state: &TriageState, withdrawn: Option<Timestamp>, planner_first_name: &str) -> Sentence {
    if withdrawn.is_some() {
        return Sentence::Withdrawn;
    }
    match state.phase {
        TriagePhase::Received if state.links.is_empty() => Sentence::Received,
        TriagePhase::Received | TriagePhase::TakenUp | TriagePhase::Assigned => Sentence::SomebodyIsLooking,
        TriagePhase::VisitPlanned => match &state.visit {
            Some(visit) if visit.reporter == ReporterJoins::IfResidentAgrees => Sentence::Appointment {
                at: visit.at,
                meet_at: visit.meet_at.clone(),
                first_name: planner_first_name.to_owned(),
            },
            Some(_) | None => Sentence::SomebodyIsLooking,
        },
        TriagePhase::Closed => match state.closed {
            Some((Outcome::PassedOn, ..)) => Sentence::PassedOn,
            Some((Outcome::Withdrawn, ..)) => Sentence::Withdrawn,
            Some((
                Outcome::Helped | Outcome::NoHelpNeeded | Outcome::HelpDeclined | Outcome::NotReached,
                ..,
            ))
            | None => Sentence::Done,
        },
    }
}
