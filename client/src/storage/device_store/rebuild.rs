//! Putting rebuilt pending work in the place of what was refused: one refusal never costs the morning's other work.

use buurtboek_shared::{
    doc::write::Intent,
    domain::refusal::Reason,
    ids::{BatchNo, DocId, Id128},
    protocol::outgoing::{Outgoing, OutgoingItem},
    small_map::SmallMap,
    time::Timestamp,
};
use thiserror::Error;

use super::{
    DeviceStore,
    apply::refresh_digest,
    decisions::{give_all_back, ripen},
};
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
    /// What comes in the place of each pending update; those without go.
    pub again: SmallMap<BatchNo, Again>,
    /// What could not be kept, as text.
    pub rescued: Vec<NewRescue>,
}

/// An update that was written again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// The update.
    pub update: Vec<u8>,
    /// The intents that make it.
    pub intents: Vec<Intent>,
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
    /// Replaces the pending updates of a document that was read as `read`. Commands get new numbers, so that they stay
    /// where they are in the order; their own ids keep them from happening twice. Creations stay as they are. `ids` gives
    /// the ids of rescue drafts, each random.
    ///
    /// # Errors
    /// See [`RebuildError`]; nothing was done then.
    pub async fn rebuild(
        &self,
        read: &StoredDoc,
        mut rebuild: Rebuild,
        now: Timestamp,
        mut ids: impl FnMut() -> Id128,
    ) -> Result<Rebuilt, RebuildError> {
        let doc = rebuild.doc;
        let work = self.begin(Mode::Write).await?;
        let current = work.stored(doc).await?;
        if current != *read {
            return Err(RebuildError::Changed);
        }
        let mut counters = work.counters().await?;
        let mut gone = Vec::new();
        let mut queued = Vec::new();
        let mut came = Vec::new();
        for (old, pending) in &read.pending {
            let place = renewed(*old, pending, &mut rebuild.again);
            if place == Place::Stays {
                continue;
            }
            work.delete(Bucket::Outbox, keys::outbox(doc, *old))?;
            gone.push(*old);
            let Place::Takes(pending) = place else { continue };
            let batch = BatchNo(counters.batch);
            counters.batch += 1;
            work.put(Bucket::Outbox, keys::outbox(doc, batch), &*pending)?;
            came.push(pending.queued(batch));
            queued.extend(pending.outgoing(doc, batch));
        }
        let mut changes = vec![LogChange::Rebuilt(doc, gone.clone(), came)];
        let all_kept = rebuild.rescued.is_empty();
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
        if refresh_digest(&work, doc, self.member).await? {
            changes.push(LogChange::Listed(vec![doc]));
        }
        if all_kept {
            let (ripened, ready) = ripen(&work, doc, self.member, now, &mut counters, &mut ids).await?;
            changes.extend(ripened);
            for (batch, pending) in work.pending_of(doc).await? {
                if ready.contains(&batch) {
                    queued.extend(pending.outgoing(doc, batch));
                }
            }
        } else {
            changes.extend(give_all_back(&work, doc, now, &mut ids).await?);
        }
        let key = work.log(counters, changes).await?;
        work.commit().await?;
        Ok(Rebuilt { gone, queued, key })
    }
}

/// What becomes of the place of a pending batch.
#[derive(PartialEq, Eq)]
enum Place {
    /// The batch stays.
    Stays,
    /// Nothing comes in its place.
    Goes,
    /// This comes in its place.
    Takes(Box<Pending>),
}

fn renewed(batch: BatchNo, old: &Pending, again: &mut SmallMap<BatchNo, Again>) -> Place {
    match &old.item {
        OutgoingItem::Create(_) | OutgoingItem::HandOver(_) => Place::Stays,
        OutgoingItem::Command(_) => Place::Takes(Box::new(old.clone())),
        OutgoingItem::Update(_) => again.remove(&batch).map_or(Place::Goes, |Again { update, intents }| {
            let item = OutgoingItem::Update(update);
            Place::Takes(Box::new(Pending { item, intents, since: old.since, offer: old.offer }))
        }),
    }
}
