//! One document in memory: its yrs state, who owns which client id, and where its history stands.
//!
//! The store is the truth; this is a cache of it. Nothing is served from here, and after any doubt (a refusal once
//! applied, a panic, a failed commit) it is thrown away and loaded anew.

use std::{collections::BTreeMap, mem::ManuallyDrop, panic::AssertUnwindSafe};

use buurtboek_shared::{
    doc::{
        preparse::{Profile, preparse_as},
        rules::{ClientOwner, Clocks, clocks},
        values::DocValues,
        write::open_doc,
    },
    domain::refusal::Reason,
    ids::{Chain, DeviceId, DocId, MemberId, Seq, YClient},
};
use thiserror::Error;
use yrs::{ReadTxn, StateVector, Transact, TransactionMut, Update, updates::decoder::Decode};

use crate::store::{Binding, Header, ReadError, Reader};

/// The client id under which a loaded document would write; the server's own rows use a fresh one each.
const READING_CLIENT: u64 = 1;

/// Why a document cannot be loaded.
#[derive(Debug, Error)]
pub enum LoadError {
    /// There is no such document.
    #[error("no such document")]
    Absent,
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// What is stored cannot be applied: an incident for the administrator.
    #[error("{doc} row {} cannot be applied", .seq.0)]
    Broken {
        /// The document.
        doc: DocId,
        /// The row, or the snapshot's.
        seq: Seq,
    },
    /// The document library panicked on it.
    #[error(transparent)]
    Panicked(#[from] Panicked),
}

/// Whether a committed row brought a snapshot along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Snapshotted {
    Yes,
    No,
}

/// One document in memory.
pub struct Document {
    /// What is known besides its content.
    pub header: Header,
    /// The state. Only [`super::gate`] writes to it.
    pub(super) doc: yrs::Doc,
    /// What it says, as of the last commit.
    pub(super) values: DocValues,
    bindings: BTreeMap<YClient, Binding>,
    /// Rows since the newest snapshot.
    pub(super) rows_since_snapshot: u64,
    /// Encoded bytes of the state, or of what it was loaded from.
    pub(super) size: usize,
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document").field("header", &self.header).finish_non_exhaustive()
    }
}

