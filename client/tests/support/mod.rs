//! A world for the tests: devices with tabs, a clock that is moved by hand, and a server of a few rules.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part, and is its own crate")]

pub mod host;
pub mod notes;
pub mod server;
pub mod world;
