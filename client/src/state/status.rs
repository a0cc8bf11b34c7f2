//! Keeping the status chip true.

use leptos::prelude::{GetUntracked as _, Set as _};

use super::{
    notebook::Notebook,
    sync_status::{Facts, fold},
};

impl Notebook {
    /// Folds the status anew; the screens hear of it only when it changed.
    pub(super) fn refresh_status(&self) {
        let shelf = self.0.shelf.borrow();
        let waiting = self.0.waiting.get_untracked();
        let status = fold(Facts {
            unsaved: shelf.values().any(|sheet| sheet.is_unsaved()),
            saved: self.0.saved.get(),
            failure: shelf.values().find_map(|sheet| sheet.failure.get()).or(self.0.failure.get()),
            waiting: &waiting,
            report: self.0.report.get(),
            rescue: self.0.rescue.get_untracked().len(),
        });
        drop(shelf);
        if self.0.status.get_untracked() != status {
            self.0.status.set(status);
        }
    }
}
