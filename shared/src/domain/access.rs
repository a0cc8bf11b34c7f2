//! Who may do what: one pure, total function over role, action, document and tie. The server asks it before anything
//! happens; the app asks it only to leave out a button.

use serde::{Deserialize, Serialize};

use super::{
    command::CommandKind,
    role::{Principal, Role},
};
use crate::ids::{DocKind, TeamId};

/// What a grant on one document allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Reading.
    Read,
    /// Reading and writing.
    Write,
}

/// What somebody wants to do with a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Make it. For a note, the tie is that to its dossier.
    Create,
    /// Receive its content.
    Read,
    /// Change its content.
    Edit,
    /// Write beside its content: questions and "Gezien".
    Annotate,
    /// Give a command on it.
    Command(CommandKind),
}

/// What somebody wants to do with a team as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TeamAction {
    /// Ask when the devices of each colleague were last told everything.
    SeeWhoSynchronised,
    /// Say who stands in for the coordinators, and end it.
    AppointDeputy,
    /// Read what was handed over by colleagues whose access ended, and say that it was dealt with.
    ReadEscrow,
}

/// What ties somebody to a document: a grant, as the server stores it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// Nothing.
    None,
    /// Somebody else's document, granted.
    Granted(Access),
    /// Made by this member, and granted.
    Maker(Access),
}

impl Relation {
    /// Every tie there can be.
    pub const ALL: [Self; 5] = [
        Self::None,
        Self::Granted(Access::Read),
        Self::Granted(Access::Write),
        Self::Maker(Access::Read),
        Self::Maker(Access::Write),
    ];

    const fn reads(self) -> bool {
        match self {
            Self::None => false,
            Self::Granted(_) | Self::Maker(_) => true,
        }
    }

    const fn writes(self) -> bool {
        match self {
            Self::Granted(Access::Write) | Self::Maker(Access::Write) => true,
            Self::None | Self::Granted(Access::Read) | Self::Maker(Access::Read) => false,
        }
    }

    const fn is_own(self) -> bool {
        match self {
            Self::Maker(_) => true,
            Self::None | Self::Granted(_) => false,
        }
    }
}

/// The document, as far as the policy looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource {
    /// What it is.
    pub kind: DocKind,
    /// Whose team's.
    pub team: TeamId,
    /// What ties the one who asks to it.
    pub relation: Relation,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Yes.
    Allow,
    /// No.
    Deny,
}

/// The rule that decided: so that a test, and whoever reads the policy, can tell one no from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Another team's documents are nobody's business.
    OtherTeam,
    /// Everybody may report, and keeps access to what they reported.
    OwnSignal,
    /// A reporter reads what may be told of the own signals.
    OwnFeedback,
    /// Streets and the team's number are for everybody who has a part in the work.
    Directory,
    /// The team works with every signal that it was granted.
    TeamSignal,
    /// Giving work to somebody is the coordinator's.
    CoordinatorAssigns,
    /// Who stands in for the coordinators gives work to somebody as they do.
    DeputyStandsIn,
    /// A coordinator says who stands in; whoever stands in hands it to nobody.
    CoordinatorAppointsDeputy,
    /// A coordinator deals with what colleagues wrote whose access ended.
    CoordinatorReadsEscrow,
    /// A dossier is for those who were brought in.
    AssignedDossier,
    /// A note is for those who write in its dossier.
    AssignedNote,
    /// Who works with signals may know how far colleagues' devices are.
    Colleagues,
    /// A coordinator reads along, and writes in own notes only.
    CoordinatorReadsAlong,
    /// This role has no part in this kind of document, or not this one.
    NotForRole,
}

/// Why the allowed is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// One's own words.
    OwnWords,
    /// The team's task.
    TeamTask,
    /// Having been brought into the case.
    Assignment,
    /// Looking after the work of the team.
    Oversight,
    /// Nothing: it is denied.
    None,
}

/// A decision, with what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Yes or no.
    pub effect: Effect,
    /// The rule that decided.
    pub rule: Rule,
    /// Why it is allowed.
    pub basis: Basis,
}

const fn when(allowed: bool, rule: Rule, basis: Basis) -> Decision {
    if allowed {
        Decision { effect: Effect::Allow, rule, basis }
    } else {
        Decision { effect: Effect::Deny, rule, basis: Basis::None }
    }
}

const NOT_FOR_ROLE: Decision = when(false, Rule::NotForRole, Basis::None);

