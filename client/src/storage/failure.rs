//! Why the device's storage did not do what was asked.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A failed operation on the device's storage. Nothing of the operation was kept: the transaction is all or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum StorageFailure {
    /// No room left. Work stays in memory until there is.
    #[error("the device has no room left")]
    Full,
    /// The browser closed the database; opening it again may help.
    #[error("the browser closed the storage")]
    Closed,
    /// The browser emptied the database under this page: what the page knows of it is true no more.
    #[error("the browser emptied the storage")]
    Emptied,
    /// Another tab keeps an older version of the database open.
    #[error("another tab keeps an older version open")]
    Blocked,
    /// Another tab made a newer version of the database; this one must be reloaded.
    #[error("another tab made a newer version")]
    VersionChange,
    /// The database was written by a newer version of the app, or is damaged in a way that opening cannot mend.
    #[error("the storage cannot be read by this version")]
    Unreadable,
    /// Anything else the browser reports; trying again may help.
    #[error("the browser refused the operation")]
    Other,
}

impl StorageFailure {
    /// True when trying again in this tab cannot help.
    #[must_use]
    pub const fn is_permanent(self) -> bool {
        match self {
            Self::Emptied | Self::VersionChange | Self::Unreadable => true,
            Self::Full | Self::Closed | Self::Blocked | Self::Other => false,
        }
    }
}
