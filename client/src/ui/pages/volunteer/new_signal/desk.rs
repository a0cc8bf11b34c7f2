//! One unsent signal on the screen: what is filled in is kept on the device as it is typed.

use buurtboek_shared::{ids::Id128, time::Timestamp};
use leptos::prelude::*;

use super::questions;
use crate::{
    state::{SignalDraft, SignalForm},
    ui::context::{Book, book},
};

/// The form and its draft. Copies are the same.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Becomes the id of the signal.
    pub draft: Id128,
    /// What is filled in.
    pub form: RwSignal<SignalForm>,
    state: StoredValue<DeskState>,
    book: Book,
}

#[derive(Default)]
struct DeskState {
    /// When what is on the screen was changed, here or in another tab; nothing yet for a draft that is still being read.
    changed: Option<Timestamp>,
    is_checked: bool,
}

impl Desk {
    /// The desk of this draft: as it was left, or empty. What the device still has to read comes in, and so does what
    /// another tab changed since, unless this one has something that is not on the device yet. Leaving the page, or the
    /// app, keeps what was filled in: the notebook has it in memory until then.
    #[must_use]
    pub fn open(draft: Id128) -> Self {
        let book = book();
        let drafts = book.get().drafts();
        let unsaved = book.get().unsaved_draft(draft);
        let changed = unsaved.as_ref().map(|unsaved| unsaved.updated);
        let state = StoredValue::new(DeskState { changed, is_checked: false });
        let form = RwSignal::new(unsaved.map(|unsaved| unsaved.form).unwrap_or_default());
        let desk = Self { book, draft, form, state };
        Effect::new(move |_| {
            let kept = drafts.with(|drafts| drafts.iter().find(|kept| kept.id == draft).cloned());
            // A list that was read before the last change was kept brings an older form.
            let is_newer = |kept: &SignalDraft| desk.state.with_value(|state| state.changed < Some(kept.updated));
            if let Some(kept) = kept.filter(is_newer)
                && desk.book.get().unsaved_draft(draft).is_none()
            {
                desk.state.update_value(|state| state.changed = Some(kept.updated));
                desk.form.set(kept.form);
            }
        });
        on_cleanup(move || desk.keep());
        desk
    }

    /// Changes an answer, and keeps it after a pause.
    pub fn change(self, change: impl FnOnce(&mut SignalForm)) {
        self.form.update(change);
        if let Some(draft) = self.as_draft() {
            self.state.update_value(|state| state.changed = Some(draft.updated));
            self.book.get().change_draft(draft);
        }
    }

    /// Keeps what is filled in now, without waiting for a pause. A failure shows in the status, with what to do about
    /// it, and is tried again.
    pub fn keep(self) {
        self.book.get().flush();
    }

    /// The draft as it is filled in now; none once the form has left the screen.
    #[must_use]
    pub fn as_draft(self) -> Option<SignalDraft> {
        let form = self.form.try_get_untracked()?;
        Some(SignalDraft { id: self.draft, updated: self.book.get().now(), form })
    }

    /// The check was shown: questions lead back to it from now on.
    pub fn mark_checked(self) {
        self.state.update_value(|state| state.is_checked = true);
    }

    /// True once the check was shown.
    #[must_use]
    pub fn checked(self) -> bool {
        self.state.with_value(|state| state.is_checked)
    }

    /// The control that holds the place.
    #[must_use]
    pub fn place_control(self) -> &'static str {
        questions::PLACE.of(self.form.with_untracked(|form| form.place.answer))
    }
}
