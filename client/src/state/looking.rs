//! What of a document its reader looked at, on this device.

use buurtboek_shared::{doc::attribution::Seen, ids::DocId};

use super::notebook::Notebook;

impl Notebook {
    /// What was there when the reader looked last; none when they never did, or the storage does not say.
    pub async fn looked_at(&self, doc: DocId) -> Option<Seen> {
        self.0.store.looked_at(doc, self.now()).await.ok().flatten()
    }

    /// The reader looked: this was there. Where the storage fails, it shows once more the next time.
    pub fn look_at(&self, doc: DocId, seen: Seen) {
        self.spawn(move |notebook| async move {
            let _kept = notebook.0.store.look_at(doc, &seen).await;
        });
    }
}
