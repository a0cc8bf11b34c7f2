//! A signal on the screen of who wrote it.

use buurtboek_shared::{doc::read::SignalView, ids::DocId};
use leptos::prelude::*;

/// A signal that is open on the screen.
#[derive(Clone, Copy)]
pub struct Paper {
    /// Which one.
    pub doc: DocId,
    /// What it says.
    pub view: Memo<Option<SignalView>>,
}
