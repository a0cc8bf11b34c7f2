//! What grants, assigns or freezes is a command, not an edit: order is the server's order, and a repeat is recognised.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{Chain, CommandId, DocId, MemberId, Seq},
    time::Timestamp,
};

/// The place in a document's history that was on the screen when somebody decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The last row that was shown.
    pub seq: Seq,
    /// Its chain value.
    pub chain: Chain,
}

/// One decision about one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// Random; the same id is carried out once.
    pub id: CommandId,
    /// The document it is about.
    pub doc: DocId,
    /// For `Finalise`: what was shown. Other commands leave it out.
    pub expects: Option<Shown>,
    /// When the person decided, by the device's clock: shown, never used to order.
    pub decided_at: Timestamp,
    /// What is to happen.
    pub action: CommandAction,
}

/// What a command does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommandAction {
    /// "Ik pak dit op": on a triage, by a professional.
    TakeUp,
    /// Gives a triage or a dossier to a member.
    Assign {
        /// Who is to do it.
        to: MemberId,
    },
    /// Says that this triage belongs with another: linked, never suppressed.
    Link {
        /// The other triage.
        with: DocId,
    },
    /// Freezes a note; additions are appended from then on.
    Finalise,
    /// Ends a triage.
    Close {
        /// How it ended.
        outcome: Outcome,
    },
    /// The reporter withdraws the own signal; the team decides what follows.
    Withdraw,
    /// Plans the visit that follows from a triage.
    PlanVisit {
        /// When, in the team's own time zone.
        at: Timestamp,
        /// Colleagues who come along, the planner left out.
        with: Vec<MemberId>,
        /// May the reporter come along?
        reporter: ReporterJoins,
        /// Where they meet; at most 200 characters.
        meet_at: String,
    },
}

/// May the reporter come along on the visit?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReporterJoins {
    /// No; the reporter is not told of the visit.
    No,
    /// Yes, if the resident agrees at the door; the reporter is told time and place.
    IfResidentAgrees,
}

/// How a signal ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Geholpen.
    Helped,
    /// Geen hulp nodig.
    NoHelpNeeded,
    /// Wil geen hulp.
    HelpDeclined,
    /// Doorgegeven.
    PassedOn,
    /// Niet bereikt.
    NotReached,
    /// Ingetrokken.
    Withdrawn,
}

/// A command's kind alone, for the policy table and for metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommandKind {
    /// See [`CommandAction::TakeUp`].
    TakeUp,
    /// See [`CommandAction::Assign`].
    Assign,
    /// See [`CommandAction::Link`].
    Link,
    /// See [`CommandAction::Finalise`].
    Finalise,
    /// See [`CommandAction::Close`].
    Close,
    /// See [`CommandAction::Withdraw`].
    Withdraw,
    /// See [`CommandAction::PlanVisit`].
    PlanVisit,
}

impl CommandKind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::TakeUp, Self::Assign, Self::Link, Self::Finalise, Self::Close, Self::Withdraw, Self::PlanVisit];
}

impl CommandAction {
    /// The kind of this action.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::TakeUp => CommandKind::TakeUp,
            Self::Assign { .. } => CommandKind::Assign,
            Self::Link { .. } => CommandKind::Link,
            Self::Finalise => CommandKind::Finalise,
            Self::Close { .. } => CommandKind::Close,
            Self::Withdraw => CommandKind::Withdraw,
            Self::PlanVisit { .. } => CommandKind::PlanVisit,
        }
    }
}
