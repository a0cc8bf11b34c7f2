//! "Afspraken": who does what, by when. The resident comes first.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{date::Date, vocabulary::vocabulary};
use crate::{
    ids::{EntryId, MemberId},
    sorting,
    time::Timestamp,
};

/// "Wie".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgreementParty {
    /// The resident.
    Resident,
    /// A colleague.
    Member(MemberId),
    /// Somebody else, in words; at most 200 characters, never empty.
    Other(String),
}

vocabulary!(
    /// What became of it; the greater is the safer: it asks for another look.
    AgreementStatus {
        /// Vervalt.
        Expired = "expired",
        /// Gedaan.
        Done = "done",
        /// Open.
        Open = "open",
        /// Nog niet: asked about, and still to be done.
        NotYet = "not_yet",
    }
);

impl AgreementStatus {
    /// Is there still something to be done?
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Open | Self::NotYet => true,
            Self::Expired | Self::Done => false,
        }
    }
}

/// One version of an agreement. A later version replaces the ones that were on the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementEntry {
    /// Random.
    pub id: EntryId,
    /// Who wrote it.
    pub author: MemberId,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// The versions that this one replaces.
    #[serde(default)]
    pub supersedes: Vec<EntryId>,
    /// "Wie".
    pub who: AgreementParty,
    /// "Doet wat"; never empty.
    pub what: String,
    /// "Wanneer".
    #[serde(default)]
    pub due: Option<Date>,
    /// What became of it.
    pub status: AgreementStatus,
}

/// One agreement as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement<'a> {
    /// The version that it began with: who wrote that one wrote its words.
    pub first: &'a AgreementEntry,
    /// The version that counts: the safest of those that nobody replaced.
    pub now: &'a AgreementEntry,
    /// The other versions that nobody replaced; a person chooses by replacing them all.
    pub besides: Vec<&'a AgreementEntry>,
}

impl Agreement<'_> {
    /// The versions that the next one replaces.
    #[must_use]
    pub fn versions(&self) -> Vec<EntryId> {
        std::iter::once(self.now).chain(self.besides.iter().copied()).map(|entry| entry.id).collect()
    }
}

/// Folds versions to agreements, in the order in which each was first written. Versions belong to one agreement when
/// one replaces the other, or both replace a third; two that were written apart stay beside each other.
#[must_use]
pub fn fold(entries: &[AgreementEntry]) -> Vec<Agreement<'_>> {
    let replaced: BTreeSet<EntryId> =
        sorting::gather(entries.iter().flat_map(|entry| entry.supersedes.iter().copied().filter(|id| *id != entry.id)));
    let mut agreements: Vec<(usize, Vec<&AgreementEntry>)> = Vec::new();
    let versions = entries.iter().zip(families(entries));
    for (entry, family) in versions.filter(|(entry, _)| !replaced.contains(&entry.id)) {
        match agreements.iter_mut().find(|(other, _)| *other == family) {
            Some((_, standing)) => standing.push(entry),
            None => agreements.push((family, vec![entry])),
        }
    }
    sorting::sort_by_key(&mut agreements, |(family, _)| *family);
    agreements.into_iter().filter_map(|(family, standing)| agreement(entries.get(family)?, standing)).collect()
}

/// The family of each entry, in the order of the list: the place of the family's first member.
fn families(entries: &[AgreementEntry]) -> Vec<usize> {
    let places: BTreeMap<EntryId, usize> =
        sorting::gather(entries.iter().enumerate().map(|(place, entry)| (entry.id, place)));
    let mut heads: Vec<usize> = (0..entries.len()).collect();
    for (place, entry) in entries.iter().enumerate() {
        for other in entry.supersedes.iter().filter_map(|id| places.get(id)) {
            let (one, two) = (head(&mut heads, place), head(&mut heads, *other));
            heads[one.max(two)] = one.min(two);
        }
    }
    (0..entries.len()).map(|place| head(&mut heads, place)).collect()
}

