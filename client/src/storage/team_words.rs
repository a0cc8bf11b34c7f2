//! Everything that was typed in an entry of a triage, a dossier or a note.

use buurtboek_shared::{
    doc::entries::Entry,
    domain::{agreement::AgreementParty, wish::WishKind},
};

use super::entry_words::lines;

/// The words; empty for an entry in which nothing is typed.
pub(super) fn typed_by_the_team(entry: &Entry) -> String {
    match entry {
        Entry::Choice(choice) => lines(&[&choice.value, &choice.why]),
        Entry::Remark(remark) => remark.text.clone(),
        Entry::Person(person) => {
            lines(&[&person.name, &person.address_as, &person.language, &person.interpreter, &person.phone])
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
            lines(&whom.chain([wish.text.as_str()]).collect::<Vec<_>>())
        }
        Entry::NoteAddition(addition) => addition.text.clone(),
        Entry::Attempt(attempt) => attempt.text.clone(),
        Entry::Agreement(agreement) => match &agreement.who {
            AgreementParty::Other(who) => lines(&[who, &agreement.what]),
            AgreementParty::Resident | AgreementParty::Member(_) => agreement.what.clone(),
        },
        Entry::Question(question) => question.text.clone(),
        Entry::Report(_)
        | Entry::SignalAddition(_)
        | Entry::Transition(_)
        | Entry::Reply(_)
        | Entry::VisitEvent(_)
        | Entry::Seen(_) => String::new(),
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
        assert_eq!(typed_by_the_team(&wish), "school\nLater misschien.");
    }
}
