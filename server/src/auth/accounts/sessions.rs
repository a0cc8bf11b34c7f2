//! Sessions: somebody who logged in. Only a hash of the cookie's token is kept.

use buurtboek_shared::{
    ids::{DeviceId, Hash256, Id128, MemberId},
    time::{Millis, Timestamp},
};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{AccountError, Accounts, Member, Subject, members};
use crate::store::sqlite::{Col, optional, value};

/// A session that was used again within this is not written down anew: a write per request would be one fsync each.
const SEEN_EVERY: Millis = Millis::seconds(60);

/// Names a session where it is listed or revoked; not the token, and worth nothing to whoever sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SessionRecordId(pub Id128);

/// SHA-256 of a token. Tokens are 256 random bits, so a plain hash is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TokenHash(pub Hash256);

impl TokenHash {
    /// The hash of a token.
    #[must_use]
    pub fn of(token: &[u8]) -> Self {
        Self(Hash256::of(token))
    }
}

/// A session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its name.
    pub id: SessionRecordId,
    /// Whose it is.
    pub member: MemberId,
    /// The device that it is used on; none until that device spoke.
    pub device: Option<DeviceId>,
    /// When it began, server time.
    pub created: Timestamp,
    /// When it ends by itself, server time.
    pub expires: Timestamp,
    /// When it was last used, server time, to the minute.
    pub last_seen: Timestamp,
}

/// A session to be begun.
#[derive(Clone, Copy, Debug)]
pub struct NewSession {
    /// Random.
    pub id: SessionRecordId,
    /// Hash of the random token in the cookie.
    pub token: TokenHash,
    /// Whose.
    pub member: MemberId,
    /// Now, server time.
    pub created: Timestamp,
    /// When it ends by itself, server time.
    pub expires: Timestamp,
}

/// A session that is valid now, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The session.
    pub session: Session,
    /// Its member.
    pub member: Member,
}

impl Accounts {
    /// Begins a session.
    ///
    /// # Errors
    /// [`AccountError::Absent`] when there is no such active member.
    pub async fn create_session(&self, new: NewSession) -> Result<Session, AccountError> {
        self.store
            .transact(move |connection| {
                let active = connection
                    .prepare_cached("SELECT 1 FROM members WHERE id = ?1 AND state = 'active'")?
                    .exists([Col(new.member)])?;
                if !active {
                    return Err(AccountError::Absent(Subject::Member));
                }
                connection.execute(
                    "INSERT INTO sessions (id, token, member, created, expires, last_seen) VALUES (?1, ?2, ?3, ?4, ?5, ?4)",
                    (Col(new.id.0), Col(new.token.0), Col(new.member), Col(new.created), Col(new.expires)),
                )?;
                Ok(Session {
                    id: new.id,
                    member: new.member,
                    device: None,
                    created: new.created,
                    expires: new.expires,
                    last_seen: new.created,
                })
            })
            .await
    }

    /// The session with this token, when it is valid now: neither expired nor revoked, of an active member.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn login(&self, token: TokenHash, now: Timestamp) -> Result<Option<Login>, AccountError> {
        let login = self.reader.read(|connection| {
            let session = connection
                .prepare_cached(&format!(
                    "SELECT {COLUMNS} FROM sessions WHERE token = ?1 AND revoked IS NULL AND expires > ?2"
                ))?
                .query_row((Col(token.0), Col(now)), read_session)
                .optional()?;
            let Some(session) = session else { return Ok(None) };
            let member = members::find(connection, session.member)?;
            Ok(member
                .filter(|member| member.state == super::MemberState::Active)
                .map(|member| Login { session, member }))
        })?;
        Ok(login)
    }

    /// The sessions of a member that are valid now, the last used first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn sessions_of(&self, member: MemberId, now: Timestamp) -> Result<Vec<Session>, AccountError> {
        let sessions = self.reader.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM sessions WHERE member = ?1 AND revoked IS NULL AND expires > ?2
                 ORDER BY last_seen DESC, id"
            ))?;
            Ok(statement.query_map((Col(member), Col(now)), read_session)?.collect::<Result<_, _>>()?)
        })?;
        Ok(sessions)
    }

    /// Notes that a session is in use. Within a minute of the last time nothing is written.
    ///
    /// # Errors
    /// When the store cannot write; the session is good all the same.
    pub async fn note_session_seen(&self, session: &Session, now: Timestamp) -> Result<(), AccountError> {
        if now < session.last_seen + SEEN_EVERY {
            return Ok(());
        }
        let id = session.id;
        self.store
            .transact(move |connection| {
                connection.execute(
                    "UPDATE sessions SET last_seen = max(last_seen, ?2) WHERE id = ?1",
                    (Col(id.0), Col(now)),
                )?;
                Ok(())
            })
            .await
    }

    /// How often access ended in this database, by whichever process.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn endings(&self) -> Result<i64, AccountError> {
        Ok(self.reader.read(|connection| {
            Ok(connection.prepare_cached("SELECT number FROM endings")?.query_row([], |row| row.get(0))?)
        })?)
    }

    /// Ends a session; answers it when it was valid until now.
    ///
    /// # Errors
    /// When the store cannot write.
    pub async fn revoke_session(
        &self,
        session: SessionRecordId,
        now: Timestamp,
    ) -> Result<Option<Session>, AccountError> {
        self.store.transact(move |connection| Ok(revoke(connection, "id = ?2", &Col(session.0), now)?.pop())).await
    }

    /// Ends all sessions of a member; answers those that were valid until now.
    ///
    /// # Errors
    /// When the store cannot write.
    pub async fn revoke_sessions_of(&self, member: MemberId, now: Timestamp) -> Result<Vec<Session>, AccountError> {
        self.store.transact(move |connection| Ok(revoke_of_member(connection, member, now)?)).await
    }
}

pub(super) fn revoke_of_member(
    connection: &Connection,
    member: MemberId,
    now: Timestamp,
) -> rusqlite::Result<Vec<Session>> {
    revoke(connection, "member = ?2", &Col(member), now)
}

pub(super) fn revoke_of_device(
    connection: &Connection,
    device: DeviceId,
    now: Timestamp,
) -> rusqlite::Result<Vec<Session>> {
    revoke(connection, "device = ?2", &Col(device), now)
}

fn revoke(
    connection: &Connection,
    which: &'static str,
    whose: &dyn rusqlite::ToSql,
    now: Timestamp,
) -> rusqlite::Result<Vec<Session>> {
    connection
        .prepare_cached(&format!(
            "UPDATE sessions SET revoked = ?1 WHERE {which} AND revoked IS NULL AND expires > ?1 RETURNING {COLUMNS}"
        ))?
        .query_map(rusqlite::params![Col(now), whose], read_session)?
        .collect()
}

/// The columns of [`read_session`], in its order.
const COLUMNS: &str = "id, member, device, created, expires, last_seen";

fn read_session(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        id: SessionRecordId(value(row, 0)?),
        member: value(row, 1)?,
        device: optional(row, 2)?,
        created: value(row, 3)?,
        expires: value(row, 4)?,
        last_seen: value(row, 5)?,
    })
}
