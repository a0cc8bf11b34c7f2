//! One yrs document in memory: typing goes in at once, what it amounts to waits in a buffer until it is kept.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use buurtboek_shared::{
    doc::{
        attribution::{Age, Run, Seen, attribution, attribution_since},
        rules::clocks,
        schema::{self, RootKind},
        write::{Intent, LOCAL, OpenError, WriteError, apply, write},
    },
    ids::{DocId, MemberId, YClient},
    small_map::SmallMap,
    time::Timestamp,
};
use yrs::{
    Any, Assoc, Doc, GetString, IndexedSequence, Observable, Out, ReadTxn, StickyIndex, Transact,
    types::Delta,
    undo::Options,
    updates::{decoder::Decode, encoder::Encode},
};

use super::splice::{Splice, applied, utf16_len};
use crate::storage::{
    doc_view::DocView,
    entry_words::entry_words,
    records::{Digest, Lineage},
    stored_doc::{OpenedDoc, StoredDoc, add_authors},
    summary::digest_of_document,
};

/// Typing within this span is undone together, in milliseconds.
const UNDO_STEP: u64 = 800;
/// Key of the observers; one of each per document.
const OBSERVER: &str = "buurtboek";

/// Which way a person goes through what they did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// Take back.
    Undo,
    /// Bring back.
    Redo,
}

