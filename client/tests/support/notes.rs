//! A note, and words in it.

use buurtboek_client::state::{open_doc::OpenDoc, splice::utf16_len};
use buurtboek_shared::{
    doc::schema,
    domain::note::Heading,
    ids::{DocId, DocKind},
};

use super::world::{Tab, World};

/// The heading that the tests write under.
pub const WE_SEE: &str = schema::heading_root(Heading::WeSee);

/// Makes a note on this device.
pub fn note(world: &mut World, tab: &Tab) -> DocId {
    let document = tab.notebook.new_document(DocKind::Note, None);
    world.run(tab.notebook.create(document, Vec::new())).unwrap();
    document.doc
}

/// Types this behind what stands under the heading.
pub fn type_in(doc: &OpenDoc, text: &str) {
    let field = doc.text(WE_SEE);
    field.edit(utf16_len(&field.value()), 0, text).unwrap();
}
