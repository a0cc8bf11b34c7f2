//! `buurtboek verify`: is everything that was stored still as it was stored?
//!
//! Three witnesses: SQLite's own check of the file; the hash chains, which tell what was changed, left out or put in;
//! and the seals, which tell whether whoever did that had the server's key, which is not in the database.

mod audit_trail;
mod histories;

#[cfg(test)]
mod tests;

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use buurtboek_shared::ids::{DocId, Seq};
use rusqlite::Connection;
use thiserror::Error;

use crate::store::{
    ReadError, SealKey, SealKeyError,
    sqlite::{DATABASE_FILE, SEAL_KEY_FILE, SqliteReader},
};

/// Most faults that a report names; more are counted only.
const MAX_NAMED: usize = 1000;

/// Something that is not as it was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// What SQLite says of the file.
    Database(String),
    /// The key beside the database is not the one that it was made with: no seal can be checked.
    OtherSealKey,
    /// A row is written in a way that this build does not know.
    Form {
        /// Its document.
        doc: DocId,
        /// Its number.
        seq: Seq,
    },
    /// Rows are missing before this one.
    Hole {
        /// The document.
        doc: DocId,
        /// The row after the hole.
        seq: Seq,
    },
    /// A row, or the one before it, was changed.
    Chain {
        /// The document.
        doc: DocId,
        /// The row.
        seq: Seq,
    },
    /// A row was not made by this server.
    Seal {
        /// The document.
        doc: DocId,
        /// The row.
        seq: Seq,
    },
    /// The document says that it ends elsewhere than its rows do.
    Head {
        /// The document.
        doc: DocId,
    },
    /// The snapshot belongs to no row.
    Snapshot {
        /// The document.
        doc: DocId,
    },
    /// The snapshot was changed: it is not served, the rows are.
    SnapshotDigest {
        /// The document.
        doc: DocId,
    },
    /// The snapshot was not made by this server.
    SnapshotSeal {
        /// The document.
        doc: DocId,
    },
    /// Something was acknowledged that is not there.
    Receipt {
        /// The document.
        doc: DocId,
        /// The row that was acknowledged.
        seq: Seq,
    },
    /// Entries of the audit trail are missing before this one.
    AuditHole {
        /// The entry after the hole.
        number: u64,
    },
    /// An entry of the audit trail, or the one before it, was changed.
    AuditChain {
        /// The entry.
        number: u64,
    },
    /// An entry of the audit trail was not made by this server.
    AuditSeal {
        /// The entry.
        number: u64,
    },
    /// The audit trail does not tell of the document's last row, or tells of more rows than there are.
    AuditDisagrees {
        /// The document.
        doc: DocId,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(message) => write!(f, "the database file: {message}"),
            Self::OtherSealKey => f.write_str("the seal key is not the one that this database was made with"),
            Self::Form { doc, seq } => write!(f, "{doc} row {}: written in an unknown way", seq.0),
            Self::Hole { doc, seq } => write!(f, "{doc}: rows are missing before row {}", seq.0),
            Self::Chain { doc, seq } => write!(f, "{doc} row {}: was changed after it was stored", seq.0),
            Self::Seal { doc, seq } => write!(f, "{doc} row {}: was not made by this server", seq.0),
            Self::Head { doc } => write!(f, "{doc}: does not end where its rows end"),
            Self::Snapshot { doc } => write!(f, "{doc}: its snapshot belongs to no row"),
            Self::SnapshotDigest { doc } => write!(f, "{doc}: its snapshot was changed after it was stored"),
            Self::SnapshotSeal { doc } => write!(f, "{doc}: its snapshot was not made by this server"),
            Self::Receipt { doc, seq } => write!(f, "{doc} row {}: was acknowledged and is not there", seq.0),
            Self::AuditHole { number } => write!(f, "audit trail: entries are missing before entry {number}"),
            Self::AuditChain { number } => write!(f, "audit trail entry {number}: was changed after it was stored"),
            Self::AuditSeal { number } => write!(f, "audit trail entry {number}: was not made by this server"),
            Self::AuditDisagrees { doc } => write!(f, "audit trail: does not agree with the rows of {doc}"),
        }
    }
}

/// What was looked at, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Documents, projections included.
    pub documents: u64,
    /// Rows whose chain and seal were computed anew.
    pub rows: u64,
    /// Acknowledgements that were looked up.
    pub receipts: u64,
    /// Entries of the audit trail.
    pub audit_entries: u64,
    /// The first thousand faults, in the order in which they were found.
    pub faults: Vec<Fault>,
    /// How many faults there are in all.
    pub fault_count: u64,
}

impl Report {
    /// Is everything as it was stored?
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.fault_count == 0
    }

    fn fault(&mut self, fault: Fault) {
        self.fault_count += 1;
        if self.faults.len() < MAX_NAMED {
            self.faults.push(fault);
        }
    }
}

/// Why the check could not be carried through.
#[derive(Debug, Error)]
pub enum VerifyError {
    /// There is nothing to check.
    #[error("there is no database at {path}: {source}")]
    NoDatabase {
        /// Where it was looked for.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The key cannot be read.
    #[error(transparent)]
    SealKey(#[from] SealKeyError),
    /// The database cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// Checks a data folder, as it is at this moment: a server may be running on it. Writes nothing.
///
/// # Errors
/// When the check could not be carried through; what it finds is in the report.
pub fn verify(folder: &Path) -> Result<Report, VerifyError> {
    let path = folder.join(DATABASE_FILE);
    if let Err(source) = path.metadata() {
        return Err(VerifyError::NoDatabase { path, source });
    }
    let key = SealKey::read(&folder.join(SEAL_KEY_FILE))?;
    let reader = SqliteReader::new(path);
    let report = reader.read(|connection| {
        let mut report = Report::default();
        check_file(connection, &mut report)?;
        if histories::key_fits(connection, &key)? {
            histories::check(connection, &key, &mut report)?;
            audit_trail::check(connection, &key, &mut report)?;
        } else {
            report.fault(Fault::OtherSealKey);
        }
        Ok(report)
    })?;
    Ok(report)
}

/// What SQLite itself can tell: pages, indices, and rows that point at nothing.
fn check_file(connection: &Connection, report: &mut Report) -> Result<(), ReadError> {
    let mut integrity = connection.prepare("PRAGMA integrity_check")?;
    let mut said = integrity.query([])?;
    while let Some(row) = said.next()? {
        let message: String = row.get(0)?;
        if message != "ok" {
            report.fault(Fault::Database(message));
        }
    }
    let mut references = connection.prepare("PRAGMA foreign_key_check")?;
    let mut said = references.query([])?;
    while let Some(row) = said.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        report.fault(Fault::Database(format!("a row of {table} points at nothing in {parent}")));
    }
    Ok(())
}
