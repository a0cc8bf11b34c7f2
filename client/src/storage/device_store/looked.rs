//! What of a document its reader looked at: how far it was, never what it says.

use buurtboek_shared::{doc::attribution::Seen, ids::DocId, time::Timestamp};

use super::DeviceStore;
use crate::storage::{
    database::{Bucket, Mode},
    failure::StorageFailure,
    keys,
};

impl DeviceStore {
    /// What was there when the reader looked last; none before that was ever kept.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn looked_at(&self, doc: DocId, now: Timestamp) -> Result<Option<Seen>, StorageFailure> {
        let work = self.begin(Mode::Read).await?;
        let seen = work.get(Bucket::Meta, keys::looked_at(doc)).await?;
        self.finish(work, now).await?;
        Ok(seen)
    }

    /// The reader looked: this was there. Nothing is kept of a document that is not on the device.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn look_at(&self, doc: DocId, seen: &Seen) -> Result<(), StorageFailure> {
        let work = self.begin(Mode::Write).await?;
        if work.view(doc).await?.is_none() {
            return Ok(());
        }
        work.put(Bucket::Meta, keys::looked_at(doc), seen)?;
        work.commit().await
    }
}
