//! A signal on the screen of who wrote it.

use buurtboek_shared::{
    doc::{read::SignalView, write::Intent},
    ids::DocId,
};
use leptos::prelude::*;

use crate::state::{notebook::Notebook, save_error::SaveError};

/// A signal that is open on the screen.
#[derive(Clone, Copy)]
pub struct Paper {
    /// Which one.
    pub doc: DocId,
    /// What it says.
    pub view: Memo<Option<SignalView>>,
    /// True once nobody looks at it any more: what is added then is read by nobody.
    pub ended: Memo<bool>,
}

/// A form in which its reporter writes about it.
#[derive(Clone, Copy, Default)]
pub struct Form {
    /// Somebody asked for it.
    pub is_open: RwSignal<bool>,
    /// The focus is in it.
    pub has_focus: RwSignal<bool>,
}

impl Form {
    /// Somebody asks for it.
    pub fn open(self) {
        self.has_focus.set(false);
        self.is_open.set(true);
    }
}

impl Paper {
    /// Whether this form stands there. When the signal ends, one that she is writing in stays under her hands until it is
    /// sent, or empty and left.
    pub fn shows(self, form: Form, is_empty: impl Fn() -> bool) -> bool {
        form.is_open.get() && !(self.ended.get() && is_empty() && !form.has_focus.get())
    }

    /// Appends this to it.
    ///
    /// # Errors
    /// [`SaveError`]; nothing was written then.
    pub async fn put(self, notebook: Notebook, intent: Intent) -> Result<(), SaveError> {
        notebook.append(self.doc, vec![intent]).await
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::ids::{DocKind, Id128};

    use super::*;

    #[test]
    fn what_is_being_written_as_a_signal_ends_stays_until_it_is_sent_or_emptied_and_left() {
        let owner = Owner::new();
        owner.set();
        let (ends, text) = (RwSignal::new(false), RwSignal::new(String::new()));
        let doc = DocId::new(DocKind::Signal, Id128([1; 16]));
        let paper = Paper { doc, view: Memo::new(|_| None), ended: Memo::new(move |_| ends.get()) };
        let form = Form::default();
        let shows = || paper.shows(form, move || text.with(String::is_empty));
        form.open();
        assert!(shows(), "there is time to begin");
        ends.set(true);
        assert!(!shows(), "nothing is written, and nobody is at it");
        form.has_focus.set(true);
        assert!(shows(), "somebody is about to write");
        text.set("Er brandt licht".to_owned());
        form.has_focus.set(false);
        assert!(shows(), "her words stay");
        form.is_open.set(false);
        assert!(!shows(), "they are sent");
    }
}
