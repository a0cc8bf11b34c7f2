//! Brings the outbox to the server and the server's rows to the device, from one tab at a time.

pub mod core;
pub mod host;
pub mod leader;
mod module;
mod rebuild;
pub mod status;
pub mod tab;
mod uploads;
mod watching;
