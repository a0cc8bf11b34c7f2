//! A transaction with typed records: what the operations have in common.

use std::cell::RefCell;

use buurtboek_shared::{
    ids::{BatchNo, DocId, Seq},
    protocol::outgoing::OutgoingItem,
    time::Timestamp,
};
use serde::{Serialize, de::DeserializeOwned};

use crate::storage::{
    database::{Bucket, KeySpan, Transaction},
    failure::StorageFailure,
    keys,
    records::{Counters, Ground, Held, LogChange, LogEntry, LogKey, Pending, Quarantined, StoredView, TabId},
    sealed::Sealed,
    stored_doc::StoredDoc,
};

/// Entries that the log keeps; a tab that slept through more loads everything again.
const LOG_KEPT: u64 = 512;
/// How often the log is cut, in entries.
const LOG_CUT_EVERY: u64 = 64;

/// A record that did not open: where, and its bytes.
pub(super) struct Damaged {
    pub(super) bucket: Bucket,
    pub(super) key: Vec<u8>,
    pub(super) value: Sealed,
}

/// A transaction under way.
pub(super) struct Work {
    transaction: Box<dyn Transaction>,
    tab: TabId,
    damaged: RefCell<Vec<Damaged>>,
}

impl Work {
    pub(super) fn new(transaction: Box<dyn Transaction>, tab: TabId) -> Self {
        Self { transaction, tab, damaged: RefCell::default() }
    }

