//! The words and rules of the work: one file per concept, pure functions over plain values.

pub mod access;
pub mod agreement;
pub mod attempt;
pub mod choice;
pub mod command;
pub mod concern;
pub mod date;
pub mod deputy;
pub mod directory;
pub mod dossier;
pub mod feedback;
pub mod handover;
pub mod household;
pub mod intake;
pub mod margin;
pub mod note;
pub mod refusal;
pub mod reply;
pub mod restriction;
mod rfc3339;
pub mod role;
pub mod signal;
pub mod transition;
pub mod triage;
pub mod visit;
mod vocabulary;
pub mod wish;
