//! [`Reader`] in SQL.

use buurtboek_shared::{
    domain::{access::Access, deputy::Deputy, role::Role},
    ids::{BatchNo, Chain, CommandId, DeviceId, DocId, Hash256, MemberId, Seq, TeamId},
    protocol::frames::{CatalogueChange, CatalogueEntry, Cursor, Generation, Row},
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension as _};

use super::{
    Col, SqliteReader, changes, dedupe,
    documents::{self, HEADER, read_binding, read_header},
    escrow, optional, projections, value,
};
use crate::store::{
    Binding, ChangePage, Escrowed, Grant, Had, Header, KnownBatch, Quarantined, ReadError, Reader, StoredProjection,
    StoredSnapshot, TeamMember, envelope::disclose,
};

impl Reader for SqliteReader {
    fn header(&self, doc: DocId) -> Result<Option<Header>, ReadError> {
        self.read(|connection| Ok(documents::header(connection, doc)?))
    }

    fn rows(&self, doc: DocId, after: Seq, max_bytes: usize) -> Result<Vec<Row>, ReadError> {
        self.read(|connection| rows(connection, doc, after, max_bytes))
    }

    fn chain_at(&self, doc: DocId, seq: Seq) -> Result<Option<Chain>, ReadError> {
        if seq == Seq(0) {
            return Ok(Some(Chain::default()));
        }
        self.read(|connection| {
            Ok(connection
                .prepare_cached("SELECT chain FROM history WHERE doc = ?1 AND seq = ?2")?
                .query_row((Col(doc), Col(seq)), |row| value(row, 0))
                .optional()?)
        })
    }

    fn snapshot(&self, doc: DocId) -> Result<Option<StoredSnapshot>, ReadError> {
        self.read(|connection| {
            let stored = connection
                .prepare_cached("SELECT seq, chain, body, digest FROM snapshots WHERE doc = ?1")?
                .query_row([Col(doc)], |row| Ok((value(row, 0)?, value(row, 1)?, row.get(2)?, value(row, 3)?)))
                .optional()?;
            Ok(stored.and_then(|(seq, chain, body, digest): (_, _, _, Hash256)| {
                let read = disclose(body, "snapshot").map(|state| StoredSnapshot { seq, chain, state });
                let sound = read.ok().filter(|snapshot| snapshot.digest(doc) == digest);
                if sound.is_none() {
                    tracing::error!(%doc, "a snapshot is not what was stored: the rows are read, until it is made again");
                }
                sound
            }))
        })
    }

    fn bindings(&self, doc: DocId) -> Result<Vec<Binding>, ReadError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT client, member, device FROM bindings WHERE doc = ?1")?;
            let mut bindings = statement.query_map([Col(doc)], read_binding)?.collect::<Result<Vec<_>, _>>()?;
            // Stored bit for bit, so the database's order is another one above 2⁶³.
            bindings.sort_by_key(|binding| binding.client);
            Ok(bindings)
        })
    }

    fn access(&self, doc: DocId, member: MemberId) -> Result<Option<Access>, ReadError> {
        self.read(|connection| Ok(changes::granted(connection, doc, member)?))
    }

    fn access_began(&self, doc: DocId, member: MemberId) -> Result<Option<Seq>, ReadError> {
        self.read(|connection| Ok(changes::began(connection, doc, member)?))
    }

    fn grants(&self, doc: DocId) -> Result<Vec<Grant>, ReadError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT member, access FROM grants WHERE doc = ?1 AND state = 'granted' ORDER BY member",
            )?;
            let grants = statement
                .query_map([Col(doc)], |row| Ok(Grant { doc, member: value(row, 0)?, access: value(row, 1)? }))?;
            Ok(grants.collect::<Result<_, _>>()?)
        })
    }

    fn documents(&self, member: MemberId, after: Option<DocId>, limit: usize) -> Result<Vec<Header>, ReadError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&documents_query())?;
            // No document comes before the empty one.
            let headers = match after {
                None => statement.query_map((Col(member), [0_u8; 0], count(limit)), read_header)?,
                Some(after) => statement.query_map((Col(member), Col(after), count(limit)), read_header)?,
            };
            Ok(headers.collect::<Result<_, _>>()?)
        })
    }

    fn changes(&self, member: MemberId, after: Cursor, limit: usize) -> Result<ChangePage, ReadError> {
        self.read(|connection| changes_after(connection, member, after, limit))
    }

    fn batch(&self, device: DeviceId, batch: BatchNo) -> Result<Option<KnownBatch>, ReadError> {
        self.read(|connection| Ok(dedupe::batch(connection, device, batch)?))
    }

    fn command(&self, command: CommandId) -> Result<Option<KnownBatch>, ReadError> {
        self.read(|connection| Ok(dedupe::command(connection, command)?))
    }

    fn projection(&self, doc: DocId) -> Result<Option<StoredProjection>, ReadError> {
        self.read(|connection| {
            let Some(header) = documents::header(connection, doc)? else { return Ok(None) };
            let parts = projections::parts(connection, doc)?;
            Ok((!parts.is_empty()).then_some(StoredProjection { version: header.head, parts }))
        })
    }

    fn members(&self, team: TeamId) -> Result<Vec<TeamMember>, ReadError> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT id, role FROM members WHERE team = ?1 AND state = 'active' ORDER BY id")?;
            let members = statement
                .query_map([Col(team)], |row| Ok(TeamMember { member: value(row, 0)?, role: value(row, 1)? }))?;
            Ok(members.collect::<Result<_, _>>()?)
        })
    }

    fn deputy(&self, team: TeamId, at: Timestamp) -> Result<Option<Deputy>, ReadError> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached(
                    "SELECT deputies.member, deputies.until FROM deputies
                     JOIN members ON members.id = deputies.member AND members.team = deputies.team
                     WHERE deputies.team = ?1 AND deputies.settled IS NULL AND deputies.ended IS NULL
                     AND deputies.until > ?2 AND members.state = 'active' AND members.role = ?3
                     ORDER BY deputies.number DESC LIMIT 1",
                )?
                .query_row((Col(team), Col(at), Col(Role::Professional)), |row| {
                    Ok(Deputy { member: value(row, 0)?, until: value(row, 1)? })
                })
                .optional()?)
        })
    }

    fn quarantine(&self, doc: DocId) -> Result<Vec<Quarantined>, ReadError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT member, device, at, reason, body FROM quarantine WHERE doc = ?1 ORDER BY number",
            )?;
            let stored = statement.query_map([Col(doc)], |row| {
                let bytes = row.get(4)?;
                Ok(Quarantined {
                    doc,
                    member: value(row, 0)?,
                    device: value(row, 1)?,
                    at: value(row, 2)?,
                    reason: row.get(3)?,
                    bytes,
                })
            })?;
            stored
                .map(|refused| {
                    let refused = refused?;
                    Ok(Quarantined { bytes: disclose(refused.bytes, "quarantined bytes")?, ..refused })
                })
                .collect()
        })
    }

    fn had_access(&self, doc: DocId, member: MemberId) -> Result<Had, ReadError> {
        self.read(|connection| {
            let had = connection
                .prepare_cached("SELECT 1 FROM grants WHERE doc = ?1 AND member = ?2")?
                .exists((Col(doc), Col(member)))?;
            Ok(if had { Had::Access } else { Had::Nothing })
        })
    }

    fn escrow(&self, team: TeamId) -> Result<Vec<Escrowed>, ReadError> {
        self.read(|connection| escrow::of_team(connection, team))
    }

    fn generation(&self) -> Result<Generation, ReadError> {
        self.read(|connection| Ok(connection.query_row("SELECT generation FROM meta", [], |row| value(row, 0))?))
    }
}