/// May this member do this with this document?
#[must_use]
pub fn decide(principal: &Principal, action: Action, resource: &Resource) -> Decision {
    if principal.team != resource.team {
        return when(false, Rule::OtherTeam, Basis::None);
    }
    let (role, tie) = (principal.role, resource.relation);
    match resource.kind {
        DocKind::Signal => signal(role, action, tie),
        DocKind::Intake => reading(action, role.works_with_signals() && tie.reads(), Rule::TeamSignal, Basis::TeamTask),
        DocKind::Triage => triage(principal, action, tie),
        DocKind::Dossier => dossier(role, action, tie),
        DocKind::Note => note(role, action, tie),
        DocKind::Feedback => reading(action, reports(role) && tie.reads(), Rule::OwnFeedback, Basis::OwnWords),
        DocKind::Directory => reading(action, has_directory(role) && tie.reads(), Rule::Directory, Basis::TeamTask),
    }
}

/// May this member do this with this team?
#[must_use]
pub fn decide_for_team(principal: &Principal, action: TeamAction, team: TeamId) -> Decision {
    if principal.team != team {
        return when(false, Rule::OtherTeam, Basis::None);
    }
    match action {
        TeamAction::AppointDeputy => {
            when(is_coordinator(principal.role), Rule::CoordinatorAppointsDeputy, Basis::Oversight)
        }
        // Whoever stands in decides on signals; what was handed over is of dossiers and notes.
        TeamAction::ReadEscrow => when(is_coordinator(principal.role), Rule::CoordinatorReadsEscrow, Basis::Oversight),
        TeamAction::SeeWhoSynchronised => when(principal.role.works_with_signals(), Rule::Colleagues, Basis::TeamTask),
    }
}

/// A projection is written by the server alone: of all actions only reading is open.
const fn reading(action: Action, allowed: bool, rule: Rule, basis: Basis) -> Decision {
    match action {
        Action::Read => when(allowed, rule, basis),
        Action::Create | Action::Edit | Action::Annotate => NOT_FOR_ROLE,
        Action::Command(kind) => the_one(kind, NOT_FOR_ROLE, NOT_FOR_ROLE),
    }
}

const fn signal(role: Role, action: Action, tie: Relation) -> Decision {
    let own = reports(role) && tie.is_own();
    match action {
        Action::Create => when(reports(role), Rule::OwnSignal, Basis::OwnWords),
        Action::Read => when(own, Rule::OwnSignal, Basis::OwnWords),
        Action::Edit => when(own && tie.writes(), Rule::OwnSignal, Basis::OwnWords),
        Action::Annotate => NOT_FOR_ROLE,
        Action::Command(kind) => {
            the_one(kind, when(own && tie.writes(), Rule::OwnSignal, Basis::OwnWords), NOT_FOR_ROLE)
        }
    }
}

const fn triage(principal: &Principal, action: Action, tie: Relation) -> Decision {
    let role = principal.role;
    let staff = role.works_with_signals();
    match action {
        Action::Read => when(staff && tie.reads(), Rule::TeamSignal, Basis::TeamTask),
        Action::Edit => when(staff && tie.writes(), Rule::TeamSignal, Basis::TeamTask),
        Action::Command(kind) => match kind {
            CommandKind::TakeUp
            | CommandKind::Link
            | CommandKind::Unlink
            | CommandKind::Close
            | CommandKind::PlanVisit
            | CommandKind::Forward
            | CommandKind::OutOfScope
            | CommandKind::Reopen
            | CommandKind::MoveVisit
            | CommandKind::CancelVisit => when(staff && tie.writes(), Rule::TeamSignal, Basis::TeamTask),
            CommandKind::Assign | CommandKind::Restrict => {
                let rule = if is_coordinator(role) { Rule::CoordinatorAssigns } else { Rule::DeputyStandsIn };
                when(principal.coordinates_signals() && tie.writes(), rule, Basis::Oversight)
            }
            // A coordinator sees every signal, so there is nothing to give back.
            CommandKind::GiveBack => {
                when(staff && !is_coordinator(role) && tie.writes(), Rule::TeamSignal, Basis::TeamTask)
            }
            CommandKind::Finalise
            | CommandKind::Withdraw
            | CommandKind::OpenDossier
            | CommandKind::EndExploration
            | CommandKind::EndAccess => NOT_FOR_ROLE,
        },
        // A triage is made by the server, out of a signal.
        Action::Create | Action::Annotate => NOT_FOR_ROLE,
    }
}

