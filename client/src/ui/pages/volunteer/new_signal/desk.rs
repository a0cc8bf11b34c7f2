//! One unsent signal on the screen: what is filled in is kept on the device as it is typed.

use std::time::Duration;

use buurtboek_shared::ids::Id128;
use leptos::{
    leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle},
    prelude::*,
    task::spawn_local,
};

use super::questions;
use crate::{
    state::{SignalDraft, SignalForm},
    ui::context::{Book, book},
};

/// A pause in the typing of this length is long enough to keep what was typed.
const PAUSE: Duration = Duration::from_millis(300);

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
    timer: Option<TimeoutHandle>,
    is_touched: bool,
    is_checked: bool,
}

impl Desk {
    /// The desk of this draft: as it was left, or empty. What the device still has to read comes in as long as nothing
    /// was touched.
    #[must_use]
    pub fn open(draft: Id128) -> Self {
        let book = book();
        let drafts = book.get().drafts();
        let desk = Self { book, draft, form: RwSignal::default(), state: StoredValue::default() };
        Effect::new(move |_| {
            let kept = drafts.with(|drafts| drafts.iter().find(|kept| kept.id == draft).map(|kept| kept.form.clone()));
            if let Some(kept) = kept.filter(|_| !desk.state.with_value(|state| state.is_touched)) {
                desk.form.set(kept);
            }
        });
        let leaving = window_event_listener(leptos::ev::pagehide, move |_| desk.keep());
        on_cleanup(move || {
            leaving.remove();
            desk.keep();
        });
        desk
    }

    /// Changes an answer, and keeps it after a pause.
    pub fn change(self, change: impl FnOnce(&mut SignalForm)) {
        self.form.update(change);
        self.state.update_value(|state| {
            state.is_touched = true;
            if let Some(timer) = state.timer.take() {
                timer.clear();
            }
            state.timer = set_timeout_with_handle(move || self.keep(), PAUSE).ok();
        });
    }

    /// Keeps what is filled in now, if something was changed since the last time.
    pub fn keep(self) {
        let waited = self.state.try_update_value(|state| state.timer.take()).flatten();
        let Some(timer) = waited else { return };
        timer.clear();
        let Some(draft) = self.as_draft() else { return };
        let notebook = self.book.get();
        // A failure shows in the status, with what to do about it; the answers stay on the screen.
        spawn_local(async move {
            let _ = notebook.save_draft(draft).await;
        });
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

    /// Forgets what still waits to be kept: the signal has been sent.
    pub fn close(self) {
        self.state.update_value(|state| {
            if let Some(timer) = state.timer.take() {
                timer.clear();
            }
        });
    }

    /// The control that holds the place.
    #[must_use]
    pub fn place_control(self) -> &'static str {
        questions::PLACE.of(self.form.with_untracked(|form| form.place.answer))
    }
}
