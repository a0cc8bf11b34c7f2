//! Access that ended while sockets may be open under it: they are told to look whether it is meant.
//!
//! The database counts endings, so that nothing can end without being counted, whichever process ends it: this one, or
//! `buurtboek admin` beside it. One task looks at the count; sockets look at nothing until it grew.

use std::{sync::Arc, time::Duration};

use tokio::sync::{Notify, watch};

use super::door::Door;

/// How often the count is looked at, and sockets are told at most: a person does not notice it, and nobody can make every
/// socket ask the database all the time.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// A socket looks at least this often for itself: clocks may be set.
pub(super) const AT_LEAST_EVERY: Duration = Duration::from_secs(60);

/// Tells open sockets to look. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Endings {
    told: watch::Sender<()>,
    hint: Arc<Notify>,
}

impl Endings {
    /// This process ended something: the count is looked at now.
    pub fn look_now(&self) {
        self.hint.notify_one();
    }

    pub(super) fn listen(&self) -> watch::Receiver<()> {
        self.told.subscribe()
    }
}

/// Tells sockets of what ends, until the server stops.
pub async fn watch(door: Door) {
    let mut known = door.accounts.endings().ok();
    loop {
        tokio::select! {
            () = door.stopping.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = door.endings.hint.notified() => {}
        }
        match door.accounts.endings() {
            Ok(now) if known == Some(now) => {}
            Ok(now) => {
                known = Some(now);
                door.endings.told.send_replace(());
                tokio::time::sleep(LOOK_EVERY).await;
            }
            Err(error) => tracing::debug!(%error, "whether a session ended cannot be read"),
        }
    }
}