const fn dossier(role: Role, action: Action, tie: Relation) -> Decision {
    let (professional, coordinator) = match role {
        Role::Professional => (true, false),
        Role::Coordinator => (false, true),
        Role::Volunteer
        | Role::Adviser
        | Role::ProcessManager
        | Role::PolicyMaker
        | Role::PrivacyOfficer
        | Role::Administrator => return NOT_FOR_ROLE,
    };
    match action {
        Action::Create => when(professional, Rule::AssignedDossier, Basis::TeamTask),
        Action::Read if coordinator => when(tie.reads(), Rule::CoordinatorReadsAlong, Basis::Oversight),
        Action::Read => when(tie.reads(), Rule::AssignedDossier, Basis::Assignment),
        Action::Edit => when(tie.writes(), Rule::AssignedDossier, Basis::Assignment),
        Action::Annotate => NOT_FOR_ROLE,
        Action::Command(kind) => match kind {
            CommandKind::Assign if coordinator => when(tie.reads(), Rule::CoordinatorAssigns, Basis::Oversight),
            CommandKind::EndAccess => when(coordinator && tie.reads(), Rule::CoordinatorAssigns, Basis::Oversight),
            CommandKind::Assign
            | CommandKind::PlanVisit
            | CommandKind::MoveVisit
            | CommandKind::CancelVisit
            | CommandKind::OpenDossier
            | CommandKind::EndExploration => when(tie.writes(), Rule::AssignedDossier, Basis::Assignment),
            CommandKind::GiveBack => when(professional && tie.writes(), Rule::AssignedDossier, Basis::Assignment),
            CommandKind::TakeUp
            | CommandKind::Link
            | CommandKind::Unlink
            | CommandKind::Finalise
            | CommandKind::Close
            | CommandKind::Withdraw
            | CommandKind::Forward
            | CommandKind::OutOfScope
            | CommandKind::Reopen
            | CommandKind::Restrict => NOT_FOR_ROLE,
        },
    }
}

const fn note(role: Role, action: Action, tie: Relation) -> Decision {
    match role {
        Role::Professional => match action {
            Action::Read => when(tie.reads(), Rule::AssignedNote, Basis::Assignment),
            Action::Create | Action::Edit | Action::Annotate => {
                when(tie.writes(), Rule::AssignedNote, Basis::Assignment)
            }
            Action::Command(kind) => {
                the_one(kind, NOT_FOR_ROLE, when(tie.writes(), Rule::AssignedNote, Basis::Assignment))
            }
        },
        Role::Coordinator => {
            let own = when(tie.is_own() && tie.writes(), Rule::CoordinatorReadsAlong, Basis::OwnWords);
            match action {
                Action::Read | Action::Annotate => when(tie.reads(), Rule::CoordinatorReadsAlong, Basis::Oversight),
                Action::Create => when(tie.writes(), Rule::AssignedNote, Basis::Assignment),
                Action::Edit => own,
                Action::Command(kind) => the_one(kind, NOT_FOR_ROLE, own),
            }
        }
        Role::Volunteer
        | Role::Adviser
        | Role::ProcessManager
        | Role::PolicyMaker
        | Role::PrivacyOfficer
        | Role::Administrator => NOT_FOR_ROLE,
    }
}

/// The commands of documents that have one at most: a signal is withdrawn, a note finished, and what the server writes alone
/// has none.
const fn the_one(kind: CommandKind, withdrawn: Decision, finished: Decision) -> Decision {
    match kind {
        CommandKind::Withdraw => withdrawn,
        CommandKind::Finalise => finished,
        CommandKind::TakeUp
        | CommandKind::Assign
        | CommandKind::Link
        | CommandKind::Unlink
        | CommandKind::Close
        | CommandKind::PlanVisit
        | CommandKind::MoveVisit
        | CommandKind::CancelVisit
        | CommandKind::GiveBack
        | CommandKind::Forward
        | CommandKind::OutOfScope
        | CommandKind::Reopen
        | CommandKind::Restrict
        | CommandKind::OpenDossier
        | CommandKind::EndExploration
        | CommandKind::EndAccess => NOT_FOR_ROLE,
    }
}

const fn reports(role: Role) -> bool {
    match role {
        Role::Volunteer | Role::Professional | Role::Coordinator => true,
        Role::Adviser | Role::ProcessManager | Role::PolicyMaker | Role::PrivacyOfficer | Role::Administrator => false,
    }
}

const fn is_coordinator(role: Role) -> bool {
    match role {
        Role::Coordinator => true,
        Role::Volunteer
        | Role::Professional
        | Role::Adviser
        | Role::ProcessManager
        | Role::PolicyMaker
        | Role::PrivacyOfficer
        | Role::Administrator => false,
    }
}

const fn has_directory(role: Role) -> bool {
    match role {
        Role::Volunteer | Role::Professional | Role::Coordinator | Role::Adviser | Role::ProcessManager => true,
        Role::PolicyMaker | Role::PrivacyOfficer | Role::Administrator => false,
    }
}
