//! The words and rules of the work: one file per concept, pure functions over plain values.

pub mod access;
pub mod choice;
pub mod command;
pub mod directory;
pub mod dossier;
pub mod feedback;
pub mod intake;
pub mod note;
pub mod refusal;
pub mod role;
pub mod signal;
pub mod transition;
pub mod triage;
