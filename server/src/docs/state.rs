//! What a device that holds nothing is given: the state as it stands, without the rows that led to it and without what
//! was deleted. Made from stored bytes, no document is opened for it.

use buurtboek_shared::{
    ids::{Chain, DocId, MemberId, Seq},
    protocol::{
        frames::{Have, Row, SnapshotBody},
        limits::MAX_ROWS_BYTES,
        server_session::Contents,
    },
};

use super::document::{Document, LoadError, is_readable};
use crate::store::{Header, ReadError, Reader};

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
        return Ok(Contents::Rows { prev: chain, rows: all_rows(reader, &header, (seq, chain))? });
    }
    let authors =
        || -> Result<_, ReadError> { Ok(reader.bindings(doc)?.iter().map(|b| (b.client, b.member)).collect()) };
    if let Some(snapshot) = reader.snapshot(doc)?
        && snapshot.seq == header.head
    {
        is_readable(doc, &snapshot.state).map_err(|_| LoadError::Broken { doc, seq: snapshot.seq })?;
        let body = SnapshotBody { state: snapshot.state, authors: authors()? };
        return Ok(Contents::Snapshot { seq: snapshot.seq, chain: snapshot.chain, body, rows: Vec::new() });
    }
    let loaded = Document::load(reader, doc)?;
    let (seq, chain) = loaded.head();
    let state = loaded.state().map_err(|_| LoadError::Broken { doc, seq })?;
    let body = SnapshotBody { state, authors: loaded.authors() };
    Ok(Contents::Snapshot { seq, chain, body, rows: Vec::new() })
}

/// The rows after this place in a document's history. No device is given any of which one is damaged: it would keep them,
/// and not read.
fn all_rows(reader: &dyn Reader, header: &Header, after: (Seq, Chain)) -> Result<Vec<Row>, LoadError> {
    let (doc, (mut seq, mut chain)) = (header.doc, after);
    let mut rows = Vec::new();
    loop {
        let page = reader.rows(doc, seq, MAX_ROWS_BYTES)?;
        if page.is_empty() {
            break;
        }
        for row in page {
            seq = seq.next();
            chain = row.chain(doc, chain);
            if row.seq != seq {
                return Err(LoadError::Broken { doc, seq });
            }
            rows.push(row);
        }
    }
    if seq < header.head || reader.chain_at(doc, seq)? != Some(chain) {
        return Err(LoadError::Broken { doc, seq });
    }
    Ok(rows)
}