impl Document {
    /// Loads a document: its newest snapshot and the rows since.
    ///
    /// # Errors
    /// When it does not exist, cannot be read, or what is stored cannot be applied.
    pub fn load(reader: &dyn Reader, id: DocId) -> Result<Self, LoadError> {
        let mut header = reader.header(id)?.ok_or(LoadError::Absent)?;
        let doc = open_doc(READING_CLIENT);
        let snapshot = reader.snapshot(id)?;
        let from = snapshot.as_ref().map_or(Seq(0), |snapshot| snapshot.seq);
        if let Some(snapshot) = &snapshot {
            apply_stored(&doc, id, &snapshot.state).map_err(|_| LoadError::Broken { doc: id, seq: snapshot.seq })?;
        }
        let mut size = snapshot.as_ref().map_or(0, |snapshot| snapshot.state.len());
        let mut seq = from;
        let mut chain = snapshot.as_ref().map_or_else(Chain::default, |snapshot| snapshot.chain);
        loop {
            let rows = reader.rows(id, seq, usize::MAX)?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                seq = seq.next();
                if row.seq != seq || apply_stored(&doc, id, &row.update).is_err() {
                    return Err(LoadError::Broken { doc: id, seq });
                }
                chain = row.chain(id, chain);
                size += row.update.len();
            }
        }
        // Rows may have come between the two reads; what was loaded is what counts.
        if seq < header.head || seq == header.head && chain != header.chain {
            return Err(LoadError::Broken { doc: id, seq });
        }
        (header.head, header.chain) = (seq, chain);
        let bindings = reader.bindings(id)?.into_iter().map(|binding| (binding.client, binding)).collect();
        let values = DocValues::read(id.kind, &doc.transact());
        Ok(Self { header, doc, values, bindings, rows_since_snapshot: seq.0 - from.0, size })
    }

    /// Its encoded size in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// Where its history stands.
    #[must_use]
    pub fn head(&self) -> (Seq, Chain) {
        (self.header.head, self.header.chain)
    }

    /// What it says, as of the last commit.
    #[must_use]
    pub fn values(&self) -> &DocValues {
        &self.values
    }

    /// Whose a client id is, for one sender. A stock client's ids belong to the member, whatever the device.
    pub(super) fn owner(&self, client: u64, member: MemberId, device: Option<DeviceId>) -> ClientOwner {
        match self.bindings.get(&YClient(client)) {
            None => ClientOwner::Unbound,
            Some(binding) if binding.member == member && binding.device == device => ClientOwner::Own,
            Some(_) => ClientOwner::Foreign,
        }
    }

    pub(super) fn clocks(&self) -> Clocks {
        clocks(&self.doc.transact())
    }

    pub(super) fn bind(&mut self, bindings: &[Binding]) {
        self.bindings.extend(bindings.iter().map(|binding| (binding.client, *binding)));
    }

    /// A row was committed: the history stands here now.
    pub(super) fn advance(&mut self, head: Seq, chain: Chain, snapshot: Snapshotted) {
        (self.header.head, self.header.chain) = (head, chain);
        self.rows_since_snapshot = match snapshot {
            Snapshotted::Yes => 0,
            Snapshotted::No => self.rows_since_snapshot + 1,
        };
    }

    /// Who wrote under which client id, by client.
    #[must_use]
    pub fn authors(&self) -> Vec<(YClient, MemberId)> {
        self.bindings.values().map(|binding| (binding.client, binding.member)).collect()
    }

    /// The whole state as one update, deleted content left out.
    ///
    /// # Errors
    /// When yrs panics on it.
    pub fn state(&self) -> Result<Vec<u8>, Panicked> {
        guarded(|| self.doc.transact().encode_state_as_update_v1(&StateVector::default()))
    }

    /// What a stock client lacks, given its state vector. May panic, as yrs may.
    pub(super) fn difference(&self, known: &StateVector) -> Vec<u8> {
        self.doc.transact().encode_state_as_update_v1(known)
    }

    /// The state vector, for the first step of a stock client's handshake.
    pub(super) fn state_vector(&self) -> StateVector {
        self.doc.transact().state_vector()
    }
}

/// yrs panicked; the document it worked on is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the document library panicked")]
pub struct Panicked;

/// Runs something of yrs; a panic becomes an error. Whoever gets the error throws the document away.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    std::panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| Panicked)
}

/// Applies an update and checks it before its transaction is committed. After an error the document is to be thrown
/// away.
pub(super) fn apply(
    doc: &yrs::Doc,
    update: &[u8],
    check: impl FnOnce(&TransactionMut<'_>) -> Result<(), Reason>,
) -> Result<(), Reason> {
    guarded(|| {
        let update = Update::decode_v1(update).map_err(|_| Reason::Malformed)?;
        // Dropping a transaction while unwinding commits the half that was done; so it is dropped only when nothing
        // panicked, and leaked with its document otherwise.
        let mut txn = ManuallyDrop::new(doc.transact_mut());
        let outcome = txn.apply_update(update).map_err(|_| Reason::Malformed).and_then(|()| check(&txn));
        drop(ManuallyDrop::into_inner(txn));
        outcome
    })
    .unwrap_or(Err(Reason::Panicked))
}

/// Applies what the store holds. It passed the gate once; it is read as strictly again, since a file can rot.
fn apply_stored(doc: &yrs::Doc, id: DocId, update: &[u8]) -> Result<(), Reason> {
    is_readable(id, update)?;
    apply(doc, update, |txn| if txn.has_missing_updates() { Err(Reason::LeftPending) } else { Ok(()) })
}

/// Whether what the store holds still has the form of an update of this document.
pub(super) fn is_readable(id: DocId, update: &[u8]) -> Result<(), Reason> {
    preparse_as(Profile::Stored, id.kind, update).map(drop)
}
