//! Texts that could not be processed: they stay until their writer deletes them.

use buurtboek_shared::{
    domain::{handover::is_handed_over, refusal::Reason},
    ids::{DocId, Id128},
    sorting,
    time::Timestamp,
};

use super::{DeviceStore, handover::hand_over};
use crate::storage::{
    database::{Bucket, KeySpan, Mode},
    failure::StorageFailure,
    keys,
    records::{LogChange, LogKey, RescueDraft, Rescued},
};

/// Words that can no longer be put in their document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Where they were written.
    pub doc: DocId,
    /// Root and words.
    pub words: Vec<(String, String)>,
    /// Why.
    pub reason: Reason,
}

impl DeviceStore {
    /// Every rescue draft, the newest first.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn rescue(&self, now: Timestamp) -> Result<Vec<RescueDraft>, StorageFailure> {
        let work = self.begin(Mode::Read).await?;
        let records: Vec<(Vec<u8>, RescueDraft)> = work.range(Bucket::Rescue, KeySpan::all()).await?;
        self.finish(work, now).await?;
        let mut drafts: Vec<RescueDraft> = records.into_iter().map(|(_, draft)| draft).collect();
        sorting::sort_by(&mut drafts, |one, other| other.at.cmp(&one.at).then(other.written.cmp(&one.written)));
        Ok(drafts)
    }

    /// Deletes a rescue draft, because its writer says so.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn delete_rescue(&self, id: Id128) -> Result<LogKey, StorageFailure> {
        let work = self.begin(Mode::Write).await?;
        let counters = work.counters().await?;
        work.delete(Bucket::Rescue, keys::id(id))?;
        let key = work.log(counters, vec![LogChange::Rescue]).await?;
        work.commit().await?;
        Ok(key)
    }

    /// Keeps words that can no longer be put in their document.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn keep_as_text(
        &self,
        lost: Lost,
        now: Timestamp,
        mut ids: impl FnMut() -> Id128,
    ) -> Result<LogKey, StorageFailure> {
        let work = self.begin(Mode::Write).await?;
        let mut counters = work.counters().await?;
        // Access ended while it was being typed: the words go where those in the outbox went.
        if lost.reason == Reason::NoAccess && is_handed_over(lost.doc.kind) {
            let words = lost.words.into_iter().map(|(root, text)| (root, text, now)).collect();
            let handed_over = hand_over(&work, (lost.doc, lost.doc), words, now, &mut counters)?;
            let key = work.log(counters, handed_over.changes).await?;
            work.commit().await?;
            return Ok(key);
        }
        for (root, text) in lost.words {
            let draft = RescueDraft {
                id: ids(),
                doc: lost.doc,
                what: Rescued::Words { root },
                text,
                reason: lost.reason,
                written: now,
                at: now,
            };
            work.put(Bucket::Rescue, keys::id(draft.id), &draft)?;
        }
        let key = work.log(counters, vec![LogChange::Rescue]).await?;
        work.commit().await?;
        Ok(key)
    }
}
