//! The page for those who write a client, held against the code.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

mod page;
mod projections;

use std::collections::BTreeSet;

use buurtboek_shared::{
    doc::{
        entries::Entry,
        schema::{EntryForm, RootKind, roots},
    },
    domain::{
        agreement::{AgreementEntry, AgreementParty, AgreementStatus},
        attempt::{AttemptMeans, ContactAttempt, DayPart},
        attention::{Attention, SeenEntry},
        choice::ChoiceEntry,
        command::{CommandAction, Outcome, ReporterJoins, Signpost, VisitPlan},
        date::Date,
        dossier::PersonEntry,
        margin::QuestionEntry,
        note::{Heading, NextStep, NoteAddition, Worry},
        reply::{AppointmentReply, Coming},
        restriction::Restriction,
        signal::{AdditionKind, ContactTried, FeltUrgency, Place, Relation, Report, SignalAddition, Since, YesNo},
        transition::Transition,
        triage::{Remark, Urgency},
        visit::{VisitEvent, VisitStep},
        wish::{WishEntry, WishKind},
    },
    ids::{CommandId, DocId, DocKind, EntryId, Id128, MemberId},
    time::Timestamp,
};
use serde::Serialize;
use yrs::Any;

use page::{code, section};

const fn word(form: EntryForm) -> &'static str {
    match form {
        EntryForm::Report => "report",
        EntryForm::SignalAddition => "addition",
        EntryForm::Choice => "choice",
        EntryForm::Remark => "remark",
        EntryForm::Person => "person",
        EntryForm::Wish => "wish",
        EntryForm::NoteAddition => "note addition",
        EntryForm::Transition => "transition",
        EntryForm::Reply => "reply",
        EntryForm::Attempt => "attempt",
        EntryForm::VisitEvent => "visit event",
        EntryForm::Agreement => "agreement",
        EntryForm::Question => "question",
        EntryForm::Seen => "seen",
    }
}

const fn heading(form: EntryForm) -> &'static str {
    match form {
        EntryForm::Report => "### report",
        EntryForm::Choice => "### choice",
        EntryForm::Person => "### person",
        EntryForm::Transition => "### transition",
        EntryForm::SignalAddition => "### addition",
        EntryForm::Remark | EntryForm::NoteAddition => "### remark, note addition",
        EntryForm::Wish => "### wish",
        EntryForm::Reply => "### reply",
        EntryForm::Attempt => "### attempt",
        EntryForm::VisitEvent => "### visit event",
        EntryForm::Agreement => "### agreement",
        EntryForm::Question => "### question",
        EntryForm::Seen => "### seen",
    }
}

/// One entry of every form, with every field.
fn entries() -> Vec<Entry> {
    let (id, author, at, text) = (EntryId::default(), MemberId::default(), Timestamp(0), String::new());
    vec![
        Entry::Report(Box::new(Report {
            id,
            author,
            at,
            observation: text.clone(),
            place: Place::Address { street: text.clone(), number: text.clone() },
            since: Since::Today,
            urgency: FeltUrgency::Today,
            relation: Some(Relation::Stranger),
            contact: Some(ContactTried::No),
            person_knows: Some(YesNo::No),
            interpretation: text.clone(),
            may_call: Some(YesNo::No),
            wants_along: Some(YesNo::No),
        })),
        Entry::SignalAddition(SignalAddition {
            id,
            author,
            at,
            text: text.clone(),
            kind: AdditionKind::AddressIsWrong { place: Place::Description(text.clone()) },
        }),
        Entry::Choice(ChoiceEntry { id, value: text.clone(), author, at, supersedes: vec![], why: text.clone() }),
        Entry::Remark(Remark { id, author, at, text: text.clone() }),
        Entry::Person(PersonEntry {
            id,
            author,
            at,
            supersedes: vec![],
            name: text.clone(),
            address_as: text.clone(),
            language: text.clone(),
            interpreter: text.clone(),
            phone: text.clone(),
        }),
        Entry::Wish(WishEntry {
            id,
            author,
            at,
            supersedes: vec![],
            kinds: vec![WishKind::NotShareWith { whom: text.clone() }],
            text: text.clone(),
        }),
        Entry::NoteAddition(NoteAddition { id, author, at, text: text.clone() }),
        Entry::Reply(AppointmentReply {
            id,
            author,
            at,
            visit: CommandId::default(),
            appointed: at,
            answer: Coming::Yes,
            supersedes: vec![],
        }),
        Entry::Attempt(ContactAttempt {
            id,
            author,
            at,
            means: AttemptMeans::Card,
            day_part: DayPart::Morning,
            reached: YesNo::No,
            text: text.clone(),
        }),
        Entry::VisitEvent(VisitEvent {
            id,
            author,
            at,
            visit: CommandId::default(),
            step: VisitStep::Started,
            supersedes: vec![],
        }),
        Entry::Agreement(AgreementEntry {
            id,
            author,
            at,
            supersedes: vec![],
            who: AgreementParty::Other(text.clone()),
            what: text.clone(),
            due: Date::from_days(0),
            status: AgreementStatus::Open,
        }),
        Entry::Question(QuestionEntry { id, author, at, heading: None, text: text.clone(), answers_to: None }),
        Entry::Seen(SeenEntry { id, author, at, saw: vec![], read: vec![] }),
    ]
    .into_iter()
    .chain(actions().into_iter().map(transition))
    .collect()
}

