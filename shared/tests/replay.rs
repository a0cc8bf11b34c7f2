//! One refusal costs nothing else: what was written besides is written again, in its place.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../../tests/support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use buurtboek_shared::{
    doc::{
        entries::Entry,
        read::{NoteView, read_text},
        replay::{Fate, Left, Pending, Rebuilt, replay},
        write::{Intent, apply, open_doc, write},
    },
    ids::DocKind,
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use support::{JOOST, SAMIRA, WE_SEE, choice, entry_id, gate::Gate};
use yrs::{Doc, Transact};

const OWN: u64 = 40;
const FRESH: u64 = 41;

/// Updates, each with what becomes of it.
type Batches = Vec<(Vec<u8>, Fate)>;

fn edit(at: u32, remove: u32, insert: &str) -> Intent {
    Intent::EditText { root: WE_SEE.into(), at, remove, insert: insert.into() }
}

fn made(doc: &Doc, intent: &Intent) -> Vec<u8> {
    write(doc, DocKind::Note, intent).expect("an edit within bounds").expect("a change")
}

fn text(doc: &Doc) -> String {
    read_text(&doc.transact(), WE_SEE)
}

fn rebuilt(base: &[Vec<u8>], batches: &[(Vec<u8>, Fate)]) -> Rebuilt {
    let pending: Vec<_> =
        batches.iter().map(|(update, fate)| Pending { update: update.clone(), fate: *fate }).collect();
    replay(DocKind::Note, base, &pending, FRESH).expect("own bytes open")
}

/// A base by Samira, and what Joost made on top of it, each with its fate.
fn written(base: &str, steps: &[(Intent, Fate)]) -> (Vec<Vec<u8>>, Batches) {
    let samira = open_doc(77);
    let base = if base.is_empty() { Vec::new() } else { vec![made(&samira, &edit(0, 0, base))] };
    let joost = open_doc(OWN);
    for row in &base {
        apply(&joost, row).unwrap();
    }
    let batches = steps.iter().map(|(intent, fate)| (made(&joost, intent), *fate)).collect();
    (base, batches)
}

#[test]
fn text_after_refused_text_finds_its_place() {
    let (base, batches) =
        written("ab", &[(edit(1, 0, "X"), Fate::Drop), (edit(1, 0, "S1"), Fate::Keep), (edit(4, 0, "S2"), Fate::Keep)]);
    let rebuilt = rebuilt(&base, &batches);
    assert_eq!(text(&rebuilt.doc), "aS1S2b", "typed as aS1XS2b");
    assert_eq!(rebuilt.outcomes[0].again, None);
    assert_eq!(rebuilt.outcomes[0].leftovers[0].what, Left::Text("X".to_owned()));
    assert_eq!(rebuilt.outcomes[2].again.as_ref().unwrap().intents, [edit(3, 0, "S2")]);
}

#[test]
fn a_refused_delete_gives_the_text_back() {
    let (base, batches) = written("een twee drie", &[(edit(4, 5, ""), Fate::Drop), (edit(8, 0, " vier"), Fate::Keep)]);
    let rebuilt = rebuilt(&base, &batches);
    assert_eq!(text(&rebuilt.doc), "een twee drie vier");
    assert_eq!(rebuilt.outcomes[0].leftovers, []);
}

#[test]
fn deleting_what_was_refused_leaves_nothing_to_do() {
    let (base, batches) = written("", &[(edit(0, 0, "weg"), Fate::Drop), (edit(0, 3, ""), Fate::Keep)]);
    let rebuilt = rebuilt(&base, &batches);
    assert_eq!(rebuilt.outcomes[1].again, None);
    assert_eq!(text(&rebuilt.doc), "");
}

#[test]
fn an_answer_that_replaced_a_refused_one_stands_on_its_own() {
    let append = |entry| Intent::Append { root: "worry".into(), entry };
    let (base, batches) = written(
        "",
        &[
            (append(choice(1, JOOST, "light", &[])), Fate::Keep),
            (append(choice(2, JOOST, "serious", &[1])), Fate::Drop),
            (append(choice(3, JOOST, "acute", &[2, 1])), Fate::Keep),
        ],
    );
    let rebuilt = rebuilt(&base, &batches);
    let view = NoteView::read(&rebuilt.doc.transact());
    assert_eq!(view.worry.iter().map(|entry| entry.value.as_str()).collect::<Vec<_>>(), ["light", "acute"]);
    assert_eq!(view.worry[1].supersedes, [entry_id(1)]);
    let Left::Entry(entry) = &rebuilt.outcomes[1].leftovers[0].what else { panic!("an entry comes back whole") };
    assert!(matches!(entry.as_ref(), Entry::Choice(choice) if choice.value == "serious"));
}

