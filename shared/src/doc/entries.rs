//! The entries of a list, as typed values and as the plain maps that any Yjs client can read.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use yrs::{
    Any, Array, ArrayRef, Out, ReadTxn, TransactionMut, WriteTxn,
    encoding::serde::{from_any, to_any},
};

use super::schema::{self, EntryForm};
use crate::{
    domain::{
        agreement::{AgreementEntry, AgreementParty},
        attempt::ContactAttempt,
        choice::ChoiceEntry,
        date::Date,
        dossier::PersonEntry,
        margin::{QuestionEntry, SeenEntry},
        note::{NextStep, NoteAddition, Told, Worry},
        refusal::Reason,
        reply::AppointmentReply,
        signal::{AdditionKind, Report, SignalAddition, YesNo},
        transition::Transition,
        triage::{Remark, Urgency},
        visit::VisitEvent,
        wish::{MAX_WISHES, WishEntry, WishKind},
    },
    ids::{CommandId, EntryId, MemberId},
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
            EntryForm::Choice => exact(value).map(Self::Choice),
            EntryForm::Remark => exact(value).map(Self::Remark),
            EntryForm::Person => exact(value).map(Self::Person),
            EntryForm::Wish => exact(value).map(Self::Wish),
            EntryForm::NoteAddition => exact(value).map(Self::NoteAddition),
            EntryForm::Transition => exact(value).map(Self::Transition),
            EntryForm::Reply => exact(value).map(Self::Reply),
            EntryForm::Attempt => exact(value).map(Self::Attempt),
            EntryForm::VisitEvent => exact(value).map(Self::VisitEvent),
            EntryForm::Agreement => exact(value).map(Self::Agreement),
            EntryForm::Question => exact(value).map(Self::Question),
            EntryForm::Seen => exact(value).map(Self::Seen),
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

    /// Its words, for a rescue draft; empty for what has none.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Report(entry) => entry.observation.clone(),
            Self::SignalAddition(entry) => entry.text.clone(),
            Self::Choice(entry) => entry.value.clone(),
            Self::Remark(entry) => entry.text.clone(),
            Self::Person(entry) => entry.name.clone(),
            Self::Wish(entry) => entry.text.clone(),
            Self::NoteAddition(entry) => entry.text.clone(),
            Self::Attempt(entry) => entry.text.clone(),
            Self::Agreement(entry) => entry.what.clone(),
            Self::Question(entry) => entry.text.clone(),
            Self::Transition(_) | Self::Reply(_) | Self::VisitEvent(_) | Self::Seen(_) => String::new(),
        }
    }

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

    /// The plain map.
    ///
    /// # Errors
    /// [`Reason::EntryForm`] when a number in it does not fit.
    pub fn to_any(&self) -> Result<Any, Reason> {
        match self {
            Self::Report(entry) => to_any(entry.as_ref()),
            Self::SignalAddition(entry) => to_any(entry),
            Self::Choice(entry) => to_any(entry),
            Self::Remark(entry) => to_any(entry),
            Self::Person(entry) => to_any(entry),
            Self::Wish(entry) => to_any(entry),
            Self::NoteAddition(entry) => to_any(entry),
            Self::Transition(entry) => to_any(entry),
            Self::Reply(entry) => to_any(entry),
            Self::Attempt(entry) => to_any(entry),
            Self::VisitEvent(entry) => to_any(entry),
            Self::Agreement(entry) => to_any(entry),
            Self::Question(entry) => to_any(entry),
            Self::Seen(entry) => to_any(entry),
        }
        .map_err(|_| Reason::EntryForm)
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
    !entry.name.trim().is_empty() && texts.into_iter().all(|text| within(text, MAX_NAME))
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
