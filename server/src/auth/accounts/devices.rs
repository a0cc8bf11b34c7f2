//! Devices: one installation of the app for one member, for good. A device counts its own batches, so a number must
//! never come from two people.

use buurtboek_shared::{
    domain::role::Role,
    ids::{DeviceId, MemberId, TeamId},
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{AccountError, Accounts, Session, SessionRecordId, Subject, sessions};
use crate::store::sqlite::{Col, optional, value};

/// A device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its id, drawn by the app.
    pub id: DeviceId,
    /// Whose it is.
    pub member: MemberId,
    /// When it first connected, server time.
    pub first_seen: Timestamp,
    /// When it last connected, server time.
    pub last_seen: Timestamp,
    /// When it was revoked.
    pub revoked: Option<Timestamp>,
}

impl Accounts {
    /// Notes that a session is used on this device: at each connection. The first to use a device keeps it.
    ///
    /// # Errors
    /// [`AccountError::DeviceOfAnother`], [`AccountError::DeviceRevoked`], [`AccountError::SessionOfAnotherDevice`];
    /// [`AccountError::Absent`] when the session is not valid.
    pub async fn use_device(
        &self,
        session: SessionRecordId,
        device: DeviceId,
        now: Timestamp,
    ) -> Result<(), AccountError> {
        self.store.transact(move |connection| note_use(connection, session, device, now)).await
    }

    /// The devices of a member, the last used first, revoked ones too.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn devices_of(&self, member: MemberId) -> Result<Vec<Device>, AccountError> {
        let devices = self.reader.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM devices WHERE member = ?1 ORDER BY last_seen DESC, id"
            ))?;
            Ok(statement.query_map([Col(member)], read_device)?.collect::<Result<_, _>>()?)
        })?;
        Ok(devices)
    }

    /// Notes that a device was connected at this moment and had been told everything. What was noted later stays.
    ///
    /// # Errors
    /// When the store cannot write.
    pub async fn note_synced(&self, device: DeviceId, at: Timestamp) -> Result<(), AccountError> {
        self.store
            .transact(move |connection| {
                connection.execute(
                    "UPDATE devices SET last_synced = max(coalesce(last_synced, ?2), ?2) WHERE id = ?1",
                    (Col(device), Col(at)),
                )?;
                Ok(())
            })
            .await
    }

    /// When a device of each colleague was last connected and told everything, by member: of the professionals and
    /// coordinators of a team. A revoked device counts for nothing: what is on it is nobody's any more.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last_synced(&self, team: TeamId) -> Result<Vec<(MemberId, Option<Timestamp>)>, AccountError> {
        let members: Vec<(MemberId, Role, Option<Timestamp>)> = self.reader.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT members.id, members.role, max(devices.last_synced) FROM members
                 LEFT JOIN devices ON devices.member = members.id AND devices.revoked IS NULL
                 WHERE members.team = ?1 AND members.state = 'active' GROUP BY members.id ORDER BY members.id",
            )?;
            let members =
                statement.query_map([Col(team)], |row| Ok((value(row, 0)?, value(row, 1)?, optional(row, 2)?)))?;
            Ok(members.collect::<Result<_, _>>()?)
        })?;
        let staff = members.into_iter().filter(|(_, role, _)| role.works_with_signals());
        Ok(staff.map(|(member, _, last)| (member, last)).collect())
    }

    /// One device; none when it never connected.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn device(&self, device: DeviceId) -> Result<Option<Device>, AccountError> {
        Ok(self.reader.read(|connection| Ok(find(connection, device)?))?)
    }

    /// Revokes a device: it never connects again, and its sessions end. Answers those, for their sockets to be closed.
    ///
    /// # Errors
    /// [`AccountError::Absent`] when it never connected.
    pub async fn revoke_device(&self, device: DeviceId, now: Timestamp) -> Result<Vec<Session>, AccountError> {
        self.store
            .transact(move |connection| {
                let changed = connection.execute(
                    "UPDATE devices SET revoked = coalesce(revoked, ?2) WHERE id = ?1",
                    (Col(device), Col(now)),
                )?;
                if changed == 0 {
                    return Err(AccountError::Absent(Subject::Device));
                }
                Ok(sessions::revoke_of_device(connection, device, now)?)
            })
            .await
    }
}

fn note_use(
    connection: &Connection,
    session: SessionRecordId,
    device: DeviceId,
    now: Timestamp,
) -> Result<(), AccountError> {
    let (member, used_on): (MemberId, Option<DeviceId>) = connection
        .prepare_cached("SELECT member, device FROM sessions WHERE id = ?1 AND revoked IS NULL AND expires > ?2")?
        .query_row((Col(session.0), Col(now)), |row| Ok((value(row, 0)?, optional(row, 1)?)))
        .optional()?
        .ok_or(AccountError::Absent(Subject::Session))?;
    if used_on.is_some_and(|earlier| earlier != device) {
        return Err(AccountError::SessionOfAnotherDevice);
    }
    match find(connection, device)? {
        Some(Device { member: owner, .. }) if owner != member => return Err(AccountError::DeviceOfAnother),
        Some(Device { revoked: Some(_), .. }) => return Err(AccountError::DeviceRevoked),
        Some(_) => {
            connection.execute("UPDATE devices SET last_seen = ?2 WHERE id = ?1", (Col(device), Col(now)))?;
        }
        None => {
            connection.execute(
                "INSERT INTO devices (id, member, first_seen, last_seen) VALUES (?1, ?2, ?3, ?3)",
                (Col(device), Col(member), Col(now)),
            )?;
        }
    }
    connection.execute(
        "UPDATE sessions SET device = ?2, last_seen = max(last_seen, ?3) WHERE id = ?1",
        (Col(session.0), Col(device), Col(now)),
    )?;
    Ok(())
}

const COLUMNS: &str = "id, member, first_seen, last_seen, revoked";

fn read_device(row: &Row<'_>) -> rusqlite::Result<Device> {
    Ok(Device {
        id: value(row, 0)?,
        member: value(row, 1)?,
        first_seen: value(row, 2)?,
        last_seen: value(row, 3)?,
        revoked: optional(row, 4)?,
    })
}

fn find(connection: &Connection, device: DeviceId) -> rusqlite::Result<Option<Device>> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM devices WHERE id = ?1"))?
        .query_row([Col(device)], read_device)
        .optional()
}
