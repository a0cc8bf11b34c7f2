//! The page for those who write a client, held against the code.

use std::collections::BTreeSet;

use buurtboek_shared::{
    doc::{
        entries::Entry,
        schema::{EntryForm, RootKind, roots},
    },
    domain::{
        choice::ChoiceEntry,
        command::{CommandAction, Outcome, ReporterJoins},
        dossier::{PersonEntry, WordsEntry},
        note::{NoteAddition, Worry},
        signal::{ContactTried, FeltUrgency, Place, Relation, Report, SignalAddition, Since, YesNo},
        transition::Transition,
        triage::{Remark, Urgency},
    },
    ids::{CommandId, DocId, DocKind, EntryId, Id128, MemberId},
    time::Timestamp,
};
use serde::Serialize;
use yrs::Any;

const PAGE: &str = include_str!("../../docs/documents.md");

/// The part under a heading, up to the next heading.
fn section(heading: &str) -> &'static str {
    let start = PAGE.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no heading {heading}"));
    let rest = &PAGE[start + heading.len() + 2..];
    rest.split("\n#").next().unwrap_or(rest)
}

/// What stands between backticks.
fn code(text: &str) -> BTreeSet<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

const fn word(form: EntryForm) -> &'static str {
    match form {
        EntryForm::Report => "report",
        EntryForm::SignalAddition => "addition",
        EntryForm::Choice => "choice",
        EntryForm::Remark => "remark",
        EntryForm::Person => "person",
        EntryForm::Words => "words",
        EntryForm::NoteAddition => "note addition",
        EntryForm::Transition => "transition",
    }
}

const fn heading(form: EntryForm) -> &'static str {
    match form {
        EntryForm::Report => "### report",
        EntryForm::Choice => "### choice",
        EntryForm::Person => "### person",
        EntryForm::Transition => "### transition",
        EntryForm::SignalAddition | EntryForm::Remark | EntryForm::Words | EntryForm::NoteAddition => {
            "### addition, remark, words, note addition"
        }
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
        Entry::SignalAddition(SignalAddition { id, author, at, text: text.clone() }),
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
        }),
        Entry::Words(WordsEntry { id, author, at, text: text.clone() }),
        Entry::NoteAddition(NoteAddition { id, author, at, text: text.clone() }),
        transition(CommandAction::PlanVisit { at, with: vec![], reporter: ReporterJoins::No, meet_at: text }),
        transition(CommandAction::TakeUp),
        transition(CommandAction::Finalise),
        transition(CommandAction::Withdraw),
        transition(CommandAction::Assign { to: author }),
        transition(CommandAction::Link { with: DocId::new(DocKind::Triage, Id128::default()) }),
        transition(CommandAction::Close { outcome: Outcome::Helped }),
    ]
}

fn transition(action: CommandAction) -> Entry {
    Entry::Transition(Transition { command: CommandId::default(), by: MemberId::default(), at: Timestamp(0), action })
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
        let said: BTreeSet<&str> = code(section).into_iter().flat_map(|code| code.split([' ', '"', '{', '}'])).collect();
        let missing: Vec<&String> = names.iter().filter(|name| !said.contains(name.as_str())).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", word(entry.form()));
    }
    for (heading, codes) in [
        ("### choice", codes(&Worry::ALL)),
        ("### choice", codes(&[Urgency::CanWait, Urgency::ThisWeek, Urgency::Today])),
        ("### report", codes(Since::ALL)),
        ("### report", codes(FeltUrgency::ALL)),
        ("### report", codes(Relation::ALL)),
        ("### report", codes(ContactTried::ALL)),
        ("### report", codes(YesNo::ALL)),
        ("### transition", codes(&[CommandAction::TakeUp, CommandAction::Finalise, CommandAction::Withdraw])),
        ("### transition", codes(&[ReporterJoins::No, ReporterJoins::IfResidentAgrees])),
        (
            "### transition",
            codes(&[
                Outcome::Helped,
                Outcome::NoHelpNeeded,
                Outcome::HelpDeclined,
                Outcome::PassedOn,
                Outcome::NotReached,
                Outcome::Withdrawn,
            ]),
        ),
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
