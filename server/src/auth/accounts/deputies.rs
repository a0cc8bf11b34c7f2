//! Who stands in for a team's coordinators: appointments, and the signals whose grants depend on them.

use buurtboek_shared::{
    domain::{access::Access, deputy::Deputy, restriction::Restriction, role::Role},
    ids::{DocId, DocKind, MemberId, TeamId},
    protocol::codec::decode_value,
    time::{Millis, Timestamp},
};
use rusqlite::Connection;

use super::{AccountError, Accounts, MemberState, Subject, members};
use crate::store::{
    REACH, ReadError, Reader as _, envelope,
    sqlite::{Col, optional, value},
};

/// What was under way when an appointment ended is committed by then.
const UNDER_WAY: Millis = Millis::seconds(60);

/// Somebody to stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// For whose coordinators.
    pub team: TeamId,
    /// Who, until when.
    pub deputy: Deputy,
    /// The coordinator who asks; none from the command line.
    pub by: Option<MemberId>,
}

/// An appointment that may still have to be seen to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenAppointment {
    /// Its number.
    pub number: i64,
    /// In which team.
    pub team: TeamId,
    /// Whose.
    pub member: MemberId,
    /// When it ends or ended, server time.
    pub over: Timestamp,
}

impl OpenAppointment {
    /// Is it so long over that nothing of it can be under way?
    #[must_use]
    pub fn is_done(&self, now: Timestamp) -> bool {
        self.over + UNDER_WAY <= now
    }
}

impl Accounts {
    /// Lets a professional stand in from now on, in the place of whoever did.
    ///
    /// # Errors
    /// [`AccountError::Absent`] when this is no active professional of the team.
    pub async fn appoint_deputy(&self, new: Appointment, now: Timestamp) -> Result<(), AccountError> {
        self.store
            .transact(move |connection| {
                let Appointment { team, deputy: Deputy { member, until }, by } = new;
                let found = members::find(connection, member)?.filter(|found| {
                    found.team == team && found.role == Role::Professional && found.state == MemberState::Active
                });
                if found.is_none() {
                    return Err(AccountError::Absent(Subject::Member));
                }
                end(connection, team, now)?;
                connection.execute(
                    "INSERT INTO deputies (team, member, appointed_by, since, until) VALUES (?1, ?2, ?3, ?4, ?5)",
                    (Col(team), Col(member), by.map(Col), Col(now), Col(until)),
                )?;
                Ok(())
            })
            .await
    }

    /// Lets nobody stand in from now on.
    ///
    /// # Errors
    /// When the store cannot write.
    pub async fn end_deputy(&self, team: TeamId, now: Timestamp) -> Result<(), AccountError> {
        self.store.transact(move |connection| Ok(end(connection, team, now)?)).await
    }

    /// Who stands in at this moment.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn deputy(&self, team: TeamId, now: Timestamp) -> Result<Option<Deputy>, AccountError> {
        Ok(self.reader.deputy(team, now)?)
    }

    /// Appointments that hold, or that ended and were not settled, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open_appointments(&self) -> Result<Vec<OpenAppointment>, AccountError> {
        let open = self.reader.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT number, team, member, min(until, coalesce(ended, until)) FROM deputies
                 WHERE settled IS NULL ORDER BY number",
            )?;
            let open = statement.query_map([], |row| {
                let (number, team, member, over) = (row.get(0)?, value(row, 1)?, value(row, 2)?, value(row, 3)?);
                Ok(OpenAppointment { number, team, member, over })
            })?;
            Ok(open.collect::<Result<_, _>>()?)
        })?;
        Ok(open)
    }

    /// Notes that nobody holds anything more because of this appointment.
    ///
    /// # Errors
    /// When the store cannot write.
    pub async fn settle_appointment(&self, number: i64, now: Timestamp) -> Result<(), AccountError> {
        self.store
            .transact(move |connection| {
                connection.execute("UPDATE deputies SET settled = ?2 WHERE number = ?1", (number, Col(now)))?;
                Ok(())
            })
            .await
    }

    /// The triages of the signals that are kept to the coordinators or to some by name, and what this member may do
    /// with each.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn kept_signals(&self, team: TeamId, member: MemberId) -> Result<Vec<(DocId, Option<Access>)>, AccountError> {
        let all: Vec<(DocId, Vec<u8>, Option<Access>)> = self.reader.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT parts.doc, parts.body, grants.access FROM parts
                 JOIN documents ON documents.doc = parts.doc
                 LEFT JOIN grants ON grants.doc = parts.doc AND grants.member = ?2 AND grants.state = 'granted'
                 WHERE documents.team = ?1 AND parts.key = ?3 ORDER BY parts.doc",
            )?;
            let all = statement.query_map((Col(team), Col(member), REACH), |row| {
                Ok((value(row, 0)?, row.get(1)?, optional(row, 2)?))
            })?;
            Ok(all.collect::<Result<_, _>>()?)
        })?;
        let kept = all.into_iter().filter(|(_, stored, _)| reach(stored.clone()) != Some(Restriction::Team));
        Ok(kept.map(|(intake, _, access)| (intake.sibling(DocKind::Triage), access)).collect())
    }
}

/// How far a signal reaches, as stored; none when it cannot be read.
pub(super) fn reach(stored: Vec<u8>) -> Option<Restriction> {
    let body = envelope::disclose(stored, "reach").ok()?;
    decode_value(&body).ok()
}

fn end(connection: &Connection, team: TeamId, now: Timestamp) -> Result<(), ReadError> {
    connection.execute(
        "UPDATE deputies SET ended = ?2 WHERE team = ?1 AND ended IS NULL AND until > ?2 AND settled IS NULL",
        (Col(team), Col(now)),
    )?;
    Ok(())
}
