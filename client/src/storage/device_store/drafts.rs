//! Unsent signals: on this device only. A deleted one is really gone.

use buurtboek_shared::{ids::Id128, sorting, time::Timestamp};

use super::DeviceStore;
use crate::storage::{
    database::{Bucket, KeySpan, Mode},
    failure::StorageFailure,
    keys,
    records::{LogChange, LogKey},
    signal_draft::SignalDraft,
};

impl DeviceStore {
    /// Every unsent signal, the one changed last first.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn drafts(&self, now: Timestamp) -> Result<Vec<SignalDraft>, StorageFailure> {
        let work = self.begin(Mode::Read).await?;
        let records: Vec<(Vec<u8>, SignalDraft)> = work.range(Bucket::Drafts, KeySpan::all()).await?;
        self.finish(work, now).await?;
        let mut drafts: Vec<SignalDraft> = records.into_iter().map(|(_, draft)| draft).collect();
        sorting::sort_by_key(&mut drafts, |draft| std::cmp::Reverse(draft.updated));
        Ok(drafts)
    }

    /// Keeps a draft, over its earlier self.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn save_draft(&self, draft: &SignalDraft) -> Result<LogKey, StorageFailure> {
        let work = self.begin(Mode::Write).await?;
        let counters = work.counters().await?;
        work.put(Bucket::Drafts, keys::id(draft.id), draft)?;
        let key = work.log(counters, vec![LogChange::Drafts]).await?;
        work.commit().await?;
        Ok(key)
    }

    /// Deletes a draft.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn delete_draft(&self, id: Id128) -> Result<LogKey, StorageFailure> {
        let work = self.begin(Mode::Write).await?;
        let counters = work.counters().await?;
        work.delete(Bucket::Drafts, keys::id(id))?;
        let key = work.log(counters, vec![LogChange::Drafts]).await?;
        work.commit().await?;
        Ok(key)
    }
}
