//! What the answers to a choice field amount to on the screen.

use std::collections::BTreeSet;

use buurtboek_shared::{
    domain::choice::{self, Answer, ChoiceEntry},
    ids::{EntryId, MemberId},
    sorting,
};

/// The answers that nobody superseded: what a next answer replaces.
#[must_use]
pub fn standing_ids(entries: &[ChoiceEntry]) -> Vec<EntryId> {
    let superseded: BTreeSet<EntryId> =
        sorting::gather(entries.iter().flat_map(|entry| entry.supersedes.iter().copied().filter(|id| *id != entry.id)));
    entries.iter().map(|entry| entry.id).filter(|id| !superseded.contains(id)).collect()
}

/// The value to show in a line: the one that stands, or the first of several; empty for none.
#[must_use]
pub fn standing_value(entries: &[ChoiceEntry]) -> String {
    let entry = match choice::fold(entries) {
        Answer::None => None,
        Answer::Settled(entry) => Some(entry),
        Answer::Open(entries) => entries.first().copied(),
    };
    entry.map(|entry| entry.value.clone()).unwrap_or_default()
}

/// The choice that somebody else made between answers of which one was the reader's own, as long as it stands.
#[must_use]
pub fn decided_by_another(entries: &[ChoiceEntry], me: MemberId) -> Option<&ChoiceEntry> {
    let Answer::Settled(last) = choice::fold(entries) else { return None };
    let replaced: Vec<&ChoiceEntry> =
        entries.iter().filter(|entry| last.supersedes.contains(&entry.id) && entry.id != last.id).collect();
    let had_own = replaced.iter().any(|entry| entry.author == me && entry.value != last.value);
    (last.author != me && replaced.len() > 1 && had_own).then_some(last)
}

/// The answers that no longer stand, the latest first, once somebody chose between several; nothing as long as each
/// answer only took the place of the one before it.
#[must_use]
pub fn gave_way(entries: &[ChoiceEntry]) -> Vec<&ChoiceEntry> {
    let is_here = |id: &EntryId| entries.iter().any(|entry| entry.id == *id);
    let chose = |entry: &ChoiceEntry| entry.supersedes.iter().filter(|id| **id != entry.id && is_here(id)).count() > 1;
    if !entries.iter().any(chose) {
        return Vec::new();
    }
    let standing = standing_ids(entries);
    let mut earlier: Vec<&ChoiceEntry> = entries.iter().filter(|entry| !standing.contains(&entry.id)).collect();
    sorting::sort_by_key(&mut earlier, |entry| (std::cmp::Reverse(entry.at), entry.id));
    earlier
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::time::Timestamp;

    use super::*;

    const SAMIRA: MemberId = MemberId::from_bytes([1; 16]);
    const JOOST: MemberId = MemberId::from_bytes([2; 16]);

    fn entry(id: u8, value: &str, author: MemberId, supersedes: &[u8]) -> ChoiceEntry {
        ChoiceEntry {
            id: EntryId::from_bytes([id; 16]),
            value: value.to_owned(),
            author,
            at: Timestamp(i64::from(id)),
            supersedes: supersedes.iter().map(|id| EntryId::from_bytes([*id; 16])).collect(),
            why: String::new(),
        }
    }

    #[test]
    fn a_next_answer_replaces_all_that_stand() {
        let entries = [entry(1, "light", SAMIRA, &[]), entry(2, "light", JOOST, &[]), entry(3, "acute", JOOST, &[1])];
        let standing: Vec<u8> = standing_ids(&entries).iter().map(|id| id.0.0[0]).collect();
        assert_eq!(standing, [2, 3]);
    }

    #[test]
    fn one_is_told_when_somebody_chose_another_answer_than_ones_own() {
        let both = [entry(1, "serious", SAMIRA, &[]), entry(2, "light", JOOST, &[])];
        assert_eq!(decided_by_another(&both, JOOST), None, "nobody chose yet");
        let chosen = [both[0].clone(), both[1].clone(), entry(3, "serious", SAMIRA, &[1, 2])];
        assert_eq!(decided_by_another(&chosen, JOOST).map(|entry| entry.id), Some(chosen[2].id));
        assert_eq!(decided_by_another(&chosen, SAMIRA), None, "her own choice is no news to her");
        let agreed = [both[0].clone(), both[1].clone(), entry(3, "light", SAMIRA, &[1, 2])];
        assert_eq!(decided_by_another(&agreed, JOOST), None, "his answer was taken");
    }

    #[test]
    fn what_gave_way_to_a_choice_can_be_read_back() {
        let ids = |entries: &[ChoiceEntry]| gave_way(entries).iter().map(|entry| entry.id.0.0[0]).collect::<Vec<_>>();
        let changed = [entry(1, "serious", SAMIRA, &[]), entry(2, "light", SAMIRA, &[1])];
        assert_eq!(ids(&changed), [] as [u8; 0], "nobody had to choose");
        let both = [entry(1, "serious", SAMIRA, &[]), entry(2, "light", JOOST, &[])];
        assert_eq!(ids(&both), [] as [u8; 0], "nobody chose yet");
        let chosen = [both[0].clone(), both[1].clone(), entry(3, "serious", SAMIRA, &[1, 2])];
        assert_eq!(ids(&chosen), [2, 1]);
        let changed_again = [chosen.as_slice(), &[entry(4, "acute", JOOST, &[3])]].concat();
        assert_eq!(ids(&changed_again), [3, 2, 1], "the choice too stays");
    }
}
