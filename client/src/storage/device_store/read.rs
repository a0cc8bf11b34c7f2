//! Reading: where a session starts, what is held, what waits.

use buurtboek_shared::{
    ids::{BatchNo, DeviceId, DocId},
    protocol::{
        client_events::Start,
        frames::{Cursor, Generation, Have},
        outgoing::Outgoing,
    },
    sorting,
    time::Timestamp,
};

use super::{DeviceStore, transaction::Work};
use crate::storage::{
    database::{Bucket, KeySpan, Mode},
    failure::StorageFailure,
    keys,
    records::{LogKey, Pending, Queued},
    stored_doc::StoredDoc,
};

/// What a tab starts from.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// What the session starts from.
    pub start: Start,
    /// The last log entry that is already in it.
    pub key: LogKey,
}

/// How far the device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Readiness {
    /// Documents announced and not fetched.
    pub to_fetch: u32,
    /// When the device last stood as the server has it, server time; within a minute, and none before it ever did.
    pub fetched_at: Option<Timestamp>,
    /// The last log entry that is already in it.
    pub as_of: LogKey,
}

impl DeviceStore {
    /// Makes a new database ready for this device; an existing one stays as it is. Batches of a new database are
    /// numbered from the milliseconds of now: should the browser have cleared an older one, its numbers lie below.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn settle(&self, now: Timestamp) -> Result<(), StorageFailure> {
        let work = self.begin(Mode::Write).await?;
        let known: Option<DeviceId> = work.get(Bucket::Meta, keys::DEVICE.to_vec()).await?;
        if known == Some(self.device) {
            return Ok(());
        }
        let mut counters = work.counters().await?;
        counters.batch = counters.batch.max(u64::try_from(now.0).unwrap_or_default());
        work.put(Bucket::Meta, keys::COUNTERS.to_vec(), &counters)?;
        work.put(Bucket::Meta, keys::DEVICE.to_vec(), &self.device)?;
        work.commit().await
    }

    /// What a session starts from.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn start(&self, build: &str, now: Timestamp) -> Result<Beginning, StorageFailure> {
        let work = self.begin(Mode::Read).await?;
        let list_again: Option<()> = work.get(Bucket::Meta, keys::LIST_AGAIN.to_vec()).await?;
        if list_again.is_some() {
            self.ask_everything_again().await?;
        }
        let work = self.begin(Mode::Read).await?;
        let cursor: Cursor = work.get(Bucket::Meta, keys::CURSOR.to_vec()).await?.unwrap_or_default();
        let generation: Generation = work.get(Bucket::Meta, keys::GENERATION.to_vec()).await?.unwrap_or_default();
        let to_fetch: Vec<(Vec<u8>, ())> = work.range(Bucket::Meta, keys::all_to_fetch()).await?;
        let outbox = all_pending(&work).await?;
        let key = LogKey(work.counters().await?.log - 1);
        self.finish(work, now).await?;
        let start = Start {
            device: self.device,
            member: self.member,
            build: build.to_owned(),
            cursor,
            generation,
            to_fetch: to_fetch.iter().filter_map(|(key, ())| keys::read_to_fetch(key)).collect(),
            outbox: outbox.into_iter().filter_map(|(doc, batch, pending)| pending.outgoing(doc, batch)).collect(),
        };
        Ok(Beginning { start, key })
    }

    /// Has the server list every document anew: what is held of them stays.
    async fn ask_everything_again(&self) -> Result<(), StorageFailure> {
        let work = self.begin(Mode::Write).await?;
        work.delete(Bucket::Meta, keys::CURSOR.to_vec())?;
        work.delete(Bucket::Meta, keys::LIST_AGAIN.to_vec())?;
        work.commit().await
    }

    /// Everything that is held of a document; none when it is not on the device, or was announced and not fetched yet.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn load(&self, doc: DocId, now: Timestamp) -> Result<Option<StoredDoc>, StorageFailure> {
        let work = self.begin(Mode::Read).await?;
        let view = work.view(doc).await?;
        let stored = work.stored(doc).await?;
        let announced: Option<()> = work.get(Bucket::Meta, keys::to_fetch(doc)).await?;
        self.finish(work, now).await?;
        // A document in which nobody wrote yet is empty too, and can be written in.
        let here = view.is_some() && announced.is_none();
        Ok((here || !stored.is_empty()).then_some(stored))
    }

    /// Is the member told of this document, whether or not something of it is on the device?
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn knows(&self, doc: DocId) -> Result<bool, StorageFailure> {
        Ok(self.begin(Mode::Read).await?.view(doc).await?.is_some())
    }

    /// Was this signal taken back on this device, before the server was known to have it?
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn was_taken_back(&self, doc: DocId) -> Result<bool, StorageFailure> {
        let work = self.begin(Mode::Read).await?;
        Ok(work.get::<()>(Bucket::Meta, keys::taken_back(doc)).await?.is_some())
    }

    /// How far each of these documents is held.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn heads(&self, docs: &[DocId]) -> Result<Vec<Have>, StorageFailure> {
        let work = self.begin(Mode::Read).await?;
        let mut heads = Vec::new();
        for doc in docs {
            let held = work.held(*doc).await?;
            heads.push(Have { doc: *doc, seq: held.seq, chain: held.chain });
        }
        Ok(heads)
    }

    /// Batches of the outbox by number; those that left it meanwhile are left out.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn outgoing(&self, wanted: &[(DocId, BatchNo)]) -> Result<Vec<Outgoing>, StorageFailure> {
        let work = self.begin(Mode::Read).await?;
        let mut found = Vec::new();
        for (doc, batch) in wanted {
            let pending: Option<Pending> = work.get(Bucket::Outbox, keys::outbox(*doc, *batch)).await?;
            found.extend(pending.and_then(|pending| pending.outgoing(*doc, *batch)));
        }
        Ok(found)
    }

    /// Everything that waits, by batch, and the last log entry that is already in it.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn waiting(&self, now: Timestamp) -> Result<(Vec<(DocId, Queued)>, LogKey), StorageFailure> {
        let work = self.begin(Mode::Read).await?;
        let outbox = all_pending(&work).await?;
        let key = LogKey(work.counters().await?.log - 1);
        self.finish(work, now).await?;
        Ok((outbox.into_iter().map(|(doc, batch, pending)| (doc, pending.queued(batch))).collect(), key))
    }

    /// Does anything wait here: to be sent, or an unsent signal? Only keys are looked at.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn has_unsent_work(&self) -> Result<bool, StorageFailure> {
        let work = self.begin(Mode::Read).await?;
        for bucket in [Bucket::Outbox, Bucket::Drafts] {
            if !work.keys(bucket, KeySpan::all()).await?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// How far the device is.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn readiness(&self) -> Result<Readiness, StorageFailure> {
        let work = self.begin(Mode::Read).await?;
        let to_fetch: Vec<(Vec<u8>, ())> = work.range(Bucket::Meta, keys::all_to_fetch()).await?;
        let fetched_at = work.get(Bucket::Meta, keys::FETCHED_AT.to_vec()).await?;
        let to_fetch = u32::try_from(to_fetch.len()).unwrap_or(u32::MAX);
        let as_of = LogKey(work.counters().await?.log - 1);
        Ok(Readiness { to_fetch, fetched_at, as_of })
    }
}

async fn all_pending(work: &Work) -> Result<Vec<(DocId, BatchNo, Pending)>, StorageFailure> {
    let records = work.range(Bucket::Outbox, KeySpan::all()).await?;
    let mut pending: Vec<(DocId, BatchNo, Pending)> = records
        .into_iter()
        .filter_map(|(key, pending)| {
            let (doc, batch) = keys::read_outbox(&key)?;
            Some((doc, batch, pending))
        })
        .collect();
    sorting::sort_by_key(&mut pending, |(_, batch, _)| *batch);
    Ok(pending)
}
