//! A document that is open in this tab: one in memory, however many screens show it.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use buurtboek_shared::{
    doc::write::OpenError,
    ids::{DocId, MemberId, YClient},
    small_map::{SmallMap, put_in},
    time::Timestamp,
};
use futures_util::lock::Mutex;
use leptos::prelude::{ArcRwSignal, Set as _};

use super::{
    loaded::{Loaded, Step, edit},
    open_doc::Sought,
    presence::{Caret, Places},
    splice::Splice,
};
use crate::storage::{doc_view::DocView, failure::StorageFailure, stored_doc::StoredDoc};

/// Told of each change of a text that the listener did not make.
pub(super) type Listener = Rc<dyn Fn(&Splice)>;

/// Who is told of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// Everybody who shows the text.
    All,
    /// Everybody but the field where it was typed.
    AllBut(u64),
}

/// An open document.
pub(super) struct Sheet {
    pub(super) doc: DocId,
    pub(super) loaded: RefCell<Option<Loaded>>,
    pub(super) view: ArcRwSignal<Option<DocView>>,
    pub(super) sought: ArcRwSignal<Sought>,
    pub(super) authors: ArcRwSignal<SmallMap<YClient, MemberId>>,
    pub(super) presence: ArcRwSignal<Vec<Caret>>,
    pub(super) places: RefCell<Places>,
    listeners: RefCell<SmallMap<u64, (String, Listener)>>,
    next_listener: Cell<u64>,
    /// How many screens show it.
    pub(super) shown_by: Cell<u32>,
    /// Keeping and loading take turns.
    pub(super) turn: Mutex<()>,
    /// Something happened to it in the storage while it was being loaded.
    pub(super) missed: Cell<bool>,
    /// What is on its way to the disk: still only in memory.
    pub(super) keeping: Cell<usize>,
    pub(super) failure: Cell<Option<StorageFailure>>,
    /// When the first and the last unsaved edit were made.
    pub(super) edited: Cell<Option<(Timestamp, Timestamp)>>,
    /// How many fields show words that the document does not have yet.
    pub(super) held_back: Cell<u32>,
    /// A timer runs that will keep it.
    pub(super) timer: Cell<bool>,
    /// A timer runs that will try a failed disk again.
    pub(super) retrying: Cell<bool>,
}

impl Sheet {
    pub(super) fn new(doc: DocId) -> Self {
        Self {
            doc,
            loaded: RefCell::default(),
            view: ArcRwSignal::new(None),
            sought: ArcRwSignal::default(),
            authors: ArcRwSignal::new(SmallMap::new_vec()),
            presence: ArcRwSignal::new(Vec::new()),
            places: RefCell::default(),
            listeners: RefCell::default(),
            next_listener: Cell::default(),
            shown_by: Cell::default(),
            turn: Mutex::new(()),
            missed: Cell::default(),
            keeping: Cell::default(),
            failure: Cell::default(),
            edited: Cell::default(),
            held_back: Cell::default(),
            timer: Cell::default(),
            retrying: Cell::default(),
        }
    }

    pub(super) fn listen(&self, root: &str, listener: Listener) -> u64 {
        let number = self.next_listener.get();
        self.next_listener.set(number + 1);
        self.listeners.borrow_mut().insert(number, (root.to_owned(), listener));
        number
    }

    pub(super) fn unlisten(&self, number: u64) {
        self.listeners.borrow_mut().remove(&number);
    }

