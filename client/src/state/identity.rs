//! Who uses the app.

use buurtboek_shared::{
    domain::role::Role,
    ids::{DeviceId, MemberId, TeamId},
};
use serde::{Deserialize, Serialize};

/// The member who is logged in on this device, as the server told at the last log in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// Who.
    pub member: MemberId,
    /// Full name.
    pub name: String,
    /// As what.
    pub role: Role,
    /// Of which team.
    pub team: TeamId,
    /// The team's name.
    pub team_name: String,
    /// The team's telephone number, as to be dialled; empty when it has none.
    pub team_phone: String,
    /// This installation of the app for this member.
    pub device: DeviceId,
}
