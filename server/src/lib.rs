//! The server.

pub mod auth;
pub mod clock;
pub mod config;
pub mod metrics;
pub mod store;
