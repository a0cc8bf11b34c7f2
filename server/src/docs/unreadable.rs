//! Documents that the store has and that cannot be read: a damaged row, a hole, a disk that does not answer. Each is
//! served to nobody, and whoever asks for it is told.
//!
//! What was found stands here in memory, as of the last time that somebody asked: for the figures, so that the log says
//! it once, and so that the rows which follow on a damaged one are not called all there is.

use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

use buurtboek_shared::{
    domain::role::Principal,
    ids::DocId,
    protocol::{frames::Have, server_session::Contents},
};

use super::{
    document::{Document, LoadError, guarded},
    projection,
    registry::{Documents, Office},
    state,
};

/// The documents that could not be read when somebody last asked.
#[derive(Debug, Default)]
pub(super) struct Unreadable(Mutex<BTreeSet<DocId>>);

impl Unreadable {
    fn lock(&self) -> MutexGuard<'_, BTreeSet<DocId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Office {
    /// Takes down whether the whole of a document could be read. The log says it when that changes, and no word of what is
    /// in it.
    pub(super) fn note<T>(&self, doc: DocId, read: &Result<T, LoadError>) {
        let mut unreadable = self.unreadable.lock();
        match read {
            Err(LoadError::Absent) => {}
            Err(error @ (LoadError::Read(_) | LoadError::Broken { .. } | LoadError::Panicked(_))) => {
                if unreadable.insert(doc) {
                    tracing::error!(%doc, %error, "a document cannot be read: it is served to nobody");
                }
            }
            Ok(_) => {
                if unreadable.remove(&doc) {
                    tracing::info!(%doc, "a document can be read again");
                }
            }
        }
        self.metrics.unreadable_documents.set(i64::try_from(unreadable.len()).unwrap_or(i64::MAX));
    }

    fn is_unreadable(&self, doc: DocId) -> bool {
        self.unreadable.lock().contains(&doc)
    }
}

impl Documents {
    /// What a device of this member lacks of a document. Waits for the disk.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn contents(&self, principal: &Principal, have: Have) -> Result<Contents, LoadError> {
        let (office, doc) = (&self.office, have.doc);
        let reader = &*office.reader;
        let read = guarded(|| {
            if doc.kind.is_projection() {
                return Ok(projection::contents_after(reader, doc, have.seq, principal.role)?);
            }
            // Rows that follow can be read while an earlier one cannot: the device would be told that all is well, and offer
            // its work in vain.
            if office.is_unreadable(doc) {
                Document::load(reader, doc)?;
            }
            let have = state::counting(reader, principal.member, have)?;
            state::contents_after(reader, doc, have.seq, have.chain)
        });
        let read = read.unwrap_or_else(|panicked| Err(panicked.into()));
        office.note(doc, &read);
        read
    }
}
