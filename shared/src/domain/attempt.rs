//! An attempt to reach somebody: at the door, by telephone, with a card.

use serde::{Deserialize, Serialize};

use super::{signal::YesNo, vocabulary::vocabulary};
use crate::{
    ids::{EntryId, MemberId},
    time::Timestamp,
};

vocabulary!(
    /// "Hoe?"
    AttemptMeans {
        /// Aangebeld.
        Rang = "rang",
        /// Gebeld.
        Phoned = "phoned",
        /// Kaartje in de bus.
        Card = "card",
    }
);
vocabulary!(
    /// "Dagdeel".
    DayPart {
        /// Ochtend.
        Morning = "morning",
        /// Middag.
        Afternoon = "afternoon",
        /// Avond.
        Evening = "evening",
    }
);

/// One attempt; append-only, in a triage or a dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactAttempt {
    /// Random.
    pub id: EntryId,
    /// Who tried.
    pub author: MemberId,
    /// When it was written down, by the device's clock.
    pub at: Timestamp,
    /// "Hoe?"
    pub means: AttemptMeans,
    /// "Dagdeel".
    pub day_part: DayPart,
    /// "Bereikt?"
    pub reached: YesNo,
    /// What was noticed; may be empty.
    #[serde(default)]
    pub text: String,
}
