//! After a refusal: what the person wrote besides is written again, on top of what the server holds.
//!
//! Two documents walk side by side over the pending batches. The old one takes every batch as it was, so that each
//! builds on what its writer saw. The new one, under a fresh client id, takes only what is kept. What a batch did is
//! read off the old document, as units that came and units that went; the new document is known as a row of the same
//! units, so a place in the one is a place in the other: after the nearest unit to the left that is in both.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;
use yrs::{Doc, Transact, TransactionMut};

use super::{
    attribution::{Piece, pieces},
    entries::Entry,
    preparse::BlockId,
    rules::appended,
    schema::{self, RootKind},
    values::DocValues,
    write::{Intent, LOCAL, MAX_INSERT, OpenError, WriteError, apply, open_doc, perform, written},
};
use crate::ids::{DocKind, EntryId};
use crate::sorting;

/// What becomes of a pending batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is written again.
    Keep,
    /// It was refused: its text is kept for the person, outside the document.
    Drop,
}

/// A batch that the server has not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// One update, as it was made.
    pub update: Vec<u8>,
    /// What becomes of it.
    pub fate: Fate,
}

/// What is no longer in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// Words; never empty.
    Text(String),
    /// An entry, whole: what was only ticked or chosen in it has no words of its own.
    Entry(Box<Entry>),
}

/// Something that is no longer in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// Name of the root where it stood.
    pub root: String,
    /// What it is.
    pub what: Left,
}

/// A batch, written again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// One update, under the fresh client id.
    pub update: Vec<u8>,
    /// What it does, with positions as they are now.
    pub intents: Vec<Intent>,
}

/// What came of one batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What is to be sent in its place; none when nothing of it is left to do.
    pub again: Option<Again>,
    /// What is to be kept as a rescue draft.
    pub leftovers: Vec<Leftover>,
}

/// The document anew.
#[derive(Debug)]
pub struct Rebuilt {
    /// Base and what was written again, under the fresh client id.
    pub doc: Doc,
    /// What came of each batch, in their order.
    pub outcomes: Vec<Outcome>,
}

/// Why a document cannot be rebuilt; nothing is lost by it, since base and pending batches are as they were.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReplayError {
    /// The base or a pending batch does not open.
    #[error("stored bytes do not open: {0}")]
    Open(#[from] OpenError),
    /// A step could not be written, although it was read off the document itself.
    #[error("a step does not fit: {0}")]
    Write(#[from] WriteError),
}

/// Rebuilds a document from the server's rows and the own batches, under a client id that was never used.
///
/// # Errors
/// [`ReplayError`].
pub fn replay(kind: DocKind, base: &[Vec<u8>], pending: &[Pending], fresh_client: u64) -> Result<Rebuilt, ReplayError> {
    // The old document only reads; its client id never shows.
    let old = open_doc(fresh_client);
    let new = open_doc(fresh_client);
    for update in base {
        apply(&old, update)?;
        apply(&new, update)?;
    }
    let mut seen = Seen::read(kind, &old)?;
    let mut row = Row(sorting::gather(
        seen.texts.iter().map(|(root, units)| (*root, units.iter().map(|unit| unit.id).collect())),
    ));
    let mut outcomes = Vec::with_capacity(pending.len());
    for batch in pending {
        apply(&old, &batch.update)?;
        let now = Seen::read(kind, &old)?;
        let change = Change::between(kind, &seen, &now);
        outcomes.push(match batch.fate {
            Fate::Keep => row.repeat(kind, &new, &change)?,
            Fate::Drop => Outcome { again: None, leftovers: change.leftovers() },
        });
        seen = now;
    }
    Ok(Rebuilt { doc: new, outcomes })
}

/// One visible UTF-16 code unit.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Unit {
    id: BlockId,
    code: u16,
}

/// What a document shows.
struct Seen {
    texts: BTreeMap<&'static str, Vec<Unit>>,
    values: DocValues,
}

impl Seen {
    fn read(kind: DocKind, doc: &Doc) -> Result<Self, OpenError> {
        let mut txn = doc.try_transact_mut().map_err(|_| OpenError::Busy)?;
        let values = DocValues::read(kind, &txn);
        let texts = schema::roots(kind).iter().filter(|root| root.kind == RootKind::Text);
        let texts = sorting::gather(texts.map(|root| (root.name, units(&mut txn, root.name))));
        Ok(Self { texts, values })
    }
}

