//! A document as the device holds it: what the server committed, and what waits.

use buurtboek_shared::{
    doc::{
        preparse::{Profile, preparse_as},
        write::{OpenError, apply, open_doc},
    },
    ids::{BatchNo, Chain, DocId, DocKind, MemberId, Seq, YClient},
    protocol::{
        frames::{Row, SnapshotBody},
        outgoing::OutgoingItem,
    },
    small_map::{SmallMap, put_in},
    time::Timestamp,
};
use yrs::Doc;

use super::{
    records::{Lineage, Pending},
    rescued_text,
};

/// What the device holds of one document, as one transaction read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDoc {
    /// Which one.
    pub doc: DocId,
    /// The last row held without a hole; of a projection, its version.
    pub seq: Seq,
    /// Chain value at that row.
    pub chain: Chain,
    /// The line of local work that this is.
    pub lineage: Lineage,
    /// The state below the rows; none when all rows are here.
    pub snapshot: Option<SnapshotBody>,
    /// Rows above the snapshot, by number. Own rows may stand beyond the head.
    pub rows: Vec<Row>,
    /// What waits, by batch.
    pub pending: Vec<(BatchNo, Pending)>,
    /// The value of a projection.
    pub projection: Option<Vec<u8>>,
}

/// A document in memory, and who wrote under which client id.
pub struct OpenedDoc {
    /// The document, with every row and all pending work in it.
    pub doc: Doc,
    /// Who each client id is, as far as the device knows.
    pub authors: SmallMap<YClient, MemberId>,
}

impl StoredDoc {
    /// A document of which nothing is on the device.
    #[must_use]
    pub fn empty(doc: DocId) -> Self {
        Self {
            doc,
            seq: Seq(0),
            chain: Chain::default(),
            lineage: Lineage::default(),
            snapshot: None,
            rows: Vec::new(),
            pending: Vec::new(),
            projection: None,
        }
    }

    /// True when nothing of it is on the device.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.snapshot.is_none() && self.rows.is_empty() && self.pending.is_empty() && self.projection.is_none()
    }

    /// The base alone, as updates in the order of applying.
    pub fn base_updates(&self) -> impl Iterator<Item = &[u8]> {
        let state = self.snapshot.iter().map(|body| body.state.as_slice());
        state.chain(self.rows.iter().map(|row| row.update.as_slice()))
    }

    /// The own words of the pending updates: root, text, and when they were written.
    #[must_use]
    pub fn pending_texts(&self) -> Vec<(String, String, Timestamp)> {
        rescued_text::pending_texts(self)
    }

    /// Opens it under this client id, with the pending work of `own`.
    ///
    /// # Errors
    /// When bytes of the base do not apply: the base is to be fetched anew. Pending work that does not apply on this
    /// base is left out: the session has it rebuilt.
    pub fn open(&self, client: YClient, own: MemberId) -> Result<OpenedDoc, OpenError> {
        let doc = open_doc(client.0);
        let mut authors = SmallMap::new_vec();
        if let Some(body) = &self.snapshot {
            put_in(&mut authors, body.authors.iter().copied());
        }
        for update in self.base_updates() {
            apply_whole(&doc, update)?;
        }
        for row in &self.rows {
            add_authors(&mut authors, self.doc.kind, &row.update, row.member);
        }
        for (_, pending) in &self.pending {
            if let OutgoingItem::Update(update) = &pending.item {
                match apply(&doc, update) {
                    Ok(()) | Err(OpenError::Missing | OpenError::Decode(_) | OpenError::Apply(_)) => {}
                    Err(OpenError::Busy) => return Err(OpenError::Busy),
                }
                add_authors(&mut authors, self.doc.kind, update, own);
            }
        }
        authors.insert(client, own);
        Ok(OpenedDoc { doc, authors })
    }
}

/// Applies an update of the base. One that waits for another is no error here: own rows may stand beyond the head until
/// the rows between have come.
fn apply_whole(doc: &Doc, update: &[u8]) -> Result<(), OpenError> {
    match apply(doc, update) {
        Ok(()) | Err(OpenError::Missing) => Ok(()),
        Err(error @ (OpenError::Decode(_) | OpenError::Apply(_) | OpenError::Busy)) => Err(error),
    }
}

/// Notes whose client ids an update inserts under. The server's own entries have the decider's name in them.
pub fn add_authors(authors: &mut SmallMap<YClient, MemberId>, kind: DocKind, update: &[u8], member: MemberId) {
    if let Ok(parsed) = preparse_as(Profile::Stored, kind, update) {
        for client in parsed.authors() {
            authors.entry(YClient(client)).or_insert(member);
        }
    }
}
