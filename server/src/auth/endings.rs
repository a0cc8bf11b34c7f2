//! Access that ended while sockets may be open under it: each of them is told to look whether it is meant.
//!
//! The database counts endings, so that nothing can end without being counted, whichever process ends it: this one, or
//! `buurtboek admin` beside it.

use std::time::Duration;

use tokio::sync::watch;

use crate::state::AppState;

/// How often this process looks what another one ended. A person does not notice it.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// A socket looks at least this often for itself: clocks may be set.
pub(super) const AT_LEAST_EVERY: Duration = Duration::from_secs(60);

/// Tells open sockets to look.
#[derive(Clone, Debug, Default)]
pub struct Endings(watch::Sender<()>);

impl Endings {
    /// Somebody's access ended. Nobody listening is fine.
    pub fn say(&self) {
        self.0.send_replace(());
    }

    pub(super) fn listen(&self) -> watch::Receiver<()> {
        self.0.subscribe()
    }
}

/// Says what other processes end, until the server stops.
pub async fn watch(state: AppState) {
    let mut known = state.accounts.endings().ok();
    loop {
        tokio::select! {
            () = state.stopping.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        match state.accounts.endings() {
            Ok(now) if known == Some(now) => {}
            Ok(now) => {
                known = Some(now);
                state.endings.say();
            }
            Err(error) => tracing::warn!(%error, "whether a session ended elsewhere cannot be read"),
        }
    }
}