#[test]
fn more_than_one_step_may_carry_comes_in_steps() {
    let long = "é".repeat(50_000);
    let joost = open_doc(OWN);
    let first = made(&joost, &edit(0, 0, &long[..60_000]));
    let second = made(&joost, &edit(30_000, 0, &long[60_000..]));
    let both = yrs::merge_updates_v1([first, second]).unwrap();
    let rebuilt = rebuilt(&[], &[(both, Fate::Keep)]);
    assert_eq!(text(&rebuilt.doc), long);
    assert_eq!(rebuilt.outcomes[0].again.as_ref().unwrap().intents.len(), 2);
}

/// Characters that occur once, so that a text says which of them are left.
fn sign(number: u32) -> char {
    char::from_u32(0x4e00 + number).unwrap()
}

struct Session {
    samira: Doc,
    joost: Doc,
    base: Vec<Vec<u8>>,
    batches: Batches,
    /// What only refused batches wrote, and what only they deleted.
    refused: BTreeSet<char>,
    given_back: BTreeSet<char>,
    signs: u32,
}

impl Session {
    fn step(&mut self, random: &mut StdRng, fate: Fate) {
        let before = text(&self.joost);
        let length = before.chars().count() as u32;
        let at = random.random_range(0..=length);
        let remove = if random.random_ratio(1, 3) { random.random_range(0..=(length - at).min(4)) } else { 0 };
        let fresh: String = (0..random.random_range(1..5)).map(|offset| sign(self.signs + offset)).collect();
        self.signs += 5;
        if fate == Fate::Drop {
            self.given_back.extend(before.chars().skip(at as usize).take(remove as usize));
            self.refused.extend(fresh.chars());
        }
        let update = made(&self.joost, &edit(at, remove, &fresh));
        self.batches.push((update, fate));
    }

    /// Samira writes meanwhile; it becomes part of the base under what Joost made before.
    fn meanwhile(&mut self, random: &mut StdRng) {
        let length = text(&self.samira).chars().count() as u32;
        let update = made(&self.samira, &edit(random.random_range(0..=length), 0, &sign(self.signs).to_string()));
        self.signs += 5;
        apply(&self.joost, &update).unwrap();
        self.base.push(update);
    }
}

fn session(seed: u64, refuse: bool) -> Session {
    let mut random = StdRng::seed_from_u64(seed);
    let mut session = Session {
        samira: open_doc(77),
        joost: open_doc(OWN),
        base: Vec::new(),
        batches: Vec::new(),
        refused: BTreeSet::new(),
        given_back: BTreeSet::new(),
        signs: 0,
    };
    session.meanwhile(&mut random);
    let drops = random.random_range(0..12);
    for step in 0..14 {
        if random.random_ratio(1, 3) {
            session.meanwhile(&mut random);
        }
        session.step(&mut random, if refuse && step == drops { Fate::Drop } else { Fate::Keep });
    }
    session
}

#[test]
fn without_a_refusal_nothing_changes() {
    for seed in 0..200 {
        let session = session(seed, false);
        let rebuilt = rebuilt(&session.base, &session.batches);
        assert_eq!(text(&rebuilt.doc), text(&session.joost), "seed {seed}");
        assert!(rebuilt.outcomes.iter().all(|outcome| outcome.leftovers.is_empty()));
    }
}

#[test]
fn with_one_refused_only_its_own_text_is_missing() {
    for seed in 0..400 {
        let session = session(seed, true);
        let rebuilt = rebuilt(&session.base, &session.batches);
        let (old, new) = (text(&session.joost), text(&rebuilt.doc));
        let expected: String = old.chars().filter(|sign| !session.refused.contains(sign)).collect();
        let kept: String = new.chars().filter(|sign| old.contains(*sign)).collect();
        assert_eq!(kept, expected, "seed {seed}: the same order");
        let back: BTreeSet<char> = new.chars().filter(|sign| !old.contains(*sign)).collect();
        assert!(back.is_subset(&session.given_back), "seed {seed}: {back:?}");
        assert!(session.given_back.iter().all(|sign| new.contains(*sign)), "seed {seed}");
        assert!(!new.chars().any(|sign| session.refused.contains(&sign)), "seed {seed}");
    }
}

#[test]
fn what_is_written_again_passes_the_gate() {
    for seed in 0..60 {
        let session = session(seed, true);
        let rebuilt = rebuilt(&session.base, &session.batches);
        let mut gate = Gate::new(DocKind::Note);
        for row in &session.base {
            gate.offer(SAMIRA, row).unwrap();
        }
        for again in rebuilt.outcomes.iter().filter_map(|outcome| outcome.again.as_ref()) {
            gate.offer(JOOST, &again.update).unwrap_or_else(|reason| panic!("seed {seed}: {reason}"));
        }
        assert_eq!(read_text(&gate.doc.transact(), WE_SEE), text(&rebuilt.doc), "seed {seed}");
    }
}
