//! The words of a volunteer's answers.

use buurtboek_shared::domain::{
    command::Signpost,
    feedback::Sentence,
    signal::{ContactTried, FeltUrgency, Place, Relation, Since, YesNo},
};

use super::moments;
use crate::i18n::{Locale, say};

/// "Sinds wanneer?"
#[must_use]
pub fn since(locale: Locale, answer: Since) -> &'static str {
    match answer {
        Since::Today => say!(locale, volunteer.form.since.today),
        Since::Yesterday => say!(locale, volunteer.form.since.yesterday),
        Since::FewDays => say!(locale, volunteer.form.since.few_days),
        Since::Longer => say!(locale, volunteer.form.since.longer),
        Since::Unknown => say!(locale, volunteer.form.since.unknown),
    }
}

/// "Hoe snel moet er iemand kijken?"
#[must_use]
pub fn felt_urgency(locale: Locale, answer: FeltUrgency) -> &'static str {
    match answer {
        FeltUrgency::Danger => say!(locale, volunteer.form.urgency.danger),
        FeltUrgency::Today => say!(locale, volunteer.form.urgency.today),
        FeltUrgency::ThisWeek => say!(locale, volunteer.form.urgency.this_week),
        FeltUrgency::NoHurry => say!(locale, volunteer.form.urgency.no_hurry),
        FeltUrgency::Unknown => say!(locale, volunteer.form.urgency.unknown),
    }
}

/// "Kent u deze persoon?"
#[must_use]
pub fn relation(locale: Locale, answer: Relation) -> &'static str {
    match answer {
        Relation::Stranger => say!(locale, volunteer.form.more.stranger),
        Relation::Neighbour => say!(locale, volunteer.form.more.neighbour),
        Relation::FamilyOrFriend => say!(locale, volunteer.form.more.family),
        Relation::Myself => say!(locale, volunteer.form.more.myself),
    }
}

/// "Heeft u zelf contact gehad?"
#[must_use]
pub fn contact(locale: Locale, answer: ContactTried) -> &'static str {
    match answer {
        ContactTried::No => say!(locale, volunteer.form.more.contact_no),
        ContactTried::RangNoAnswer => say!(locale, volunteer.form.more.rang),
        ContactTried::Spoke => say!(locale, volunteer.form.more.spoke),
    }
}

/// Ja, Nee.
#[must_use]
pub fn yes_no(locale: Locale, answer: YesNo) -> &'static str {
    match answer {
        YesNo::Yes => say!(locale, app.yes),
        YesNo::No => say!(locale, app.no),
    }
}

/// "Nevelstraat 14", or the place in own words.
#[must_use]
pub fn place(place: &Place) -> String {
    match place {
        Place::Address { street, number } if number.is_empty() => street.clone(),
        Place::Address { street, number } => format!("{street} {number}"),
        Place::Description(words) => words.clone(),
    }
}

/// The street alone, for a list that others may look at; none for a place without an address.
#[must_use]
pub fn street(place: &Place) -> Option<&str> {
    match place {
        Place::Address { street, .. } => Some(street),
        Place::Description(_) => None,
    }
}

/// What the reporter may know, in a word or two.
#[must_use]
pub fn sentence(locale: Locale, sentence: &Sentence) -> &'static str {
    match sentence {
        Sentence::Received => say!(locale, volunteer.sentence.received),
        Sentence::SomebodyIsLooking => say!(locale, volunteer.sentence.looking),
        Sentence::Appointment { .. } => say!(locale, volunteer.sentence.appointment),
        Sentence::PassedOn => say!(locale, volunteer.sentence.passed_on),
        Sentence::Withdrawn => say!(locale, volunteer.sentence.withdrawn),
        Sentence::Done => say!(locale, volunteer.sentence.done),
        Sentence::Signposted { signpost } => sent_to(locale, *signpost),
        Sentence::LookingAgain => say!(locale, volunteer.sentence.looking_again),
        Sentence::VisitWithoutYou => say!(locale, volunteer.sentence.without_you),
    }
}

/// "Dit is iets voor {wegwijzer}".
fn sent_to(locale: Locale, signpost: Signpost) -> &'static str {
    match signpost {
        Signpost::Municipality => say!(locale, volunteer.signpost.municipality),
        Signpost::Police => say!(locale, volunteer.signpost.police),
        Signpost::HousingAssociation => say!(locale, volunteer.signpost.housing_association),
        Signpost::GeneralPractitioner => say!(locale, volunteer.signpost.general_practitioner),
        Signpost::SafeAtHome => say!(locale, volunteer.signpost.safe_at_home),
        Signpost::AnimalAmbulance => say!(locale, volunteer.signpost.animal_ambulance),
        Signpost::NeighbourMediation => say!(locale, volunteer.signpost.neighbour_mediation),
        Signpost::OtherServices => say!(locale, volunteer.signpost.other_services),
    }
}

/// What follows those words, where there is more to say.
#[must_use]
pub fn explanation(locale: Locale, sentence: &Sentence) -> Option<String> {
    match sentence {
        Sentence::Appointment { at, meet_at, first_name, .. } => Some(say!(
            locale,
            volunteer.sentence.appointment_text,
            day = capitalised(&moments::weekday(locale, *at)),
            time = moments::time(locale, *at),
            name = first_name.clone(),
            place = meet_at.clone()
        )),
        Sentence::Done => Some(say!(locale, volunteer.sentence.done_text).to_owned()),
        Sentence::VisitWithoutYou => Some(say!(locale, volunteer.sentence.without_you_text).to_owned()),
        Sentence::Received
        | Sentence::SomebodyIsLooking
        | Sentence::PassedOn
        | Sentence::Withdrawn
        | Sentence::Signposted { .. }
        | Sentence::LookingAgain => None,
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::time::Timestamp;

    use super::*;

    #[test]
    fn a_street_is_all_that_a_list_shows() {
        let address = Place::Address { street: "Nevelstraat".to_owned(), number: "14".to_owned() };
        assert_eq!(street(&address), Some("Nevelstraat"));
        assert_eq!(place(&address), "Nevelstraat 14");
        assert_eq!(street(&Place::Description("bij de haven".to_owned())), None);
    }

    #[test]
    fn an_appointment_names_day_time_person_and_place() {
        let appointment = Sentence::Appointment {
            visit: buurtboek_shared::ids::CommandId::default(),
            at: Timestamp(36_000_000),
            meet_at: "de bakker".to_owned(),
            first_name: "Samira".to_owned(),
        };
        let text = explanation(Locale::nl, &appointment).unwrap();
        assert!(text.contains("10:00, met Samira van het buurtteam. Verzamelen: de bakker."), "{text}");
        assert!(text.starts_with(char::is_uppercase), "{text}");
    }
}
