//! Wrong passwords, counted per user name, whether it exists or not: a restart forgives nothing, and the answer tells
//! nobody which names exist.

use buurtboek_shared::time::Timestamp;
use rusqlite::OptionalExtension as _;

use super::{AccountError, Accounts, Username};
use crate::store::sqlite::{Col, value};

/// Wrong passwords in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempts {
    /// How many.
    pub failures: u32,
    /// When the last was, server time.
    pub last_failed: Timestamp,
}

/// Attempts before this moment count no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgotten(pub Timestamp);

impl Accounts {
    /// Wrong passwords for this name since the last right one; none when there were none lately.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn login_failures(&self, username: &Username, forgotten: Forgotten) -> Result<Option<Attempts>, AccountError> {
        let attempts = self.reader.read(|connection| {
            Ok(connection
                .prepare_cached(
                    "SELECT failures, last_failed FROM login_attempts WHERE username = ?1 AND last_failed >= ?2",
                )?
                .query_row((username.as_str(), Col(forgotten.0)), |row| {
                    Ok(Attempts { failures: row.get(0)?, last_failed: value(row, 1)? })
                })
                .optional()?)
        })?;
        Ok(attempts)
    }

    /// Counts a wrong password, and clears away what is forgotten, of all names.
    ///
    /// # Errors
    /// When the store cannot write.
    pub async fn note_login_failure(
        &self,
        username: Username,
        now: Timestamp,
        forgotten: Forgotten,
    ) -> Result<Attempts, AccountError> {
        self.store
            .transact(move |connection| {
                connection.execute("DELETE FROM login_attempts WHERE last_failed < ?1", [Col(forgotten.0)])?;
                let failures = connection
                    .prepare_cached(
                        "INSERT INTO login_attempts (username, failures, last_failed) VALUES (?1, 1, ?2)
                         ON CONFLICT (username) DO UPDATE SET failures = failures + 1, last_failed = ?2
                         RETURNING failures",
                    )?
                    .query_row((username.as_str(), Col(now)), |row| row.get(0))?;
                Ok(Attempts { failures, last_failed: now })
            })
            .await
    }

    /// Forgets the wrong passwords for this name: after a right one, or when the administrator says so.
    ///
    /// # Errors
    /// When the store cannot write.
    pub async fn forget_login_failures(&self, username: Username) -> Result<(), AccountError> {
        self.store
            .transact(move |connection| {
                connection.execute("DELETE FROM login_attempts WHERE username = ?1", [username.as_str()])?;
                Ok(())
            })
            .await
    }
}
