//! The server as people and browsers meet it: in this process, without a port but where a socket needs one.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod app;
mod demo;
mod deputy;
mod documents;
mod escrow;
mod login;
mod quarantine;
mod running;
mod serving;
mod sessions;
mod stock;
mod stopping;
mod syncing;
mod team;
mod town;
mod unreadable;
mod watching;
