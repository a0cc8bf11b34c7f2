//! What an action is about, for whoever looks at some actions only: the one place beside their meaning that names each.

use super::{
    command::{CommandAction, VisitPlan},
    restriction::Restriction,
};
use crate::ids::{CommandId, MemberId};

/// What an action is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern<'a> {
    /// It is given to somebody.
    GivenTo(MemberId),
    /// Somebody has no part in it any more.
    Left(Leaving),
    /// A visit.
    Visit(VisitChange<'a>),
    /// Who may open it.
    Reach(&'a Restriction),
    /// A triage ends.
    Ending,
    /// Where its document stands, and nobody's part in it.
    Standing,
}

/// Who has no part in it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// Whoever decided so.
    Oneself,
    /// A colleague.
    Colleague(MemberId),
}

impl Leaving {
    /// The one who leaves, when this member decided.
    #[must_use]
    pub const fn who(self, by: MemberId) -> MemberId {
        match self {
            Self::Oneself => by,
            Self::Colleague(of) => of,
        }
    }
}

/// What happens to a visit. It is named by the command that planned it, or moved it since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitChange<'a> {
    /// It is planned, by this very command.
    Planned(&'a VisitPlan),
    /// It is to be otherwise.
    Moved(CommandId, &'a VisitPlan),
    /// It is called off.
    Cancelled(CommandId),
}

impl VisitChange<'_> {
    /// The visit, as this command names it.
    #[must_use]
    pub const fn visit(self, command: CommandId) -> CommandId {
        match self {
            Self::Planned(_) => command,
            Self::Moved(visit, _) | Self::Cancelled(visit) => visit,
        }
    }
}

impl CommandAction {
    /// What it is about.
    #[must_use]
    pub const fn concern(&self) -> Concern<'_> {
        match self {
            Self::Assign { to } => Concern::GivenTo(*to),
            Self::GiveBack => Concern::Left(Leaving::Oneself),
            Self::EndAccess { of } => Concern::Left(Leaving::Colleague(*of)),
            Self::PlanVisit(plan) => Concern::Visit(VisitChange::Planned(plan)),
            Self::MoveVisit { visit, plan } => Concern::Visit(VisitChange::Moved(*visit, plan)),
            Self::CancelVisit { visit } => Concern::Visit(VisitChange::Cancelled(*visit)),
            Self::Restrict { to } => Concern::Reach(to),
            Self::Close { .. } | Self::Forward { .. } | Self::OutOfScope { .. } => Concern::Ending,
            Self::TakeUp
            | Self::Link { .. }
            | Self::Unlink { .. }
            | Self::Finalise
            | Self::Withdraw
            | Self::Reopen { .. }
            | Self::OpenDossier { .. }
            | Self::EndExploration => Concern::Standing,
        }
    }
}
