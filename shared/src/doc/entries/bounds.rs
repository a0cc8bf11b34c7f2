//! What may stand in an entry: lengths, moments, and the codes of fields that have a list.

use super::{super::schema, Entry};
use crate::{
    domain::{
        agreement::{AgreementEntry, AgreementParty},
        date::Date,
        dossier::PersonEntry,
        note::{NextStep, Told, Worry},
        refusal::Reason,
        signal::{AdditionKind, Report, SignalAddition, YesNo},
        triage::Urgency,
        wish::{MAX_WISHES, WishEntry, WishKind},
    },
    ids::{CommandId, EntryId},
    time::Timestamp,
};

/// Longest remark, addition, wish or agreement, in UTF-8 bytes.
pub const MAX_WORDS: usize = 16 * 1024;
/// Longest answer of a choice field and longest reason for it, in Unicode characters.
pub const MAX_ANSWER: usize = 500;
/// Longest name, form of address, language, in Unicode characters.
pub const MAX_NAME: usize = 200;
/// Most entries that one entry replaces.
pub const MAX_SUPERSEDES: usize = 64;
/// The last moment that JavaScript knows, in milliseconds since 1970.
const LAST_MOMENT: i64 = 8_640_000_000_000_000;

impl Entry {
    /// Checks lengths, moments and codes for the list with this name.
    ///
    /// # Errors
    /// [`Reason::EntryForm`].
    pub fn check(&self, root: &str) -> Result<(), Reason> {
        let fine = replaces(self.supersedes(), self.id())
            && moment(self.at())
            && match self {
                Self::Report(entry) => entry.faults().is_empty(),
                Self::SignalAddition(entry) => addition(entry),
                Self::Choice(entry) => {
                    within(&entry.value, MAX_ANSWER) && within(&entry.why, MAX_ANSWER) && code(root, &entry.value)
                }
                Self::Remark(entry) => words(&entry.text),
                Self::Person(entry) => person(entry),
                Self::Wish(entry) => wish(entry),
                Self::NoteAddition(entry) => words(&entry.text),
                Self::Attempt(entry) => entry.text.len() <= MAX_WORDS,
                Self::Agreement(entry) => agreement(entry),
                Self::Question(entry) => words(&entry.text),
                Self::Reply(entry) => moment(entry.appointed),
                Self::Transition(_) | Self::VisitEvent(_) | Self::Seen(_) => true,
            };
        if fine { Ok(()) } else { Err(Reason::EntryForm) }
    }
}

fn words(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= MAX_WORDS
}

fn within(text: &str, characters: usize) -> bool {
    text.chars().nth(characters).is_none()
}

const fn moment(at: Timestamp) -> bool {
    at.0 >= 0 && at.0 <= LAST_MOMENT
}

fn replaces(ids: &[EntryId], own: EntryId) -> bool {
    ids.len() <= MAX_SUPERSEDES && !ids.contains(&own)
}

fn addition(entry: &SignalAddition) -> bool {
    match &entry.kind {
        AdditionKind::More | AdditionKind::TextIsWrong => words(&entry.text),
        AdditionKind::AddressIsWrong { place } => {
            entry.text.len() <= MAX_WORDS && !place.is_empty() && place.length() <= Report::MAX_PLACE
        }
    }
}

fn person(entry: &PersonEntry) -> bool {
    let texts = [&entry.name, &entry.address_as, &entry.language, &entry.interpreter, &entry.phone];
    let is_named = !entry.name.trim().is_empty() && texts.into_iter().all(|text| within(text, MAX_NAME));
    // Nobody in the place of somebody.
    let takes_off = texts.into_iter().all(String::is_empty) && !entry.supersedes.is_empty();
    is_named || takes_off
}

fn wish(entry: &WishEntry) -> bool {
    let says_something = !(entry.kinds.is_empty() && entry.text.trim().is_empty() && entry.supersedes.is_empty());
    let kinds = entry.kinds.iter().all(|kind| match kind {
        WishKind::NotShareWith { whom } => named(whom),
        WishKind::NoConversationNow
        | WishKind::NoReport
        | WishKind::VolunteerNotAlong
        | WishKind::WantsToRead
        | WishKind::Disagrees => true,
    });
    says_something && kinds && entry.kinds.len() <= MAX_WISHES && entry.text.len() <= MAX_WORDS
}

fn agreement(entry: &AgreementEntry) -> bool {
    let who = match &entry.who {
        AgreementParty::Resident | AgreementParty::Member(_) => true,
        AgreementParty::Other(whom) => named(whom),
    };
    who && words(&entry.what)
}

