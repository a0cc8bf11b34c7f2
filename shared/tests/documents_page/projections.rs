//! The projections on the page. Their bytes have no names, so the order of fields and codes is what a reader goes by.

use std::fmt;

use buurtboek_shared::{
    domain::{
        command::Signpost,
        deputy::Deputy,
        directory::{
            Colleague, Directory, Neighbourhood, Organisation, OrganisationTie, PublicDirectory, StaffDirectory,
        },
        feedback::{FeedbackEntry, Sentence},
        intake::Intake,
        reply::{AppointmentReply, Coming},
        role::Role,
        signal::{AdditionKind, ContactTried, FeltUrgency, Place, Relation, Report, SignalAddition, Since, YesNo},
    },
    ids::{CommandId, DocId, DocKind, EntryId, Id128, MemberId, OrganisationId, TeamId},
    protocol::codec::encode_value,
    time::Timestamp,
};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{IgnoredAny, MapAccess, Visitor},
};

use super::page::{section, spans};

const AT: Timestamp = Timestamp(0);

/// The names of a record's own fields, in the order in which they are written.
struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Names;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Names, A::Error> {
                let mut names = Vec::new();
                while let Some((name, IgnoredAny)) = map.next_entry()? {
                    names.push(name);
                }
                Ok(Names(names))
            }
        }
        deserializer.deserialize_map(Read)
    }
}

fn names<T: Serialize>(record: &T) -> Vec<String> {
    serde_json::from_str::<Names>(&serde_json::to_string(record).unwrap()).unwrap().0
}

/// The fields in the first column of a table.
fn rows(heading: &str) -> Vec<&'static str> {
    let lines = section(heading).lines().filter(|line| line.starts_with("| `"));
    lines.filter_map(|line| spans(line).next()).collect()
}

/// Whether the row of a field names the fields of what it holds, in their order.
fn is_told<T: Serialize>(heading: &str, field: &str, record: &T) {
    let row = section(heading).lines().find(|line| line.starts_with(&format!("| `{field}` |"))).unwrap();
    let told: Vec<&str> = spans(row).skip(1).collect();
    let names = names(record);
    let mut rest = told.iter();
    assert!(names.iter().all(|name| rest.any(|told| told == name)), "{field}: {names:?} in this order, not {told:?}");
}

/// Whether each code has on the page the number that it has in the bytes.
fn are_numbered<T: Serialize>(list: &str, values: &[T]) {
    let mut last = None;
    for (number, value) in values.iter().enumerate() {
        assert_eq!(usize::from(encode_value(value).unwrap()[0]), number);
        // A word, or a record of one field that it names.
        let json = serde_json::to_string(value).unwrap();
        let place = list.find(&format!("`{}`", json.split('"').nth(1).unwrap()));
        assert!(place > last, "{json}, in this order, in: {list}");
        last = place;
    }
}

fn after<'a>(text: &'a str, words: &str) -> &'a str {
    text.split_once(words).unwrap_or_else(|| panic!("no {words}")).1
}

fn report() -> Report {
    Report {
        id: EntryId::default(),
        author: MemberId::default(),
        at: AT,
        observation: String::new(),
        place: Place::Description(String::new()),
        since: Since::Today,
        urgency: FeltUrgency::Today,
        relation: None,
        contact: None,
        person_knows: None,
        interpretation: String::new(),
        may_call: None,
        wants_along: None,
    }
}

