//! The unsent signal: on the device only, and really gone when it is deleted.

use buurtboek_shared::{
    domain::signal::{
        AdditionKind, ContactTried, FeltUrgency, Place, Relation, Report, ReportFault, SignalAddition, Since, YesNo,
    },
    ids::{EntryId, Id128, MemberId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// An unsent signal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignalDraft {
    /// Random; becomes the id of the signal when it is sent, so that sending twice is sending once.
    pub id: Id128,
    /// When it was changed last, by the device's clock.
    pub updated: Timestamp,
    /// The answers so far.
    pub form: SignalForm,
}

/// The answers to the five questions, as far as they were given.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SignalForm {
    /// "Wat ziet of hoort u?"
    pub observation: String,
    /// "Waar is het?"
    pub place: PlaceForm,
    /// "Sinds wanneer?"
    pub since: Option<Since>,
    /// "Hoe snel moet er iemand kijken?"
    pub urgency: Option<FeltUrgency>,
    /// "Kent u deze persoon?"
    pub relation: Option<Relation>,
    /// "Heeft u zelf contact gehad?"
    pub contact: Option<ContactTried>,
    /// "Weet de persoon dat u dit meldt?"
    pub person_knows: Option<YesNo>,
    /// "Wat denkt u dat er is?"
    pub interpretation: String,
    /// "Mogen wij u bellen?"
    pub may_call: Option<YesNo>,
    /// "Wilt u mee op bezoek?"
    pub wants_along: Option<YesNo>,
}

/// "Waar is het?": both fields are kept, so that changing one's mind twice loses nothing.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PlaceForm {
    /// "Straat en huisnummer", as typed.
    pub address: String,
    /// "Beschrijf de plek".
    pub description: String,
    /// Which of the two is meant.
    pub answer: PlaceAnswer,
}

/// Which field of [`PlaceForm`] holds the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum PlaceAnswer {
    /// The address.
    #[default]
    Address,
    /// "Ik weet het adres niet": the description.
    Description,
}

impl PlaceForm {
    /// The fields that say this place.
    #[must_use]
    pub fn of_place(place: &Place) -> Self {
        match place {
            Place::Address { street, number } => {
                let address = format!("{street} {number}").trim().to_owned();
                Self { address, ..Self::default() }
            }
            Place::Description(words) => {
                Self { description: words.clone(), answer: PlaceAnswer::Description, ..Self::default() }
            }
        }
    }

    /// The place as it is sent.
    #[must_use]
    pub fn place(&self) -> Place {
        match self.answer {
            PlaceAnswer::Address => {
                let (street, number) = split_address(&self.address);
                Place::Address { street: street.to_owned(), number: number.to_owned() }
            }
            PlaceAnswer::Description => Place::Description(self.description.trim().to_owned()),
        }
    }
}

impl SignalForm {
    /// The answers of a report that was not sent yet, with what was added to it, to be changed.
    #[must_use]
    pub fn of_report(report: &Report, additions: &[SignalAddition]) -> Self {
        let mut observation = report.observation.clone();
        let mut place = PlaceForm::of_place(&report.place);
        for addition in additions {
            if !addition.text.is_empty() {
                observation.push_str("\n\n");
                observation.push_str(&addition.text);
            }
            if let AdditionKind::AddressIsWrong { place: right } = &addition.kind {
                place = PlaceForm::of_place(right);
            }
        }
        Self {
            observation,
            place,
            since: Some(report.since),
            urgency: Some(report.urgency),
            relation: report.relation,
            contact: report.contact,
            person_knows: report.person_knows,
            interpretation: report.interpretation.clone(),
            may_call: report.may_call,
            wants_along: report.wants_along,
        }
    }

    /// The report with these answers. What was skipped counts as "Weet ik niet".
    ///
    /// # Errors
    /// Every fault, in the order of the questions.
    pub fn report(&self, id: EntryId, author: MemberId, at: Timestamp) -> Result<Report, Vec<ReportFault>> {
        let report = Report {
            id,
            author,
            at,
            observation: self.observation.trim().to_owned(),
            place: self.place.place(),
            since: self.since.unwrap_or(Since::Unknown),
            urgency: self.urgency.unwrap_or(FeltUrgency::Unknown),
            relation: self.relation,
            contact: self.contact,
            person_knows: self.person_knows,
            interpretation: self.interpretation.trim().to_owned(),
            may_call: self.may_call,
            wants_along: self.wants_along,
        };
        let faults = report.faults();
        if faults.is_empty() { Ok(report) } else { Err(faults) }
    }
}

