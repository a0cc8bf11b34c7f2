//! States are folds: the same entries give the same answer, whatever the order in which they came.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod agreements;
mod arrival;
mod choices;
mod dossiers;
mod feedback;
mod given;
mod triage;
mod visits;
mod wishes;
