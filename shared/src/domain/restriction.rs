//! Who of the team may open a signal.

use serde::{Deserialize, Serialize};

use crate::ids::MemberId;

/// Most colleagues whom a restriction names.
pub const MAX_NAMED: usize = 64;

/// Who of the team may open a signal, besides its coordinators: they always may.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restriction {
    /// The whole team, but for who stepped back.
    #[default]
    Team,
    /// "Alleen ik mag dit zien": the coordinators.
    CoordinatorOnly,
    /// The coordinators and these colleagues; at most [`MAX_NAMED`].
    Named(Vec<MemberId>),
}

impl Restriction {
    /// May a professional of the team, who did not step back, open it?
    #[must_use]
    pub fn admits(&self, member: MemberId) -> bool {
        match self {
            Self::Team => true,
            Self::CoordinatorOnly => false,
            Self::Named(named) => named.contains(&member),
        }
    }

    /// The same, and this colleague besides: who is given the work may open it.
    #[must_use]
    pub fn and(&self, member: MemberId) -> Self {
        match self {
            Self::Team => Self::Team,
            Self::CoordinatorOnly => Self::Named(vec![member]),
            Self::Named(named) if named.contains(&member) => self.clone(),
            Self::Named(named) => Self::Named(named.iter().copied().chain([member]).collect()),
        }
    }
}
