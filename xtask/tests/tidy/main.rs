//! What the compiler does not hold: directions between crates and modules, file lengths, licences, words that no screen
//! says, and what must not be written anywhere.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

mod crates;
mod invariants;
mod lengths;
mod licences;
mod locales;
mod modules;
mod tree;
mod words;
