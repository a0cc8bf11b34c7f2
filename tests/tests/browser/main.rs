//! The main job, seen in a real browser against the real server: written offline, merged, stored, and only then called
//! synchronised.
//!
//! Each person has a browser of their own and a network of their own that can be cut. Every test has its own server and
//! data, so they can run beside each other.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

mod apart;
mod bad_input;
mod coordinating;
mod day;
mod decisions;
mod dossier;
mod effort;
mod english;
mod fifty_kills;
mod installed;
mod kitchen_table;
mod languages;
mod lift;
mod no_room;
mod note;
mod read_out;
mod refusals;
mod repeat;
mod reporter;
mod screens;
mod states;
mod storage_contract;
mod tabs;
mod team;
mod too_late;
mod town;
mod trouble;
mod turns;
mod two_versions;
mod unreadable;
mod update;
mod variants;
mod visits;
mod writing;
