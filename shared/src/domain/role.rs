//! Who somebody is in the team.

use serde::{Deserialize, Serialize};

use crate::ids::{MemberId, TeamId};

/// The part a member plays. One member has one role in one team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reports concerns; reads only what is their own.
    Volunteer,
    /// Visits people and writes notes.
    Professional,
    /// Sees what comes in, assigns it, reads along.
    Coordinator,
    /// Second-line specialist, asked for advice on one case.
    Adviser,
    /// Looks after the process; counts only.
    ProcessManager,
    /// Aggregates only.
    PolicyMaker,
    /// Reads the audit trail.
    PrivacyOfficer,
    /// Manages users and devices; never reads content.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 8] = [
        Self::Volunteer,
        Self::Professional,
        Self::Coordinator,
        Self::Adviser,
        Self::ProcessManager,
        Self::PolicyMaker,
        Self::PrivacyOfficer,
        Self::Administrator,
    ];

    /// The word in settings, commands and the API.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Volunteer => "volunteer",
            Self::Professional => "professional",
            Self::Coordinator => "coordinator",
            Self::Adviser => "adviser",
            Self::ProcessManager => "process_manager",
            Self::PolicyMaker => "policy_maker",
            Self::PrivacyOfficer => "privacy_officer",
            Self::Administrator => "administrator",
        }
    }

    /// Does somebody with this role work with the team's signals?
    #[must_use]
    pub const fn works_with_signals(self) -> bool {
        match self {
            Self::Professional | Self::Coordinator => true,
            Self::Volunteer
            | Self::Adviser
            | Self::ProcessManager
            | Self::PolicyMaker
            | Self::PrivacyOfficer
            | Self::Administrator => false,
        }
    }

    /// The role with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// The one who acts: an authenticated member in their team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// Who.
    pub member: MemberId,
    /// Of which team.
    pub team: TeamId,
    /// As what.
    pub role: Role,
    /// Whether they also stand in for somebody.
    pub standing: Standing,
}

impl Principal {
    /// Somebody with what their role alone gives.
    #[must_use]
    pub const fn new(member: MemberId, team: TeamId, role: Role) -> Self {
        Self { member, team, role, standing: Standing::Own }
    }

    /// Does this member do with the team's signals what a coordinator does?
    #[must_use]
    pub const fn coordinates_signals(&self) -> bool {
        match (self.role, self.standing) {
            (Role::Coordinator, Standing::Own | Standing::Deputy) | (Role::Professional, Standing::Deputy) => true,
            (Role::Professional, Standing::Own)
            | (
                Role::Volunteer
                | Role::Adviser
                | Role::ProcessManager
                | Role::PolicyMaker
                | Role::PrivacyOfficer
                | Role::Administrator,
                Standing::Own | Standing::Deputy,
            ) => false,
        }
    }
}

/// What somebody has besides their own role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing.
    Own,
    /// Stands in for the team's coordinators now, with its signals only.
    Deputy,
}

impl Standing {
    /// Every standing there can be.
    pub const ALL: [Self; 2] = [Self::Own, Self::Deputy];
}