#[test]
fn an_intake_is_on_the_page_as_it_is_written() {
    let (id, author, text) = (EntryId::default(), MemberId::default(), String::new());
    let addition = SignalAddition { id, author, at: AT, text: text.clone(), kind: AdditionKind::More };
    let reply = AppointmentReply {
        id,
        author,
        at: AT,
        visit: CommandId::default(),
        appointed: AT,
        answer: Coming::Yes,
        supersedes: vec![],
    };
    let intake = Intake::of((author, AT), report(), vec![], vec![], None);
    assert_eq!(names(&intake), rows("### `intake`"));
    is_told("### `intake`", "report", &report());
    is_told("### `intake`", "additions", &addition);
    is_told("### `intake`", "replies", &reply);
    let address = Place::Address { street: text.clone(), number: text.clone() };
    let description = Place::Description(text);
    are_numbered(after(section("### `intake`"), "A place is"), &[address, description.clone()]);
    let wrong = AdditionKind::AddressIsWrong { place: description };
    let kind = after(section("### addition"), "| `kind` |").replace("`{ \"address_is_wrong\"", "`address_is_wrong` `");
    are_numbered(&kind, &[AdditionKind::More, AdditionKind::TextIsWrong, wrong]);
    are_numbered(after(section("### reply"), "| `answer` |"), Coming::ALL);
    for (field, list) in [("since", Since::ALL.len()), ("urgency", FeltUrgency::ALL.len())] {
        let row = after(section("### report"), &format!("| `{field}` |")).lines().next().unwrap();
        assert_eq!(spans(row).count(), list, "{field}");
    }
    are_numbered(after(section("### report"), "| `since` |"), Since::ALL);
    are_numbered(after(section("### report"), "| `urgency` |"), FeltUrgency::ALL);
    are_numbered(after(section("### report"), "| `relation` |"), Relation::ALL);
    are_numbered(after(section("### report"), "| `contact` |"), ContactTried::ALL);
    are_numbered(after(section("### report"), "| `person_knows` |"), YesNo::ALL);
}

#[test]
fn feedback_is_on_the_page_as_it_is_written() {
    let signal = DocId::new(DocKind::Signal, Id128::default());
    let entry = FeedbackEntry { signal, received: AT, sentence: Sentence::Received, ended: None };
    assert_eq!(names(&entry), rows("### `feedback`"));
    let appointment = Sentence::Appointment {
        at: AT,
        meet_at: String::new(),
        first_name: String::new(),
        visit: CommandId::default(),
    };
    let sentences = [
        Sentence::Received,
        Sentence::SomebodyIsLooking,
        appointment,
        Sentence::PassedOn,
        Sentence::Withdrawn,
        Sentence::Done,
        Sentence::Signposted { signpost: Signpost::Police },
        Sentence::LookingAgain,
        Sentence::VisitWithoutYou,
    ];
    let list = after(section("### `feedback`"), "Sentences, ");
    are_numbered(list, &sentences);
    assert!(list.contains("`appointment` (`at`, `meet_at`, `first_name`, `visit`:"));
    are_numbered(after(section("### transition"), "Signposts:"), Signpost::ALL);
}

#[test]
fn a_directory_is_on_the_page_as_it_is_written() {
    let text = String::new();
    let neighbourhood = Neighbourhood { code: text.clone(), year: 2026, name: text.clone(), streets: vec![] };
    let (id, tie) = (OrganisationId::default(), OrganisationTie::Member);
    let organisation = Organisation { id, name: text.clone(), tie };
    let colleague = Colleague {
        id: MemberId::default(),
        name: text.clone(),
        role: Role::Volunteer,
        discipline: text.clone(),
        organisation: None,
    };
    let deputy = Deputy { member: MemberId::default(), until: AT };
    let public =
        PublicDirectory { team: TeamId::default(), team_name: text.clone(), phone: text, neighbourhoods: vec![] };
    let staff = StaffDirectory { organisations: vec![], colleagues: vec![], deputy: None };
    let fields = names(&public).into_iter().chain(["staff".to_owned(), "deputy".to_owned()]).chain(names(&staff));
    assert_eq!(fields.collect::<Vec<_>>(), rows("### `directory`"));
    is_told("### `directory`", "neighbourhoods", &neighbourhood);
    is_told("### `directory`", "organisations", &organisation);
    is_told("### `directory`", "colleagues", &colleague);
    is_told("### `directory`", "deputy", &deputy);
    are_numbered(after(section("### `directory`"), "`tie` ("), &[OrganisationTie::Member, OrganisationTie::Partner]);
    are_numbered(after(section("### `directory`"), "Roles, "), &Role::ALL);

    let whole = |staff| encode_value(&Directory { public: public.clone(), staff }).unwrap();
    let head = encode_value(&public).unwrap();
    let rest = encode_value(&staff).unwrap();
    assert_eq!(whole(None), [&head[..], &[0]].concat());
    assert_eq!(whole(Some(staff.clone())), [&head[..], &[1], &rest].concat());
    let with_deputy = StaffDirectory { deputy: Some(deputy), ..staff };
    assert_eq!(whole(Some(with_deputy)), [&head[..], &[2], &encode_value(&deputy).unwrap(), &rest].concat());
}
