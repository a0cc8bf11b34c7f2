//! An entry in words, for when it cannot arrive: what its writer, or the coordinator, would have to write again.
//!
//! What was ticked or chosen is said in the words of the screens, which come with the pages of the team; until they are
//! here only what was typed is.

use std::sync::OnceLock;

use buurtboek_shared::{
    doc::entries::Entry,
    domain::signal::{AdditionKind, Place},
};

use super::team_kinds::team_kinds;

/// Says an entry under this root in the words of the screens; empty when it leaves that to what was typed.
pub type SaysEntry = fn(&str, &Entry) -> String;

static SAYS: OnceLock<SaysEntry> = OnceLock::new();

/// From here on entries are said in these words.
pub fn say_entries_as(says: SaysEntry) {
    let _again = SAYS.set(says);
}

/// What an entry says: all of one of the team's, what was typed of a reporter's. Empty when nothing of it is worth writing
/// again.
pub(crate) fn entry_words(root: &str, entry: &Entry) -> String {
    let said = SAYS.get().map(|says| says(root, entry)).unwrap_or_default();
    if said.is_empty() { typed_words(entry) } else { said }
}

/// Everything that was typed in it.
fn typed_words(entry: &Entry) -> String {
    match entry {
        Entry::Report(report) => {
            let [first, second] = place(&report.place);
            lines(&[&report.observation, first, second, &report.interpretation])
        }
        Entry::SignalAddition(addition) => match &addition.kind {
            AdditionKind::AddressIsWrong { place: corrected } => {
                let [first, second] = place(corrected);
                lines(&[&addition.text, first, second])
            }
            AdditionKind::More | AdditionKind::TextIsWrong => addition.text.clone(),
        },
        Entry::Choice(_)
        | Entry::Remark(_)
        | Entry::Person(_)
        | Entry::Wish(_)
        | Entry::NoteAddition(_)
        | Entry::Transition(_)
        | Entry::Reply(_)
        | Entry::Attempt(_)
        | Entry::VisitEvent(_)
        | Entry::Agreement(_)
        | Entry::Question(_)
        | Entry::Seen(_) => team_kinds().map(|kinds| (kinds.words)(entry)).unwrap_or_default(),
    }
}

fn place(place: &Place) -> [&str; 2] {
    match place {
        Place::Address { street, number } => [street, number],
        Place::Description(words) => [words, ""],
    }
}

/// The parts that say something, one a line.
pub(super) fn lines(parts: &[&str]) -> String {
    let said: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    said.join("\n")
}
