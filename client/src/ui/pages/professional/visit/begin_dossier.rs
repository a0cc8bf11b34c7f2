//! The exploration that a signal leads to: a dossier of its own, with the place as its first line.

use buurtboek_shared::{
    doc::schema,
    ids::{DocId, DocKind},
};

use crate::{
    state::{notebook::Notebook, save_error::SaveError},
    ui::authoring::Author,
};

/// Makes a dossier for a triage.
///
/// # Errors
/// [`SaveError`]; nothing was kept then.
pub async fn begin_dossier(notebook: Notebook, triage: DocId, place: Option<String>) -> Result<DocId, SaveError> {
    let document = notebook.new_document(DocKind::Dossier, Some(triage));
    let first = place.filter(|place| !place.trim().is_empty());
    let first = first.map(|place| Author::of(&notebook).answer(schema::ADDRESS, &place, Vec::new(), ""));
    notebook.create(document, first.into_iter().collect()).await?;
    Ok(document.doc)
}
