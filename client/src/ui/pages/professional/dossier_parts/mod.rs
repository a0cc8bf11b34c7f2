//! The parts of a dossier.

pub mod notes;
pub mod people;
pub mod wishes;

pub use people::People;
pub use wishes::Wishes;
