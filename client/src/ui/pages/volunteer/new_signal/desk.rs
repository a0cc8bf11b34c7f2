//! One unsent signal on the screen: what is filled in is kept on the device as it is typed.

use buurtboek_shared::ids::Id128;
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
    is_touched: bool,
    is_checked: bool,
}

impl Desk {
    /// The desk of this draft: as it was left, or empty. What the device still has to read comes in as long as nothing
    /// was touched. Leaving the page, or the app, keeps what was filled in: the notebook has it in memory until then.
    #[must_use]
    pub fn open(draft: Id128) -> Self {
        let book = book();
        let drafts = book.get().drafts();
        let unsaved = book.get().unsaved_draft(draft);
        let state = StoredValue::new(DeskState { is_touched: unsaved.is_some(), is_checked: false });
        let form = RwSignal::new(unsaved.map(|unsaved| unsaved.form).unwrap_or_default());
        let desk = Self { book, draft, form, state };
        Effect::new(move |_| {
            let kept = drafts.with(|drafts| drafts.iter().find(|kept| kept.id == draft).map(|kept| kept.form.clone()));
            if let Some(kept) = kept.filter(|_| !desk.state.with_value(|state| state.is_touched)) {
                desk.form.set(kept);
            }
        });
        on_cleanup(move || desk.keep());
        desk
    }

    /// Changes an answer, and keeps it after a pause.
    pub fn change(self, change: impl FnOnce(&mut SignalForm)) {
        self.form.update(change);
        self.state.update_value(|state| state.is_touched = true);
        if let Some(draft) = self.as_draft() {
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