/// Changes of texts that a transaction made, put aside by the observers.
type Changes = Rc<RefCell<Vec<(&'static str, Splice)>>>;

/// One step that was done in memory and not yet kept: its update, and the intents that make it.
pub(super) type Step = (Vec<u8>, Vec<Intent>);

/// A document in memory.
pub(super) struct Loaded {
    // Before the document: a manager looks into it until it is dropped.
    undo: SmallMap<&'static str, yrs::undo::UndoManager<()>>,
    doc: Doc,
    id: DocId,
    pub(super) lineage: Lineage,
    pub(super) shown: (buurtboek_shared::ids::Seq, buurtboek_shared::ids::Chain),
    pub(super) authors: SmallMap<YClient, MemberId>,
    projection: Option<Vec<u8>>,
    changes: Changes,
    /// What the undo managers do, as updates; typing gives its own.
    undone: Rc<RefCell<Vec<Vec<u8>>>>,
    undoing: Rc<Cell<bool>>,
    undo_clock: Arc<AtomicU64>,
    /// What is not yet kept, in order.
    pub(super) unsaved: Vec<Step>,
    /// Texts as they were before the first unsaved edit.
    pub(super) before_unsaved: SmallMap<String, String>,
    /// The same of what is on its way to the disk.
    pub(super) before_keeping: SmallMap<String, String>,
}

impl Loaded {
    pub(super) fn open(stored: &StoredDoc, client: YClient, own: MemberId) -> Result<Self, OpenError> {
        let OpenedDoc { doc, authors } = stored.open(client, own)?;
        let loaded = Self {
            undo: SmallMap::new_vec(),
            doc,
            id: stored.doc,
            lineage: stored.lineage,
            shown: (stored.seq, stored.chain),
            authors,
            projection: stored.projection.clone(),
            changes: Changes::default(),
            undone: Rc::default(),
            undoing: Rc::default(),
            undo_clock: Arc::default(),
            unsaved: Vec::new(),
            before_unsaved: SmallMap::new_vec(),
            before_keeping: SmallMap::new_vec(),
        };
        loaded.observe()?;
        Ok(loaded)
    }

    /// Observers only put things aside: whoever made the transaction looks afterwards.
    fn observe(&self) -> Result<(), OpenError> {
        for root in text_roots(self.id) {
            let text = self.doc.get_or_insert_text(root);
            let changes = Rc::clone(&self.changes);
            text.observe(OBSERVER, move |txn, event| {
                changes.borrow_mut().extend(splices(event.delta(txn)).into_iter().map(|splice| (root, splice)));
            });
        }
        let (undone, undoing) = (Rc::clone(&self.undone), Rc::clone(&self.undoing));
        self.doc
            .observe_update_v1(OBSERVER, move |_, event| {
                if undoing.get() {
                    undone.borrow_mut().push(event.update.clone());
                }
            })
            .map_err(|_| OpenError::Busy)
    }

    pub(super) fn view(&self) -> Option<DocView> {
        match &self.projection {
            Some(value) => DocView::of_projection(self.id.kind, value),
            None => DocView::of_document(self.id.kind, &self.doc.try_transact().ok()?),
        }
    }

    pub(super) fn digest(&self) -> Option<Digest> {
        digest_of_document(self.id.kind, &self.doc.try_transact().ok()?)
    }

    pub(super) fn text(&self, root: &str) -> String {
        let Ok(txn) = self.doc.try_transact() else { return String::new() };
        txn.get_text(root).map(|text| text.get_string(&txn)).unwrap_or_default()
    }

    pub(super) fn attribution(&self, root: &str) -> Vec<Run> {
        let authors = self.authors.iter().map(|(client, member)| (client.0, *member)).collect();
        self.doc.try_transact_mut().map(|mut txn| attribution(&mut txn, root, &authors)).unwrap_or_default()
    }

    pub(super) fn attribution_since(&self, root: &str, seen: &Seen) -> Vec<(Run, Age)> {
        let authors = self.authors.iter().map(|(client, member)| (client.0, *member)).collect();
        let runs = self.doc.try_transact_mut().map(|mut txn| attribution_since(&mut txn, root, &authors, seen));
        runs.unwrap_or_default()
    }

    /// Everything that is there now, to tell later what came since.
    pub(super) fn seen(&self) -> Seen {
        self.doc.try_transact().map(|txn| clocks(&txn)).unwrap_or_default()
    }

    /// Carries out one intent. The splices are for whoever shows the text and did not make them.
    pub(super) fn write(&mut self, intent: Intent, now: Timestamp) -> Result<Vec<(&'static str, Splice)>, WriteError> {
        self.undo_clock.store(u64::try_from(now.0).unwrap_or_default(), Ordering::Relaxed);
        if let Intent::EditText { root, .. } = &intent {
            self.follow_undo(root);
            if !self.before_unsaved.contains_key(root) {
                let text = self.text(root);
                self.before_unsaved.insert(root.clone(), text);
            }
        }
        if let Some(update) = write(&self.doc, self.id.kind, &intent)? {
            self.unsaved.push((update, vec![intent]));
        }
        Ok(self.take_changes())
    }

    /// Takes in what came from the server or from another tab.
    pub(super) fn take_in(
        &mut self,
        member: MemberId,
        update: &[u8],
    ) -> Result<Vec<(&'static str, Splice)>, OpenError> {
        let own = self.own_typing_undone();
        apply(&self.doc, update)?;
        add_authors(&mut self.authors, self.id.kind, update, member);
        let changes = self.take_changes();
        self.move_along(own, &changes);
        Ok(changes)
    }

    /// For each text with typing that is not kept yet, what takes that typing out again.
    fn own_typing_undone(&self) -> Vec<Undone> {
        let of = |when: When, texts: &SmallMap<String, String>| {
            let undone = |(root, before): (&String, &String)| {
                let splice = Splice::between(&self.text(root), before);
                Undone { when, root: root.clone(), splice }
            };
            texts.iter().map(undone).collect::<Vec<_>>()
        };
        [of(When::Unsaved, &self.before_unsaved), of(When::Keeping, &self.before_keeping)].concat()
    }

    /// What a colleague wrote meanwhile was there before the own typing: it is never taken for a part of it.
    fn move_along(&mut self, own: Vec<Undone>, changes: &[(&'static str, Splice)]) {
        for Undone { when, root, splice } in own {
            let theirs: Vec<&Splice> = changes.iter().filter(|(at, _)| *at == root).map(|(_, splice)| splice).collect();
            if theirs.is_empty() {
                continue;
            }
            let mut steps: Vec<Splice> = splice.into_iter().collect();
            for splice in theirs {
                steps = steps.iter().flat_map(|step| step.after(splice)).collect();
            }
            let before = applied(&self.text(&root), &steps);
            match when {
                When::Unsaved => self.before_unsaved.insert(root, before),
                When::Keeping => self.before_keeping.insert(root, before),
            };
        }
    }

    /// Undoes or redoes the last own step in one text; what colleagues wrote stays.
    pub(super) fn step(&mut self, root: &str, direction: Direction) -> Vec<(&'static str, Splice)> {
        let before = self.text(root);
        let Some(manager) = self.undo.get_mut(root) else { return Vec::new() };
        self.undoing.set(true);
        // yrs takes a transaction of its own here, which must be the only one: none outlives a call of this type.
        match direction {
            Direction::Undo => manager.undo_blocking(),
            Direction::Redo => manager.redo_blocking(),
        };
        self.undoing.set(false);
        let updates = self.undone.take();
        let changes = self.take_changes();
        if !updates.is_empty() {
            self.before_unsaved.entry(root.to_owned()).or_insert(before);
            let mut intents = Some(changes.iter().map(|(root, splice)| edit(root, splice)).collect());
            self.unsaved.extend(updates.into_iter().map(|update| (update, intents.take().unwrap_or_default())));
        }
        changes
    }

    pub(super) fn sticky(&self, root: &str, at: u32) -> Option<Vec<u8>> {
        let txn = self.doc.try_transact().ok()?;
        let text = txn.get_text(root)?;
        Some(text.sticky_index(&txn, at, Assoc::Before)?.encode_v1())
    }

    pub(super) fn resolve(&self, sticky: &[u8]) -> Option<u32> {
        let sticky = StickyIndex::decode_v1(sticky).ok()?;
        Some(sticky.get_offset(&self.doc.try_transact().ok()?)?.index)
    }

    /// The own words that are not yet kept: root and words.
    pub(super) fn unsaved_words(&self) -> Vec<(String, String)> {
        let typed = self.before_unsaved.iter().filter_map(|(root, before)| {
            let splice = Splice::between(before, &self.text(root))?;
            Some((root.clone(), splice.inserted))
        });
        let entries = self.unsaved.iter().flat_map(|(_, intents)| words_in(intents));
        typed.filter(|(_, words)| !words.trim().is_empty()).chain(entries).collect()
    }

    /// What somebody who shows this document is to be told when the other takes its place.
    pub(super) fn differences(&self, other: &Self) -> Vec<(&'static str, Splice)> {
        text_roots(self.id)
            .filter_map(|root| Some((root, Splice::between(&self.text(root), &other.text(root))?)))
            .collect()
    }

    fn take_changes(&self) -> Vec<(&'static str, Splice)> {
        self.changes.take()
    }

    /// A manager sees only what happens after it was made: so it is made before the first own edit.
    fn follow_undo(&mut self, root: &str) {
        let Some(root) = text_roots(self.id).find(|name| *name == root) else { return };
        if self.undo.contains_key(root) {
            return;
        }
        let clock = Arc::clone(&self.undo_clock);
        let mut manager = yrs::undo::UndoManager::with_options(Options {
            capture_timeout_millis: UNDO_STEP,
            tracked_origins: std::iter::once(LOCAL.into()).collect(),
            capture_transaction: None,
            timestamp: Arc::new(move || clock.load(Ordering::Relaxed)),
            init_undo_stack: Vec::new(),
            init_redo_stack: Vec::new(),
        });
        manager.expand_scope(&self.doc, &self.doc.get_or_insert_text(root));
        self.undo.insert(root, manager);
    }
}

/// The intent of a splice.
pub(super) fn edit(root: &str, splice: &Splice) -> Intent {
    Intent::EditText { root: root.to_owned(), at: splice.at, remove: splice.removed, insert: splice.inserted.clone() }
}

fn text_roots(doc: DocId) -> impl Iterator<Item = &'static str> {
    schema::roots(doc.kind).iter().filter(|root| root.kind == RootKind::Text).map(|root| root.name)
}

/// The changes of one transaction in one text, as splices to be applied one after the other.
fn splices(delta: &[Delta]) -> Vec<Splice> {
    let mut splices: Vec<Splice> = Vec::new();
    let mut at = 0;
    for change in delta {
        match change {
            Delta::Retain(length, _) => at += length,
            Delta::Deleted(length) => splices.push(Splice { at, removed: *length, inserted: String::new() }),
            Delta::Inserted(value, _) => {
                // The gate lets nothing but text into a text.
                let inserted = if let Out::Any(Any::String(text)) = value { text.to_string() } else { String::new() };
                let length = utf16_len(&inserted);
                splices.push(Splice { at, removed: 0, inserted });
                at += length;
            }
        }
    }
    splices
}

/// Which typing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// In memory.
    Unsaved,
    /// On its way to the disk.
    Keeping,
}

/// What takes typing out of a text again.
#[derive(Clone, Debug)]
struct Undone {
    when: When,
    root: String,
    splice: Option<Splice>,
}

/// The words of what is appended: root and words.
pub(super) fn words_in(intents: &[Intent]) -> impl Iterator<Item = (String, String)> {
    let words = intents.iter().filter_map(|intent| match intent {
        Intent::Append { root, entry } => Some((root.clone(), entry_words(root, entry))),
        Intent::EditText { .. } => None,
    });
    words.filter(|(_, words)| !words.trim().is_empty())
}

#[cfg(test)]
mod tests;
