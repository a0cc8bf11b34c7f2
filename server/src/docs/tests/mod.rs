//! What the documents promise, on the real gate and a store in memory.

#![allow(clippy::wildcard_enum_match_arm, reason = "a test fails on everything that it does not expect")]

mod deputies;
mod desk;
mod dossiers;
mod endings;
mod panics;
mod repeats;
mod reporter;
mod signals;
mod stock;
mod visits;
