//! Putting rebuilt pending work in the place of what was refused: one refusal never costs the morning's other work.

use buurtboek_shared::{
    doc::write::Intent,
    domain::refusal::Reason,
    ids::{BatchNo, DocId, Id128, Seq},
    protocol::outgoing::{Outgoing, OutgoingItem},
    time::Timestamp,
};
use thiserror::Error;

use super::{DeviceStore, apply::refresh_digest};
use crate::storage::{
    database::{Bucket, Mode},
    failure::StorageFailure,
    keys,
    records::{Held, LogChange, LogKey, Pending, RescueDraft, Rescued},
    stored_doc::StoredDoc,
};

/// What is to be put in the place of a document's pending updates.
#[derive(Clone, Debug)]
pub struct Rebuild {
    /// The document.
    pub doc: DocId,
    /// The updates that come, in order, each with the batch that it stands for.
    pub updates: Vec<(BatchNo, Vec<u8>, Vec<Intent>)>,
    /// What could not be kept, as text.
    pub rescued: Vec<NewRescue>,
}

/// A text that could not be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRescue {
    /// Random.
    pub id: Id128,
    /// Where it stood.
    pub root: String,
    /// The words.
    pub text: String,
    /// Why it was not taken.
    pub reason: Reason,
    /// When it was written, by the device's clock.
    pub written: Timestamp,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// Batches that left the outbox.
    pub gone: Vec<BatchNo>,
    /// Batches that joined it, in order.
    pub queued: Vec<Outgoing>,
    /// Its place in the log.
    pub key: LogKey,
}

/// Why nothing was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RebuildError {
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageFailure),
    /// The pending work or the base changed since it was read: read again.
    #[error("the document changed since it was read")]
    Changed,
}

impl DeviceStore {
    /// Replaces the pending updates of a document that were read as `read`; creations and commands stay.
    ///
    /// # Errors
    /// See [`RebuildError`]; nothing was done then.
    pub async fn rebuild(&self, read: &StoredDoc, rebuild: Rebuild, now: Timestamp) -> Result<Rebuilt, RebuildError> {
        let doc = rebuild.doc;
        let work = self.begin(Mode::Write).await?;
        let current = work.stored(doc).await?;
        if current != *read {
            return Err(RebuildError::Changed);
        }
        let mut counters = work.counters().await?;
        let mut gone = Vec::new();
        for (batch, pending) in &read.pending {
            if matches!(pending.item, OutgoingItem::Update(_)) {
                work.delete(Bucket::Outbox, keys::outbox(doc, *batch))?;
                gone.push(*batch);
            }
        }
        let since = |of: BatchNo| read.pending.iter().find(|(batch, _)| *batch == of).map(|(_, old)| old.since);
        let mut queued = Vec::new();
        let mut came = Vec::new();
        for (stands_for, update, intents) in rebuild.updates {
            let batch = BatchNo(counters.batch);
            counters.batch += 1;
            let pending = Pending {
                item: OutgoingItem::Update(update),
                intents,
                since: since(stands_for).unwrap_or(now),
            };
            work.put(Bucket::Outbox, keys::outbox(doc, batch), &pending)?;
            came.push(pending.queued(batch));
            queued.push(pending.outgoing(doc, batch));
        }
        let mut changes = vec![LogChange::Rebuilt(doc, gone.clone(), came)];
        for text in rebuild.rescued {
            let draft = RescueDraft {
                id: text.id,
                doc,
                what: Rescued::Words { root: text.root },
                text: text.text,
                reason: text.reason,
                written: text.written,
                at: now,
            };
            work.put(Bucket::Rescue, keys::id(draft.id), &draft)?;
            changes.push(LogChange::Rescue);
        }
        let mut held: Held = work.held(doc).await?;
        held.lineage.0 += 1;
        work.set_held(doc, &held)?;
        if queued.is_empty() && held.seq == Seq(0) && !self.server_knows(&work, doc).await? {
            // A document that the server refused to make, and nothing of it is left.
            work.delete(Bucket::Views, keys::view(doc))?;
            changes.push(LogChange::Revoked(doc));
        } else if refresh_digest(&work, doc, self.member).await? {
            changes.push(LogChange::Listed(vec![doc]));
        }
        let key = work.log(counters, changes).await?;
        work.commit().await?;
        Ok(Rebuilt { gone, queued, key })
    }

    async fn server_knows(&self, work: &super::transaction::Work, doc: DocId) -> Result<bool, StorageFailure> {
        let announced = work.view(doc).await?.is_some_and(|view| view.announced > Seq(0));
        let creation_waits = work
            .pending_of(doc)
            .await?
            .iter()
            .any(|(_, pending)| matches!(pending.item, OutgoingItem::Create(_)));
        Ok(announced || creation_waits)
    }
}