fn named(text: &str) -> bool {
    !text.trim().is_empty() && within(text, MAX_NAME)
}

/// Fields with a list of their own take its codes only.
fn code(root: &str, value: &str) -> bool {
    let told = |told: &Told| schema::told_root(*told) == root;
    match root {
        schema::URGENCY => Urgency::from_code(value).is_some(),
        schema::WORRY => Worry::from_code(value).is_some(),
        schema::NEXT_STEP => NextStep::from_code(value).is_some(),
        schema::NO_CONVERSATION => YesNo::from_code(value).is_some(),
        schema::VISIT => value.is_empty() || value.parse::<CommandId>().is_ok(),
        schema::VISIT_DATE => value.is_empty() || value.parse::<Date>().is_ok(),
        _ if Told::ALL.iter().any(told) => YesNo::from_code(value).is_some(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{choice::ChoiceEntry, triage::Remark},
        ids::MemberId,
    };

    fn choice(value: &str) -> ChoiceEntry {
        ChoiceEntry {
            id: EntryId::from_bytes([8; 16]),
            value: value.into(),
            author: MemberId::from_bytes([1; 16]),
            at: Timestamp(5),
            supersedes: Vec::new(),
            why: String::new(),
        }
    }

    #[test]
    fn values_have_their_bounds() {
        let check = |entry: ChoiceEntry, root: &str| Entry::Choice(entry).check(root).is_ok();
        assert!(check(choice(&"é".repeat(MAX_ANSWER)), schema::PRESENT));
        assert!(!check(choice(&"é".repeat(MAX_ANSWER + 1)), schema::PRESENT));
        assert!(!check(ChoiceEntry { at: Timestamp(-1), ..choice("x") }, schema::PRESENT));
        assert!(!check(ChoiceEntry { at: Timestamp(LAST_MOMENT + 1), ..choice("x") }, schema::PRESENT));
        let itself = ChoiceEntry { supersedes: vec![EntryId::from_bytes([8; 16])], ..choice("x") };
        assert!(!check(itself, schema::PRESENT), "replaces itself");
        let many = ChoiceEntry { supersedes: vec![EntryId::default(); MAX_SUPERSEDES + 1], ..choice("x") };
        assert!(!check(many, schema::PRESENT));
        let words = |text: &str| {
            let (id, author) = (EntryId::default(), MemberId::default());
            Entry::Remark(Remark { id, author, at: Timestamp(0), text: text.into() }).check(schema::REMARKS).is_ok()
        };
        assert!(words("Ja.") && !words(" \n") && !words(&"a".repeat(MAX_WORDS + 1)));
    }

    #[test]
    fn a_person_has_a_name_unless_somebody_is_taken_off() {
        let nobody = PersonEntry {
            id: EntryId::from_bytes([8; 16]),
            author: MemberId::default(),
            at: Timestamp(5),
            supersedes: Vec::new(),
            name: String::new(),
            address_as: String::new(),
            language: String::new(),
            interpreter: String::new(),
            phone: String::new(),
        };
        let check = |entry: &PersonEntry| Entry::Person(entry.clone()).check(schema::PEOPLE).is_ok();
        assert!(!check(&nobody), "in nobody's place");
        let taken_off = PersonEntry { supersedes: vec![EntryId::from_bytes([9; 16])], ..nobody.clone() };
        assert!(check(&taken_off));
        assert!(!check(&PersonEntry { phone: "06 1".into(), ..taken_off.clone() }), "and still to be called");
        assert!(check(&PersonEntry { name: "Anja".into(), ..taken_off }));
        assert!(check(&PersonEntry { name: "Anja".into(), ..nobody }));
    }

    #[test]
    fn fields_with_a_list_take_its_codes() {
        let check = |root: &str, value: &str| Entry::Choice(choice(value)).check(root).is_ok();
        assert!(check(schema::WORRY, "acute") && !check(schema::WORRY, "today"));
        assert!(check(schema::URGENCY, "today") && !check(schema::URGENCY, "acute"));
        assert!(check(schema::VISIT_DATE, "2026-11-30"));
        for wrong in
            ["2026-13-01", "2026-02-30", "2026-01-32", "26-01-01", "2026/01/01", "2026-1-1", "vandaag", "２０26"]
        {
            assert!(!check(schema::VISIT_DATE, wrong), "{wrong}");
        }
    }
}