/// One page of what a member may open, read from where the page begins.
pub(super) fn documents_query() -> String {
    format!(
        "SELECT {HEADER} FROM grants CROSS JOIN documents ON documents.doc = grants.doc
         WHERE member = ?1 AND state = 'granted' AND grants.doc > ?2 ORDER BY grants.doc LIMIT ?3"
    )
}

/// One page of a member's change log.
pub(super) fn changes_query(states: &str) -> String {
    format!(
        "SELECT grants.doc, change, state = 'granted', head, access, parent, created_at
         FROM grants CROSS JOIN documents ON documents.doc = grants.doc
         WHERE member = ?1 AND change > ?2 AND {states} ORDER BY change LIMIT ?3"
    )
}

/// A limit as SQL takes it.
fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn rows(connection: &Connection, doc: DocId, after: Seq, max_bytes: usize) -> Result<Vec<Row>, ReadError> {
    let mut statement = connection.prepare_cached(
        "SELECT seq, member, device, at, body, seal FROM history WHERE doc = ?1 AND seq > ?2 ORDER BY seq",
    )?;
    let mut stored = statement.query((Col(doc), Col(after)))?;
    let mut rows = Vec::new();
    let mut bytes = 0;
    while let Some(row) = stored.next()? {
        let update = disclose(row.get(4)?, "row")?;
        bytes += update.len();
        if bytes > max_bytes && !rows.is_empty() {
            break;
        }
        rows.push(Row {
            seq: value(row, 0)?,
            member: value(row, 1)?,
            device: value(row, 2)?,
            at: value(row, 3)?,
            update,
            seal: value(row, 5)?,
        });
    }
    Ok(rows)
}

fn changes_after(
    connection: &Connection,
    member: MemberId,
    after: Cursor,
    limit: usize,
) -> Result<ChangePage, ReadError> {
    let end = changes::end(connection)?;
    let after = if after > end { Cursor::default() } else { after };
    // A new device never held what it may no longer open.
    let states = if after == Cursor::default() { "state = 'granted'" } else { "true" };
    let mut statement = connection.prepare_cached(&changes_query(states))?;
    let entries = statement
        .query_map((Col(member), Col(after), count(limit)), |row| {
            let change = if row.get(2)? {
                CatalogueChange::Stands {
                    seq: value(row, 3)?,
                    access: value(row, 4)?,
                    parent: optional(row, 5)?,
                    created: value(row, 6)?,
                }
            } else {
                CatalogueChange::Revoked
            };
            Ok((value::<Cursor>(row, 1)?, CatalogueEntry { doc: value(row, 0)?, change }))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let last = entries.last().map_or(after, |(change, _)| *change);
    let remaining: u32 = connection
        .prepare_cached(&format!("SELECT count(*) FROM grants WHERE member = ?1 AND change > ?2 AND {states}"))?
        .query_row((Col(member), Col(last)), |row| row.get(0))?;
    Ok(ChangePage {
        entries: entries.into_iter().map(|(_, entry)| entry).collect(),
        // With nothing left, everything up to the end was told.
        cursor: if remaining == 0 { end } else { last },
        remaining,
    })
}
