//! Whether the reader may write in a document, or reads it only.

use buurtboek_shared::{ids::DocId, protocol::frames::Access};
use leptos::prelude::*;

use super::context::notebook;
use crate::state::ViewRow;

/// True for who works in a document; false for who reads along, and as long as it is not on this device.
#[must_use]
pub fn may_write(doc: DocId) -> Memo<bool> {
    let rows = notebook().list(doc.kind);
    Memo::new(move |_| rows.with(|rows| is_opened_to(rows, doc, Access::Write)))
}

/// True for who reads a document along, and writes nothing in it.
#[must_use]
pub fn only_reads(doc: DocId) -> Memo<bool> {
    let rows = notebook().list(doc.kind);
    Memo::new(move |_| rows.with(|rows| is_opened_to(rows, doc, Access::Read)))
}

fn is_opened_to(rows: &[ViewRow], doc: DocId, access: Access) -> bool {
    rows.iter().any(|row| row.doc == doc && row.access == access)
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        ids::{DocKind, Id128, Seq},
        time::Timestamp,
    };

    use super::*;
    use crate::state::{DossierSummary, Summary};

    #[test]
    fn who_reads_along_does_not_write() {
        let [own, read, absent] = [1, 2, 3].map(|byte| DocId::new(DocKind::Dossier, Id128([byte; 16])));
        let row = |(doc, access)| ViewRow {
            doc,
            parent: None,
            created: Timestamp(0),
            access,
            seq: Seq(1),
            summary: Summary::Dossier(DossierSummary::default()),
            words: String::new(),
        };
        let rows = [(own, Access::Write), (read, Access::Read)].map(row);
        let opened = |access| [own, read, absent].map(|doc| is_opened_to(&rows, doc, access));
        assert_eq!(opened(Access::Write), [true, false, false]);
        assert_eq!(opened(Access::Read), [false, true, false]);
    }
}
