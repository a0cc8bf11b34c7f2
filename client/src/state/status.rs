//! Keeping the status chip true.

use std::rc::Rc;

use buurtboek_shared::{domain::role::Role, ids::DocId};
use leptos::prelude::{Set as _, WithUntracked as _};

use super::{
    notebook::Notebook,
    sheet::Sheet,
    sync_status::{Facts, Unreadable, fold},
};

impl Notebook {
    /// Folds the status anew; the screens hear of it only when it changed.
    pub(super) fn refresh_status(&self) {
        let (unsaved, failure) = {
            let shelf = self.0.shelf.borrow();
            let failure = shelf.values().find_map(|sheet| sheet.failure.get());
            let drafting = &self.0.drafting;
            // What was kept and is not yet known to wait is called nothing: neither saved nor synchronised.
            let is_ahead = self.0.appended.get() > self.0.followed.get();
            let in_memory = |sheet: &Rc<Sheet>| sheet.is_unsaved() || sheet.held_back.get() > 0;
            let unsaved = is_ahead || drafting.is_unsaved() || shelf.values().any(in_memory);
            (unsaved, failure.or(drafting.failure()).or(self.0.failure.get()))
        };
        let begun = match self.0.identity.role {
            Role::Volunteer => self.0.drafts.with_untracked(Vec::len),
            Role::Professional
            | Role::Coordinator
            | Role::Adviser
            | Role::ProcessManager
            | Role::PolicyMaker
            | Role::PrivacyOfficer
            | Role::Administrator => 0,
        };
        let rescue = self.0.rescue.with_untracked(Vec::len);
        let status = self.0.waiting.with_untracked(|waiting| {
            let (saved, report) = (self.0.saved.get(), self.0.report.get());
            let set_aside = self.0.set_aside.with_untracked(|set_aside| set_aside.count);
            let unreadable = self.unreadable();
            fold(Facts { unsaved, saved, failure, waiting, report, unreadable, begun, rescue, set_aside })
        });
        if self.0.status.with_untracked(|shown| *shown != status) {
            self.0.status.set(status);
        }
    }

    fn unreadable(&self) -> Unreadable {
        let docs = self.0.unreadable.borrow();
        if docs.is_empty() {
            return Unreadable::Nowhere;
        }
        let is_shown = |doc: &DocId| self.0.shelf.borrow().get(doc).is_some_and(|sheet| sheet.shown_by.get() > 0);
        if docs.iter().any(is_shown) { Unreadable::OnTheScreen } else { Unreadable::Elsewhere }
    }
}
