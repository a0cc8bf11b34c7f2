//! The order of the questions, and what each needs before the next.

use buurtboek_shared::domain::signal::Report;

use super::place_fields::PlaceFault;
use crate::state::SignalForm;

/// One page of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// "Wat ziet of hoort u?"
    Observation,
    /// "Waar is het?"
    Place,
    /// "Sinds wanneer?"
    Since,
    /// "Hoe snel moet er iemand kijken?"
    Urgency,
    /// "Nog iets?"
    More,
    /// "Klopt dit?"
    Check,
}

/// What a page lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepFault {
    /// No word was written.
    NoObservation,
    /// More was written than can be sent.
    TooLong,
    /// What the place lacks.
    Place(PlaceFault),
}

impl Step {
    /// Every page, in order.
    pub const ALL: [Self; 6] = [Self::Observation, Self::Place, Self::Since, Self::Urgency, Self::More, Self::Check];
    /// How many of them are questions.
    pub const QUESTIONS: usize = 5;

    /// The end of its address.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Observation => "1",
            Self::Place => "2",
            Self::Since => "3",
            Self::Urgency => "4",
            Self::More => "5",
            Self::Check => "controle",
        }
    }

    /// The page with this end of its address.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.slug() == slug)
    }

    /// "Vraag 1 van 5"; none for the last page, which asks nothing new.
    #[must_use]
    pub fn number(self) -> Option<usize> {
        let number = self.place() + 1;
        (number <= Self::QUESTIONS).then_some(number)
    }

    /// The page after this one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.place() + 1).copied()
    }

    /// The page before this one.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        Self::ALL.get(self.place().checked_sub(1)?).copied()
    }

    /// What this page lacks before one can go on.
    #[must_use]
    pub fn fault(self, form: &SignalForm) -> Option<StepFault> {
        match self {
            Self::Observation if form.observation.trim().is_empty() => Some(StepFault::NoObservation),
            Self::Observation if form.observation.len() > Report::MAX_TEXT => Some(StepFault::TooLong),
            Self::Place => PlaceFault::of(&form.place).map(StepFault::Place),
            Self::More if form.interpretation.len() > Report::MAX_TEXT => Some(StepFault::TooLong),
            Self::Observation | Self::Since | Self::Urgency | Self::More | Self::Check => None,
        }
    }

    /// The first page that lacks something; none when the signal can be sent.
    #[must_use]
    pub fn first_unfinished(form: &SignalForm) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.fault(form).is_some())
    }

    /// Where somebody goes on with a draft: where something lacks, or else at the check.
    #[must_use]
    pub fn to_resume(form: &SignalForm) -> Self {
        Self::first_unfinished(form).unwrap_or(Self::Check)
    }

    fn place(self) -> usize {
        Self::ALL.iter().position(|step| *step == self).unwrap_or_default()
    }
}

/// The streets that begin with, or hold a word that begins with, what was typed; `most` of them.
#[must_use]
pub fn matching_streets(streets: &[String], typed: &str, most: usize) -> Vec<String> {
    let wanted = typed.trim().to_lowercase();
    if wanted.is_empty() {
        return Vec::new();
    }
    let begins = |street: &&String| {
        let street = street.to_lowercase();
        street.starts_with(&wanted) || street.split(' ').any(|word| word.starts_with(&wanted))
    };
    streets.iter().filter(begins).take(most).cloned().collect()
}

/// True when the typed address begins with a street of the list: "Nevelstraat 14".
#[must_use]
pub fn is_listed(streets: &[String], typed: &str) -> bool {
    let typed = typed.trim().to_lowercase();
    streets.iter().any(|street| {
        let rest = typed.strip_prefix(&street.to_lowercase());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{PlaceAnswer, PlaceForm};

    fn complete() -> SignalForm {
        SignalForm {
            observation: "De gordijnen zijn al twee dagen dicht".to_owned(),
            place: PlaceForm { address: "Nevelstraat 14".to_owned(), ..PlaceForm::default() },
            ..SignalForm::default()
        }
    }

    #[test]
    fn the_pages_follow_each_other_and_their_addresses_read_back() {
        let mut step = Step::Observation;
        let mut seen = vec![step];
        while let Some(next) = step.next() {
            assert_eq!(next.previous(), Some(step));
            step = next;
            seen.push(step);
        }
        assert_eq!(seen, Step::ALL);
        assert_eq!(Step::Observation.previous(), None);
        assert!(Step::ALL.into_iter().all(|step| Step::from_slug(step.slug()) == Some(step)));
        assert_eq!(Step::from_slug("7"), None);
        assert_eq!(Step::More.number(), Some(Step::QUESTIONS));
        assert_eq!(Step::Check.number(), None);
    }

    #[test]
    fn only_words_and_a_place_are_needed() {
        assert_eq!(Step::first_unfinished(&complete()), None);
        assert_eq!(Step::to_resume(&complete()), Step::Check);
        let silent = SignalForm { observation: " \n".to_owned(), ..complete() };
        assert_eq!(Step::Observation.fault(&silent), Some(StepFault::NoObservation));
        let nowhere = SignalForm { place: PlaceForm::default(), ..complete() };
        assert_eq!(Step::Place.fault(&nowhere), Some(StepFault::Place(PlaceFault::Missing)));
        assert_eq!(Step::to_resume(&nowhere), Step::Place);
        let long = SignalForm { observation: "a".repeat(Report::MAX_TEXT + 1), ..complete() };
        assert_eq!(Step::Observation.fault(&long), Some(StepFault::TooLong));
    }

    #[test]
    fn the_place_that_counts_is_the_one_that_was_chosen() {
        let mut form = complete();
        form.place.answer = PlaceAnswer::Description;
        assert_eq!(Step::Place.fault(&form), Some(StepFault::Place(PlaceFault::Missing)), "the address does not count");
        form.place.description = "bankje bij de haven".to_owned();
        assert_eq!(Step::Place.fault(&form), None);
    }

    #[test]
    fn streets_are_found_by_the_beginning_of_a_word() {
        let streets = ["Dauwpad", "Korte Nevelstraat", "Nevelstraat"].map(str::to_owned);
        assert_eq!(matching_streets(&streets, "neV", 5), ["Korte Nevelstraat", "Nevelstraat"]);
        assert_eq!(matching_streets(&streets, "nev", 1).len(), 1);
        assert!(matching_streets(&streets, "pad", 5).is_empty());
        assert!(matching_streets(&streets, " ", 5).is_empty());
        assert!(is_listed(&streets, "Nevelstraat 14") && is_listed(&streets, "dauwpad"));
        assert!(!is_listed(&streets, "Nevelstraatje 14") && !is_listed(&streets, ""));
    }
}
