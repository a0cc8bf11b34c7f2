//! What somebody of the team wrote, ticked or chose, in words: for when it cannot arrive where it belongs.

use buurtboek_shared::{
    doc::{entries::Entry, schema},
    domain::{
        choice::ChoiceEntry,
        note::{NextStep, Worry},
        triage::Urgency,
    },
};

use super::{
    dossier_parts::timeline_list::{attempt_words, visit_words},
    wish_form,
};
use crate::{
    i18n::{Locale, say},
    ui::{language::remembered, words::team},
};

/// An entry in the words of the screens, in the language that is remembered on the device; empty for what was only typed.
#[must_use]
pub fn says(root: &str, entry: &Entry) -> String {
    says_in(remembered(), root, entry)
}

fn says_in(locale: Locale, root: &str, entry: &Entry) -> String {
    match entry {
        Entry::Choice(choice) => chosen(locale, root, choice),
        Entry::Wish(wish) => match wish_form::entry_words(locale, wish) {
            words if words.is_empty() => say!(locale, professional.timeline.wish_lifted).to_owned(),
            words => say!(locale, professional.timeline.wish, words = words),
        },
        Entry::Attempt(attempt) => attempt_words(locale, attempt),
        Entry::VisitEvent(event) => visit_words(locale, event.step).to_owned(),
        Entry::Report(_)
        | Entry::SignalAddition(_)
        | Entry::Reply(_)
        | Entry::Remark(_)
        | Entry::Person(_)
        | Entry::NoteAddition(_)
        | Entry::Transition(_)
        | Entry::Agreement(_)
        | Entry::Question(_)
        | Entry::Seen(_) => String::new(),
    }
}

/// "Ernstig, deze week handelen"; empty for an answer in own words.
fn chosen(locale: Locale, root: &str, choice: &ChoiceEntry) -> String {
    let value = choice.value.as_str();
    let label = match root {
        schema::WORRY => Worry::from_code(value).map(|worry| team::worry(locale, worry)),
        schema::NEXT_STEP => NextStep::from_code(value).map(|step| team::next_step(locale, step)),
        schema::URGENCY => Urgency::from_code(value).map(|urgency| team::urgency(locale, urgency)),
        _ => None,
    };
    let why = Some(choice.why.trim()).filter(|why| !why.is_empty());
    label.map(|label| [Some(label), why].into_iter().flatten().collect::<Vec<_>>().join("\n")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::{
            attempt::{AttemptMeans, ContactAttempt, DayPart},
            signal::YesNo,
            wish::{WishEntry, WishKind},
        },
        ids::{EntryId, MemberId},
        time::Timestamp,
    };

    use super::*;

    #[test]
    fn what_was_only_ticked_or_chosen_is_said() {
        let (id, author, at) = (EntryId::default(), MemberId::default(), Timestamp(1));
        let says = |root, entry: Entry| says_in(Locale::nl, root, &entry);
        let kinds = vec![WishKind::NoReport, WishKind::NotShareWith { whom: "school".to_owned() }];
        let wish = WishEntry { id, author, at, supersedes: Vec::new(), kinds, text: String::new() };
        assert_eq!(
            says(schema::WISHES, Entry::Wish(wish)),
            "Wens van de inwoner: Geen verslag. Niet delen met school."
        );
        let (means, day_part, reached) = (AttemptMeans::Rang, DayPart::Morning, YesNo::No);
        let attempt = ContactAttempt { id, author, at, means, day_part, reached, text: String::new() };
        assert!(!says(schema::ATTEMPTS, Entry::Attempt(attempt)).is_empty());
        let answer = |value: &str| {
            let (value, why) = (value.to_owned(), "Wij belden haar".to_owned());
            Entry::Choice(ChoiceEntry { id, value, author, at, supersedes: Vec::new(), why })
        };
        let worry = says(schema::WORRY, answer(Worry::Serious.code()));
        assert_eq!(worry, "Ernstig, deze week handelen\nWij belden haar");
        assert_eq!(says(schema::PRESENT, answer("Mevrouw en haar nicht")), "", "that was typed");
    }
}
