//! Texts that could not be processed: they stay until their writer deletes them.

use buurtboek_shared::{ids::Id128, time::Timestamp};

use super::DeviceStore;
use crate::storage::{
    database::{Bucket, KeySpan, Mode},
    failure::StorageFailure,
    keys,
    records::{LogChange, RescueDraft},
};

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
        drafts.sort_by(|one, other| other.at.cmp(&one.at).then(other.written.cmp(&one.written)));
        Ok(drafts)
    }

    /// Deletes a rescue draft, because its writer says so.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn delete_rescue(&self, id: Id128) -> Result<(), StorageFailure> {
        let work = self.begin(Mode::Write).await?;
        let counters = work.counters().await?;
        work.delete(Bucket::Rescue, keys::id(id))?;
        work.log(counters, vec![LogChange::Rescue]).await?;
        work.commit().await
    }
}
