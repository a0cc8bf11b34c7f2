//! Honest editing, many at once, seeded: the gate refuses none of it, and everybody ends with the same document.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../../tests/support/mod.rs"]
mod support;

use buurtboek_shared::{
    doc::{
        attribution::attribution,
        values::DocValues,
        write::{Intent, apply, open_doc, write},
    },
    ids::{DocKind, MemberId},
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use support::{JOOST, SAMIRA, WE_SEE, choice, gate::Gate};
use yrs::{Doc, GetString, ReadTxn, Transact};

const WORDS: [&str; 6] = ["post ", "é", "😀", "gordijnen dicht ", "\n", "👩‍👧 "];
const ROOTS: [&str; 3] = [WE_SEE, "domain.money", "text.occasion"];

/// Somebody with a device: what the server sent, and what is not yet offered.
struct Writer {
    member: MemberId,
    doc: Doc,
    pending: Vec<Vec<u8>>,
    seen: usize,
}

impl Writer {
    fn edit(&mut self, random: &mut StdRng, entries: &mut u128) {
        let intent = if random.random_ratio(1, 12) {
            *entries += 1;
            Intent::Append { root: "worry".into(), entry: choice(*entries, self.member, "light", &[]) }
        } else {
            text_edit(&self.doc, random)
        };
        let update = write(&self.doc, DocKind::Note, &intent).expect("an edit within bounds");
        self.pending.extend(update);
    }

    fn catch_up(&mut self, gate: &Gate) {
        for row in &gate.rows[self.seen..] {
            apply(&self.doc, row).expect("a committed row");
        }
        self.seen = gate.rows.len();
    }
}

fn text_edit(doc: &Doc, random: &mut StdRng) -> Intent {
    let root = ROOTS[random.random_range(0..ROOTS.len())];
    let txn = doc.transact();
    let text = txn.get_text(root).map(|text| text.get_string(&txn)).unwrap_or_default();
    let mut cuts: Vec<u32> = vec![0];
    for character in text.chars() {
        cuts.push(cuts[cuts.len() - 1] + character.len_utf16() as u32);
    }
    let from = random.random_range(0..cuts.len());
    let to = if random.random_ratio(1, 3) { (from + random.random_range(0..6)).min(cuts.len() - 1) } else { from };
    Intent::EditText {
        root: root.into(),
        at: cuts[from],
        remove: cuts[to] - cuts[from],
        insert: if random.random_ratio(1, 6) { "" } else { WORDS[random.random_range(0..WORDS.len())] }.into(),
    }
}

fn run(seed: u64, rounds: usize) -> usize {
    let mut random = StdRng::seed_from_u64(seed);
    let mut gate = Gate::new(DocKind::Note);
    let mut entries = 0;
    let mut offered = 0;
    let mut writers: Vec<Writer> = [SAMIRA, JOOST, SAMIRA, MemberId::from_bytes([3; 16])]
        .into_iter()
        .map(|member| Writer { member, doc: open_doc(random.random()), pending: Vec::new(), seen: 0 })
        .collect();
    for _ in 0..rounds {
        let at = random.random_range(0..writers.len());
        let writer = &mut writers[at];
        match random.random_range(0..10) {
            0..=6 => writer.edit(&mut random, &mut entries),
            7 => writer.catch_up(&gate),
            _ => {
                for update in std::mem::take(&mut writer.pending) {
                    offered += 1;
                    gate.offer(writer.member, &update).unwrap_or_else(|reason| panic!("seed {seed}: {reason}"));
                }
            }
        }
    }
    for writer in &mut writers {
        for update in std::mem::take(&mut writer.pending) {
            gate.offer(writer.member, &update).unwrap_or_else(|reason| panic!("seed {seed}: {reason}"));
        }
    }
    for writer in &mut writers {
        writer.catch_up(&gate);
        assert_eq!(DocValues::read(DocKind::Note, &writer.doc.transact()), gate.values(), "seed {seed}");
    }
    offered
}

#[test]
fn honest_editing_is_never_refused_and_converges() {
    let offered: usize = (0..40).map(|seed| run(seed, 220)).sum();
    assert!(offered > 1_000, "{offered}");
}

#[test]
fn everybody_is_named_for_what_they_wrote() {
    let (samira, joost) = (open_doc(11), open_doc(12));
    let edit = |doc: &Doc, at, insert: &str| {
        let intent = Intent::EditText { root: WE_SEE.into(), at, remove: 0, insert: insert.into() };
        write(doc, DocKind::Note, &intent).unwrap().unwrap()
    };
    apply(&joost, &edit(&samira, 0, "de gang 😀 staat vol")).unwrap();
    apply(&samira, &edit(&joost, 11, "post ")).unwrap();
    let authors = [(11, SAMIRA), (12, JOOST)].into();
    let runs = attribution(&mut samira.transact_mut(), WE_SEE, &authors);
    let said: Vec<_> = runs.iter().map(|run| (run.text.as_str(), run.member)).collect();
    assert_eq!(said, [("de gang 😀 ", Some(SAMIRA)), ("post ", Some(JOOST)), ("staat vol", Some(SAMIRA))]);
    let remove = Intent::EditText { root: WE_SEE.into(), at: 0, remove: 8, insert: String::new() };
    assert!(write(&samira, DocKind::Note, &remove).unwrap().is_some());
    let runs = attribution(&mut samira.transact_mut(), WE_SEE, &[(12, JOOST)].into());
    let said: Vec<_> = runs.iter().map(|run| (run.text.as_str(), run.member)).collect();
    assert_eq!(said, [("😀 ", None), ("post ", Some(JOOST)), ("staat vol", None)]);
}
