//! What a device that holds nothing is given: the state as it stands, without the rows that led to it and without what
//! was deleted. Made from stored bytes, no document is opened for it.

use buurtboek_shared::{
    ids::{Chain, DocId, MemberId, Seq},
    protocol::{
        frames::{Have, SnapshotBody},
        limits::MAX_ROWS_BYTES,
        server_session::Contents,
    },
};

use super::document::{Document, LoadError};
use crate::store::{ReadError, Reader};

/// What counts of what this member's device holds. Whose access ended and who was brought in again may hold what they had
/// before; of what was written while they were out they get the state, as everybody who comes later.
///
/// # Errors
/// When the store cannot be read.
pub fn counting(reader: &dyn Reader, member: MemberId, have: Have) -> Result<Have, ReadError> {
    match reader.access_began(have.doc, member)? {
        Some(began) if began <= have.seq => Ok(have),
        Some(_) | None => Ok(Have { doc: have.doc, seq: Seq(0), chain: Chain::default() }),
    }
}

/// What follows what a device holds of a yrs document.
///
/// # Errors
/// When the document does not exist, cannot be read, or cannot be applied.
pub fn contents_after(reader: &dyn Reader, doc: DocId, seq: Seq, chain: Chain) -> Result<Contents, LoadError> {
    let header = reader.header(doc)?.ok_or(LoadError::Absent)?;
    let same_history = reader.chain_at(doc, seq)? == Some(chain);
    if same_history && (seq > Seq(0) || header.head == Seq(0)) {
        return Ok(Contents::Rows { prev: chain, rows: all_rows(reader, doc, seq)? });
    }
    let authors =
        || -> Result<_, ReadError> { Ok(reader.bindings(doc)?.iter().map(|b| (b.client, b.member)).collect()) };
    if let Some(snapshot) = reader.snapshot(doc)?
        && snapshot.seq == header.head
    {
        let body = SnapshotBody { state: snapshot.state, authors: authors()? };
        return Ok(Contents::Snapshot { seq: snapshot.seq, chain: snapshot.chain, body, rows: Vec::new() });
    }
    let loaded = Document::load(reader, doc)?;
    let (seq, chain) = loaded.head();
    let state = loaded.state().map_err(|_| LoadError::Broken { doc, seq })?;
    let body = SnapshotBody { state, authors: loaded.authors() };
    Ok(Contents::Snapshot { seq, chain, body, rows: Vec::new() })
}

fn all_rows(
    reader: &dyn Reader,
    doc: DocId,
    after: Seq,
) -> Result<Vec<buurtboek_shared::protocol::frames::Row>, ReadError> {
    let mut rows = Vec::new();
    let mut seq = after;
    loop {
        let page = reader.rows(doc, seq, MAX_ROWS_BYTES)?;
        let Some(last) = page.last() else { return Ok(rows) };
        seq = last.seq;
        rows.extend(page);
    }
}
