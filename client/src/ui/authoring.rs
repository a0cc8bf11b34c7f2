//! What a person writes, as entries that carry their name and the device's clock.

use buurtboek_shared::{
    doc::{entries::Entry, schema, write::Intent},
    domain::{
        choice::ChoiceEntry,
        dossier::{PersonEntry, WordsEntry},
        note::NoteAddition,
        signal::SignalAddition,
        triage::Remark,
    },
    ids::{EntryId, MemberId},
    time::Timestamp,
};

use crate::state::notebook::Notebook;

/// The one who writes, now.
#[derive(Clone, Copy, Debug)]
pub struct Author {
    id: EntryId,
    member: MemberId,
    at: Timestamp,
}

/// The fields of a person, as they were filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonForm {
    /// "Naam".
    pub name: String,
    /// "Aanspreken als".
    pub address_as: String,
    /// "Taal".
    pub language: String,
    /// "Tolk nodig".
    pub interpreter: String,
}

impl Author {
    /// The owner of the notebook, for one entry: it has a fresh id.
    #[must_use]
    pub fn of(notebook: &Notebook) -> Self {
        Self { id: EntryId(notebook.new_id()), member: notebook.identity().member, at: notebook.now() }
    }

    /// An answer to a choice field, in place of `supersedes`.
    #[must_use]
    pub fn answer(self, root: &str, value: &str, supersedes: Vec<EntryId>, why: &str) -> Intent {
        let entry = ChoiceEntry {
            id: self.id,
            value: value.trim().to_owned(),
            author: self.member,
            at: self.at,
            supersedes,
            why: why.trim().to_owned(),
        };
        append(root, Entry::Choice(entry))
    }

    /// A wish or an agreement.
    #[must_use]
    pub fn words(self, root: &str, text: &str) -> Intent {
        let entry = WordsEntry { id: self.id, author: self.member, at: self.at, text: text.trim().to_owned() };
        append(root, Entry::Words(entry))
    }

    /// A person of the household.
    #[must_use]
    pub fn person(self, form: &PersonForm, supersedes: Vec<EntryId>) -> Intent {
        let entry = PersonEntry {
            id: self.id,
            author: self.member,
            at: self.at,
            supersedes,
            name: form.name.trim().to_owned(),
            address_as: form.address_as.trim().to_owned(),
            language: form.language.trim().to_owned(),
            interpreter: form.interpreter.trim().to_owned(),
        };
        append(schema::PEOPLE, Entry::Person(entry))
    }

    /// A remark on a signal.
    #[must_use]
    pub fn remark(self, text: &str) -> Intent {
        let entry = Remark { id: self.id, author: self.member, at: self.at, text: text.trim().to_owned() };
        append(schema::REMARKS, Entry::Remark(entry))
    }

    /// Something that a reporter adds to a sent signal.
    #[must_use]
    pub fn signal_addition(self, text: &str) -> Intent {
        let entry = SignalAddition { id: self.id, author: self.member, at: self.at, text: text.trim().to_owned() };
        append(schema::ADDITIONS, Entry::SignalAddition(entry))
    }

    /// An addition to a finished note.
    #[must_use]
    pub fn note_addition(self, text: &str) -> Intent {
        let entry = NoteAddition { id: self.id, author: self.member, at: self.at, text: text.trim().to_owned() };
        append(schema::ADDITIONS, Entry::NoteAddition(entry))
    }
}

fn append(root: &str, entry: Entry) -> Intent {
    Intent::Append { root: root.to_owned(), entry }
}
