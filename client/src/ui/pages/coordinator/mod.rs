//! The coordinator's pages.

pub mod inbox;
pub mod inbox_list;
pub mod judge;
