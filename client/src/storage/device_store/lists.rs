//! The list rows.

use buurtboek_shared::{
    ids::{DocId, DocKind, Seq},
    protocol::frames::Access,
    sorting,
    time::Timestamp,
};

use super::DeviceStore;
use crate::storage::{
    database::{Bucket, Mode},
    failure::StorageFailure,
    keys,
    records::StoredView,
    summary::Summary,
};

/// One row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewRow {
    /// The document.
    pub doc: DocId,
    /// The dossier of a note.
    pub parent: Option<DocId>,
    /// When it was made: server time, or by the device's clock until the server knows it.
    pub created: Timestamp,
    /// What the member may do.
    pub access: Access,
    /// The last row that the server announced; 0 also for a document that only this device knows.
    pub seq: Seq,
    /// What the list shows.
    pub summary: Summary,
    /// The words by which it is found: each once, in lower case.
    pub words: String,
}

impl ViewRow {
    /// True when each word of the query begins a word of the document.
    #[must_use]
    pub fn matches(&self, query: &str) -> bool {
        let query = query.to_lowercase();
        let mut wanted = query.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
        wanted.all(|wanted| self.words.split(' ').any(|word| word.starts_with(wanted)))
    }

    fn of(doc: DocId, view: StoredView) -> Option<Self> {
        let digest = view.digest?;
        Some(Self {
            doc,
            parent: view.parent,
            created: view.created,
            access: view.access,
            seq: view.announced,
            summary: digest.summary,
            words: digest.words,
        })
    }
}

impl DeviceStore {
    /// The rows of every document of a kind of which something is on the device, newest first.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn list(&self, kind: DocKind, now: Timestamp) -> Result<Vec<ViewRow>, StorageFailure> {
        let work = self.begin(Mode::Read).await?;
        let records = work.range(Bucket::Views, keys::views_of(kind)).await?;
        let mended = self.finish(work, now).await?;
        let mut rows: Vec<ViewRow> =
            records.into_iter().filter_map(|(key, view)| ViewRow::of(keys::read_view(&key)?, view)).collect();
        for doc in mended.into_iter().filter(|doc| doc.kind == kind) {
            rows.extend(self.list_row(doc).await?);
        }
        sort_rows(&mut rows);
        Ok(rows)
    }

    /// The row of one document; none when nothing of it is on the device.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn list_row(&self, doc: DocId) -> Result<Option<ViewRow>, StorageFailure> {
        let work = self.begin(Mode::Read).await?;
        Ok(work.view(doc).await?.and_then(|view| ViewRow::of(doc, view)))
    }
}

/// The order of a list: newest first, and the same on every device.
pub(crate) fn sort_rows(rows: &mut [ViewRow]) {
    sorting::sort_by(rows, |one, other| other.created.cmp(&one.created).then(one.doc.cmp(&other.doc)));
}
