//! Teams, the neighbourhoods they work in, and what a team's directory says.

use buurtboek_shared::{
    domain::directory::{Colleague, Directory, Neighbourhood, PublicDirectory, StaffDirectory},
    ids::{Chain, DocId, MemberId, Seq, TeamId},
    protocol::limits::SCHEMA,
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{AccountError, Accounts, Subject, members, organisations};
use crate::store::{
    Header, ReadError, Reader as _,
    sqlite::{Col, insert_document, value},
};

/// A neighbourhood team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// Its telephone number, as to be dialled; empty when it has none.
    pub phone: String,
}

impl Accounts {
    /// Makes a team, and the empty document of its directory. Whoever changes what [`Accounts::directory`] says commits
    /// it to that document afterwards.
    ///
    /// # Errors
    /// [`AccountError::Taken`] when its id or name exists.
    pub async fn create_team(&self, team: Team, now: Timestamp) -> Result<(), AccountError> {
        self.store
            .transact(move |connection| {
                let taken = connection
                    .prepare_cached("SELECT 1 FROM teams WHERE id = ?1 OR name = ?2")?
                    .exists((Col(team.id), &team.name))?;
                if taken {
                    return Err(AccountError::Taken(Subject::Team));
                }
                connection.execute(
                    "INSERT INTO teams (id, name, phone) VALUES (?1, ?2, ?3)",
                    (Col(team.id), &team.name, &team.phone),
                )?;
                let directory = empty_projection(DocId::directory(team.id), team.id, MemberId::default(), now);
                insert_document(connection, &directory)?;
                Ok(())
            })
            .await
    }

    /// All teams, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn teams(&self) -> Result<Vec<Team>, AccountError> {
        let teams = self.reader.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT id, name, phone FROM teams ORDER BY name")?;
            Ok(statement.query_map([], read_team)?.collect::<Result<_, _>>()?)
        })?;
        Ok(teams)
    }

    /// One team; none when it does not exist.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn team(&self, id: TeamId) -> Result<Option<Team>, AccountError> {
        Ok(self.reader.read(|connection| find(connection, id))?)
    }

    /// Gives a team a neighbourhood with its streets. A code means another area in another year.
    ///
    /// # Errors
    /// [`AccountError::Taken`] when the code exists for that year; [`AccountError::Absent`] without such a team.
    pub async fn create_neighbourhood(&self, team: TeamId, area: Neighbourhood) -> Result<(), AccountError> {
        self.store
            .transact(move |connection| {
                if find(connection, team)?.is_none() {
                    return Err(AccountError::Absent(Subject::Team));
                }
                let taken = connection
                    .prepare_cached("SELECT 1 FROM neighbourhoods WHERE code = ?1 AND year = ?2")?
                    .exists((&area.code, area.year))?;
                if taken {
                    return Err(AccountError::Taken(Subject::Neighbourhood));
                }
                connection.execute(
                    "INSERT INTO neighbourhoods (code, year, name, team) VALUES (?1, ?2, ?3, ?4)",
                    (&area.code, area.year, &area.name, Col(team)),
                )?;
                let mut insert = connection.prepare_cached(
                    "INSERT INTO streets (code, year, name) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                )?;
                for street in &area.streets {
                    insert.execute((&area.code, area.year, street))?;
                }
                Ok(())
            })
            .await
    }

    /// The neighbourhoods of a team, by year and code, with their streets by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn neighbourhoods(&self, team: TeamId) -> Result<Vec<Neighbourhood>, AccountError> {
        Ok(self.reader.read(|connection| neighbourhoods(connection, team))?)
    }

    /// What the directory of a team says at this moment, for staff; none when there is no such team. For volunteers only its
    /// [`Directory::public`] may leave the server.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn directory(&self, team: TeamId, now: Timestamp) -> Result<Option<Directory>, AccountError> {
        let deputy = self.reader.deputy(team, now)?;
        let directory = self.reader.read(|connection| {
            let Some(Team { id, name, phone }) = find(connection, team)? else { return Ok(None) };
            let colleagues = members::of_team(connection, team)?.into_iter().map(|member| Colleague {
                id: member.id,
                name: member.name,
                role: member.role,
                discipline: member.discipline,
                organisation: member.organisation,
            });
            Ok(Some(Directory {
                public: PublicDirectory {
                    team: id,
                    team_name: name,
                    phone,
                    neighbourhoods: neighbourhoods(connection, team)?,
                },
                staff: Some(StaffDirectory {
                    organisations: organisations::all(connection)?,
                    colleagues: colleagues.collect(),
                    deputy,
                }),
            }))
        })?;
        Ok(directory)
    }
}

/// The header of a projection that nobody has written to.
pub(super) fn empty_projection(doc: DocId, team: TeamId, created_by: MemberId, created_at: Timestamp) -> Header {
    Header { doc, team, parent: None, schema: SCHEMA, created_by, created_at, head: Seq(0), chain: Chain::default() }
}

pub(super) fn find(connection: &Connection, id: TeamId) -> Result<Option<Team>, ReadError> {
    let team = connection
        .prepare_cached("SELECT id, name, phone FROM teams WHERE id = ?1")?
        .query_row([Col(id)], read_team)
        .optional()?;
    Ok(team)
}

fn read_team(row: &Row<'_>) -> rusqlite::Result<Team> {
    Ok(Team { id: value(row, 0)?, name: row.get(1)?, phone: row.get(2)? })
}

fn neighbourhoods(connection: &Connection, team: TeamId) -> Result<Vec<Neighbourhood>, ReadError> {
    let mut statement =
        connection.prepare_cached("SELECT code, year, name FROM neighbourhoods WHERE team = ?1 ORDER BY year, code")?;
    let mut areas = statement
        .query_map([Col(team)], |row| {
            Ok(Neighbourhood { code: row.get(0)?, year: row.get(1)?, name: row.get(2)?, streets: Vec::new() })
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let mut streets =
        connection.prepare_cached("SELECT name FROM streets WHERE code = ?1 AND year = ?2 ORDER BY name")?;
    for area in &mut areas {
        area.streets = streets.query_map((&area.code, area.year), |row| row.get(0))?.collect::<Result<_, _>>()?;
    }
    Ok(areas)
}