    /// The record under a key; one that does not open counts as absent, and is remembered as damaged.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        bucket: Bucket,
        key: Vec<u8>,
    ) -> Result<Option<T>, StorageFailure> {
        let Some(value) = self.transaction.get(bucket, key.clone()).await? else { return Ok(None) };
        Ok(self.open(bucket, key, value).map(|(_, value)| value))
    }

    /// The records of a span that open.
    pub(super) async fn range<T: DeserializeOwned>(
        &self,
        bucket: Bucket,
        span: KeySpan,
    ) -> Result<Vec<(Vec<u8>, T)>, StorageFailure> {
        let records = self.transaction.range(bucket, span).await?;
        Ok(records.into_iter().filter_map(|(key, value)| self.open(bucket, key, value)).collect())
    }

    /// The keys of a span.
    pub(super) async fn keys(&self, bucket: Bucket, span: KeySpan) -> Result<Vec<Vec<u8>>, StorageFailure> {
        self.transaction.keys(bucket, span).await
    }

    fn open<T: DeserializeOwned>(&self, bucket: Bucket, key: Vec<u8>, value: Sealed) -> Option<(Vec<u8>, T)> {
        if let Ok(opened) = value.open() {
            return Some((key, opened));
        }
        self.damaged.borrow_mut().push(Damaged { bucket, key, value });
        None
    }

    pub(super) fn put<T: Serialize>(&self, bucket: Bucket, key: Vec<u8>, value: &T) -> Result<(), StorageFailure> {
        self.transaction.put(bucket, key, Sealed::seal(value)?)
    }

    pub(super) fn delete(&self, bucket: Bucket, key: Vec<u8>) -> Result<(), StorageFailure> {
        self.transaction.delete(bucket, key)
    }

    pub(super) async fn delete_span(&self, bucket: Bucket, span: KeySpan) -> Result<(), StorageFailure> {
        for key in self.transaction.keys(bucket, span).await? {
            self.transaction.delete(bucket, key)?;
        }
        Ok(())
    }

    /// The counters. Damaged ones cannot be guessed: a number given twice would be taken for a repeat.
    pub(super) async fn counters(&self) -> Result<Counters, StorageFailure> {
        match self.transaction.get(Bucket::Meta, keys::COUNTERS.to_vec()).await? {
            None => Ok(Counters::default()),
            Some(value) => value.open().map_err(|_| StorageFailure::Unreadable),
        }
    }

    pub(super) async fn held(&self, doc: DocId) -> Result<Held, StorageFailure> {
        Ok(self.get(Bucket::Meta, keys::held(doc)).await?.unwrap_or_default())
    }

    pub(super) fn set_held(&self, doc: DocId, held: &Held) -> Result<(), StorageFailure> {
        self.put(Bucket::Meta, keys::held(doc), held)
    }

    pub(super) async fn view(&self, doc: DocId) -> Result<Option<StoredView>, StorageFailure> {
        self.get(Bucket::Views, keys::view(doc)).await
    }

    pub(super) async fn pending_of(&self, doc: DocId) -> Result<Vec<(BatchNo, Pending)>, StorageFailure> {
        let records = self.range(Bucket::Outbox, keys::of_document(doc)).await?;
        Ok(records.into_iter().filter_map(|(key, pending)| Some((keys::read_outbox(&key)?.1, pending))).collect())
    }

    /// Everything that is held of a document. What is handed over is no longer part of it.
    pub(super) async fn stored(&self, doc: DocId) -> Result<StoredDoc, StorageFailure> {
        let held = self.held(doc).await?;
        let ground: Option<Ground> = self.get(Bucket::Base, keys::base(doc, Seq(0))).await?;
        let above = KeySpan { from: keys::base(doc, Seq(1)), to: keys::of_document(doc).to };
        let rows = self.range(Bucket::Base, above).await?;
        let mut pending = self.pending_of(doc).await?;
        pending.retain(|(_, waiting)| !matches!(waiting.item, OutgoingItem::HandOver(_)));
        let (snapshot, projection) = match ground {
            Some(Ground::State { body, .. }) => (Some(body), None),
            Some(Ground::Projection(value)) => (None, Some(value)),
            None => (None, None),
        };
        Ok(StoredDoc {
            doc,
            seq: held.seq,
            chain: held.chain,
            lineage: held.lineage,
            snapshot,
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            pending,
            projection,
        })
    }

    /// Writes log entries and the counters; the number of the last entry.
    pub(super) async fn log(&self, mut counters: Counters, changes: Vec<LogChange>) -> Result<LogKey, StorageFailure> {
        for change in changes {
            let number = counters.log;
            self.put(Bucket::Log, keys::log(number), &LogEntry { tab: self.tab, change })?;
            counters.log += 1;
            if number.is_multiple_of(LOG_CUT_EVERY) {
                let kept_from = number.saturating_sub(LOG_KEPT);
                self.delete_span(Bucket::Log, KeySpan { from: Vec::new(), to: keys::log(kept_from) }).await?;
            }
        }
        self.put(Bucket::Meta, keys::COUNTERS.to_vec(), &counters)?;
        Ok(LogKey(counters.log - 1))
    }

    /// Takes the content of a document out of the log. Its entries keep their numbers: a tab that is behind hears that
    /// the document is gone.
    pub(super) async fn forget_in_log(&self, doc: DocId) -> Result<(), StorageFailure> {
        let entries: Vec<(Vec<u8>, LogEntry)> = self.range(Bucket::Log, KeySpan::all()).await?;
        for (key, entry) in entries {
            if entry.change.holds_content_of(doc) {
                self.put(Bucket::Log, key, &LogEntry { change: LogChange::Revoked(doc), ..entry })?;
            }
        }
        Ok(())
    }

    /// Moves what did not open to quarantine, exactly as it was found. A base with a hole is to be fetched anew.
    pub(super) fn quarantine(&self, found: &[Damaged], now: Timestamp) -> Result<Vec<DocId>, StorageFailure> {
        let mut holed = Vec::new();
        for Damaged { bucket, key, value } in found {
            let record = Quarantined {
                bucket: bucket.name().to_owned(),
                key: key.clone(),
                bytes: value.as_bytes().to_vec(),
                at: now,
            };
            self.put(Bucket::Quarantine, keys::set_aside(*bucket, key, &record.bytes), &record)?;
            self.delete(*bucket, key.clone())?;
            if *bucket == Bucket::Base {
                holed.extend(keys::read_document(key));
            }
        }
        holed.dedup();
        Ok(holed)
    }

    /// The bytes under a key, as they are.
    pub(super) async fn raw(&self, bucket: Bucket, key: Vec<u8>) -> Result<Option<Sealed>, StorageFailure> {
        self.transaction.get(bucket, key).await
    }

    /// Ends a reading transaction; what it found damaged.
    pub(super) fn finish(self) -> Vec<Damaged> {
        self.damaged.into_inner()
    }

    pub(super) async fn commit(self) -> Result<(), StorageFailure> {
        self.transaction.commit().await
    }
}
