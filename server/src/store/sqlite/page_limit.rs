//! An upper bound on the database's size, so that it never takes the last byte of a disk that others need too.

use std::{
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use rusqlite::Connection;

/// SQLite's own largest bound, in pages.
const NO_LIMIT: u32 = 4_294_967_294;

/// How many pages (of 4 KiB) the database may have. Clones share one value, which may change while the store is open:
/// it holds from the next write on. A database that is larger already grows no further.
#[derive(Clone, Debug)]
pub struct PageLimit(Arc<AtomicU32>);

impl Default for PageLimit {
    /// No limit but the disk.
    fn default() -> Self {
        Self(Arc::new(AtomicU32::new(NO_LIMIT)))
    }
}

impl PageLimit {
    /// At most this many pages from now on.
    pub fn set(&self, pages: NonZeroU32) {
        self.0.store(pages.get(), Ordering::Relaxed);
    }

    /// No limit but the disk from now on.
    pub fn lift(&self) {
        self.0.store(NO_LIMIT, Ordering::Relaxed);
    }

    /// Makes it hold for a connection's next transaction.
    pub(super) fn apply(&self, connection: &Connection) -> rusqlite::Result<()> {
        connection.pragma_update_and_check(None, "max_page_count", self.0.load(Ordering::Relaxed), |_| Ok(()))
    }
}
