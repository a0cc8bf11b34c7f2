//! Seeded random damage to honest updates: refused with a reason, or harmless. Never a panic, never a document that
//! reads differently after a reload.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../../tests/support/mod.rs"]
mod support;

use std::collections::BTreeMap;

use buurtboek_shared::{
    doc::{
        preparse::{Profile, preparse_as},
        write::{Intent, apply, open_doc, write},
    },
    domain::refusal::Reason,
    ids::{DocKind, MemberId},
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use support::{JOOST, SAMIRA, WE_SEE, choice, gate::Gate};
use yrs::Doc;

/// A note with two writers, with parts deleted and text inside text, and what Joost would offer next.
fn scene(random: &mut StdRng) -> (Gate, Vec<u8>) {
    let mut gate = Gate::new(DocKind::Note);
    let docs = [(SAMIRA, open_doc(77)), (JOOST, open_doc(40))];
    for turn in 0..6_u32 {
        let (member, doc) = &docs[(turn % 2) as usize];
        offer(&mut gate, *member, doc, random, u128::from(turn));
        for (_, doc) in &docs {
            for row in &gate.rows {
                apply(doc, row).expect("a committed row");
            }
        }
    }
    let update = write(&docs[1].1, DocKind::Note, &edit(random, 99)).expect("an edit").expect("a change");
    (gate, update)
}

fn offer(gate: &mut Gate, member: MemberId, doc: &Doc, random: &mut StdRng, number: u128) {
    let entry = choice(number + 1, member, "light", &[]);
    let intents = [edit(random, number), Intent::Append { root: "worry".into(), entry }];
    for intent in intents {
        if let Some(update) = write(doc, DocKind::Note, &intent).expect("an edit") {
            gate.offer(member, &update).expect("honest");
        }
    }
}

fn edit(random: &mut StdRng, number: u128) -> Intent {
    let first = number == 0;
    Intent::EditText {
        root: WE_SEE.into(),
        at: if first { 0 } else { random.random_range(0..4) },
        remove: if first { 0 } else { random.random_range(0..3) },
        insert: "de gordijnen"[..random.random_range(6..12)].into(),
    }
}

fn damage(bytes: &mut Vec<u8>, random: &mut StdRng) {
    for _ in 0..random.random_range(1..4) {
        let at = random.random_range(0..bytes.len());
        match random.random_range(0..6) {
            0 => bytes[at] = random.random(),
            1 => bytes[at] ^= 1 << random.random_range(0..8),
            2 => bytes[at] = bytes[at].wrapping_add(1),
            3 => bytes[at] = bytes[at].wrapping_sub(1),
            4 => bytes.insert(at, random.random()),
            _ => drop(bytes.remove(at)),
        }
        if bytes.is_empty() {
            bytes.push(0);
        }
    }
}

#[test]
fn damaged_updates_are_refused_or_harmless() {
    let mut outcomes: BTreeMap<&str, u32> = BTreeMap::new();
    for seed in 0..60 {
        let mut random = StdRng::seed_from_u64(seed);
        let (mut gate, honest) = scene(&mut random);
        let committed = gate.rows.len();
        for _ in 0..150 {
            let mut bytes = honest.clone();
            damage(&mut bytes, &mut random);
            let outcome = match gate.offer(JOOST, &bytes) {
                Ok(_) => "taken",
                Err(reason) => {
                    assert!(!matches!(reason, Reason::Panicked), "seed {seed}: {bytes:?}");
                    assert!(!matches!(reason, Reason::RoundTrip), "seed {seed}: {bytes:?}");
                    reason.code()
                }
            };
            *outcomes.entry(outcome).or_default() += 1;
            if gate.rows.len() > committed {
                // What was taken is taken back, so that each input meets the same document.
                gate.forget_after(committed);
            }
        }
    }
    for expected in ["taken", "malformed", "count_bomb", "order_rule", "clock_gap", "dependency_unknown", "entry_gone"]
    {
        assert!(outcomes.contains_key(expected), "{expected} in {outcomes:?}");
    }
}

#[test]
fn random_bytes_never_break_the_first_reading() {
    let mut random = StdRng::seed_from_u64(7);
    for _ in 0..200_000 {
        let mut bytes = vec![0; random.random_range(0..40)];
        random.fill(bytes.as_mut_slice());
        if let Some(first) = bytes.first_mut() {
            *first %= 3;
        }
        for profile in [Profile::Strict, Profile::Stock, Profile::Stored] {
            if let Ok(parsed) = preparse_as(profile, DocKind::Note, &bytes) {
                assert!(parsed.clients.values().all(|section| section.end() > section.start));
            }
        }
    }
}
