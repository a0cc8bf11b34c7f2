//! What is in quarantine.

use buurtboek_shared::ids::MemberId;
use rusqlite::Connection;

use super::columns::Col;
use crate::store::{
    CommitError, Quarantined, content_hash,
    envelope::enclose,
    quarantine::{DEVICE_RECORD, Origin, QuarantineSize},
};

/// Keeps it, unless it is there already; when there is no room for it nothing is kept.
pub(super) fn keep(connection: &Connection, refused: &Quarantined) -> rusqlite::Result<Result<(), CommitError>> {
    let hash = content_hash(&refused.bytes);
    let known = connection
        .prepare_cached("SELECT 1 FROM quarantine WHERE doc = ?1 AND device = ?2 AND reason = ?3 AND hash = ?4")?
        .exists((Col(refused.doc), Col(refused.device), &refused.reason, Col(hash)))?;
    if known {
        return Ok(Ok(()));
    }
    if !refused.fits(size(connection, refused.member, refused.origin())?) {
        return Ok(Err(CommitError::QuarantineFull));
    }
    connection.execute(
        "INSERT INTO quarantine (doc, member, device, at, reason, hash, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (
            Col(refused.doc),
            Col(refused.member),
            Col(refused.device),
            Col(refused.at),
            &refused.reason,
            Col(hash),
            enclose(&refused.bytes),
        ),
    )?;
    Ok(Ok(()))
}

fn size(connection: &Connection, member: MemberId, origin: Origin) -> rusqlite::Result<QuarantineSize> {
    connection
        .prepare_cached(
            "SELECT count(*), coalesce(sum(length(body)), 0) FROM quarantine
             WHERE member = ?1 AND (reason = ?2) = ?3",
        )?
        .query_row((Col(member), DEVICE_RECORD, origin == Origin::Device), |row| {
            // Each body has the envelope's one byte more than what came.
            let (count, bodies): (i64, i64) = (row.get(0)?, row.get(1)?);
            Ok(QuarantineSize { count: count.unsigned_abs(), bytes: (bodies - count).unsigned_abs() })
        })
}
