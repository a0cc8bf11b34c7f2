//! Records that do not open: set aside exactly as they were found, counted, and mended where something else on the
//! device, or the server, still has what they said.

use buurtboek_shared::{
    domain::access::Access,
    ids::{DocId, Hash256, MemberId},
    protocol::outgoing::OutgoingItem,
    time::Timestamp,
};

use super::{
    DeviceStore,
    apply::refresh_digest,
    transaction::{Damaged, Work},
};
use crate::storage::{
    database::{Bucket, KeySpan, Mode},
    failure::StorageFailure,
    keys,
    records::{LogChange, LogKey, Quarantined, StoredView},
};

/// What somebody made, and the device can no longer read. What the server has too is not counted: it is fetched again.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct SetAside {
    /// How many records nobody took note of yet.
    pub count: u32,
    /// Names the newest of them for whoever looks after the device; nothing of its content.
    pub code: String,
}

impl DeviceStore {
    /// What could not be read, and nobody took note of yet.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn set_aside(&self) -> Result<SetAside, StorageFailure> {
        let work = self.begin(Mode::Read).await?;
        let lost = lost(&work).await?;
        let noted: u32 = work.get(Bucket::Meta, keys::NOTED.to_vec()).await?.unwrap_or_default();
        let newest = lost.iter().max_by_key(|record| record.at);
        Ok(SetAside { count: count(&lost).saturating_sub(noted), code: newest.map(code_of).unwrap_or_default() })
    }

    /// Somebody took note of what could not be read; it stays where it was set aside.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn note_set_aside(&self) -> Result<LogKey, StorageFailure> {
        let work = self.begin(Mode::Write).await?;
        let counters = work.counters().await?;
        let noted = count(&lost(&work).await?);
        work.put(Bucket::Meta, keys::NOTED.to_vec(), &noted)?;
        let key = work.log(counters, vec![LogChange::SetAside]).await?;
        work.commit().await?;
        Ok(key)
    }

    /// Ends a reading transaction. What it found damaged goes to quarantine; a base with a hole will be fetched anew, a
    /// list row is made again. Documents whose row that is.
    pub(super) async fn finish(&self, work: Work, now: Timestamp) -> Result<Vec<DocId>, StorageFailure> {
        let found = work.finish();
        if found.is_empty() { Ok(Vec::new()) } else { self.put_away(found, now).await }
    }

    async fn put_away(&self, found: Vec<Damaged>, now: Timestamp) -> Result<Vec<DocId>, StorageFailure> {
        let work = self.begin(Mode::Write).await?;
        let counters = work.counters().await?;
        let mut still = Vec::new();
        for damaged in found {
            // Another tab may have put it away, or written over it, meanwhile.
            if work.raw(damaged.bucket, damaged.key.clone()).await?.as_ref() == Some(&damaged.value) {
                still.push(damaged);
            }
        }
        for doc in work.quarantine(&still, now)? {
            let mut held = work.held(doc).await?;
            held.generation += 1;
            (held.seq, held.chain) = Default::default();
            work.set_held(doc, &held)?;
            work.put(Bucket::Meta, keys::to_fetch(doc), &())?;
        }
        let views = still.iter().filter(|damaged| damaged.bucket == Bucket::Views);
        let mended: Vec<DocId> = views.filter_map(|damaged| keys::read_view(&damaged.key)).collect();
        for doc in &mended {
            mend_view(&work, *doc, self.member, now).await?;
        }
        let mut changes = vec![LogChange::SetAside];
        if !mended.is_empty() {
            changes.push(LogChange::Listed(mended.clone()));
        }
        work.log(counters, changes).await?;
        work.commit().await?;
        Ok(mended)
    }
}

/// Makes the list row of a document from what is held of it. What only the catalogue knows is asked for again when the
/// next session begins; until then nobody is invited to write where they may only read.
async fn mend_view(work: &Work, doc: DocId, own: MemberId, now: Timestamp) -> Result<(), StorageFailure> {
    work.put(Bucket::Meta, keys::LIST_AGAIN.to_vec(), &())?;
    let stored = work.stored(doc).await?;
    if stored.is_empty() {
        return Ok(());
    }
    let wrote = !stored.pending.is_empty() || stored.rows.iter().any(|row| row.member == own);
    let parent = stored.pending.iter().find_map(|(_, pending)| match &pending.item {
        OutgoingItem::Create(document) => document.parent,
        OutgoingItem::Update(_) | OutgoingItem::Command(_) | OutgoingItem::HandOver(_) => None,
    });
    let first_row = stored.rows.first().map(|row| row.at);
    let created = first_row.or(stored.pending.first().map(|(_, pending)| pending.since)).unwrap_or(now);
    let access = if wrote { Access::Write } else { Access::Read };
    let view = StoredView { access, parent, created, announced: stored.seq, digest: None };
    work.put(Bucket::Views, keys::view(doc), &view)?;
    refresh_digest(work, doc, own).await?;
    Ok(())
}

/// What was set aside and is nowhere else: unsent work, rescued texts, unsent signals.
async fn lost(work: &Work) -> Result<Vec<Quarantined>, StorageFailure> {
    let records: Vec<(Vec<u8>, Quarantined)> = work.range(Bucket::Quarantine, KeySpan::all()).await?;
    let only_here = [Bucket::Outbox, Bucket::Rescue, Bucket::Drafts].map(Bucket::name);
    Ok(records
        .into_iter()
        .map(|(_, record)| record)
        .filter(|record| only_here.contains(&record.bucket.as_str()))
        .collect())
}

fn count(lost: &[Quarantined]) -> u32 {
    u32::try_from(lost.len()).unwrap_or(u32::MAX)
}

/// The same record has the same code on every occasion.
fn code_of(record: &Quarantined) -> String {
    let hash = Hash256::of(&[record.bucket.as_bytes(), &record.key].concat()).to_string();
    hash.chars().take(8).collect()
}
