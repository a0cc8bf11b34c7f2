//! The parts of a dossier.

pub mod agreements;
pub mod colleague;
pub mod end_access;
pub mod exploration;
pub mod notes;
pub mod one_more;
pub mod people;
pub mod person_form;
pub mod pick_colleague;
pub mod timeline;
pub mod timeline_list;
pub mod two_versions;
pub mod wishes;

pub use people::People;
pub use wishes::Wishes;
