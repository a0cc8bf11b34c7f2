//! "Afspraken": who does what, by when. The resident comes first.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{date::Date, vocabulary::vocabulary};
use crate::{
    ids::{EntryId, MemberId},
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
        entries.iter().flat_map(|entry| entry.supersedes.iter().copied().filter(|id| *id != entry.id)).collect();
    let mut agreements: Vec<(usize, Vec<&AgreementEntry>)> = Vec::new();
    let versions = entries.iter().zip(families(entries));
    for (entry, family) in versions.filter(|(entry, _)| !replaced.contains(&entry.id)) {
        match agreements.iter_mut().find(|(other, _)| *other == family) {
            Some((_, standing)) => standing.push(entry),
            None => agreements.push((family, vec![entry])),
        }
    }
    agreements.sort_by_key(|(family, _)| *family);
    agreements.into_iter().filter_map(|(_, standing)| agreement(standing)).collect()
}

/// The family of each entry, in the order of the list: the place of the family's first member.
fn families(entries: &[AgreementEntry]) -> Vec<usize> {
    let places: BTreeMap<EntryId, usize> = entries.iter().enumerate().map(|(place, entry)| (entry.id, place)).collect();
    let mut heads: Vec<usize> = (0..entries.len()).collect();
    for (place, entry) in entries.iter().enumerate() {
        for other in entry.supersedes.iter().filter_map(|id| places.get(id)) {
            let (one, two) = (head(&mut heads, place), head(&mut heads, *other));
            heads[one.max(two)] = one.min(two);
        }
    }
    (0..entries.len()).map(|place| head(&mut heads, place)).collect()
}

/// The first member of a family. Shortens the way for the next who asks.
fn head(heads: &mut [usize], mut place: usize) -> usize {
    while heads[place] != place {
        heads[place] = heads[heads[place]];
        place = heads[place];
    }
    place
}

fn agreement(mut standing: Vec<&AgreementEntry>) -> Option<Agreement<'_>> {
    standing.sort_by_key(|entry| (std::cmp::Reverse(entry.status), entry.id));
    let (now, besides) = standing.split_first()?;
    Some(Agreement { now, besides: besides.to_vec() })
}
