//! Members: one person, one role, one team.

use std::{fmt, str::FromStr};

use buurtboek_shared::{
    domain::role::{Principal, Role},
    ids::{DocId, DocKind, MemberId, OrganisationId, TeamId},
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension as _, Row};
use thiserror::Error;

use super::{
    AccountError, Accounts, Session, Subject, grants_of_newcomers::give_grants, organisations, sessions, teams,
};
use crate::store::{
    ReadError,
    sqlite::{ChangeLog, Col, optional, value},
};

/// Most characters of a user name.
const LONGEST_USERNAME: usize = 64;

/// The name somebody logs in with: as one writes it without capitals and without spaces around it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Username(String);

/// A text that is no user name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum UsernameError {
    /// Nothing is in it.
    #[error("a user name has at least one character")]
    Empty,
    /// Too long.
    #[error("a user name has at most {LONGEST_USERNAME} characters")]
    TooLong,
    /// A space or a control character is in it.
    #[error("a user name has no spaces or control characters")]
    Blank,
}

impl FromStr for Username {
    type Err = UsernameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.trim().to_lowercase();
        if name.is_empty() {
            return Err(UsernameError::Empty);
        }
        if name.chars().count() > LONGEST_USERNAME {
            return Err(UsernameError::TooLong);
        }
        if name.chars().any(|character| character.is_whitespace() || character.is_control()) {
            return Err(UsernameError::Blank);
        }
        Ok(Self(name))
    }
}

impl Username {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A password as it is stored: a PHC string, which says how it was hashed. Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// Can somebody log in?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberState {
    /// Yes.
    Active,
    /// No longer; what they wrote stays theirs.
    Deactivated,
}

/// Somebody with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Their id.
    pub id: MemberId,
    /// Their team.
    pub team: TeamId,
    /// Their role.
    pub role: Role,
    /// Full name.
    pub name: String,
    /// What they log in with.
    pub username: Username,
    /// Whom they work for.
    pub organisation: Option<OrganisationId>,
    /// "sociaal werker", "schuldhulp"; may be empty.
    pub discipline: String,
    /// Whether they can log in.
    pub state: MemberState,
    /// Since when they are a member, server time.
    pub created: Timestamp,
}

impl Member {
    /// The member as the one who acts.
    #[must_use]
    pub const fn principal(&self) -> Principal {
        Principal::new(self.id, self.team, self.role)
    }
}

/// Somebody to be made a member.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// Random.
    pub id: MemberId,
    /// Their team.
    pub team: TeamId,
    /// Their role.
    pub role: Role,
    /// Full name.
    pub name: String,
    /// What they log in with.
    pub username: Username,
    /// Whom they work for.
    pub organisation: Option<OrganisationId>,
    /// "sociaal werker", "schuldhulp"; may be empty.
    pub discipline: String,
    /// Where they may be called, as to be dialled; may be empty.
    pub phone: String,
    /// None for somebody who cannot log in with a password (yet).
    pub password: Option<PasswordHash>,
}

/// What ended with a membership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deactivated {
    /// Sessions whose sockets are to be closed.
    pub sessions: Vec<Session>,
    /// Documents that the member could open until now.
    pub ended: Vec<DocId>,
}

impl Accounts {
    /// Makes somebody a member, with the grants that come with the role: see [`super::grants_of_newcomers`].
    ///
    /// # Errors
    /// [`AccountError::Taken`] when the id or user name exists; [`AccountError::Absent`] without such a team or
    /// organisation.
    pub async fn create_member(&self, new: NewMember, now: Timestamp) -> Result<Member, AccountError> {
        self.store.transact(move |connection| create(connection, new, now)).await
    }

