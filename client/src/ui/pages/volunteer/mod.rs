//! The volunteer's pages: one home, no tabs.

pub mod became;
pub mod danger;
pub mod new_signal;
pub mod own_signal;
pub mod own_signals;
pub mod sent;
pub mod what_to_report;

use buurtboek_shared::{
    domain::feedback::FeedbackEntry,
    ids::{DocId, DocKind},
    small_map::{SmallMap, small_map},
};
use leptos::prelude::*;

use crate::{state::Summary, ui::context::notebook};

/// What the team told about each own signal.
fn feedback() -> Memo<SmallMap<DocId, FeedbackEntry>> {
    let rows = notebook().list(DocKind::Feedback);
    Memo::new(move |_| {
        rows.with(|rows| {
            let entries = rows.iter().filter_map(|row| {
                let Summary::Feedback(entries) = &row.summary else { return None };
                Some(entries)
            });
            small_map(entries.flatten().map(|entry| (entry.signal, entry.clone())))
        })
    })
}
