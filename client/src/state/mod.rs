//! What the screens see and do: signals to read, and calls that return once the device has kept what they say.

pub mod identity;
pub mod readiness;
pub mod sync_status;
pub mod waiting;

pub use crate::storage::{
    device_store::ViewRow,
    failure::StorageFailure,
    records::{RescueDraft, Rescued},
    signal_draft::{PlaceAnswer, PlaceForm, SignalDraft, SignalForm},
    summary::{DossierSummary, NoteSummary, SignalSummary, Summary, TriageSummary},
};
