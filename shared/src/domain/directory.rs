//! Who and what there is in a team: written whole by the server, two versions: staff read everything, volunteers read
//! the streets and the team's number only.

use serde::{Deserialize, Serialize};

use super::role::Role;
use crate::ids::{MemberId, OrganisationId, TeamId};

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// What it is to the team.
    pub tie: OrganisationTie,
}

/// What an organisation is to the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationTie {
    /// Its people are members of the team.
    Member,
    /// It works with the team.
    Partner,
}

/// A colleague.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Their id.
    pub id: MemberId,
    /// Full name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// "sociaal werker", "schuldhulp"; may be empty.
    pub discipline: String,
    /// Their organisation.
    pub organisation: Option<OrganisationId>,
}

/// A neighbourhood and its streets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbourhood {
    /// CBS code: BU and 8 digits.
    pub code: String,
    /// Year of the code.
    pub year: u16,
    /// Its name.
    pub name: String,
    /// The names of its streets, sorted.
    pub streets: Vec<String>,
}

/// What everybody in the team may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicDirectory {
    /// The team.
    pub team: TeamId,
    /// The team's name.
    pub team_name: String,
    /// The team's telephone number, as to be dialled; empty when it has none.
    pub phone: String,
    /// The neighbourhoods it works in.
    pub neighbourhoods: Vec<Neighbourhood>,
}

/// What staff may know besides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffDirectory {
    /// Organisations.
    pub organisations: Vec<Organisation>,
    /// Everybody in the team, volunteers too, so that a name can be shown.
    pub colleagues: Vec<Colleague>,
}

/// The value of the document `directory:<team>` for one reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// For everybody.
    pub public: PublicDirectory,
    /// For staff; absent for volunteers.
    pub staff: Option<StaffDirectory>,
}
