//! Keeping what the server said: rows, snapshots, projections, acknowledgements, refusals, grants.

mod anew;
mod announcing;
mod arriving;
mod leaving;
mod list_row;

pub(super) use list_row::refresh_digest;

use buurtboek_shared::{
    domain::refusal::Reason,
    ids::{BatchNo, DocId, Id128},
    protocol::client_events::Persist,
    small_map::{SmallMap, SmallSet},
    time::Timestamp,
};

use self::{
    anew::doubt_what_is_held,
    announcing::announce,
    arriving::{keep_projection, keep_rows, keep_snapshot},
    leaving::{give_up, wipe, with_what_is_to_be_made_in_it},
};
use super::{DeviceStore, decisions::ripen, handover::note_handed_over, transaction::Work};
use crate::storage::{
    database::{Bucket, Mode},
    failure::StorageFailure,
    keys,
    records::{Counters, LogChange, LogKey},
};

/// What the changes of one transaction add up to.
#[derive(Default)]
struct Effects {
    changes: Vec<LogChange>,
    /// Documents whose list row is to be made again.
    stale: SmallSet<DocId>,
    /// Documents whose list row changed otherwise.
    listed: SmallSet<DocId>,
    /// Documents whose base or outbox moved on.
    moved: SmallSet<DocId>,
    /// Documents that the server would not make, and why.
    not_made: SmallMap<DocId, Reason>,
    /// Batches that joined the outbox, among them words that are handed over.
    ready: Vec<(DocId, BatchNo)>,
    /// When the last of the documents that came was as the server has it, server time.
    fetched: Option<Timestamp>,
}

/// What was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Its place in the log.
    pub key: LogKey,
    /// Batches that may be offered now: they had to wait, were made of other work, or were not there before.
    pub ready: Vec<(DocId, BatchNo)>,
}

impl DeviceStore {
    /// Keeps that the device stood as the server has it then, server time.
    ///
    /// # Errors
    /// When the storage fails; an earlier moment is kept then.
    pub async fn note_synced(&self, at: Timestamp) -> Result<(), StorageFailure> {
        let work = self.begin(Mode::Write).await?;
        work.put(Bucket::Meta, keys::FETCHED_AT.to_vec(), &at)?;
        work.commit().await
    }

    /// Keeps all of it, in order, in one transaction. `ids` gives the ids of rescue drafts, each random.
    ///
    /// # Errors
    /// When the storage fails; nothing was kept then.
    pub async fn apply(
        &self,
        persists: Vec<Persist>,
        now: Timestamp,
        mut ids: impl FnMut() -> Id128,
    ) -> Result<Applied, StorageFailure> {
        let work = self.begin(Mode::Write).await?;
        let mut counters = work.counters().await?;
        let mut effects = Effects::default();
        for persist in persists {
            self.apply_one(&work, persist, now, (&mut counters, &mut ids), &mut effects).await?;
        }
        if let Some(at) = effects.fetched
            && work.keys(Bucket::Meta, keys::all_to_fetch()).await?.is_empty()
        {
            work.put(Bucket::Meta, keys::FETCHED_AT.to_vec(), &at)?;
        }
        for doc in effects.stale.iter() {
            if refresh_digest(&work, *doc, self.member).await? {
                effects.listed.insert(*doc);
            }
        }
        if !effects.listed.is_empty() {
            effects.changes.push(LogChange::Listed(effects.listed.iter().copied().collect()));
        }
        let mut ready = std::mem::take(&mut effects.ready);
        for doc in effects.moved.iter() {
            let (changes, batches) = ripen(&work, *doc, self.member, now, &mut counters, &mut ids).await?;
            effects.changes.extend(changes);
            ready.extend(batches.into_iter().map(|batch| (*doc, batch)));
        }
        let key = work.log(counters, effects.changes).await?;
        work.commit().await?;
        Ok(Applied { key, ready })
    }

    async fn apply_one(
        &self,
        work: &Work,
        persist: Persist,
        now: Timestamp,
        (counters, ids): (&mut Counters, &mut impl FnMut() -> Id128),
        effects: &mut Effects,
    ) -> Result<(), StorageFailure> {
        match persist {
            Persist::Catalogue { entries, cursor, generation } => {
                for entry in &entries {
                    announce(work, entry, now, (counters, ids), effects).await?;
                }
                work.put(Bucket::Meta, keys::GENERATION.to_vec(), &generation)?;
                work.put(Bucket::Meta, keys::CURSOR.to_vec(), &cursor)
            }
            Persist::Anew { generation } => doubt_what_is_held(work, generation).await,
            Persist::Rows { doc, rows, head } => keep_rows(work, doc, rows, head, effects).await,
            Persist::Snapshot { doc, head, body } => keep_snapshot(work, doc, head, body, effects).await,
            Persist::Projection { doc, version, value } => keep_projection(work, doc, version, value, effects).await,
            Persist::Fetched { doc, at } => {
                work.delete(Bucket::Meta, keys::to_fetch(doc))?;
                effects.fetched = Some(at);
                effects.changes.push(LogChange::Fetched(doc));
                Ok(())
            }
            Persist::Acked { doc, batch, receipt, head } => {
                if let Some(handover) = self.move_to_base(work, doc, batch, receipt, head, effects).await? {
                    note_handed_over(work, &handover, now, ids()).await?;
                    effects.changes.push(LogChange::Rescue);
                }
                Ok(())
            }
            Persist::Refused { doc, batch, reason } => give_up(work, doc, batch, reason, now, ids, effects).await,
            Persist::Revoked { doc } => {
                for gone in with_what_is_to_be_made_in_it(work, doc).await? {
                    wipe(work, (doc, gone), now, (&mut *counters, &mut *ids), effects).await?;
                }
                Ok(())
            }
        }
    }
}
