//! The report of one house visit.

use serde::{Deserialize, Serialize};

use super::{command::CommandAction, transition::Transition, vocabulary::vocabulary};
use crate::{
    ids::{EntryId, MemberId},
    time::Timestamp,
};

/// A heading of a note: one text each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heading {
    /// Aanleiding, without the reporter.
    Occasion,
    /// Wat de inwoner zelf zegt.
    ResidentSays,
    /// Wat wij zien.
    WeSee,
    /// Wat wij denken.
    WeThink,
    /// Wat goed gaat en wie er helpt.
    GoesWell,
}

impl Heading {
    /// Every heading, in the order of the screen.
    pub const ALL: [Self; 5] = [Self::Occasion, Self::ResidentSays, Self::WeSee, Self::WeThink, Self::GoesWell];
}

/// A life domain; none is mandatory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeDomain {
    /// Wonen.
    Housing,
    /// Geld en schulden.
    Money,
    /// Werk en dagbesteding.
    Work,
    /// Leren en school.
    Learning,
    /// Opgroeien en opvoeden.
    Upbringing,
    /// Lichamelijke gezondheid.
    PhysicalHealth,
    /// Mentale gezondheid.
    MentalHealth,
    /// Verslaving.
    Addiction,
    /// Huishouden en verzorging.
    Household,
    /// Familie, vrienden, buurt.
    Network,
    /// Mantelzorg.
    InformalCare,
    /// Veiligheid.
    Safety,
    /// Post en papieren.
    Paperwork,
}

impl LifeDomain {
    /// Every domain, in the order of the screen.
    pub const ALL: [Self; 13] = [
        Self::Housing,
        Self::Money,
        Self::Work,
        Self::Learning,
        Self::Upbringing,
        Self::PhysicalHealth,
        Self::MentalHealth,
        Self::Addiction,
        Self::Household,
        Self::Network,
        Self::InformalCare,
        Self::Safety,
        Self::Paperwork,
    ];
}

/// "Hoe groot is de zorg?"; the greater is the safer. `Unclear` ranks above `Light`, since it asks for another look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Worry {
    /// Geen.
    None,
    /// Licht, contact houden.
    Light,
    /// Nog niet te zeggen.
    Unclear,
    /// Ernstig, deze week handelen.
    Serious,
    /// Acuut, vandaag handelen.
    Acute,
}

impl Worry {
    /// Every answer, in the order of the screen.
    pub const ALL: [Self; 5] = [Self::None, Self::Light, Self::Serious, Self::Acute, Self::Unclear];

    /// The code in a choice entry.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Light => "light",
            Self::Unclear => "unclear",
            Self::Serious => "serious",
            Self::Acute => "acute",
        }
    }

    /// The answer with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|worry| worry.code() == code)
    }
}

vocabulary!(
    /// "Volgende stap".
    NextStep {
        /// Geen.
        None = "none",
        /// Bellen.
        Call = "call",
        /// Nog een bezoek.
        Visit = "visit",
        /// Teamoverleg.
        Team = "team",
        /// Andere hulp.
        OtherHelp = "other_help",
        /// Anders.
        Other = "other",
    }
);

vocabulary!(
    /// "Verteld aan de inwoner": one tick each.
    Told {
        /// Wat wij opschrijven.
        Writing = "writing",
        /// Recht om te lezen.
        Reading = "reading",
        /// Gratis cliëntondersteuning.
        Support = "support",
    }
);

vocabulary!(
    /// What a note lacks to be finished, in the order of the screen.
    NoteFault {
        /// The day of the visit.
        NoDate = "no_date",
        /// Who was there.
        NobodyPresent = "nobody_present",
        /// Neither text nor "geen gesprek".
        NothingWritten = "nothing_written",
    }
);

/// Whether there was a conversation, and whether anything is written of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// Under a heading or a life domain.
    Text,
    /// "Geen gesprek".
    NoConversation,
    /// Neither.
    Nothing,
}

/// What a note lacks to be finished: a date, who was there, and text or "geen gesprek". Empty when it may be finished.
/// Two answers that wait for a choice count as filled in.
#[must_use]
pub fn faults(date: &str, present: &str, written: Written) -> Vec<NoteFault> {
    let lacks = [
        (date.trim().is_empty(), NoteFault::NoDate),
        (present.trim().is_empty(), NoteFault::NobodyPresent),
        (written == Written::Nothing, NoteFault::NothingWritten),
    ];
    lacks.into_iter().filter_map(|(lacks, fault)| lacks.then_some(fault)).collect()
}

/// An addition to a finished note; append-only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteAddition {
    /// Random.
    pub id: EntryId,
    /// Who adds it.
    pub author: MemberId,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// What is added.
    pub text: String,
}

/// Whether a note can still be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteState {
    /// Shared and open.
    Open,
    /// Frozen; only additions are appended.
    Finalised {
        /// Who finished it.
        by: MemberId,
        /// When, server time.
        at: Timestamp,
    },
}

/// Folds transitions, in server order, to the state of a note: the first `Finalise` counts.
#[must_use]
pub fn fold(transitions: &[Transition]) -> NoteState {
    transitions
        .iter()
        .find(|transition| matches!(transition.action, CommandAction::Finalise))
        .map_or(NoteState::Open, |transition| NoteState::Finalised { by: transition.by, at: transition.at })
}
