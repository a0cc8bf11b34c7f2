//! Writing in a sent signal, so that nothing is written twice.

use buurtboek_shared::{
    doc::{entries::Entry, read::SignalView, write::Intent},
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
}

impl Paper {
    /// Appends this. When the device cannot keep it now, but it stands in the signal on the screen, it is tried again by
    /// itself, and the status says so: somebody who sent it once more would have sent it twice.
    ///
    /// # Errors
    /// [`SaveError`]; nothing was written then.
    pub async fn put(self, notebook: Notebook, intent: Intent) -> Result<(), SaveError> {
        let id = match &intent {
            Intent::Append { entry, .. } => Some(Entry::id(entry)),
            Intent::EditText { .. } => None,
        };
        let kept = notebook.append(self.doc, vec![intent]).await;
        let stands = |view: &SignalView| {
            let additions = view.additions.iter().map(|addition| addition.id);
            additions.chain(view.replies.iter().map(|reply| reply.id)).any(|known| Some(known) == id)
        };
        match kept {
            Err(_) if self.view.try_with_untracked(|view| view.as_ref().is_some_and(stands)) == Some(true) => Ok(()),
            kept => kept,
        }
    }
}
