//! One commit inside the group's transaction. Everything it rests on is read here, in the same transaction: nothing
//! that was true when the batch was checked is taken on trust.

use std::collections::BTreeSet;

use buurtboek_shared::{
    ids::{Chain, DocId, Hash256, Seq},
    protocol::frames::{Receipt, Row},
};
use rusqlite::{Connection, ErrorCode, OptionalExtension as _};

use super::{
    ChangeLog, Col,
    changes::granted,
    dedupe,
    documents::{self, binding, exists, header, insert_document, set_head},
    escrow,
    projections::{Making, Put, put_part, raise_version},
    value,
};
use crate::store::{
    Commit, CommitError, Committed, GrantChange, Header, Needed, NewRow, SealKey, StoredSnapshot, audit::AuditEntry,
    envelope::enclose,
};

/// Why a commit stopped.
pub(super) enum Stop {
    /// This commit alone does not happen.
    Refused(CommitError),
    /// The database failed: none of the group happens.
    Database(rusqlite::Error),
}

impl From<CommitError> for Stop {
    fn from(error: CommitError) -> Self {
        Self::Refused(error)
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        // A broken constraint is a fault in the commit: the disk is well, and the others of the group are too.
        match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation | ErrorCode::TooBig | ErrorCode::TypeMismatch) => {
                Self::Refused(CommitError::Unfit(error.to_string()))
            }
            Some(_) => Self::Database(error),
            // A value that cannot be read or written as its column's type.
            None => Self::Refused(CommitError::Unfit(error.to_string())),
        }
    }
}

/// Carries out one commit on the caller's savepoint, which is rolled back when this stops.
pub(super) fn apply(connection: &Connection, key: &SealKey, commit: Commit) -> Result<Committed, Stop> {
    if let Some(answer) = dedupe::answer(connection, &commit)? {
        return Err(answer.into());
    }
    check_needed(connection, &commit)?;
    create(connection, &commit.create)?;
    let projections = write_parts(connection, &commit)?;
    let receipt = match &commit.row {
        Some(row) => append(connection, key, &commit, row)?,
        None if exists(connection, commit.doc)? => {
            Receipt { hash: commit.hash, seq: Seq(0), chain: Chain::default(), at: commit.at, seal: Hash256::default() }
        }
        None => return Err(CommitError::Absent.into()),
    };
    bind(connection, &commit)?;
    escrow::change(connection, &commit)??;
    let mut log = ChangeLog::new(connection)?;
    change_grants(connection, &mut log, &commit.grants)?;
    if commit.row.is_some() {
        log.grow(commit.doc)?;
    }
    for projection in &projections {
        log.grow(*projection)?;
    }
    let added = log.finish()?;
    dedupe::remember(connection, &commit, &receipt)?;
    append_audit(
        connection,
        key,
        &AuditEntry {
            at: commit.at,
            member: commit.member,
            device: commit.device,
            action: commit.audit,
            doc: commit.doc,
            seq: receipt.seq,
        },
    )?;
    Ok(Committed {
        receipt,
        touched: added.touched,
        projections: projections.into_iter().collect(),
        ended: added.ended,
        cursor: added.end,
    })
}

fn check_needed(connection: &Connection, commit: &Commit) -> Result<(), Stop> {
    match commit.needs {
        None => Ok(()),
        Some(Needed { doc, access }) => match granted(connection, doc, commit.member)? {
            Some(held) if held >= access => Ok(()),
            Some(_) | None => Err(CommitError::NoAccess.into()),
        },
    }
}

fn create(connection: &Connection, headers: &[Header]) -> Result<(), Stop> {
    for header in headers {
        if exists(connection, header.doc)? {
            return Err(CommitError::Exists.into());
        }
        if let Some(parent) = header.parent
            && !exists(connection, parent)?
        {
            return Err(CommitError::Absent.into());
        }
        insert_document(connection, header)?;
    }
    Ok(())
}

