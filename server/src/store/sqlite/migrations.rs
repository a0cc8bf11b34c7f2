//! Numbered steps from an empty file to the present tables. A step that was released is never changed; a new one is
//! appended.

use rusqlite::Connection;

use super::open::OpenError;

/// The steps, in order: the first is number 1. `PRAGMA user_version` says how many were taken.
const STEPS: &[&str] = &[
    include_str!("migrations/0001_documents.sql"),
    include_str!("migrations/0002_accounts.sql"),
    include_str!("migrations/0003_last_synced.sql"),
    include_str!("migrations/0004_deputies.sql"),
    include_str!("migrations/0005_reporter_views.sql"),
    include_str!("migrations/0006_escrow.sql"),
    include_str!("migrations/0007_endings.sql"),
    include_str!("migrations/0008_phones.sql"),
    include_str!("migrations/0009_access_began.sql"),
    include_str!("migrations/0010_snapshot_seals.sql"),
];

/// How many steps were taken in this database.
pub(super) fn taken(connection: &Connection) -> Result<usize, OpenError> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let taken = usize::try_from(version).unwrap_or(usize::MAX);
    if taken > STEPS.len() { Err(OpenError::Newer { found: version, known: STEPS.len() }) } else { Ok(taken) }
}

/// Takes the steps that are left, inside the caller's transaction: all or none.
pub(super) fn take_rest(connection: &Connection, taken: usize) -> Result<(), OpenError> {
    if taken == STEPS.len() {
        return Ok(());
    }
    for step in STEPS.iter().skip(taken) {
        connection.execute_batch(step)?;
    }
    connection.pragma_update(None, "user_version", i64::try_from(STEPS.len()).unwrap_or(i64::MAX))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_applies_once() {
        let connection = Connection::open_in_memory().unwrap();
        assert_eq!(taken(&connection).unwrap(), 0);
        take_rest(&connection, 0).unwrap();
        assert_eq!(taken(&connection).unwrap(), STEPS.len());
        take_rest(&connection, STEPS.len()).unwrap();
    }

    #[test]
    fn a_database_of_a_newer_build_is_left_alone() {
        let connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", 1000).unwrap();
        assert!(matches!(taken(&connection), Err(OpenError::Newer { found: 1000, .. })));
    }

    /// A released step stays as it is: other installations have already taken it.
    #[test]
    fn steps_are_frozen() {
        let hashes: Vec<String> =
            STEPS.iter().map(|step| crate::store::content_hash(step.as_bytes()).to_string()[..16].to_owned()).collect();
        assert_eq!(
            hashes,
            [
                "b0ac0740344e02b3",
                "4a4c5275ea526fd0",
                "f0e704fac8a8b9a0",
                "5d577e1f3c576227",
                "4136e82e10b4df19",
                "fb8224bf43852979",
                "f4d78571f45dbb62",
                "8ef6eef29a67577c",
                "2fecf95e86bd4e6b",
                "c0dd51f6899b83ef"
            ]
        );
    }
}
