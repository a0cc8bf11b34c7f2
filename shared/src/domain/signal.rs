//! A concern that a resident reports: what was seen, apart from what is thought of it.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{EntryId, MemberId},
    time::Timestamp,
};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Every answer, in the order of the screen.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
        }
    };
}

words!(
    /// "Sinds wanneer?"
    Since {
        /// Vandaag.
        Today,
        /// Gisteren.
        Yesterday,
        /// Een paar dagen.
        FewDays,
        /// Langer.
        Longer,
        /// Weet ik niet.
        Unknown,
    }
);
words!(
    /// "Hoe snel moet er iemand kijken?" as the reporter feels it.
    FeltUrgency {
        /// Nu, er is gevaar: the danger screen was shown; the team sees it as today, with a flag.
        Danger,
        /// Vandaag.
        Today,
        /// Deze week.
        ThisWeek,
        /// Geen haast.
        NoHurry,
        /// Weet ik niet.
        Unknown,
    }
);
words!(
    /// "Kent u deze persoon?"
    Relation {
        /// Nee.
        Stranger,
        /// Als buur.
        Neighbour,
        /// Familie of vriend: a request for help rather than a signal.
        FamilyOrFriend,
        /// Het gaat over mijzelf: a request for help; the team calls.
        Myself,
    }
);
words!(
    /// "Heeft u zelf contact gehad?"
    ContactTried {
        /// Nee.
        No,
        /// Aangebeld, geen antwoord.
        RangNoAnswer,
        /// Gesproken.
        Spoke,
    }
);
words!(
    /// A question with two answers.
    YesNo {
        /// Ja.
        Yes,
        /// Nee.
        No,
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

    /// Every fault, in the order of the questions; empty when it may be sent.
    #[must_use]
    pub fn faults(&self) -> Vec<ReportFault> {
        let mut faults = Vec::new();
        if self.observation.trim().is_empty() {
            faults.push(ReportFault::NoObservation);
        }
        let (place_empty, place_length) = match &self.place {
            Place::Address { street, number } => (street.trim().is_empty(), street.len().max(number.len())),
            Place::Description(words) => (words.trim().is_empty(), words.len()),
        };
        if place_empty {
            faults.push(ReportFault::NoPlace);
        }
        if self.observation.len().max(self.interpretation.len()) > Self::MAX_TEXT || place_length > Self::MAX_PLACE {
            faults.push(ReportFault::TooLong);
        }
        faults
    }
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
    /// What is added.
    pub text: String,
}