/// Writes the parts and raises the versions; answers which projections are other than they were.
fn write_parts(connection: &Connection, commit: &Commit) -> Result<BTreeSet<DocId>, Stop> {
    let mut changed = BTreeSet::new();
    for put in &commit.parts {
        if !put.doc.kind.is_projection() {
            return Err(CommitError::Absent.into());
        }
        let making = Making { team: put.team, by: commit.member, at: commit.at };
        match put_part(connection, put.doc, making, &put.part)? {
            Put::Changed => {
                changed.insert(put.doc);
            }
            Put::Same => {}
        }
    }
    for doc in &changed {
        raise_version(connection, *doc)?;
    }
    Ok(changed)
}

fn append(connection: &Connection, key: &SealKey, commit: &Commit, new: &NewRow) -> Result<Receipt, Stop> {
    let doc = commit.doc;
    let header =
        header(connection, doc)?.filter(|header| !header.doc.kind.is_projection()).ok_or(CommitError::Absent)?;
    if (header.head, header.chain) != new.after {
        return Err(CommitError::Moved.into());
    }
    let mut row = Row {
        seq: header.head.next(),
        member: commit.member,
        device: commit.device,
        at: commit.at,
        update: new.update.clone(),
        seal: Hash256::default(),
    };
    let chain = row.chain(doc, header.chain);
    row.seal = key.seal(chain);
    connection
        .prepare_cached(
            "INSERT INTO history (doc, seq, member, device, at, body, chain, seal)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute((
            Col(doc),
            Col(row.seq),
            Col(row.member),
            Col(row.device),
            Col(row.at),
            enclose(&row.update),
            Col(chain),
            Col(row.seal),
        ))?;
    set_head(connection, doc, row.seq, chain)?;
    if let Some(state) = &new.snapshot {
        let snapshot = StoredSnapshot { seq: row.seq, chain, state: state.clone() };
        let digest = snapshot.digest(doc);
        connection
            .prepare_cached(
                "INSERT INTO snapshots (doc, seq, chain, body, digest, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (doc) DO UPDATE SET seq = ?2, chain = ?3, body = ?4, digest = ?5, seal = ?6",
            )?
            .execute((Col(doc), Col(row.seq), Col(chain), enclose(state), Col(digest), Col(key.seal(digest))))?;
    }
    Ok(Receipt { hash: commit.hash, seq: row.seq, chain, at: row.at, seal: row.seal })
}

fn bind(connection: &Connection, commit: &Commit) -> Result<(), Stop> {
    for wanted in &commit.bind {
        match binding(connection, commit.doc, wanted.client)? {
            None => documents::bind(connection, commit.doc, wanted)?,
            Some(bound) if bound == *wanted => {}
            Some(_) => return Err(CommitError::BoundElsewhere(wanted.client).into()),
        }
    }
    Ok(())
}

fn change_grants(connection: &Connection, log: &mut ChangeLog<'_>, changes: &[GrantChange]) -> Result<(), Stop> {
    for change in changes {
        match *change {
            GrantChange::Give { doc, member, access } => {
                if !exists(connection, doc)? {
                    return Err(CommitError::Absent.into());
                }
                log.give(doc, member, access)?;
            }
            GrantChange::End { doc, member } => log.end_grant(doc, member)?,
        }
    }
    Ok(())
}

/// Adds an entry to the audit trail.
fn append_audit(connection: &Connection, key: &SealKey, entry: &AuditEntry) -> rusqlite::Result<()> {
    let last: Option<(u64, Chain)> = connection
        .prepare_cached("SELECT number, chain FROM audit ORDER BY number DESC LIMIT 1")?
        .query_row([], |row| Ok((value::<Seq>(row, 0)?.0, value(row, 1)?)))
        .optional()?;
    let (number, prev) = last.map_or((1, Chain::default()), |(number, chain)| (number + 1, chain));
    let chain = entry.chain(number, prev);
    connection
        .prepare_cached(
            "INSERT INTO audit (number, at, member, device, action, doc, seq, chain, seal)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute((
            Col(Seq(number)),
            Col(entry.at),
            Col(entry.member),
            Col(entry.device),
            Col(entry.action),
            Col(entry.doc),
            Col(entry.seq),
            Col(chain),
            Col(key.seal(chain)),
        ))?;
    Ok(())
}
