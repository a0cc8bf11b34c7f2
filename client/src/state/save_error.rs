//! Why something was not kept.

use buurtboek_shared::{doc::write::WriteError, domain::signal::ReportFault};
use thiserror::Error;

use crate::storage::failure::StorageFailure;

/// Why something was not kept.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SaveError {
    /// The device did not take it. What was written in a document stays in memory and is tried again; everything else is
    /// to be tried again by the user.
    #[error(transparent)]
    Storage(#[from] StorageFailure),
    /// It does not fit the document.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The document is not on this device, or no longer.
    #[error("the document is not here")]
    NotHere,
    /// The signal lacks something.
    #[error("the signal is not complete")]
    Incomplete(Vec<ReportFault>),
}