fn units(txn: &mut TransactionMut<'_>, root: &str) -> Vec<Unit> {
    let number = |piece: Piece| {
        let BlockId { client, clock } = piece.first;
        let codes: Vec<u16> = piece.text.encode_utf16().collect();
        (clock..).zip(codes).map(move |(clock, code)| Unit { id: BlockId { client, clock }, code })
    };
    pieces(txn, root).into_iter().flat_map(number).collect()
}

/// New text in one place.
struct Inserted {
    /// Its position in the text after the batch.
    at: usize,
    units: Vec<Unit>,
}

impl Inserted {
    fn text(&self) -> String {
        String::from_utf16_lossy(&self.units.iter().map(|unit| unit.code).collect::<Vec<_>>())
    }
}

/// What one batch did to one text.
struct TextChange {
    gone: BTreeSet<BlockId>,
    /// The text after the batch.
    after: Vec<BlockId>,
    inserted: Vec<Inserted>,
}

/// What one batch did.
#[derive(Default)]
struct Change {
    texts: BTreeMap<&'static str, TextChange>,
    entries: Vec<(&'static str, Entry)>,
}

impl Change {
    fn between(kind: DocKind, before: &Seen, after: &Seen) -> Self {
        let mut change = Self::default();
        for root in schema::roots(kind) {
            match root.kind {
                RootKind::Text => change.text(root.name, &before.texts, &after.texts),
                RootKind::Entries(form) => {
                    let old = before.values.entries(root.name);
                    let new = appended(old, after.values.entries(root.name)).unwrap_or_default();
                    let read = new.into_iter().flatten().filter_map(|value| Entry::read(form, value).ok());
                    change.entries.extend(read.map(|entry| (root.name, entry)));
                }
            }
        }
        change
    }

    fn text(
        &mut self,
        root: &'static str,
        before: &BTreeMap<&'static str, Vec<Unit>>,
        after: &BTreeMap<&'static str, Vec<Unit>>,
    ) {
        let none = Vec::new();
        let (before, after) = (before.get(root).unwrap_or(&none), after.get(root).unwrap_or(&none));
        if before == after {
            return;
        }
        let old: BTreeSet<BlockId> = sorting::gather(before.iter().map(|unit| unit.id));
        let new: BTreeSet<BlockId> = sorting::gather(after.iter().map(|unit| unit.id));
        let mut inserted: Vec<Inserted> = Vec::new();
        let mut running = false;
        for (at, unit) in after.iter().enumerate() {
            if old.contains(&unit.id) {
                running = false;
            } else if let (true, Some(run)) = (running, inserted.last_mut()) {
                run.units.push(*unit);
            } else {
                inserted.push(Inserted { at, units: vec![*unit] });
                running = true;
            }
        }
        let gone = sorting::gather(old.difference(&new).copied());
        self.texts.insert(root, TextChange { gone, after: after.iter().map(|unit| unit.id).collect(), inserted });
    }