    /// Tells whoever shows the texts. Nothing is borrowed meanwhile: a listener may read, and write.
    pub(super) fn tell(&self, changes: &[(&'static str, Splice)], told: Told) {
        for (root, splice) in changes {
            let listeners: Vec<Listener> = self
                .listeners
                .borrow()
                .iter()
                .filter(|(number, (of, _))| of == root && told != Told::AllBut(**number))
                .map(|(_, (_, listener))| Rc::clone(listener))
                .collect();
            for listener in listeners {
                listener(splice);
            }
        }
    }

    /// Makes the screens show what is in memory.
    pub(super) fn show(&self) {
        let loaded = self.loaded.borrow();
        let Some(loaded) = loaded.as_ref() else { return };
        let (view, authors) = (loaded.view(), loaded.authors.clone());
        let carets = self.places.borrow().carets(|sticky| loaded.resolve(sticky));
        self.view.set(view);
        self.authors.set(authors);
        self.presence.set(carets);
    }

    /// Shows carets where they are now.
    pub(super) fn show_carets(&self) {
        let loaded = self.loaded.borrow();
        let Some(loaded) = loaded.as_ref() else { return };
        let carets = self.places.borrow().carets(|sticky| loaded.resolve(sticky));
        self.presence.set(carets);
    }

    /// The document is no longer on the device: nothing of it stays in memory or on the screen.
    pub(super) fn leave(&self) {
        *self.loaded.borrow_mut() = None;
        self.edited.set(None);
        self.failure.set(None);
        self.view.set(None);
        self.sought.set(Sought::InVain);
    }

    /// True once the document is in memory.
    pub(super) fn is_loaded(&self) -> bool {
        self.loaded.borrow().is_some()
    }

    /// True when something is in memory only.
    pub(super) fn is_unsaved(&self) -> bool {
        self.keeping.get() > 0 || self.loaded.borrow().as_ref().is_some_and(|loaded| !loaded.unsaved.is_empty())
    }

    /// Takes the place of what is in memory, under a fresh client id. What was typed and not kept is carried over.
    pub(super) fn replace(
        &self,
        stored: &StoredDoc,
        client: YClient,
        own: MemberId,
        now: Timestamp,
    ) -> Result<(), OpenError> {
        let mut fresh = Loaded::open(stored, client, own)?;
        let mut told = Vec::new();
        if let Some(old) = self.loaded.borrow_mut().take() {
            for (root, step) in carried_over(&old, &fresh) {
                // A place that cannot be is the end of the text: nothing that was typed is lost.
                let at = step.at.min(super::splice::utf16_len(&fresh.text(&root)));
                let last = Splice { at, removed: 0, inserted: step.inserted.clone() };
                if fresh.write(edit(&root, &step), now).is_err() {
                    let _lost_place = fresh.write(edit(&root, &last), now);
                }
            }
            for (_, intents) in &old.unsaved {
                for intent in intents {
                    if matches!(intent, buurtboek_shared::doc::write::Intent::Append { .. }) {
                        // It was valid a moment ago; what a replaced document no longer takes is refused by it.
                        let _refused = fresh.write(intent.clone(), now);
                    }
                }
            }
            told = old.differences(&fresh);
        }
        *self.loaded.borrow_mut() = Some(fresh);
        self.tell(&told, Told::All);
        self.show();
        Ok(())
    }

    /// What was on its way to the disk is there.
    pub(super) fn kept(&self) {
        if let Some(loaded) = self.loaded.borrow_mut().as_mut() {
            loaded.before_keeping = SmallMap::new_vec();
        }
    }

    /// Puts back what could not be kept, before what was done since.
    pub(super) fn put_back(&self, steps: Vec<Step>) {
        if let Some(loaded) = self.loaded.borrow_mut().as_mut() {
            let since = std::mem::replace(&mut loaded.unsaved, steps);
            loaded.unsaved.extend(since);
            let before = std::mem::take(&mut loaded.before_keeping);
            put_in(&mut loaded.before_unsaved, before);
        }
    }
}

/// The unsaved typing in each text, for somebody who sees the fresh document.
fn carried_over(old: &Loaded, fresh: &Loaded) -> Vec<(String, Splice)> {
    let mut steps = Vec::new();
    for (root, before) in &old.before_unsaved {
        let Some(mine) = Splice::between(before, &old.text(root)) else { continue };
        let mine = match Splice::between(before, &fresh.text(root)) {
            Some(theirs) => mine.after(&theirs),
            None => vec![mine],
        };
        steps.extend(mine.into_iter().map(|step| (root.clone(), step)));
    }
    steps
}