/// The id of the first version in the dossier that a member writes of an agreement made in a note: a finished note takes
/// no further version. It names the version that it goes on with, and two who go on with it apart do not collide.
#[must_use]
pub fn carried(version: EntryId, by: MemberId) -> EntryId {
    let (version, by) = (version.0.as_bytes(), by.0.as_bytes());
    EntryId::from_bytes(std::array::from_fn(|place| version[place] ^ by[place]))
}

/// The agreements of a dossier and its notes: what was made in a note goes on in the dossier once somebody wrote a
/// version of it there.
#[must_use]
pub fn of_case<'a>(dossier: &'a [AgreementEntry], notes: &[&'a [AgreementEntry]]) -> Vec<Agreement<'a>> {
    let goes_on = |entry: &AgreementEntry| dossier.iter().any(|later| later.id == carried(entry.id, later.author));
    let in_notes = notes
        .iter()
        .flat_map(|note| fold(note))
        .filter(|agreement| !goes_on(agreement.now) && !agreement.besides.iter().any(|version| goes_on(version)));
    in_notes.chain(fold(dossier)).collect()
}

/// The first member of a family. Shortens the way for the next who asks.
fn head(heads: &mut [usize], mut place: usize) -> usize {
    while heads[place] != place {
        heads[place] = heads[heads[place]];
        place = heads[place];
    }
    place
}

fn agreement<'a>(first: &'a AgreementEntry, mut standing: Vec<&'a AgreementEntry>) -> Option<Agreement<'a>> {
    sorting::sort_by_key(&mut standing, |entry| (std::cmp::Reverse(entry.status), entry.id));
    let (now, besides) = standing.split_first()?;
    Some(Agreement { first, now, besides: besides.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMIRA: MemberId = MemberId::from_bytes([1; 16]);
    const JOOST: MemberId = MemberId::from_bytes([2; 16]);

    fn entry(id: EntryId, author: MemberId, status: AgreementStatus, supersedes: &[EntryId]) -> AgreementEntry {
        AgreementEntry {
            id,
            author,
            at: Timestamp(1),
            supersedes: supersedes.to_vec(),
            who: AgreementParty::Member(SAMIRA),
            what: "Belt de woningcorporatie.".to_owned(),
            due: None,
            status,
        }
    }

    #[test]
    fn an_agreement_of_a_note_goes_on_in_the_dossier() {
        let first = EntryId::from_bytes([7; 16]);
        let note = [entry(first, JOOST, AgreementStatus::Open, &[])];
        assert_eq!(of_case(&[], &[&note]).len(), 1);
        let done = entry(carried(first, SAMIRA), SAMIRA, AgreementStatus::Done, &[]);
        let again = entry(EntryId::from_bytes([8; 16]), SAMIRA, AgreementStatus::NotYet, &[done.id]);
        let dossier = [done.clone()];
        let standing = of_case(&dossier, &[&note]);
        assert_eq!(standing.iter().map(|agreement| agreement.now.status).collect::<Vec<_>>(), [AgreementStatus::Done]);
        let dossier = [done, again];
        let standing = of_case(&dossier, &[&note]);
        assert_eq!(
            standing.iter().map(|agreement| agreement.now.status).collect::<Vec<_>>(),
            [AgreementStatus::NotYet]
        );
    }

    #[test]
    fn two_who_go_on_with_it_apart_both_stand() {
        let first = EntryId::from_bytes([7; 16]);
        let note = [entry(first, JOOST, AgreementStatus::Open, &[])];
        let dossier = [
            entry(carried(first, SAMIRA), SAMIRA, AgreementStatus::Done, &[]),
            entry(carried(first, JOOST), JOOST, AgreementStatus::NotYet, &[]),
        ];
        assert_ne!(dossier[0].id, dossier[1].id);
        assert_eq!(of_case(&dossier, &[&note]).len(), 2);
    }
}
