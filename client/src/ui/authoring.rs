//! What a person writes, as entries that carry their name and the device's clock.

use buurtboek_shared::{
    doc::{entries::Entry, schema, write::Intent},
    domain::{
        agreement::{self, AgreementEntry, AgreementParty, AgreementStatus},
        attempt::{AttemptMeans, ContactAttempt, DayPart},
        attention::{Attention, SeenEntry},
        choice::ChoiceEntry,
        date::Date,
        dossier::PersonEntry,
        margin::QuestionEntry,
        note::{Heading, NoteAddition},
        reply::{AppointmentReply, Coming},
        signal::{AdditionKind, SignalAddition, YesNo},
        triage::Remark,
        visit::{VisitEvent, VisitStep},
        wish::{WishEntry, WishKind},
    },
    ids::{CommandId, EntryId, MemberId},
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
    /// "Telefoon, als dat nodig is".
    pub phone: String,
}

/// An attempt to reach somebody, as it was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptForm {
    /// "Hoe?"
    pub means: AttemptMeans,
    /// "Dagdeel".
    pub day_part: DayPart,
    /// "Bereikt?"
    pub reached: YesNo,
    /// What was noticed; may be empty.
    pub text: String,
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

    /// What the resident wishes, in ticks and in own words.
    #[must_use]
    pub fn wish(self, kinds: Vec<WishKind>, text: &str, supersedes: Vec<EntryId>) -> Intent {
        let text = text.trim().to_owned();
        let entry = WishEntry { id: self.id, author: self.member, at: self.at, supersedes, kinds, text };
        append(schema::WISHES, Entry::Wish(entry))
    }

    /// An agreement that is still to be carried out.
    #[must_use]
    pub fn agreement(self, who: AgreementParty, what: &str, due: Option<Date>) -> Intent {
        let entry = AgreementEntry {
            id: self.id,
            author: self.member,
            at: self.at,
            supersedes: Vec::new(),
            who,
            what: what.trim().to_owned(),
            due,
            status: AgreementStatus::Open,
        };
        append(schema::AGREEMENTS, Entry::Agreement(entry))
    }

    /// A next version of an agreement, in its dossier. `replaces` are the versions there; none when it was made in a note
    /// and goes on in the dossier.
    #[must_use]
    pub fn agreement_again(self, before: &AgreementEntry, status: AgreementStatus, replaces: Vec<EntryId>) -> Intent {
        let id = if replaces.is_empty() { agreement::carried(before.id, self.member) } else { self.id };
        let entry =
            AgreementEntry { id, author: self.member, at: self.at, supersedes: replaces, status, ..before.clone() };
        append(schema::AGREEMENTS, Entry::Agreement(entry))
    }

    /// An attempt to reach somebody.
    #[must_use]
    pub fn attempt(self, form: &AttemptForm) -> Intent {
        let entry = ContactAttempt {
            id: self.id,
            author: self.member,
            at: self.at,
            means: form.means,
            day_part: form.day_part,
            reached: form.reached,
            text: form.text.trim().to_owned(),
        };
        append(schema::ATTEMPTS, Entry::Attempt(entry))
    }

    /// What happened in a visit, after the events that were on the screen.
    #[must_use]
    pub fn visit_step(self, visit: CommandId, step: VisitStep, supersedes: Vec<EntryId>) -> Intent {
        let entry = VisitEvent { id: self.id, author: self.member, at: self.at, visit, step, supersedes };
        append(schema::VISIT_EVENTS, Entry::VisitEvent(entry))
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
            phone: form.phone.trim().to_owned(),
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
    pub fn signal_addition(self, text: &str, kind: AdditionKind) -> Intent {
        let text = text.trim().to_owned();
        let entry = SignalAddition { id: self.id, author: self.member, at: self.at, text, kind };
        append(schema::ADDITIONS, Entry::SignalAddition(entry))
    }

    /// What a reporter answers to an appointment, in place of `supersedes`.
    #[must_use]
    pub fn reply(self, (visit, appointed): (CommandId, Timestamp), answer: Coming, supersedes: Vec<EntryId>) -> Intent {
        let entry =
            AppointmentReply { id: self.id, author: self.member, at: self.at, visit, appointed, answer, supersedes };
        append(schema::REPLIES, Entry::Reply(entry))
    }

    /// An addition to a finished note.
    #[must_use]
    pub fn note_addition(self, text: &str) -> Intent {
        let entry = NoteAddition { id: self.id, author: self.member, at: self.at, text: text.trim().to_owned() };
        append(schema::ADDITIONS, Entry::NoteAddition(entry))
    }

    /// A question beside the text of a note: at a heading, or about the whole.
    #[must_use]
    pub fn question(self, heading: Option<Heading>, text: &str) -> Intent {
        self.beside(heading, None, text)
    }

    /// An answer to a question beside the text.
    #[must_use]
    pub fn answer_beside(self, question: &QuestionEntry, text: &str) -> Intent {
        self.beside(question.heading, Some(question.id), text)
    }

    fn beside(self, heading: Option<Heading>, answers_to: Option<EntryId>, text: &str) -> Intent {
        let text = text.trim().to_owned();
        let entry = QuestionEntry { id: self.id, author: self.member, at: self.at, heading, text, answers_to };
        append(schema::QUESTIONS, Entry::Question(entry))
    }

    /// "Gezien": this member read a note along, and saw what asked for attention and these answers.
    #[must_use]
    pub fn seen(self, saw: Vec<Attention>, read: Vec<EntryId>) -> Intent {
        let entry = SeenEntry { id: self.id, author: self.member, at: self.at, saw, read };
        append(schema::SEEN, Entry::Seen(entry))
    }
}

fn append(root: &str, entry: Entry) -> Intent {
    Intent::Append { root: root.to_owned(), entry }
}
