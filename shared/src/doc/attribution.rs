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

/// What of a document somebody saw: for each yrs client id, the clock after the last unit that was there.
pub type Seen = super::rules::Clocks;

/// Whether somebody saw a piece of text before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// It was there.
    Seen,
    /// It came since.
    New,
}

/// The text under a root, by writer, told apart by whether it was there when somebody looked. As [`attribution`], it
/// changes nothing.
#[must_use]
pub fn attribution_since(
    txn: &mut TransactionMut<'_>,
    root: &str,
    authors: &BTreeMap<u64, MemberId>,
    seen: &Seen,
) -> Vec<(Run, Age)> {
    let mut runs: Vec<(Run, Age)> = Vec::new();
    for piece in pieces(txn, root) {
        let member = authors.get(&piece.first.client).copied();
        let clock = seen.get(&piece.first.client).copied().unwrap_or(0);
        let (old, new) = split_at_unit(&piece.text, clock.saturating_sub(piece.first.clock));
        for (text, age) in [(old, Age::Seen), (new, Age::New)].into_iter().filter(|(text, _)| !text.is_empty()) {
            match runs.last_mut() {
                Some((run, last)) if run.member == member && *last == age => run.text.push_str(text),
                Some(_) | None => runs.push((Run { text: text.to_owned(), member }, age)),
            }
        }
    }
    runs
}

/// Cuts a text after this many UTF-16 units; a character of two units stays whole.
fn split_at_unit(text: &str, units: u32) -> (&str, &str) {
    let mut left = usize::try_from(units).unwrap_or(usize::MAX);
    for (at, character) in text.char_indices() {
        if left == 0 {
            return text.split_at(at);
        }
        left = left.saturating_sub(character.len_utf16());
    }
    (text, "")
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

#[cfg(test)]
mod tests {
    use yrs::{Doc, Options, Transact, updates::decoder::Decode};

    use super::*;

    const SAMIRA: MemberId = MemberId::from_bytes([1; 16]);
    const JOOST: MemberId = MemberId::from_bytes([2; 16]);
    const ROOT: &str = "text.we_see";

    fn doc(client: u64) -> Doc {
        Doc::with_options(Options { client_id: yrs::ClientID::new(client), ..Options::default() })
    }

    fn types(doc: &Doc, at: u32, text: &str) {
        let root = doc.get_or_insert_text(ROOT);
        root.insert(&mut doc.transact_mut(), at, text);
    }

    fn seen(doc: &Doc) -> Seen {
        doc.transact().state_vector().iter().map(|(client, clock)| (client.get(), *clock)).collect()
    }

    fn merge(into: &Doc, from: &Doc) {
        let update = from.transact().encode_state_as_update_v1(&into.transact().state_vector());
        into.transact_mut().apply_update(yrs::Update::decode_v1(&update).unwrap()).unwrap();
    }

    #[test]
    fn what_came_since_somebody_looked_is_told_apart_by_writer() {
        let (samira, joost) = (doc(1), doc(2));
        types(&samira, 0, "Veel post. ");
        merge(&joost, &samira);
        types(&joost, 11, "Koelkast leeg. ");
        merge(&samira, &joost);
        let looked = seen(&samira);
        types(&joost, 26, "Kat 😀 blij.");
        types(&samira, 5, "ongeopende ");
        merge(&samira, &joost);
        let authors = BTreeMap::from([(1, SAMIRA), (2, JOOST)]);
        let runs = attribution_since(&mut samira.transact_mut(), ROOT, &authors, &looked);
        let said: Vec<_> = runs.iter().map(|(run, age)| (run.text.as_str(), run.member, *age)).collect();
        assert_eq!(
            said,
            [
                ("Veel ", Some(SAMIRA), Age::Seen),
                ("ongeopende ", Some(SAMIRA), Age::New),
                ("post. ", Some(SAMIRA), Age::Seen),
                ("Koelkast leeg. ", Some(JOOST), Age::Seen),
                ("Kat 😀 blij.", Some(JOOST), Age::New),
            ]
        );
        let all = attribution_since(&mut samira.transact_mut(), ROOT, &authors, &Seen::new());
        assert!(all.iter().all(|(_, age)| *age == Age::New), "who never looked saw nothing");
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(split_at_unit("a😀b", 0), ("", "a😀b"));
        assert_eq!(split_at_unit("a😀b", 3), ("a😀", "b"));
        assert_eq!(split_at_unit("a😀b", 9), ("a😀b", ""));
    }
}
