//! The entries of a list, as typed values and as the plain maps that any Yjs client can read. What may stand in them is
//! in [`bounds`].

mod bounds;
mod team_forms;

pub use bounds::{MAX_ANSWER, MAX_NAME, MAX_SUPERSEDES, MAX_WORDS};
pub use team_forms::know_team_forms;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use yrs::{
    Any, Array, ArrayRef, Out, ReadTxn, TransactionMut, WriteTxn,
    encoding::serde::{from_any, to_any},
};

use self::team_forms::team_forms;
use super::schema::EntryForm;
use crate::{
    domain::{
        agreement::AgreementEntry,
        attempt::ContactAttempt,
        attention::SeenEntry,
        choice::ChoiceEntry,
        dossier::PersonEntry,
        margin::QuestionEntry,
        note::NoteAddition,
        refusal::Reason,
        reply::AppointmentReply,
        signal::{Report, SignalAddition},
        transition::Transition,
        triage::Remark,
        visit::VisitEvent,
        wish::WishEntry,
    },
    ids::{EntryId, MemberId},
    time::Timestamp,
};

/// An entry, of any list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// Of [`EntryForm::Report`].
    Report(Box<Report>),
    /// Of [`EntryForm::SignalAddition`].
    SignalAddition(SignalAddition),
    /// Of [`EntryForm::Choice`].
    Choice(ChoiceEntry),
    /// Of [`EntryForm::Remark`].
    Remark(Remark),
    /// Of [`EntryForm::Person`].
    Person(PersonEntry),
    /// Of [`EntryForm::Wish`].
    Wish(WishEntry),
    /// Of [`EntryForm::NoteAddition`].
    NoteAddition(NoteAddition),
    /// Of [`EntryForm::Transition`].
    Transition(Transition),
    /// Of [`EntryForm::Reply`].
    Reply(AppointmentReply),
    /// Of [`EntryForm::Attempt`].
    Attempt(ContactAttempt),
    /// Of [`EntryForm::VisitEvent`].
    VisitEvent(VisitEvent),
    /// Of [`EntryForm::Agreement`].
    Agreement(AgreementEntry),
    /// Of [`EntryForm::Question`].
    Question(QuestionEntry),
    /// Of [`EntryForm::Seen`].
    Seen(SeenEntry),
}

impl Entry {
    /// Reads a plain value strictly: it has this form and nothing besides.
    ///
    /// # Errors
    /// [`Reason::EntryForm`].
    pub fn read(form: EntryForm, value: &Any) -> Result<Self, Reason> {
        let entry = match form {
            EntryForm::Report => exact(value).map(|report| Self::Report(Box::new(report))),
            EntryForm::SignalAddition => exact(value).map(Self::SignalAddition),
            EntryForm::Reply => exact(value).map(Self::Reply),
            EntryForm::Choice
            | EntryForm::Remark
            | EntryForm::Person
            | EntryForm::Wish
            | EntryForm::NoteAddition
            | EntryForm::Transition
            | EntryForm::Attempt
            | EntryForm::VisitEvent
            | EntryForm::Agreement
            | EntryForm::Question
            | EntryForm::Seen => team_forms().and_then(|forms| (forms.read)(form, value)),
        };
        entry.ok_or(Reason::EntryForm)
    }

    /// The form it has.
    #[must_use]
    pub const fn form(&self) -> EntryForm {
        match self {
            Self::Report(_) => EntryForm::Report,
            Self::SignalAddition(_) => EntryForm::SignalAddition,
            Self::Choice(_) => EntryForm::Choice,
            Self::Remark(_) => EntryForm::Remark,
            Self::Person(_) => EntryForm::Person,
            Self::Wish(_) => EntryForm::Wish,
            Self::NoteAddition(_) => EntryForm::NoteAddition,
            Self::Transition(_) => EntryForm::Transition,
            Self::Reply(_) => EntryForm::Reply,
            Self::Attempt(_) => EntryForm::Attempt,
            Self::VisitEvent(_) => EntryForm::VisitEvent,
            Self::Agreement(_) => EntryForm::Agreement,
            Self::Question(_) => EntryForm::Question,
            Self::Seen(_) => EntryForm::Seen,
        }
    }

