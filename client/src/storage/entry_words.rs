//! An entry in words, for when it cannot arrive: what its writer, or the coordinator, would have to write again.
//!
//! What was ticked or chosen is said in the words of the screens, which come with the pages of the team; until they are
//! here only what was typed is.

use std::sync::OnceLock;

use buurtboek_shared::{
    doc::entries::Entry,
    domain::{
        agreement::AgreementParty,
        signal::{AdditionKind, Place},
        wish::WishKind,
    },
};

/// Says an entry under this root in the words of the screens; empty when it leaves that to what was typed.
pub type SaysEntry = fn(&str, &Entry) -> String;

static SAYS: OnceLock<SaysEntry> = OnceLock::new();

/// From here on entries are said in these words.
pub fn say_entries_as(says: SaysEntry) {
    let _again = SAYS.set(says);
}

/// Everything that an entry says; empty when nothing of it is worth writing again.
pub(crate) fn entry_words(root: &str, entry: &Entry) -> String {
    let said = SAYS.get().map(|says| says(root, entry)).unwrap_or_default();
    if said.is_empty() { typed_words(entry) } else { said }
}

/// Everything that was typed in it.
fn typed_words(entry: &Entry) -> String {
    let parts: Vec<&str> = match entry {
        Entry::Report(report) => {
            [vec![report.observation.as_str()], place(&report.place), vec![&report.interpretation]].concat()
        }
        Entry::SignalAddition(addition) => match &addition.kind {
            AdditionKind::AddressIsWrong { place: corrected } => {
                [vec![addition.text.as_str()], place(corrected)].concat()
            }
            AdditionKind::More | AdditionKind::TextIsWrong => vec![&addition.text],
        },
        Entry::Choice(choice) => vec![&choice.value, &choice.why],
        Entry::Remark(remark) => vec![&remark.text],
        Entry::Person(person) => {
            vec![&person.name, &person.address_as, &person.language, &person.interpreter, &person.phone]
        }
        Entry::Wish(wish) => {
            let whom = wish.kinds.iter().filter_map(|kind| match kind {
                WishKind::NotShareWith { whom } => Some(whom.as_str()),
                WishKind::NoConversationNow
                | WishKind::NoReport
                | WishKind::VolunteerNotAlong
                | WishKind::WantsToRead
                | WishKind::Disagrees => None,
            });
            whom.chain([wish.text.as_str()]).collect()
        }
        Entry::NoteAddition(addition) => vec![&addition.text],
        Entry::Attempt(attempt) => vec![&attempt.text],
        Entry::Agreement(agreement) => match &agreement.who {
            AgreementParty::Other(who) => vec![who, &agreement.what],
            AgreementParty::Resident | AgreementParty::Member(_) => vec![&agreement.what],
        },
        Entry::Question(question) => vec![&question.text],
        Entry::Transition(_) | Entry::Reply(_) | Entry::VisitEvent(_) | Entry::Seen(_) => Vec::new(),
    };
    let parts: Vec<&str> = parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

fn place(place: &Place) -> Vec<&str> {
    match place {
        Place::Address { street, number } => vec![street, number],
        Place::Description(words) => vec![words],
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::wish::WishEntry,
        ids::{EntryId, MemberId},
        time::Timestamp,
    };

    use super::*;

    #[test]
    fn whom_not_to_share_with_is_not_left_out() {
        let wish = Entry::Wish(WishEntry {
            id: EntryId::default(),
            author: MemberId::default(),
            at: Timestamp(1),
            supersedes: Vec::new(),
            kinds: vec![WishKind::NoReport, WishKind::NotShareWith { whom: "school".to_owned() }],
            text: "Later misschien.".to_owned(),
        });
        assert_eq!(typed_words(&wish), "school\nLater misschien.");
    }
}