/// One command of every kind, with every field.
fn actions() -> Vec<CommandAction> {
    let (member, text) = (MemberId::default(), String::new());
    let plan = VisitPlan {
        at: Timestamp(0),
        with: vec![],
        reporter: ReporterJoins::No,
        meet_at: text.clone(),
        place: text.clone(),
    };
    vec![
        CommandAction::PlanVisit(plan.clone()),
        CommandAction::TakeUp,
        CommandAction::Finalise,
        CommandAction::Withdraw,
        CommandAction::GiveBack,
        CommandAction::EndExploration,
        CommandAction::EndAccess { of: member },
        CommandAction::Assign { to: member },
        CommandAction::Link { with: DocId::new(DocKind::Triage, Id128::default()) },
        CommandAction::Unlink { with: DocId::new(DocKind::Triage, Id128::default()) },
        CommandAction::Close { outcome: Outcome::Helped, note: None },
        CommandAction::MoveVisit { visit: CommandId::default(), plan },
        CommandAction::CancelVisit { visit: CommandId::default() },
        CommandAction::Forward { to: text.clone() },
        CommandAction::OutOfScope { signpost: Signpost::Police, why: text.clone() },
        CommandAction::Reopen { why: text },
        CommandAction::Restrict { to: Restriction::Named(vec![]) },
        CommandAction::OpenDossier { help_asked_on: Date::from_days(0).unwrap() },
    ]
}

fn transition(action: CommandAction) -> Entry {
    let (command, by) = (CommandId::default(), MemberId::default());
    Entry::Transition(Transition { command, by, at: Timestamp(0), action, judged: vec![] })
}

/// The names of all fields, those inside others too.
fn fields(value: &Any, into: &mut BTreeSet<String>) {
    match value {
        Any::Map(map) => map.iter().for_each(|(key, value)| {
            into.insert(key.clone());
            fields(value, into);
        }),
        Any::Array(list) => list.iter().for_each(|value| fields(value, into)),
        Any::Null | Any::Undefined | Any::Bool(_) | Any::Number(_) | Any::String(_) | Any::Buffer(_) => {}
    }
}

fn codes<T: Serialize>(values: &[T]) -> Vec<String> {
    values.iter().filter_map(|value| serde_json::to_value(value).unwrap().as_str().map(str::to_owned)).collect()
}

#[test]
fn every_root_field_and_code_is_on_the_page() {
    for kind in DocKind::ALL {
        let names = code(section("## Names"));
        assert!(names.contains(kind.word()), "{}", kind.word());
        for root in roots(kind) {
            let section = section(&format!("### `{}`", kind.word()));
            let line = section.lines().find(|line| code(line).contains(root.name));
            let line = line.unwrap_or_else(|| panic!("{} of {}", root.name, kind.word()));
            let said = match root.kind {
                RootKind::Text => "text".to_owned(),
                RootKind::Entries(form) => format!("list of {}", word(form)),
            };
            let kinds = line.trim_end_matches(['|', ' ']).rsplit('|').next().unwrap_or_default();
            assert!(kinds.split(',').any(|kind| kind.trim() == said), "{line}: {} is a {said}", root.name);
        }
    }
    for entry in entries() {
        let section = section(heading(entry.form()));
        let mut names = BTreeSet::new();
        fields(&entry.to_any().unwrap(), &mut names);
        let said: BTreeSet<&str> =
            code(section).into_iter().flat_map(|code| code.split([' ', '"', '{', '}'])).collect();
        let missing: Vec<&String> = names.iter().filter(|name| !said.contains(name.as_str())).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", word(entry.form()));
    }
    for (heading, codes) in [
        ("### choice", codes(&Worry::ALL)),
        ("### choice", codes(Urgency::ALL)),
        ("### choice", codes(NextStep::ALL)),
        ("### report", codes(Since::ALL)),
        ("### report", codes(FeltUrgency::ALL)),
        ("### report", codes(Relation::ALL)),
        ("### report", codes(ContactTried::ALL)),
        ("### report", codes(YesNo::ALL)),
        ("### addition", codes(&[AdditionKind::More, AdditionKind::TextIsWrong])),
        ("### reply", codes(Coming::ALL)),
        ("### attempt", codes(AttemptMeans::ALL)),
        ("### attempt", codes(DayPart::ALL)),
        ("### attempt", codes(YesNo::ALL)),
        ("### visit event", codes(VisitStep::ALL)),
        (
            "### wish",
            codes(&[
                WishKind::NoConversationNow,
                WishKind::NoReport,
                WishKind::VolunteerNotAlong,
                WishKind::WantsToRead,
                WishKind::Disagrees,
            ]),
        ),
        ("### agreement", codes(AgreementStatus::ALL)),
        ("### agreement", codes(&[AgreementParty::Resident])),
        ("### question", codes(&Heading::ALL)),
        ("### seen", codes(Attention::ALL)),
        ("### transition", codes(&actions())),
        ("### transition", codes(&[ReporterJoins::No, ReporterJoins::IfResidentAgrees])),
        ("### transition", codes(&[Restriction::Team, Restriction::CoordinatorOnly])),
        ("### transition", codes(Outcome::ALL)),
        ("### transition", codes(Signpost::ALL)),
    ] {
        let said = code(section(heading));
        for code in codes {
            assert!(said.contains(code.as_str()) || said.contains(format!("\"{code}\"").as_str()), "{heading}: {code}");
        }
    }
}

#[test]
fn nothing_is_on_the_page_that_is_not_there() {
    for kind in DocKind::ALL.into_iter().filter(|kind| !kind.is_projection()) {
        let known: BTreeSet<&str> = roots(kind).iter().map(|root| root.name).collect();
        let heading = format!("### `{}`", kind.word());
        for line in section(&heading).lines().filter(|line| line.starts_with("| `")) {
            let named = line.split('|').nth(1).map(code).unwrap_or_default();
            assert!(named.is_subset(&known), "{line}");
        }
    }
}
