//! What is kept on the device, one database per member: nothing is called saved before its transaction is complete.

pub mod database;
pub mod failure;
mod keys;
pub mod memory;
pub mod sealed;
