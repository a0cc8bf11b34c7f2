//! Unsent signals from memory to the disk: kept after a pause, tried again when the disk fails, and out of memory only
//! once the disk has them.

use std::cell::{Cell, RefCell};

use buurtboek_shared::{ids::Id128, small_map::SmallMap, time::Timestamp};
use futures_util::lock::{Mutex, MutexGuard};

use super::{
    notebook::Notebook,
    save_error::SaveError,
    saving::{RETRY, due, rest},
};
use crate::storage::{failure::StorageFailure, signal_draft::SignalDraft};

/// What is in memory only of unsent signals.
#[derive(Default)]
pub(super) struct Drafting {
    unsaved: RefCell<SmallMap<Id128, Unsaved>>,
    failure: Cell<Option<StorageFailure>>,
    /// Keeping, sending and deleting take turns: what was sent or deleted never comes back.
    turn: Mutex<()>,
    /// A timer runs that will keep them.
    timer: Cell<bool>,
    /// A timer runs that will try a failed disk again.
    retrying: Cell<bool>,
}

#[derive(Clone)]
struct Unsaved {
    draft: SignalDraft,
    /// When the first and the last change of it were made that are not on the disk.
    first: Timestamp,
    last: Timestamp,
}

impl Drafting {
    pub(super) fn is_unsaved(&self) -> bool {
        !self.unsaved.borrow().is_empty()
    }

    pub(super) const fn failure(&self) -> Option<StorageFailure> {
        self.failure.get()
    }

    /// Waits until nothing else is done with drafts.
    pub(super) async fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// The draft was sent or deleted: what is in memory of it goes.
    pub(super) fn forget(&self, id: Id128) {
        self.unsaved.borrow_mut().remove(&id);
        if !self.is_unsaved() {
            self.failure.set(None);
        }
    }

    fn remember(&self, draft: SignalDraft, now: Timestamp) {
        let mut unsaved = self.unsaved.borrow_mut();
        let first = unsaved.get(&draft.id).map_or(now, |known| known.first);
        unsaved.insert(draft.id, Unsaved { draft, first, last: now });
    }

    fn due(&self) -> Option<Timestamp> {
        self.unsaved.borrow().values().map(|unsaved| due(unsaved.first, unsaved.last)).min()
    }

    /// The disk has this state of it. True when nothing was changed since.
    fn kept(&self, kept: &SignalDraft) -> bool {
        let mut unsaved = self.unsaved.borrow_mut();
        match unsaved.get_mut(&kept.id) {
            Some(now) if now.draft != *kept => {
                now.first = now.last;
                false
            }
            Some(_) | None => {
                unsaved.remove(&kept.id);
                true
            }
        }
    }
}

impl Notebook {
    /// Changes an unsent signal: in memory at once, on the disk after a pause in the typing.
    pub fn change_draft(&self, draft: SignalDraft) {
        self.0.drafting.remember(draft, self.now());
        self.refresh_status();
        self.keep_drafts_soon();
    }

    /// An unsent signal as it was changed last, while the disk does not have that yet.
    #[must_use]
    pub fn unsaved_draft(&self, id: Id128) -> Option<SignalDraft> {
        self.0.drafting.unsaved.borrow().get(&id).map(|unsaved| unsaved.draft.clone())
    }

    /// One timer runs at a time.
    fn keep_drafts_soon(&self) {
        if self.0.drafting.timer.replace(true) {
            return;
        }
        self.spawn(move |notebook| async move {
            while let Some(due) = notebook.0.drafting.due() {
                let now = notebook.now();
                if now >= due {
                    break;
                }
                notebook.0.host.sleep(rest(due, now)).await;
            }
            notebook.0.drafting.timer.set(false);
            // A failure shows in the status and is tried again.
            let _retried = notebook.keep_drafts().await;
        });
    }

    /// Keeps every unsent signal that is in memory only. When this returns well they are on the disk.
    pub(super) async fn keep_drafts(&self) -> Result<(), SaveError> {
        let drafting = &self.0.drafting;
        let _turn = drafting.turn().await;
        let unsaved: Vec<SignalDraft> =
            drafting.unsaved.borrow().values().map(|unsaved| unsaved.draft.clone()).collect();
        for draft in unsaved {
            match self.0.store.save_draft(&draft).await {
                Ok(key) => {
                    drafting.failure.set(None);
                    self.0.saved.set(true);
                    if !drafting.kept(&draft) {
                        self.keep_drafts_soon();
                    }
                    self.advanced(key);
                    self.refresh_status();
                }
                Err(failure) => {
                    drafting.failure.set(Some(failure));
                    self.refresh_status();
                    self.retry_drafts_later();
                    return Err(SaveError::Storage(failure));
                }
            }
        }
        Ok(())
    }

    fn retry_drafts_later(&self) {
        if self.0.drafting.retrying.replace(true) {
            return;
        }
        self.spawn(move |notebook| async move {
            notebook.0.host.sleep(RETRY).await;
            notebook.0.drafting.retrying.set(false);
            if notebook.0.drafting.failure().is_some_and(|failure| !failure.is_permanent()) {
                let _retried = notebook.keep_drafts().await;
            }
        });
    }
}
