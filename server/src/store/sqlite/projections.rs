//! Projections: a document that is the sequence of its parts.

use buurtboek_shared::{
    ids::{DocId, MemberId, TeamId},
    protocol::limits::SCHEMA,
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension as _};

use super::{
    Col,
    documents::{exists, insert_document},
};
use crate::store::{Header, Part, ReadError, envelope};

/// Who writes a part, where and when: what a projection is made with when it is not there yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Making {
    /// Its team.
    pub(super) team: TeamId,
    /// Whose commit it is.
    pub(super) by: MemberId,
    /// When, server time.
    pub(super) at: Timestamp,
}

/// What came of writing a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Put {
    /// It was new or other than before.
    Changed,
    /// It held this already.
    Same,
}

/// Writes one part, making the projection when needed. The version is the caller's to raise, once.
pub(super) fn put_part(connection: &Connection, doc: DocId, making: Making, part: &Part) -> rusqlite::Result<Put> {
    if !exists(connection, doc)? {
        insert_document(
            connection,
            &Header {
                doc,
                team: making.team,
                parent: None,
                schema: SCHEMA,
                created_by: making.by,
                created_at: making.at,
                head: buurtboek_shared::ids::Seq(0),
                chain: buurtboek_shared::ids::Chain::default(),
            },
        )?;
    }
    let body = envelope::enclose(&part.value);
    let before: Option<Vec<u8>> = connection
        .prepare_cached("SELECT body FROM parts WHERE doc = ?1 AND key = ?2")?
        .query_row((Col(doc), &part.key), |row| row.get(0))
        .optional()?;
    if before.as_ref() == Some(&body) {
        return Ok(Put::Same);
    }
    connection
        .prepare_cached(
            "INSERT INTO parts (doc, key, body) VALUES (?1, ?2, ?3) ON CONFLICT (doc, key) DO UPDATE SET body = ?3",
        )?
        .execute((Col(doc), &part.key, body))?;
    Ok(Put::Changed)
}

/// The next version of a projection some part of which was written.
pub(super) fn raise_version(connection: &Connection, doc: DocId) -> rusqlite::Result<()> {
    connection.prepare_cached("UPDATE documents SET head = head + 1 WHERE doc = ?1")?.execute([Col(doc)])?;
    Ok(())
}

/// The parts of a projection, by key.
pub(super) fn parts(connection: &Connection, doc: DocId) -> Result<Vec<Part>, ReadError> {
    let mut statement = connection.prepare_cached("SELECT key, body FROM parts WHERE doc = ?1 ORDER BY key")?;
    let stored = statement.query_map([Col(doc)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    stored
        .map(|part| {
            let (key, body) = part?;
            Ok(Part { key, value: envelope::disclose(body, "part of a projection")? })
        })
        .collect()
}