    /// One member; none when there is no such.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn member(&self, id: MemberId) -> Result<Option<Member>, AccountError> {
        Ok(self.reader.read(|connection| find(connection, id))?)
    }

    /// The member with this user name, deactivated ones too; none when there is no such.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn member_by_username(&self, username: &Username) -> Result<Option<Member>, AccountError> {
        let member = self.reader.read(|connection| {
            Ok(connection
                .prepare_cached(&format!("SELECT {COLUMNS} FROM members WHERE username = ?1"))?
                .query_row([username.as_str()], read_member)
                .optional()?)
        })?;
        Ok(member)
    }

    /// All members, by name, deactivated ones too.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn all_members(&self) -> Result<Vec<Member>, AccountError> {
        let members = self.reader.read(|connection| {
            let mut statement =
                connection.prepare_cached(&format!("SELECT {COLUMNS} FROM members ORDER BY name, id"))?;
            Ok(statement.query_map([], read_member)?.collect::<Result<_, _>>()?)
        })?;
        Ok(members)
    }

    /// How the password of a member is stored; none when there is no password or no such active member.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn password(&self, member: MemberId) -> Result<Option<PasswordHash>, AccountError> {
        let password = self.reader.read(|connection| {
            Ok(connection
                .prepare_cached("SELECT password FROM members WHERE id = ?1 AND state = 'active'")?
                .query_row([Col(member)], |row| row.get::<_, Option<String>>(0))
                .optional()?)
        })?;
        Ok(password.flatten().map(PasswordHash))
    }

    /// Where a member may be called; empty when nobody wrote that down.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn phone(&self, member: MemberId) -> Result<String, AccountError> {
        let phone = self.reader.read(|connection| {
            Ok(connection
                .prepare_cached("SELECT phone FROM members WHERE id = ?1")?
                .query_row([Col(member)], |row| row.get(0))
                .optional()?)
        })?;
        Ok(phone.unwrap_or_default())
    }

    /// Writes down where a member may be called; empty for nowhere.
    ///
    /// # Errors
    /// [`AccountError::Absent`] when there is no such member.
    pub async fn set_phone(&self, member: MemberId, phone: String) -> Result<(), AccountError> {
        self.store
            .transact(move |connection| {
                match connection.execute("UPDATE members SET phone = ?2 WHERE id = ?1", (Col(member), &phone))? {
                    0 => Err(AccountError::Absent(Subject::Member)),
                    _ => Ok(()),
                }
            })
            .await
    }

    /// Sets a password.
    ///
    /// # Errors
    /// [`AccountError::Absent`] when there is no such member.
    pub async fn set_password(&self, member: MemberId, password: PasswordHash) -> Result<(), AccountError> {
        self.store
            .transact(move |connection| {
                let changed =
                    connection.execute("UPDATE members SET password = ?2 WHERE id = ?1", (Col(member), &password.0))?;
                if changed == 0 { Err(AccountError::Absent(Subject::Member)) } else { Ok(()) }
            })
            .await
    }

    /// In how many dossiers a member writes.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn dossiers_worked_in(&self, member: MemberId) -> Result<usize, AccountError> {
        let documents = self.reader.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT doc FROM grants WHERE member = ?1 AND state = 'granted' AND access = 'write'",
            )?;
            Ok(statement.query_map([Col(member)], |row| value::<DocId>(row, 0))?.collect::<Result<Vec<_>, _>>()?)
        })?;
        Ok(documents.into_iter().filter(|doc| doc.kind == DocKind::Dossier).count())
    }

    /// Ends a membership: no login, no sessions, no grants, no telephone number. What the member wrote stays, under their
    /// name.
    ///
    /// # Errors
    /// [`AccountError::Absent`] when there is no such active member.
    pub async fn deactivate_member(&self, member: MemberId, now: Timestamp) -> Result<Deactivated, AccountError> {
        self.store
            .transact(move |connection| {
                let changed = connection.execute(
                    "UPDATE members SET state = 'deactivated', phone = '' WHERE id = ?1 AND state = 'active'",
                    [Col(member)],
                )?;
                if changed == 0 {
                    return Err(AccountError::Absent(Subject::Member));
                }
                let sessions = sessions::revoke_of_member(connection, member, now)?;
                let mut log = ChangeLog::new(connection)?;
                for doc in granted_documents(connection, member)? {
                    log.end_grant(doc, member)?;
                }
                let ended = log.finish()?.ended.into_iter().map(|(doc, _)| doc).collect();
                Ok(Deactivated { sessions, ended })
            })
            .await
    }
}

fn create(connection: &Connection, new: NewMember, now: Timestamp) -> Result<Member, AccountError> {
    if teams::find(connection, new.team)?.is_none() {
        return Err(AccountError::Absent(Subject::Team));
    }
    if let Some(organisation) = new.organisation
        && !organisations::exists(connection, organisation)?
    {
        return Err(AccountError::Absent(Subject::Organisation));
    }
    if find(connection, new.id)?.is_some() {
        return Err(AccountError::Taken(Subject::Member));
    }
    if connection.prepare_cached("SELECT 1 FROM members WHERE username = ?1")?.exists([new.username.as_str()])? {
        return Err(AccountError::Taken(Subject::Username));
    }
    connection.execute(
        "INSERT INTO members (id, team, role, name, username, organisation, discipline, phone, password, state, created)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'active', ?10)",
        (
            Col(new.id),
            Col(new.team),
            Col(new.role),
            &new.name,
            new.username.as_str(),
            new.organisation.map(Col),
            &new.discipline,
            &new.phone,
            new.password.map(|password| password.0),
            Col(now),
        ),
    )?;
    let member = Member {
        id: new.id,
        team: new.team,
        role: new.role,
        name: new.name,
        username: new.username,
        organisation: new.organisation,
        discipline: new.discipline,
        state: MemberState::Active,
        created: now,
    };
    give_grants(connection, &member, now)?;
    Ok(member)
}

/// The columns of [`read_member`], in its order.
pub(super) const COLUMNS: &str = "id, team, role, name, username, organisation, discipline, state, created";

pub(super) fn read_member(row: &Row<'_>) -> rusqlite::Result<Member> {
    let state = match row.get_ref(7)?.as_str()? {
        "active" => MemberState::Active,
        // Whatever else is written there does not let anybody in.
        _ => MemberState::Deactivated,
    };
    Ok(Member {
        id: value(row, 0)?,
        team: value(row, 1)?,
        role: value(row, 2)?,
        name: row.get(3)?,
        username: Username(row.get(4)?),
        organisation: optional(row, 5)?,
        discipline: row.get(6)?,
        state,
        created: value(row, 8)?,
    })
}

pub(super) fn find(connection: &Connection, id: MemberId) -> Result<Option<Member>, ReadError> {
    let member = connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM members WHERE id = ?1"))?
        .query_row([Col(id)], read_member)
        .optional()?;
    Ok(member)
}

/// The active members of a team, by name.
pub(super) fn of_team(connection: &Connection, team: TeamId) -> Result<Vec<Member>, ReadError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM members WHERE team = ?1 AND state = 'active' ORDER BY name, id"
    ))?;
    Ok(statement.query_map([Col(team)], read_member)?.collect::<Result<_, _>>()?)
}

fn granted_documents(connection: &Connection, member: MemberId) -> rusqlite::Result<Vec<DocId>> {
    let mut statement =
        connection.prepare_cached("SELECT doc FROM grants WHERE member = ?1 AND state = 'granted' ORDER BY doc")?;
    statement.query_map([Col(member)], |row| value(row, 0))?.collect()
}
