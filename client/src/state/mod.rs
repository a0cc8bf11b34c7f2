//! What the screens see and do: signals to read, and calls that return once the device has kept what they say.

pub mod identity;
pub mod readiness;
pub mod signal_draft;
pub mod sync_status;
pub mod waiting;
