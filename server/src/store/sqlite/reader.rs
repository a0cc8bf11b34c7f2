//! A few connections that only read, lent to whoever asks. They see what is committed and never wait for the writer.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::Connection;

use super::open::read_connection;
use crate::store::ReadError;

/// Connections kept for later. More are opened when more readers are at work at once, and closed after.
const KEPT: usize = 4;

/// Reads committed data. Clones share their connections.
#[derive(Clone, Debug)]
pub struct SqliteReader {
    pool: Arc<Pool>,
}

#[derive(Debug)]
struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl SqliteReader {
    /// Reads this database, which has to be there and up to date: [`super::open`] sees to both.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self { pool: Arc::new(Pool { path, idle: Mutex::new(Vec::new()) }) }
    }

    /// Answers one question from one moment: what is read within belongs together.
    pub(crate) fn read<T>(&self, question: impl FnOnce(&Connection) -> Result<T, ReadError>) -> Result<T, ReadError> {
        let idle = self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => read_connection(&self.pool.path)?,
        };
        let moment = connection.unchecked_transaction()?;
        // After a failure the connection is dropped with it: the next reader starts from a fresh one.
        let answer = question(&moment)?;
        moment.finish()?;
        let mut idle = self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push(connection);
        }
        Ok(answer)
    }
}
