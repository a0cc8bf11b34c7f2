//! Bringing the server what this device could not open.

use super::Tab;
use crate::{
    storage::device_store::RecordName,
    sync::host::{HostAct, UploadOutcome},
};

impl Tab {
    /// Brings the next record, if there is one.
    pub(super) async fn upload_next(&mut self) {
        match self.store.next_to_upload(self.uploads.after()).await {
            Ok(Some(record)) => {
                self.uploads.begun();
                self.host.act(HostAct::Upload(record));
            }
            // A storage that fails is noticed by the session; here it is asked again later.
            Ok(None) | Err(_) => self.uploads.at_rest(self.host.now()),
        }
    }

    /// A record was brought, or not.
    pub(super) async fn uploaded(&mut self, name: RecordName, outcome: UploadOutcome) {
        let now = self.host.now();
        let outcome = match outcome {
            UploadOutcome::Taken if self.store.uploaded(&name, now).await.is_err() => UploadOutcome::NotTaken,
            UploadOutcome::Taken | UploadOutcome::NotTaken => outcome,
        };
        self.uploads.answered(now, name, outcome);
    }
}
