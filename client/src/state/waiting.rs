//! What waits in the outbox, as the page "Synchronisatie" lists it.

use buurtboek_shared::{
    domain::command::Command,
    ids::{BatchNo, DocId, DocKind},
    time::Timestamp,
};

/// One batch that the server has not acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingItem {
    /// The document it is for.
    pub doc: DocId,
    /// The device's number.
    pub batch: BatchNo,
    /// When it was committed to the device, by the device's clock.
    pub since: Timestamp,
    /// What it is.
    pub what: WaitingKind,
}

/// What waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitingKind {
    /// A new document.
    Created(DocKind),
    /// Words or answers in a document.
    Written,
    /// A decision.
    Decided(Command),
    /// Words for the coordinator: access ended before they arrived.
    HandedOver,
}
