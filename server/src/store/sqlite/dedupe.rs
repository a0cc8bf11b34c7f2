//! What was committed for a device's batch or for a command: a repeat gets the answer that the first one had.

use buurtboek_shared::{
    ids::{BatchNo, CommandId, DeviceId},
    protocol::frames::Receipt,
};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{Col, value};
use crate::store::{Commit, CommitError, KnownBatch, commit::answer_repeat};

pub(super) fn batch(connection: &Connection, device: DeviceId, batch: BatchNo) -> rusqlite::Result<Option<KnownBatch>> {
    connection
        .prepare_cached("SELECT doc, hash, seq, chain, at, seal FROM batches WHERE device = ?1 AND batch = ?2")?
        .query_row((Col(device), Col(batch)), known)
        .optional()
}

pub(super) fn command(connection: &Connection, command: CommandId) -> rusqlite::Result<Option<KnownBatch>> {
    connection
        .prepare_cached("SELECT doc, hash, seq, chain, at, seal FROM commands WHERE command = ?1")?
        .query_row([Col(command)], known)
        .optional()
}

fn known(row: &Row<'_>) -> rusqlite::Result<KnownBatch> {
    let receipt = Receipt {
        hash: value(row, 1)?,
        seq: value(row, 2)?,
        chain: value(row, 3)?,
        at: value(row, 4)?,
        seal: value(row, 5)?,
    };
    Ok(KnownBatch { doc: value(row, 0)?, receipt })
}

/// The answer to a commit whose batch or command is known; none for what is new.
pub(super) fn answer(connection: &Connection, commit: &Commit) -> rusqlite::Result<Option<CommitError>> {
    if let Some(number) = commit.batch
        && let Some(known) = batch(connection, commit.device, number)?
    {
        return Ok(Some(answer_repeat(known, commit.doc, commit.hash)));
    }
    if let Some(id) = commit.command
        && let Some(known) = command(connection, id)?
    {
        return Ok(Some(answer_repeat(known, commit.doc, commit.hash)));
    }
    Ok(None)
}

pub(super) fn remember(connection: &Connection, commit: &Commit, receipt: &Receipt) -> rusqlite::Result<()> {
    let Receipt { hash, seq, chain, at, seal } = *receipt;
    if let Some(batch) = commit.batch {
        connection
            .prepare_cached(
                "INSERT INTO batches (device, batch, doc, hash, seq, chain, at, seal)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute((
                Col(commit.device),
                Col(batch),
                Col(commit.doc),
                Col(hash),
                Col(seq),
                Col(chain),
                Col(at),
                Col(seal),
            ))?;
    }
    if let Some(command) = commit.command {
        connection
            .prepare_cached(
                "INSERT INTO commands (command, doc, hash, seq, chain, at, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute((Col(command), Col(commit.doc), Col(hash), Col(seq), Col(chain), Col(at), Col(seal)))?;
    }
    Ok(())
}
