//! The one connection that writes: groups of commits, one fsync each.

use rusqlite::{Connection, TransactionBehavior};

use super::{
    commit::{Stop, apply},
    open::{Settings, write_connection},
    quarantine,
};
use crate::store::{Commit, CommitError, Committed, Ending, Quarantined, RelationalWork, Writer};

/// What a probe writes, in bytes: some pages, so that a full disk is noticed.
const PROBE_BYTES: u32 = 32 * 1024;

/// Writes to one database.
#[derive(Debug)]
pub struct SqliteWriter {
    settings: Settings,
    /// None after a failure: what a failed fsync left in memory is not to be trusted, so the next write starts from
    /// what is on disk.
    connection: Option<Connection>,
}

impl SqliteWriter {
    pub(super) const fn new(settings: Settings, connection: Connection) -> Self {
        Self { settings, connection: Some(connection) }
    }

    /// Runs `work` in one transaction on a sound connection. Any error of the database closes the connection.
    fn in_transaction<T>(
        &mut self,
        work: impl FnOnce(&Settings, &mut rusqlite::Transaction<'_>) -> rusqlite::Result<(T, Ending)>,
    ) -> Result<T, CommitError> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => write_connection(&self.settings).map_err(|error| CommitError::Storage(error.to_string()))?,
        };
        let done = transact_on(&self.settings, &mut connection, work);
        match done {
            Ok(value) => {
                self.connection = Some(connection);
                Ok(value)
            }
            Err(error) => Err(CommitError::Storage(error.to_string())),
        }
    }
}

fn transact_on<T>(
    settings: &Settings,
    connection: &mut Connection,
    work: impl FnOnce(&Settings, &mut rusqlite::Transaction<'_>) -> rusqlite::Result<(T, Ending)>,
) -> rusqlite::Result<T> {
    settings.page_limit.apply(connection)?;
    let mut transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let (value, ending) = work(settings, &mut transaction)?;
    match ending {
        Ending::Keep => transaction.commit()?,
        Ending::Undo => transaction.rollback()?,
    }
    Ok(value)
}

impl Writer for SqliteWriter {
    fn commit(&mut self, group: Vec<Commit>) -> Vec<Result<Committed, CommitError>> {
        let size = group.len();
        let done = self.in_transaction(|settings, transaction| {
            let mut results = Vec::with_capacity(size);
            for commit in group {
                let savepoint = transaction.savepoint()?;
                match apply(&savepoint, &settings.key, commit) {
                    Ok(committed) => {
                        savepoint.commit()?;
                        results.push(Ok(committed));
                    }
                    // Dropping the savepoint takes back what this commit alone wrote.
                    Err(Stop::Refused(error)) => results.push(Err(error)),
                    Err(Stop::Database(error)) => return Err(error),
                }
            }
            Ok((results, Ending::Keep))
        });
        match done {
            Ok(results) => results,
            // What was found out about any of them rested on what is not there now: none is answered otherwise.
            Err(error) => (0..size).map(|_| Err(CommitError::Storage(error.to_string()))).collect(),
        }
    }

    fn quarantine(&mut self, refused: Quarantined) -> Result<(), CommitError> {
        self.in_transaction(|_, transaction| Ok((quarantine::keep(transaction, &refused)?, Ending::Keep)))?
    }

    fn probe(&mut self) -> Result<(), CommitError> {
        // Two commits: pages that are taken and given back within one are never written.
        self.in_transaction(|_, transaction| {
            transaction.execute("INSERT INTO probe (filler) VALUES (randomblob(?1))", [PROBE_BYTES])?;
            Ok(((), Ending::Keep))
        })?;
        self.in_transaction(|_, transaction| {
            transaction.execute("DELETE FROM probe", [])?;
            Ok(((), Ending::Keep))
        })
    }

    fn transact(&mut self, work: RelationalWork<'_>) -> Result<(), CommitError> {
        self.in_transaction(|_, transaction| Ok(((), work(transaction))))
    }
}
