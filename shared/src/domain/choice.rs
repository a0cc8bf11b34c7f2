//! A choice field is a set of entries, never an overwritten value: two that nobody superseded are a question to a
//! person.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    ids::{EntryId, MemberId},
    sorting,
    time::Timestamp,
};

/// One answer that somebody gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceEntry {
    /// Random.
    pub id: EntryId,
    /// The code of the answer, from the field's own list, or free words of at most 500 characters.
    pub value: String,
    /// Who gave it.
    pub author: MemberId,
    /// When, by the device's clock: shown, never used to decide.
    pub at: Timestamp,
    /// The answers that were on the screen and that this one replaces.
    pub supersedes: Vec<EntryId>,
    /// Why, when somebody chose between two answers; may be empty.
    #[serde(default)]
    pub why: String,
}

/// What a set of answers amounts to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<'a> {
    /// Nobody answered.
    None,
    /// One answer stands. (Several people who say the same thing agree.)
    Settled(&'a ChoiceEntry),
    /// Different answers stand; a person chooses. Ordered by id, so that every device shows the same order.
    Open(Vec<&'a ChoiceEntry>),
}

/// The answers that no other entry supersedes, by id. The order of arrival makes no difference.
#[must_use]
pub fn standing(entries: &[ChoiceEntry]) -> Vec<&ChoiceEntry> {
    let superseded: BTreeSet<EntryId> =
        sorting::gather(entries.iter().flat_map(|entry| entry.supersedes.iter().copied().filter(|id| *id != entry.id)));
    let mut standing: Vec<&ChoiceEntry> = entries.iter().filter(|entry| !superseded.contains(&entry.id)).collect();
    sorting::sort_by_key(&mut standing, |entry| entry.id);
    standing
}

/// Folds the entries to what stands. The order of arrival makes no difference.
#[must_use]
pub fn fold(entries: &[ChoiceEntry]) -> Answer<'_> {
    let standing = standing(entries);
    match standing.as_slice() {
        [] => Answer::None,
        [first, rest @ ..] if rest.iter().all(|entry| entry.value == first.value) => Answer::Settled(first),
        [..] => Answer::Open(standing),
    }
}
