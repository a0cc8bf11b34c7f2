//! Two people wrote in one note, each with no connection; then each gets what the other wrote.

use buurtboek_shared::{
    doc::{
        read::read_text,
        write::{apply, open_doc, write},
    },
    ids::DocKind,
};
use buurtboek_tests::headless::deeds::{WE_SEE, typed};
use yrs::{Doc, Transact};

use super::{heading, line, many, times};

const SENTENCE: &str = "De bel doet het niet en de post ligt hoog. ";

pub(super) fn measure() {
    heading("Two offline notes that come together");
    for edits in [20, 200, 2_000] {
        let edits = many(edits);
        let (one, other) = (offline(70_001, edits), offline(70_002, edits));
        let mut merged = Vec::new();
        let taken = times(many(40), || {
            let doc = open_doc(70_003);
            for update in one.iter().chain(&other) {
                apply(&doc, update).unwrap();
            }
            merged.push(doc);
        });
        assert!(merged.iter().all(|doc| length(doc) == 2 * edits * SENTENCE.len()));
        line(&format!("2 × {edits} edits, median"), format_args!("{:.2?}", taken.median()));
    }
}

fn length(doc: &Doc) -> usize {
    read_text(&doc.transact(), WE_SEE).len()
}

/// What somebody wrote alone, one update an edit: each goes before what was there.
fn offline(client: u64, edits: usize) -> Vec<Vec<u8>> {
    let doc = open_doc(client);
    (0..edits).map(|_| write(&doc, DocKind::Note, &typed(0, SENTENCE)).unwrap().unwrap()).collect()
}