    /// Its id. A transition has the id of its command.
    #[must_use]
    pub const fn id(&self) -> EntryId {
        match self {
            Self::Report(entry) => entry.id,
            Self::SignalAddition(entry) => entry.id,
            Self::Choice(entry) => entry.id,
            Self::Remark(entry) => entry.id,
            Self::Person(entry) => entry.id,
            Self::Wish(entry) => entry.id,
            Self::NoteAddition(entry) => entry.id,
            Self::Transition(entry) => EntryId(entry.command.0),
            Self::Reply(entry) => entry.id,
            Self::Attempt(entry) => entry.id,
            Self::VisitEvent(entry) => entry.id,
            Self::Agreement(entry) => entry.id,
            Self::Question(entry) => entry.id,
            Self::Seen(entry) => entry.id,
        }
    }

    /// Who wrote it, or decided it.
    #[must_use]
    pub const fn author(&self) -> MemberId {
        match self {
            Self::Report(entry) => entry.author,
            Self::SignalAddition(entry) => entry.author,
            Self::Choice(entry) => entry.author,
            Self::Remark(entry) => entry.author,
            Self::Person(entry) => entry.author,
            Self::Wish(entry) => entry.author,
            Self::NoteAddition(entry) => entry.author,
            Self::Transition(entry) => entry.by,
            Self::Reply(entry) => entry.author,
            Self::Attempt(entry) => entry.author,
            Self::VisitEvent(entry) => entry.author,
            Self::Agreement(entry) => entry.author,
            Self::Question(entry) => entry.author,
            Self::Seen(entry) => entry.author,
        }
    }

    /// When it was written, by the device's clock; for a transition the server's.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Report(entry) => entry.at,
            Self::SignalAddition(entry) => entry.at,
            Self::Choice(entry) => entry.at,
            Self::Remark(entry) => entry.at,
            Self::Person(entry) => entry.at,
            Self::Wish(entry) => entry.at,
            Self::NoteAddition(entry) => entry.at,
            Self::Transition(entry) => entry.at,
            Self::Reply(entry) => entry.at,
            Self::Attempt(entry) => entry.at,
            Self::VisitEvent(entry) => entry.at,
            Self::Agreement(entry) => entry.at,
            Self::Question(entry) => entry.at,
            Self::Seen(entry) => entry.at,
        }
    }

    /// The entries of the same list that it replaces.
    #[must_use]
    pub fn supersedes(&self) -> &[EntryId] {
        match self {
            Self::Choice(entry) => &entry.supersedes,
            Self::Person(entry) => &entry.supersedes,
            Self::Wish(entry) => &entry.supersedes,
            Self::Reply(entry) => &entry.supersedes,
            Self::VisitEvent(entry) => &entry.supersedes,
            Self::Agreement(entry) => &entry.supersedes,
            Self::Report(_)
            | Self::SignalAddition(_)
            | Self::Remark(_)
            | Self::NoteAddition(_)
            | Self::Transition(_)
            | Self::Attempt(_)
            | Self::Question(_)
            | Self::Seen(_) => &[],
        }
    }

    /// The plain map.
    ///
    /// # Errors
    /// [`Reason::EntryForm`] when a number in it does not fit.
    pub fn to_any(&self) -> Result<Any, Reason> {
        let plain = match self {
            Self::Report(entry) => to_any(entry.as_ref()).ok(),
            Self::SignalAddition(entry) => to_any(entry).ok(),
            Self::Reply(entry) => to_any(entry).ok(),
            Self::Choice(_)
            | Self::Remark(_)
            | Self::Person(_)
            | Self::Wish(_)
            | Self::NoteAddition(_)
            | Self::Transition(_)
            | Self::Attempt(_)
            | Self::VisitEvent(_)
            | Self::Agreement(_)
            | Self::Question(_)
            | Self::Seen(_) => team_forms().and_then(|forms| (forms.plain)(self)),
        };
        plain.ok_or(Reason::EntryForm)
    }
}

/// The entries of a list that read as `T`, in document order. What does not is left out: a newer app may have
/// written it.
pub fn read_entries<T: DeserializeOwned>(txn: &impl ReadTxn, root: &str) -> Vec<T> {
    let Some(list) = txn.get_array(root) else { return Vec::new() };
    list.iter(txn).filter_map(|out| plain(out).and_then(|value| from_any(&value).ok())).collect()
}

