//! The rows of the lists that are on a screen: read whole, or those that changed.

use buurtboek_shared::{
    ids::{DocId, DocKind},
    sorting,
};
use leptos::prelude::{ArcRwSignal, GetUntracked as _, Set as _};

use super::notebook::Notebook;
use crate::storage::{
    device_store::{ViewRow, sort_rows},
    failure::StorageFailure,
};

/// More changed rows than this, and the list is read whole.
const FEW_ROWS: usize = 16;

impl Notebook {
    pub(super) async fn read_list(&self, kind: DocKind) {
        if let Err(failure) = self.read_list_now(kind).await {
            self.0.failure.set(Some(failure));
            self.refresh_status();
        }
    }

    pub(super) async fn read_list_now(&self, kind: DocKind) -> Result<(), StorageFailure> {
        let list = self.0.lists.borrow().get(&kind).cloned();
        if let Some(list) = list {
            set_if_changed(&list, self.0.store.list(kind, self.now()).await?);
            // What could not be read was set aside, and the log says so.
            self.follow_soon();
        }
        Ok(())
    }

    pub(super) async fn read_rows(&self, mut docs: Vec<DocId>) -> Result<(), StorageFailure> {
        sorting::sort_by(&mut docs, Ord::cmp);
        docs.dedup();
        for kind in DocKind::ALL {
            let list = self.0.lists.borrow().get(&kind).cloned();
            let Some(list) = list else { continue };
            let changed: Vec<DocId> = docs.iter().copied().filter(|doc| doc.kind == kind).collect();
            if changed.len() > FEW_ROWS {
                self.read_list_now(kind).await?;
                continue;
            }
            if changed.is_empty() {
                continue;
            }
            let mut rows = list.get_untracked();
            rows.retain(|row| !changed.contains(&row.doc));
            for doc in changed {
                rows.extend(self.0.store.list_row(doc).await?);
            }
            sort_rows(&mut rows);
            set_if_changed(&list, rows);
        }
        Ok(())
    }
}

fn set_if_changed(list: &ArcRwSignal<Vec<ViewRow>>, rows: Vec<ViewRow>) {
    if list.get_untracked() != rows {
        list.set(rows);
    }
}
