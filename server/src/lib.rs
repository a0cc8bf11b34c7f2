//! The server.

pub mod auth;
pub mod authz;
pub mod clock;
pub mod config;
pub mod conn;
pub mod docs;
pub mod metrics;
pub mod random;
pub mod store;
