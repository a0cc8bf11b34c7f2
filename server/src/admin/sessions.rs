//! Sessions and devices of a member.

use buurtboek_shared::ids::DeviceId;
use clap::Subcommand;

use super::{AdminError, Desk, members::member_named};
use crate::{auth::accounts::SessionRecordId, moments::moment};

/// What is done with sessions.
#[derive(Debug, Subcommand)]
pub enum SessionCommand {
    /// Show those of a member: id, device, since, last used, until.
    List {
        /// What they log in with.
        username: String,
    },
    /// End one; its sockets close within a second.
    Revoke {
        /// Its id.
        id: String,
    },
}

impl SessionCommand {
    pub(super) async fn perform(self, desk: &mut Desk<'_>) -> Result<(), AdminError> {
        match self {
            Self::List { username } => {
                let member = member_named(desk, &username)?;
                for session in desk.accounts.sessions_of(member.id, desk.clock.now())? {
                    let device = session.device.map_or_else(|| "-".to_owned(), |device| device.to_string());
                    let [since, used, until] = [session.created, session.last_seen, session.expires].map(moment);
                    desk.tell(&[&session.id.0, &device, &since, &used, &until])?;
                }
                Ok(())
            }
            Self::Revoke { id } => {
                let session = id.parse().map(SessionRecordId);
                let session =
                    session.map_err(|_| AdminError::Form { given: id.clone(), wanted: "the id of a session" })?;
                let ended = desk.accounts.revoke_session(session, desk.clock.now()).await?;
                ended.ok_or_else(|| AdminError::Unknown { what: "session", name: id.clone() })?;
                desk.tell(&[&id, &"ended"])
            }
        }
    }
}

/// What is done with devices.
#[derive(Debug, Subcommand)]
pub enum DeviceCommand {
    /// Show those of a member: id, first seen, last seen, revoked.
    List {
        /// What they log in with.
        username: String,
    },
    /// Revoke one for good: its sessions end, and it never connects again.
    Revoke {
        /// Its id.
        id: String,
    },
}

impl DeviceCommand {
    pub(super) async fn perform(self, desk: &mut Desk<'_>) -> Result<(), AdminError> {
        match self {
            Self::List { username } => {
                let member = member_named(desk, &username)?;
                for device in desk.accounts.devices_of(member.id)? {
                    let revoked = device.revoked.map_or_else(|| "-".to_owned(), moment);
                    desk.tell(&[&device.id, &moment(device.first_seen), &moment(device.last_seen), &revoked])?;
                }
                Ok(())
            }
            Self::Revoke { id } => {
                let device = id.parse::<DeviceId>();
                let device = device.map_err(|_| AdminError::Form { given: id, wanted: "the id of a device" })?;
                let ended = desk.accounts.revoke_device(device, desk.clock.now()).await?;
                desk.tell(&[&device, &format!("{} sessions ended", ended.len())])
            }
        }
    }
}
