//! What a reporter may know of an own signal: a closed list of sentences, no free text.
//!
//! "Linked", or who visits in which discipline, would reveal a known household: both show as "Iemand kijkt ernaar".

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    command::{Outcome, ReporterJoins, Signpost},
    triage::{LookingAgain, TriagePhase, TriageState},
    visit::{Visit, VisitPhase},
    wish::WishKind,
};
use crate::{
    ids::{CommandId, DocId},
    time::Timestamp,
};

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
        /// The visit, for the answer "Ik kom" or "Ik kan niet".
        visit: CommandId,
    },
    /// Wij hebben het doorgegeven.
    PassedOn,
    /// U trok dit in.
    Withdrawn,
    /// Afgerond, with thanks.
    Done,
    /// Dit is iets voor {wegwijzer}.
    Signposted {
        /// Where to go with it.
        signpost: Signpost,
    },
    /// Wij kijken nog een keer.
    LookingAgain,
    /// Het bezoek gaat zonder u door. Dat ligt niet aan u: after an appointment that she was told of.
    VisitWithoutYou,
}

impl Sentence {
    /// Does it end what the team has to say?
    #[must_use]
    pub const fn is_final(&self) -> bool {
        match self {
            Self::PassedOn | Self::Withdrawn | Self::Done | Self::Signposted { .. } => true,
            Self::Received
            | Self::SomebodyIsLooking
            | Self::Appointment { .. }
            | Self::LookingAgain
            | Self::VisitWithoutYou => false,
        }
    }

    const fn is_of_visit(&self) -> bool {
        match self {
            Self::Appointment { .. } | Self::VisitWithoutYou => true,
            Self::Received
            | Self::SomebodyIsLooking
            | Self::LookingAgain
            | Self::PassedOn
            | Self::Withdrawn
            | Self::Done
            | Self::Signposted { .. } => false,
        }
    }

    /// Of two sentences about visits the lesser is told: appointments by time, and whatever is no appointment last.
    fn rank(&self) -> (Timestamp, CommandId) {
        match self {
            Self::Appointment { at, visit, .. } => (*at, *visit),
            Self::Received
            | Self::SomebodyIsLooking
            | Self::LookingAgain
            | Self::VisitWithoutYou
            | Self::PassedOn
            | Self::Withdrawn
            | Self::Done
            | Self::Signposted { .. } => (Timestamp(i64::MAX), CommandId::from_bytes([0xff; 16])),
        }
    }
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
    /// Since when there is nothing more to say, server time; none while there may be. Thirty days later the text of the
    /// signal leaves the reporter's devices.
    pub ended: Option<Timestamp>,
}

/// What a triage says to the reporter of its signal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriageWord {
    /// The sentence, of [`of_triage`].
    pub sentence: Sentence,
    /// When the triage was closed; none while it is open.
    pub closed: Option<Timestamp>,
}

impl TriageWord {
    /// What a triage in this state says. `first_name` is that of who planned the [`appointment`].
    #[must_use]
    pub fn of(state: &TriageState, first_name: &str) -> Self {
        let closed = state.closed.as_ref().filter(|_| state.phase == TriagePhase::Closed).map(|closure| closure.at);
        Self { sentence: of_triage(state, first_name), closed }
    }
}

/// What a triage says. `first_name` is that of who planned the [`appointment`].
#[must_use]
pub fn of_triage(state: &TriageState, first_name: &str) -> Sentence {
    let progress = progress(state);
    if progress.is_final() { progress } else { of_visits(&state.visits, first_name).unwrap_or(progress) }
}

/// What the reporter reads once a signal ends so: the preview at closing.
#[must_use]
pub const fn of_ending(outcome: Outcome, signpost: Option<Signpost>) -> Sentence {
    match (outcome, signpost) {
        (Outcome::PassedOn, _) => Sentence::PassedOn,
        (Outcome::Withdrawn, _) => Sentence::Withdrawn,
        (Outcome::OutOfScope, Some(signpost)) => Sentence::Signposted { signpost },
        (
            Outcome::Helped | Outcome::NoHelpNeeded | Outcome::HelpDeclined | Outcome::NotReached | Outcome::OutOfScope,
            _,
        ) => Sentence::Done,
    }
}

fn progress(state: &TriageState) -> Sentence {
    if let (TriagePhase::Closed, Some(closure)) = (state.phase, &state.closed) {
        return of_ending(closure.outcome, closure.signpost);
    }
    match &state.looking_again {
        Some(LookingAgain::Reopened { .. } | LookingAgain::Escalated { .. }) => Sentence::LookingAgain,
        None if state.phase == TriagePhase::Received && state.links.is_empty() => Sentence::Received,
        None => Sentence::SomebodyIsLooking,
    }
}

/// The visit that the reporter has an appointment for: the earliest that is planned with them.
#[must_use]
pub fn appointment(visits: &[Visit]) -> Option<&Visit> {
    visits
        .iter()
        .filter(|visit| visit.phase == VisitPhase::Planned && visit.reporter == ReporterJoins::IfResidentAgrees)
        .min_by_key(|visit| (visit.at, visit.id))
}

/// What the visits of a document say: an appointment when the reporter may come along, and that it goes on without them
/// when they were told so before. None when there is nothing to say. `first_name` is that of who planned it.
#[must_use]
pub fn of_visits(visits: &[Visit], first_name: &str) -> Option<Sentence> {
    match appointment(visits) {
        Some(visit) => Some(Sentence::Appointment {
            at: visit.at,
            meet_at: visit.meet_at.clone(),
            first_name: first_name.to_owned(),
            visit: visit.id,
        }),
        None => visits
            .iter()
            .any(|visit| visit.phase == VisitPhase::Planned && visit.reporter_was_invited)
            .then_some(Sentence::VisitWithoutYou),
    }
}

/// What the dossier that came of a signal has to say to its reporter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierWord {
    /// What its visits say, of [`of_visits`].
    pub visits: Option<Sentence>,
    /// The resident does not want the reporter there: no visit is with them, wherever it was planned.
    pub without_reporter: bool,
}

impl DossierWord {
    /// What a dossier with these visits and wishes says.
    #[must_use]
    pub fn of(visits: &[Visit], wishes: &BTreeSet<WishKind>, first_name: &str) -> Self {
        let without_reporter = wishes.contains(&WishKind::VolunteerNotAlong);
        Self { visits: of_visits(visits, first_name), without_reporter }
    }
}

/// The one sentence that the reporter reads: an own withdrawal first, then how it ended, then the visits, and otherwise
/// what the triage says. With it the moment at which it became final.
#[must_use]
pub fn tell(
    withdrawn: Option<Timestamp>,
    triage: Option<TriageWord>,
    dossiers: &[DossierWord],
) -> (Sentence, Option<Timestamp>) {
    if withdrawn.is_some() {
        return (Sentence::Withdrawn, withdrawn);
    }
    let (triage, closed) = triage.map_or((Sentence::Received, None), |word| (word.sentence, word.closed));
    if triage.is_final() {
        return (triage, closed);
    }
    let of_dossiers = dossiers.iter().filter_map(|word| word.visits.clone());
    let visits = std::iter::once(triage.clone()).chain(of_dossiers).filter(Sentence::is_of_visit);
    let refused = dossiers.iter().any(|word| word.without_reporter);
    let sentence = match visits.min_by_key(Sentence::rank) {
        Some(Sentence::Appointment { .. }) if refused => Sentence::VisitWithoutYou,
        Some(visit) => visit,
        None => triage,
    };
    (sentence, None)
}
