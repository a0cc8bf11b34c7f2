//! What the tests of documents share: a gate as the server has it, and updates made by hand.

#![allow(dead_code, unreachable_pub, reason = "each test uses its own part")]

pub mod gate;
pub mod wire;

use buurtboek_shared::{
    doc::entries::Entry,
    domain::{choice::ChoiceEntry, note::NoteAddition},
    ids::{EntryId, MemberId},
    time::Timestamp,
};

pub const SAMIRA: MemberId = MemberId::from_bytes([1; 16]);
pub const JOOST: MemberId = MemberId::from_bytes([2; 16]);
pub const WE_SEE: &str = "text.we_see";

pub fn entry_id(number: u128) -> EntryId {
    EntryId::from_bytes(number.to_be_bytes())
}

pub fn choice(number: u128, author: MemberId, value: &str, supersedes: &[u128]) -> Entry {
    Entry::Choice(ChoiceEntry {
        id: entry_id(number),
        value: value.to_owned(),
        author,
        at: Timestamp(1_790_000_000_123),
        supersedes: supersedes.iter().map(|number| entry_id(*number)).collect(),
        why: String::new(),
    })
}

pub fn addition(number: u128, author: MemberId, text: &str) -> Entry {
    Entry::NoteAddition(NoteAddition {
        id: entry_id(number),
        author,
        at: Timestamp(1_790_000_000_456),
        text: text.to_owned(),
    })
}
