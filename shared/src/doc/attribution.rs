//! Who wrote what in a text.

use std::collections::BTreeMap;

use yrs::{
    Any, ReadTxn, Snapshot, Text, TransactionMut,
    types::text::{Diff, YChange},
};

use super::{entries::plain, preparse::BlockId};
use crate::ids::MemberId;

/// Consecutive text of one writer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The text; never empty.
    pub text: String,
    /// Who wrote it; none when that is not known here.
    pub member: Option<MemberId>,
}

/// The text under a root, by writer. `authors` says which member each yrs client id is.
///
/// It reads, but yrs gives the ids of text only to a transaction that could write. Nothing is changed and no update
/// follows.
#[must_use]
pub fn attribution(txn: &mut TransactionMut<'_>, root: &str, authors: &BTreeMap<u64, MemberId>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for piece in pieces(txn, root) {
        let member = authors.get(&piece.first.client).copied();
        match runs.last_mut() {
            Some(run) if run.member == member => run.text.push_str(&piece.text),
            Some(_) | None => runs.push(Run { text: piece.text, member }),
        }
    }
    runs
}

/// Visible text that one client inserted with consecutive clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its first UTF-16 code unit.
    pub(super) first: BlockId,
    /// The text.
    pub(super) text: String,
}

/// The visible pieces of a text, in order.
pub(super) fn pieces(txn: &mut TransactionMut<'_>, root: &str) -> Vec<Piece> {
    let Some(text) = txn.get_text(root) else { return Vec::new() };
    // Everything counts as added since nothing, so that yrs tells the id with each item.
    let now = txn.snapshot();
    let nothing = Snapshot::default();
    let diff = text.diff_range(txn, Some(&now), Some(&nothing), YChange::identity);
    diff.into_iter().filter_map(piece).collect()
}

fn piece(diff: Diff<YChange>) -> Option<Piece> {
    let id = diff.ychange?.id;
    let Some(Any::String(text)) = plain(diff.insert) else { return None };
    Some(Piece { first: BlockId { client: id.client.get(), clock: id.clock }, text: text.as_ref().to_owned() })
}
