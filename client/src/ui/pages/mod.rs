//! The pages.

pub mod coordinator;
pub mod professional;
pub mod shared;
pub mod volunteer;
