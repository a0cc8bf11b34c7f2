//! "Inwoner wil dit niet": what the resident wants and does not want. A wish stands until it is lifted by somebody who
//! saw it; where two people wrote apart, what was refused stays refused.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    ids::{EntryId, MemberId},
    sorting,
    time::Timestamp,
};

/// Most wishes in one entry.
pub const MAX_WISHES: usize = 16;

/// One wish of the list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WishKind {
    /// Nu geen gesprek.
    NoConversationNow,
    /// Geen verslag: only the date and this wish are kept.
    NoReport,
    /// De vrijwilliger niet erbij.
    VolunteerNotAlong,
    /// Niet delen met {…}.
    NotShareWith {
        /// With whom, in words; at most 200 characters, never empty.
        whom: String,
    },
    /// Wil lezen wat er staat.
    WantsToRead,
    /// Is het niet eens met het signaal.
    Disagrees,
}

/// What the resident said at one moment. An entry that only replaces others lifts them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WishEntry {
    /// Random.
    pub id: EntryId,
    /// Who wrote it down.
    pub author: MemberId,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// The entries that this one replaces.
    #[serde(default)]
    pub supersedes: Vec<EntryId>,
    /// The ticked wishes, at most [`MAX_WISHES`]; may be empty when there are words.
    #[serde(default)]
    pub kinds: Vec<WishKind>,
    /// The resident's own words; may be empty.
    #[serde(default)]
    pub text: String,
}

/// The entries that nobody replaced, in the order given.
#[must_use]
pub fn standing(entries: &[WishEntry]) -> Vec<&WishEntry> {
    let replaced: BTreeSet<EntryId> =
        sorting::gather(entries.iter().flat_map(|entry| entry.supersedes.iter().copied().filter(|id| *id != entry.id)));
    entries.iter().filter(|entry| !replaced.contains(&entry.id)).collect()
}

/// Every wish that stands: the union of what nobody replaced, whatever the order of arrival.
#[must_use]
pub fn fold(entries: &[WishEntry]) -> BTreeSet<WishKind> {
    sorting::gather(standing(entries).into_iter().flat_map(|entry| entry.kinds.iter().cloned()))
}
