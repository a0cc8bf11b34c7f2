//! A concern that a resident reports: what was seen, apart from what is thought of it.

use serde::{Deserialize, Serialize};

use super::vocabulary::vocabulary;
use crate::{
    ids::{EntryId, MemberId},
    time::Timestamp,
};

vocabulary!(
    /// "Sinds wanneer?"
    Since {
        /// Vandaag.
        Today = "today",
        /// Gisteren.
        Yesterday = "yesterday",
        /// Een paar dagen.
        FewDays = "few_days",
        /// Langer.
        Longer = "longer",
        /// Weet ik niet.
        Unknown = "unknown",
    }
);
vocabulary!(
    /// "Hoe snel moet er iemand kijken?" as the reporter feels it.
    FeltUrgency {
        /// Nu, er is gevaar: the danger screen was shown; the team sees it as today, with a flag.
        Danger = "danger",
        /// Vandaag.
        Today = "today",
        /// Deze week.
        ThisWeek = "this_week",
        /// Geen haast.
        NoHurry = "no_hurry",
        /// Weet ik niet.
        Unknown = "unknown",
    }
);
vocabulary!(
    /// "Kent u deze persoon?"
    Relation {
        /// Nee.
        Stranger = "stranger",
        /// Als buur.
        Neighbour = "neighbour",
        /// Familie of vriend: a request for help rather than a signal.
        FamilyOrFriend = "family_or_friend",
        /// Het gaat over mijzelf: a request for help; the team calls.
        Myself = "myself",
    }
);
vocabulary!(
    /// "Heeft u zelf contact gehad?"
    ContactTried {
        /// Nee.
        No = "no",
        /// Aangebeld, geen antwoord.
        RangNoAnswer = "rang_no_answer",
        /// Gesproken.
        Spoke = "spoke",
    }
);
vocabulary!(
    /// A question with two answers.
    YesNo {
        /// Ja.
        Yes = "yes",
        /// Nee.
        No = "no",
    }
);

/// Where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A street and house number as typed, of the list or not.
    Address {
        /// The street's name; never empty.
        street: String,
        /// House number with additions; may be empty when the typed text has none.
        number: String,
    },
    /// "Ik weet het adres niet": a description in own words.
    Description(String),
}

impl Place {
    /// Is there nothing in it?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Address { street, .. } => street.trim().is_empty(),
            Self::Description(words) => words.trim().is_empty(),
        }
    }

    /// The length of its longest part, in UTF-8 bytes.
    #[must_use]
    pub fn length(&self) -> usize {
        match self {
            Self::Address { street, number } => street.len().max(number.len()),
            Self::Description(words) => words.len(),
        }
    }
}

/// What a reporter sends: written once, in one transaction, from the final values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Random; the entry's id.
    pub id: EntryId,
    /// The reporter.
    pub author: MemberId,
    /// When it was sent, by the device's clock.
    pub at: Timestamp,
    /// "Wat ziet of hoort u?"
    pub observation: String,
    /// "Waar is het?"
    pub place: Place,
    /// "Sinds wanneer?"
    pub since: Since,
    /// "Hoe snel moet er iemand kijken?"
    pub urgency: FeltUrgency,
    /// "Kent u deze persoon?"
    pub relation: Option<Relation>,
    /// "Heeft u zelf contact gehad?"
    pub contact: Option<ContactTried>,
    /// "Weet de persoon dat u dit meldt?"
    pub person_knows: Option<YesNo>,
    /// "Wat denkt u dat er is?": kept apart from what was seen; may be empty.
    #[serde(default)]
    pub interpretation: String,
    /// "Mogen wij u bellen?"
    pub may_call: Option<YesNo>,
    /// "Wilt u mee op bezoek?"
    pub wants_along: Option<YesNo>,
}

/// What a report lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFault {
    /// "Schrijf een paar woorden."
    NoObservation,
    /// "Kies een adres of beschrijf de plek."
    NoPlace,
    /// A text beyond [`Report::MAX_TEXT`].
    TooLong,
}

impl Report {
    /// The longest observation or interpretation, in UTF-8 bytes: room for the 40 kB somebody may paste.
    pub const MAX_TEXT: usize = 64 * 1024;
    /// The longest street, number or description of a place, in UTF-8 bytes.
    pub const MAX_PLACE: usize = 1024;

    /// Does it say the same, whenever and under whatever id either was written?
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        Self { id: other.id, at: other.at, ..self.clone() } == *other
    }

    /// Every fault, in the order of the questions; empty when it may be sent.
    #[must_use]
    pub fn faults(&self) -> Vec<ReportFault> {
        let mut faults = Vec::new();
        if self.observation.trim().is_empty() {
            faults.push(ReportFault::NoObservation);
        }
        if self.place.is_empty() {
            faults.push(ReportFault::NoPlace);
        }
        let text = self.observation.len().max(self.interpretation.len());
        if text > Self::MAX_TEXT || self.place.length() > Self::MAX_PLACE {
            faults.push(ReportFault::TooLong);
        }
        faults
    }
}

/// What an addition is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdditionKind {
    /// "Iets toevoegen".
    #[default]
    More,
    /// "Mijn tekst klopt niet": the words stay as they were sent, and this is said beside them.
    TextIsWrong,
    /// "Het adres klopt niet": from now on the team reads this place, and not the one before.
    AddressIsWrong {
        /// Where it is.
        place: Place,
    },
}

/// Something that the reporter adds to a sent signal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignalAddition {
    /// Random.
    pub id: EntryId,
    /// The reporter.
    pub author: MemberId,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// What is added; may be empty when it gives another place.
    pub text: String,
    /// What it is for.
    #[serde(default)]
    pub kind: AdditionKind,
}

/// Where it is, as the reporter said last; none when the place of the report was never corrected.
#[must_use]
pub fn corrected_place(additions: &[SignalAddition]) -> Option<(&Place, Timestamp)> {
    additions.iter().rev().find_map(|addition| match &addition.kind {
        AdditionKind::AddressIsWrong { place } => Some((place, addition.at)),
        AdditionKind::More | AdditionKind::TextIsWrong => None,
    })
}
