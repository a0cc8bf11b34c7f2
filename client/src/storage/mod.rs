//! What is kept on the device, one database per member: nothing is called saved before its transaction is complete.

pub mod database;
pub mod device_store;
pub mod doc_view;
pub mod entry_words;
pub mod failure;
mod keys;
pub mod memory;
pub mod records;
mod rescued_text;
pub mod sealed;
pub mod signal_draft;
pub mod stored_doc;
pub mod summary;
pub mod team_kinds;
mod team_words;
