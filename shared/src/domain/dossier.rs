//! What the team knows of one household.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{EntryId, MemberId},
    time::Timestamp,
};

/// A person of the household, as one entry; a later entry supersedes an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonEntry {
    /// Random.
    pub id: EntryId,
    /// Who wrote it.
    pub author: MemberId,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// The entries that this one replaces.
    pub supersedes: Vec<EntryId>,
    /// "Naam".
    pub name: String,
    /// "Aanspreken als"; may be empty.
    #[serde(default)]
    pub address_as: String,
    /// "Taal"; may be empty.
    #[serde(default)]
    pub language: String,
    /// "Tolk nodig"; may be empty.
    #[serde(default)]
    pub interpreter: String,
}

/// A wish of the resident ("Inwoner wil dit niet"), or an agreement; append-only words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordsEntry {
    /// Random.
    pub id: EntryId,
    /// Who wrote it.
    pub author: MemberId,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// The words.
    pub text: String,
}
