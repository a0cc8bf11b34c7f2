//! Every limit of the protocol, with its unit.

use serde::{Deserialize, Serialize};

/// Version of the frames; `Hello` with another is answered with `Bye`.
pub const PROTOCOL: u16 = 1;
/// WebSocket subprotocol.
pub const SUBPROTOCOL: &str = "buurtboek.sync.v1";
/// Number of the documents' schema; a document made under a greater one is `later` for this server.
pub const SCHEMA: u16 = 1;
/// Largest frame, in bytes. Larger values travel in fragments.
pub const MAX_FRAME: usize = 256 * 1024;
/// Largest update of one batch, in bytes: a frame less its own header.
pub const MAX_UPDATE: usize = 128 * 1024;
/// Most bytes of updates in one `Rows` frame, and of a fragment.
pub const MAX_ROWS_BYTES: usize = 128 * 1024;
/// Most documents in one `Open` or `Close`.
pub const MAX_OPEN: usize = 256;
/// Most catalogue entries in one frame.
pub const MAX_CATALOGUE: usize = 512;
/// Batches that may be under way at once.
pub const WINDOW: u16 = 32;
/// Largest document state that the server holds, in bytes of the encoded state.
pub const MAX_DOCUMENT: usize = 5 * 1024 * 1024;
/// Bytes of a record that a device could not open and hands over: whatever is on the device alone is smaller.
pub const MAX_DEVICE_RECORD: usize = 256 * 1024;

/// The limits that the server tells a client in `Welcome`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Largest update, in bytes.
    pub max_update: u32,
    /// Batches that may be under way at once.
    pub window: u16,
    /// The client sends something at least this often, in seconds.
    pub ping_every: u16,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_update: 128 * 1024, window: WINDOW, ping_every: 25 }
    }
}
