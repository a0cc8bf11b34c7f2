//! Rows: each chain value and seal computed anew from the stored bytes; heads, snapshots and acknowledgements against
//! them.

use buurtboek_shared::{
    ids::{Chain, DocId, Hash256, Seq},
    protocol::frames::Row,
};
use rusqlite::Connection;

use super::{Fault, Report};
use crate::store::{
    ReadError, SealKey, StoredSnapshot,
    envelope::disclose,
    sqlite::{Col, value},
};

/// Is this the key that the database was made with?
pub(super) fn key_fits(connection: &Connection, key: &SealKey) -> Result<bool, ReadError> {
    let check: Hash256 = connection.query_row("SELECT key_check FROM meta", [], |row| value(row, 0))?;
    Ok(check == key.check())
}

pub(super) fn check(connection: &Connection, key: &SealKey, report: &mut Report) -> Result<(), ReadError> {
    let mut documents = connection.prepare("SELECT doc, head, chain FROM documents ORDER BY doc")?;
    let mut stored = documents.query([])?;
    while let Some(row) = stored.next()? {
        let doc: DocId = value(row, 0)?;
        report.documents += 1;
        let end = check_rows(connection, key, doc, report)?;
        // The head of a projection is its version.
        if !doc.kind.is_projection() && (value::<Seq>(row, 1)?, value::<Chain>(row, 2)?) != end {
            report.fault(Fault::Head { doc });
        }
    }
    check_snapshots(connection, key, report)?;
    check_receipts(connection, report)
}

/// Walks the rows of one document; answers where they end.
fn check_rows(
    connection: &Connection,
    key: &SealKey,
    doc: DocId,
    report: &mut Report,
) -> Result<(Seq, Chain), ReadError> {
    let mut rows = connection
        .prepare_cached("SELECT seq, member, device, at, body, chain, seal FROM history WHERE doc = ?1 ORDER BY seq")?;
    let mut stored = rows.query([Col(doc)])?;
    let mut end = (Seq(0), Chain::default());
    while let Some(columns) = stored.next()? {
        let seq: Seq = value(columns, 0)?;
        let (chain, seal): (Chain, Hash256) = (value(columns, 5)?, value(columns, 6)?);
        report.rows += 1;
        if seq != end.0.next() {
            report.fault(Fault::Hole { doc, seq });
        } else if let Ok(update) = disclose(columns.get(4)?, "row") {
            let row = Row {
                seq,
                member: value(columns, 1)?,
                device: value(columns, 2)?,
                at: value(columns, 3)?,
                update,
                seal,
            };
            if row.chain(doc, end.1) != chain {
                report.fault(Fault::Chain { doc, seq });
            }
        } else {
            report.fault(Fault::Form { doc, seq });
        }
        if key.seal(chain) != seal {
            report.fault(Fault::Seal { doc, seq });
        }
        // From the stored value on, so that one changed row is one fault and not the fault of all that follow.
        end = (seq, chain);
    }
    Ok(end)
}

fn check_snapshots(connection: &Connection, key: &SealKey, report: &mut Report) -> Result<(), ReadError> {
    let mut strays = connection.prepare(
        "SELECT doc FROM snapshots AS s WHERE NOT EXISTS
         (SELECT 1 FROM history AS h WHERE h.doc = s.doc AND h.seq = s.seq AND h.chain = s.chain) ORDER BY doc",
    )?;
    let mut found = strays.query([])?;
    while let Some(row) = found.next()? {
        report.fault(Fault::Snapshot { doc: value(row, 0)? });
    }
    let mut snapshots = connection.prepare("SELECT doc, seq, chain, body, digest, seal FROM snapshots ORDER BY doc")?;
    let mut stored = snapshots.query([])?;
    while let Some(row) = stored.next()? {
        let doc: DocId = value(row, 0)?;
        let (digest, seal): (Hash256, Hash256) = (value(row, 4)?, value(row, 5)?);
        let (seq, chain) = (value(row, 1)?, value(row, 2)?);
        let read = disclose(row.get(3)?, "snapshot").map(|state| StoredSnapshot { seq, chain, state });
        if read.map(|snapshot| snapshot.digest(doc)).ok() != Some(digest) {
            report.fault(Fault::SnapshotDigest { doc });
        }
        if key.seal(digest) != seal {
            report.fault(Fault::SnapshotSeal { doc });
        }
    }
    Ok(())
}

/// What was acknowledged must be there: the promise itself.
fn check_receipts(connection: &Connection, report: &mut Report) -> Result<(), ReadError> {
    for table in ["batches", "commands"] {
        report.receipts +=
            connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| value::<Seq>(row, 0))?.0;
        let mut lost = connection.prepare(&format!(
            "SELECT doc, seq FROM {table} AS t WHERE NOT EXISTS (SELECT 1 FROM documents AS d WHERE d.doc = t.doc)
             OR (seq > 0 AND NOT EXISTS (SELECT 1 FROM history AS h WHERE h.doc = t.doc AND h.seq = t.seq
                 AND h.chain = t.chain AND h.seal = t.seal)) ORDER BY doc, seq"
        ))?;
        let mut found = lost.query([])?;
        while let Some(row) = found.next()? {
            report.fault(Fault::Receipt { doc: value(row, 0)?, seq: value(row, 1)? });
        }
    }
    Ok(())
}
