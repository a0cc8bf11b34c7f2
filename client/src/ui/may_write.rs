//! Whether the reader may write in a document, or reads it only.

use buurtboek_shared::{ids::DocId, protocol::frames::Access};
use leptos::prelude::*;

use super::context::notebook;

/// True for who works in a document; false for who reads along, and as long as it is not on this device.
#[must_use]
pub fn may_write(doc: DocId) -> Memo<bool> {
    let rows = notebook().list(doc.kind);
    Memo::new(move |_| rows.with(|rows| rows.iter().any(|row| row.doc == doc && row.access == Access::Write)))
}