/// Splits "Nevelstraat 14-II" where the house number begins: at the first word, the first word of all left out, that
/// starts with a digit. "1e Dwarsstraat" is a street.
fn split_address(typed: &str) -> (&str, &str) {
    let typed = typed.trim();
    let number_at = typed
        .char_indices()
        .zip(typed.chars().skip(1))
        .find(|((_, before), first)| before.is_whitespace() && first.is_ascii_digit())
        .map(|((at, before), _)| at + before.len_utf8());
    match number_at {
        Some(at) => (typed[..at].trim_end(), &typed[at..]),
        None => (typed, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_split_where_the_number_begins() {
        for (typed, street, number) in [
            ("Nevelstraat 14", "Nevelstraat", "14"),
            ("  Stapelwolkhof   3-II ", "Stapelwolkhof", "3-II"),
            ("1e Dwarsstraat 12 bis", "1e Dwarsstraat", "12 bis"),
            ("Plein 1940 7", "Plein", "1940 7"),
            ("Dauwpad", "Dauwpad", ""),
            ("", "", ""),
            ("é 1", "é", "1"),
        ] {
            assert_eq!(split_address(typed), (street, number), "{typed}");
        }
    }

    #[test]
    fn a_report_needs_words_and_a_place() {
        let form = SignalForm::default();
        let id = EntryId::from_bytes([1; 16]);
        assert_eq!(
            form.report(id, MemberId::default(), Timestamp(0)),
            Err(vec![ReportFault::NoObservation, ReportFault::NoPlace])
        );
        let form = SignalForm {
            observation: " Gordijnen dicht ".to_owned(),
            place: PlaceForm { address: "Nevelstraat 14".to_owned(), ..PlaceForm::default() },
            ..form
        };
        let report = form.report(id, MemberId::default(), Timestamp(0)).unwrap();
        assert_eq!(report.observation, "Gordijnen dicht");
        assert_eq!(report.since, Since::Unknown);
        assert_eq!(report.place, Place::Address { street: "Nevelstraat".to_owned(), number: "14".to_owned() });
    }

    #[test]
    fn a_report_that_was_not_sent_goes_back_to_the_questions_with_what_was_added() {
        let form = SignalForm {
            observation: "Gordijnen dicht".to_owned(),
            place: PlaceForm { address: "Nevelstraat 14".to_owned(), ..PlaceForm::default() },
            wants_along: Some(YesNo::Yes),
            ..SignalForm::default()
        };
        let report = form.report(EntryId::from_bytes([1; 16]), MemberId::default(), Timestamp(0)).unwrap();
        let again = SignalForm::of_report(&report, &[]);
        assert_eq!(again.report(report.id, report.author, report.at), Ok(report.clone()));
        let addition = |text: &str, kind| SignalAddition {
            id: EntryId::from_bytes([2; 16]),
            author: MemberId::default(),
            at: Timestamp(1),
            text: text.to_owned(),
            kind,
        };
        let place = Place::Description("bij de haven".to_owned());
        let added = [
            addition("Er brandt licht", AdditionKind::More),
            addition("", AdditionKind::AddressIsWrong { place: place.clone() }),
        ];
        let again = SignalForm::of_report(&report, &added);
        assert_eq!(again.observation, "Gordijnen dicht\n\nEr brandt licht");
        assert_eq!(again.place.place(), place);
    }

    #[test]
    fn the_description_counts_when_the_address_is_not_known() {
        let place = PlaceForm {
            address: "Nevelstraat 14".to_owned(),
            description: "bankje bij de haven".to_owned(),
            answer: PlaceAnswer::Description,
        };
        assert_eq!(place.place(), Place::Description("bankje bij de haven".to_owned()));
    }
}
