//! Organisations: those that members work for, and partners.

use buurtboek_shared::{domain::directory::Organisation, ids::OrganisationId};
use rusqlite::{Connection, Row};

use super::{AccountError, Accounts, Subject};
use crate::store::{
    ReadError,
    sqlite::{Col, value},
};

impl Accounts {
    /// Makes an organisation.
    ///
    /// # Errors
    /// [`AccountError::Taken`] when its id or name exists.
    pub async fn create_organisation(&self, organisation: Organisation) -> Result<(), AccountError> {
        self.store
            .transact(move |connection| {
                let taken = connection
                    .prepare_cached("SELECT 1 FROM organisations WHERE id = ?1 OR name = ?2")?
                    .exists((Col(organisation.id), &organisation.name))?;
                if taken {
                    return Err(AccountError::Taken(Subject::Organisation));
                }
                connection.execute(
                    "INSERT INTO organisations (id, name, tie) VALUES (?1, ?2, ?3)",
                    (Col(organisation.id), &organisation.name, Col(organisation.tie)),
                )?;
                Ok(())
            })
            .await
    }

    /// All organisations, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn organisations(&self) -> Result<Vec<Organisation>, AccountError> {
        Ok(self.reader.read(all)?)
    }
}

pub(super) fn all(connection: &Connection) -> Result<Vec<Organisation>, ReadError> {
    let mut statement = connection.prepare_cached("SELECT id, name, tie FROM organisations ORDER BY name")?;
    let organisations = statement.query_map([], organisation)?;
    Ok(organisations.collect::<Result<_, _>>()?)
}

fn organisation(row: &Row<'_>) -> rusqlite::Result<Organisation> {
    Ok(Organisation { id: value(row, 0)?, name: row.get(1)?, tie: value(row, 2)? })
}

pub(super) fn exists(connection: &Connection, id: OrganisationId) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM organisations WHERE id = ?1")?.exists([Col(id)])
}
