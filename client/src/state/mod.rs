//! What the screens see and do: signals to read, and calls that return once the device has kept what they say.

mod batch;
pub mod deputy;
mod doing;
mod drafting;
pub mod escrow;
mod following;
pub mod identity;
mod lists;
mod loaded;
mod looking;
pub mod notebook;
pub mod open_doc;
pub mod own_signals;
pub mod presence;
pub mod prose;
pub mod readiness;
pub mod reporter_name;
pub mod save_error;
mod saving;
pub mod session;
mod sheet;
pub mod splice;
mod status;
pub mod sync_status;
pub mod team_status;
pub mod waiting;

pub use crate::storage::{
    device_store::{SetAside, ViewRow},
    doc_view::DocView,
    entry_words::say_entries_as,
    failure::StorageFailure,
    records::{RescueDraft, Rescued},
    signal_draft::{PlaceAnswer, PlaceForm, SignalDraft, SignalForm},
    summary::{Again, DossierSummary, NoteSummary, SignalSummary, Summary, TriageSummary, VisitSummary},
    team_kinds::read_team_kinds,
};
pub use crate::sync::tab::Company;