/// Appends an entry to a list. The caller has checked that the list exists and has this form.
///
/// # Errors
/// As [`Entry::to_any`].
pub(super) fn push_entry(txn: &mut TransactionMut<'_>, root: &str, entry: &Entry) -> Result<(), Reason> {
    let value = entry.to_any()?;
    let list: ArrayRef = txn.get_or_insert_array(root);
    list.push_back(txn, value);
    Ok(())
}

/// The plain value in a list, if it is one.
pub(super) fn plain(out: Out) -> Option<Any> {
    if let Out::Any(value) = out { Some(value) } else { None }
}

fn exact<T: Serialize + DeserializeOwned>(value: &Any) -> Option<T> {
    let typed: T = from_any(value).ok()?;
    let canonical = to_any(&typed).ok()?;
    within_form(value, &canonical).then_some(typed)
}

/// Is everything that `value` says also in `canonical`? So no field passes that the form does not have.
fn within_form(value: &Any, canonical: &Any) -> bool {
    match (value, canonical) {
        (Any::Map(value), Any::Map(canonical)) => {
            value.iter().all(|(key, value)| canonical.get(key).is_some_and(|canonical| within_form(value, canonical)))
        }
        (Any::Array(value), Any::Array(canonical)) => {
            value.len() == canonical.len()
                && value.iter().zip(canonical.iter()).all(|(value, canonical)| within_form(value, canonical))
        }
        (Any::Null | Any::Undefined, Any::Null) => true,
        (value, canonical) => value == canonical,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::signal::{FeltUrgency, Place, Since};

    fn report() -> Report {
        Report {
            id: EntryId::from_bytes([7; 16]),
            author: MemberId::from_bytes([1; 16]),
            at: Timestamp(1_790_000_000_123),
            observation: "De gordijnen van nummer 14 zijn al twee dagen dicht".into(),
            place: Place::Address { street: "Lijsterstraat".into(), number: "14".into() },
            since: Since::FewDays,
            urgency: FeltUrgency::Today,
            relation: None,
            contact: None,
            person_knows: None,
            interpretation: String::new(),
            may_call: None,
            wants_along: None,
        }
    }

    /// The plain map with one field set to something else, or taken out.
    fn with(entry: &Entry, field: &str, value: Option<Value>) -> Any {
        let mut json = serde_json::to_value(entry.to_any().unwrap()).unwrap();
        let fields = json.as_object_mut().unwrap();
        match value {
            Some(value) => fields.insert(field.to_owned(), value),
            None => fields.remove(field),
        };
        to_any(&json).unwrap()
    }

    #[test]
    fn an_entry_reads_back_as_a_yjs_client_sees_it() {
        let entry = Entry::Report(Box::new(report()));
        let json = serde_json::to_value(entry.to_any().unwrap()).unwrap();
        assert_eq!(json["id"], "07".repeat(16));
        assert_eq!(json["at"], 1_790_000_000_123_i64);
        assert_eq!(json["since"], "few_days");
        assert_eq!(json["place"]["address"]["street"], "Lijsterstraat");
        assert_eq!(Entry::read(EntryForm::Report, &entry.to_any().unwrap()), Ok(entry));
    }

    #[test]
    fn what_javascript_writes_differently_is_the_same() {
        let entry = Entry::Report(Box::new(report()));
        let float = with(&entry, "at", Some(json!(1_790_000_000_123.0)));
        assert_eq!(Entry::read(EntryForm::Report, &float), Ok(entry.clone()));
        for left_out in [Some(Value::Null), None] {
            assert_eq!(Entry::read(EntryForm::Report, &with(&entry, "relation", left_out)), Ok(entry.clone()));
        }
        assert_eq!(Entry::read(EntryForm::Report, &with(&entry, "interpretation", None)), Ok(entry));
    }

    #[test]
    fn nothing_passes_that_the_form_does_not_have() {
        let entry = Entry::Report(Box::new(report()));
        let refused = |value: Any| assert_eq!(Entry::read(EntryForm::Report, &value), Err(Reason::EntryForm));
        refused(with(&entry, "extra", Some(Value::Null)));
        refused(with(&entry, "at", Some(json!(0.5))));
        refused(with(&entry, "at", Some(json!("1790000000123"))));
        refused(with(&entry, "since", Some(json!("whenever"))));
        refused(with(&entry, "id", Some(json!("A".repeat(32)))));
        refused(with(&entry, "author", None));
        refused(Any::Null);
        assert_eq!(Entry::read(EntryForm::Choice, &entry.to_any().unwrap()), Err(Reason::EntryForm));
    }
}