    fn leftovers(&self) -> Vec<Leftover> {
        let texts = self.texts.iter().flat_map(|(root, text)| text.inserted.iter().map(|run| (*root, run.text())));
        let texts = texts.filter(|(_, text)| !text.is_empty()).map(|(root, text)| (root, Left::Text(text)));
        let entries = self.entries.iter().map(|(root, entry)| (*root, Left::Entry(Box::new(entry.clone()))));
        texts.chain(entries).map(|(root, what)| Leftover { root: root.to_owned(), what }).collect()
    }
}

/// What the new document shows, as units of the old one.
struct Row(BTreeMap<&'static str, Vec<BlockId>>);

impl Row {
    /// Does in the new document what a batch did in the old one.
    fn repeat(&mut self, kind: DocKind, new: &Doc, change: &Change) -> Result<Outcome, ReplayError> {
        let mut txn = new.try_transact_mut_with(LOCAL).map_err(|_| OpenError::Busy)?;
        let mut intents = Vec::new();
        for (root, text) in &change.texts {
            intents.extend(self.remove(root, &text.gone));
            for run in &text.inserted {
                intents.extend(self.insert(root, &text.after[..run.at], run));
            }
        }
        for intent in &intents {
            perform(&mut txn, kind, intent)?;
        }
        let mut leftovers = Vec::new();
        for (root, entry) in &change.entries {
            let intent = Intent::Append { root: (*root).to_owned(), entry: still_there(kind, &txn, root, entry) };
            match perform(&mut txn, kind, &intent) {
                Ok(()) => intents.push(intent),
                Err(_) => {
                    let what = Left::Entry(Box::new(entry.clone()));
                    leftovers.push(Leftover { root: (*root).to_owned(), what });
                }
            }
        }
        Ok(Outcome { again: written(&txn).map(|update| Again { update, intents }), leftovers })
    }

    /// Takes units out; the answer says so in positions, each as it is when the ones before it are done.
    fn remove(&mut self, root: &'static str, gone: &BTreeSet<BlockId>) -> Vec<Intent> {
        let row = self.0.entry(root).or_default();
        let mut removals: Vec<(usize, usize)> = Vec::new();
        let mut kept = 0;
        let mut open = false;
        for id in row.iter() {
            if !gone.contains(id) {
                kept += 1;
                open = false;
            } else if let (true, Some((_, length))) = (open, removals.last_mut()) {
                *length += 1;
            } else {
                removals.push((kept, 1));
                open = true;
            }
        }
        row.retain(|id| !gone.contains(id));
        removals.into_iter().map(|(at, length)| edit(root, at, length, String::new())).collect()
    }

    /// Puts text in after the nearest of `left` that is here; in several steps when it is more than one may have.
    fn insert(&mut self, root: &'static str, left: &[BlockId], run: &Inserted) -> Vec<Intent> {
        let row = self.0.entry(root).or_default();
        let places: BTreeMap<BlockId, usize> = sorting::gather(row.iter().enumerate().map(|(at, id)| (*id, at)));
        let mut at = left.iter().rev().find_map(|id| places.get(id)).map_or(0, |place| place + 1);
        row.splice(at..at, run.units.iter().map(|unit| unit.id));
        let mut intents = Vec::new();
        for text in portions(run.text()) {
            let length = text.encode_utf16().count();
            intents.push(edit(root, at, 0, text));
            at += length;
        }
        intents
    }
}

fn edit(root: &str, at: usize, remove: usize, insert: String) -> Intent {
    // A document's limit is far below 2³² units.
    let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Intent::EditText { root: root.to_owned(), at: narrow(at), remove: narrow(remove), insert }
}

/// The text in portions that one intent may insert.
fn portions(text: String) -> Vec<String> {
    if text.len() <= MAX_INSERT {
        return vec![text];
    }
    let mut portions = vec![String::new()];
    for character in text.chars() {
        match portions.last_mut() {
            Some(last) if last.len() + character.len_utf8() <= MAX_INSERT => last.push(character),
            Some(_) | None => portions.push(character.to_string()),
        }
    }
    portions
}

/// The entry, replacing only what is in the document: an answer that was refused need not be replaced.
fn still_there(kind: DocKind, txn: &TransactionMut<'_>, root: &str, entry: &Entry) -> Entry {
    let mut entry = entry.clone();
    let replaced = match &mut entry {
        Entry::Choice(choice) => &mut choice.supersedes,
        Entry::Person(person) => &mut person.supersedes,
        Entry::Wish(wish) => &mut wish.supersedes,
        Entry::Reply(reply) => &mut reply.supersedes,
        Entry::VisitEvent(event) => &mut event.supersedes,
        Entry::Agreement(agreement) => &mut agreement.supersedes,
        Entry::Report(_)
        | Entry::SignalAddition(_)
        | Entry::Remark(_)
        | Entry::NoteAddition(_)
        | Entry::Transition(_)
        | Entry::Attempt(_)
        | Entry::Question(_)
        | Entry::Seen(_) => return entry,
    };
    let Some(RootKind::Entries(form)) = schema::root(kind, root).map(|root| root.kind) else { return entry };
    let values = DocValues::read(kind, txn);
    let there: BTreeSet<EntryId> = sorting::gather(
        values.entries(root).iter().flatten().filter_map(|value| Entry::read(form, value).ok()).map(|entry| entry.id()),
    );
    replaced.retain(|id| there.contains(id));
    entry
}
