//! Everything that a document says, as plain values: what is compared before and after an update, and across a reload.

use std::collections::BTreeMap;

use yrs::{Any, Array, GetString, ReadTxn};

use super::{
    entries::plain,
    schema::{self, Root, RootKind},
};
use crate::ids::DocKind;
use crate::sorting;

/// The value of one root.
#[derive(Clone, Debug, PartialEq)]
pub enum RootValue {
    /// The prose.
    Text(String),
    /// The entries, in document order; `None` for what is no plain value.
    Entries(Vec<Option<Any>>),
}

/// The values of the roots of a document that are not empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DocValues(pub BTreeMap<&'static str, RootValue>);

impl DocValues {
    /// Reads all roots of this kind. Linear in the size of the document.
    #[must_use]
    pub fn read(kind: DocKind, txn: &impl ReadTxn) -> Self {
        Self(sorting::gather(schema::roots(kind).iter().filter_map(|root| Some((root.name, read_root(txn, *root)?)))))
    }

    /// The prose under a root; empty when there is none.
    #[must_use]
    pub fn text(&self, root: &str) -> &str {
        match self.0.get(root) {
            Some(RootValue::Text(text)) => text,
            Some(RootValue::Entries(_)) | None => "",
        }
    }

    /// The entries under a root; empty when there are none.
    #[must_use]
    pub fn entries(&self, root: &str) -> &[Option<Any>] {
        match self.0.get(root) {
            Some(RootValue::Entries(entries)) => entries,
            Some(RootValue::Text(_)) | None => &[],
        }
    }
}

fn read_root(txn: &impl ReadTxn, root: Root) -> Option<RootValue> {
    match root.kind {
        RootKind::Text => {
            let text = txn.get_text(root.name)?.get_string(txn);
            (!text.is_empty()).then_some(RootValue::Text(text))
        }
        RootKind::Entries(_) => {
            let entries: Vec<_> = txn.get_array(root.name)?.iter(txn).map(plain).collect();
            (!entries.is_empty()).then_some(RootValue::Entries(entries))
        }
    }
}
