//! What can be said about saving and synchronising, folded from what storage and session report.
//!
//! Three separate truths: saved on this device, waiting for the server, committed by the server. The screens choose
//! their sentence from this value alone.

use buurtboek_shared::time::Timestamp;

pub use crate::sync::status::Link;

use crate::storage::failure::StorageFailure;

/// Where the words that were typed last are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SaveState {
    /// Nothing was typed since the app opened.
    #[default]
    Idle,
    /// In memory only: not yet committed to the device.
    Typing,
    /// Strictly committed to the device.
    Saved,
    /// The device did not take it; the words are still in memory, and are tried again.
    Failed(StorageFailure),
}

/// Everything that the status chip and the page "Synchronisatie" say.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct SyncStatus {
    /// Where the words typed last are.
    pub save: SaveState,
    /// The connection.
    pub link: Link,
    /// How many batches wait in the outbox.
    pub waiting: u32,
    /// Since when the oldest of them waits, by the device's clock.
    pub oldest_waiting: Option<Timestamp>,
    /// True while something that was sent is not yet answered.
    pub sending: bool,
    /// When the server last acknowledged something or said that nothing is new, server time.
    pub last_synced: Option<Timestamp>,
    /// How many rescue drafts ask for attention.
    pub rescue: u32,
}
