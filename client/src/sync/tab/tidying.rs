//! What a tab does for the storage when nobody waits: old rows become one, and texts whose time has come go.

use buurtboek_shared::{ids::DocId, time::Timestamp};

use super::{Tab, TabNews};
use crate::sync::host::TabMessage;

const A_DAY: i64 = 24 * 60 * 60 * 1000;
/// How long rows are kept as they came: longer than the longest time between two backups of the server.
const ROWS_KEPT: i64 = 35 * A_DAY;

impl Tab {
    /// Makes the base of a document smaller, where that is worth it. One for which that fails is tried when the document is
    /// put away again.
    pub(super) async fn compact(&self, doc: DocId) {
        let now = self.host.now();
        let before = Timestamp(now.0 - ROWS_KEPT);
        if let Ok(Some(compaction)) = self.store.prepare_compaction(doc, before, now).await {
            let _later = self.store.finish_compaction(compaction).await;
        }
    }

    /// Lets go of the texts whose time has come, once a day; a failure is tried again by whatever happens next.
    pub(super) async fn part_with_old_texts_daily(&mut self) {
        let now = self.host.now();
        if self.tidied.is_some_and(|last| now - last < A_DAY) {
            return;
        }
        if let Ok(parted) = self.store.part_with_old_texts(now).await {
            self.tidied = Some(now);
            if let Some(key) = parted {
                self.say(TabMessage::Advanced(key));
                self.tell(TabNews::Advanced);
                self.follow_log().await;
            }
        }
    }
}
