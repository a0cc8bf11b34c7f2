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
}

impl Paper {
    /// Appends this to it.
    ///
    /// # Errors
    /// [`SaveError`]; nothing was written then.
    pub async fn put(self, notebook: Notebook, intent: Intent) -> Result<(), SaveError> {
        notebook.append(self.doc, vec![intent]).await
    }
}
