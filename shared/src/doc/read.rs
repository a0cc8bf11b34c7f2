//! A document as values of the work. Tolerant: what does not read is left out, for a newer app may have written it.

use std::collections::BTreeMap;

use yrs::{GetString, ReadTxn};

use super::{entries::read_entries, schema};
use crate::{
    domain::{
        choice::ChoiceEntry,
        command::CommandAction,
        dossier::{PersonEntry, WordsEntry},
        note::{self, Heading, LifeDomain, NoteAddition, NoteState},
        signal::{Report, SignalAddition},
        transition::Transition,
        triage::{self, Remark, TriageState},
    },
    ids::MemberId,
    time::Timestamp,
};

/// What a reporter wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignalView {
    /// The report; none before it is sent.
    pub report: Option<Report>,
    /// What was added.
    pub additions: Vec<SignalAddition>,
    /// When it was withdrawn (server time).
    pub withdrawn: Option<Timestamp>,
}

impl SignalView {
    /// Reads a signal.
    #[must_use]
    pub fn read(txn: &impl ReadTxn) -> Self {
        let withdrawn = transitions(txn).into_iter().find(|done| matches!(done.action, CommandAction::Withdraw));
        Self {
            report: read_entries(txn, schema::REPORT).into_iter().next(),
            additions: read_entries(txn, schema::ADDITIONS),
            withdrawn: withdrawn.map(|done| done.at),
        }
    }
}

/// What the team does about a signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TriageView {
    /// Codes of [`triage::Urgency`]; for [`crate::domain::choice::fold`].
    pub urgency: Vec<ChoiceEntry>,
    /// Remarks.
    pub remarks: Vec<Remark>,
    /// Where it stands.
    pub state: TriageState,
    /// What was decided, in server order.
    pub transitions: Vec<Transition>,
}

impl TriageView {
    /// Reads a triage.
    #[must_use]
    pub fn read(txn: &impl ReadTxn) -> Self {
        let transitions = transitions(txn);
        Self {
            urgency: read_entries(txn, schema::URGENCY),
            remarks: read_entries(txn, schema::REMARKS),
            state: triage::fold(&transitions),
            transitions,
        }
    }
}

/// What the team knows of a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierView {
    /// What it is called.
    pub name: Vec<ChoiceEntry>,
    /// Where the household lives.
    pub address: Vec<ChoiceEntry>,
    /// Its people: every version, see [`Self::people_now`].
    pub people: Vec<PersonEntry>,
    /// What the resident wants and does not want.
    pub wishes: Vec<WordsEntry>,
    /// Who does what by when.
    pub agreements: Vec<WordsEntry>,
    /// Who it was given to last, and when (server time).
    pub holder: Option<(MemberId, Timestamp)>,
    /// What was decided, in server order.
    pub transitions: Vec<Transition>,
}

impl DossierView {
    /// Reads a dossier.
    #[must_use]
    pub fn read(txn: &impl ReadTxn) -> Self {
        let transitions = transitions(txn);
        Self {
            name: read_entries(txn, schema::NAME),
            address: read_entries(txn, schema::ADDRESS),
            people: read_entries(txn, schema::PEOPLE),
            wishes: read_entries(txn, schema::WISHES),
            agreements: read_entries(txn, schema::AGREEMENTS),
            holder: triage::fold(&transitions).holder,
            transitions,
        }
    }

    /// The people that no later entry replaces, in document order.
    #[must_use]
    pub fn people_now(&self) -> Vec<&PersonEntry> {
        let replaced = |person: &PersonEntry| {
            self.people.iter().any(|other| other.id != person.id && other.supersedes.contains(&person.id))
        };
        self.people.iter().filter(|person| !replaced(person)).collect()
    }
}

/// One life domain of a note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DomainView {
    /// What is recorded; may be empty.
    pub text: String,
    /// Why it is recorded.
    pub why: Vec<ChoiceEntry>,
}

/// The report of one visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteView {
    /// The day, `YYYY-MM-DD`.
    pub visit_date: Vec<ChoiceEntry>,
    /// Who was there.
    pub present: Vec<ChoiceEntry>,
    /// The prose of each heading that has some.
    pub texts: BTreeMap<Heading, String>,
    /// Each life domain that has something.
    pub domains: BTreeMap<LifeDomain, DomainView>,
    /// Who does what by when.
    pub agreements: Vec<WordsEntry>,
    /// Codes of [`note::Worry`].
    pub worry: Vec<ChoiceEntry>,
    /// "Volgende stap".
    pub next_step: Vec<ChoiceEntry>,
    /// What was added after it was finished.
    pub additions: Vec<NoteAddition>,
    /// Can it still be written in?
    pub state: NoteState,
    /// What was decided, in server order.
    pub transitions: Vec<Transition>,
}

impl NoteView {
    /// Reads a note.
    #[must_use]
    pub fn read(txn: &impl ReadTxn) -> Self {
        let transitions = transitions(txn);
        let texts = Heading::ALL.into_iter().filter_map(|heading| {
            let text = read_text(txn, schema::heading_root(heading));
            (!text.is_empty()).then_some((heading, text))
        });
        let domains = LifeDomain::ALL.into_iter().filter_map(|domain| {
            let text = read_text(txn, schema::domain_root(domain));
            let why = read_entries(txn, schema::domain_reason_root(domain));
            (!text.is_empty() || !why.is_empty()).then_some((domain, DomainView { text, why }))
        });
        Self {
            visit_date: read_entries(txn, schema::VISIT_DATE),
            present: read_entries(txn, schema::PRESENT),
            texts: texts.collect(),
            domains: domains.collect(),
            agreements: read_entries(txn, schema::AGREEMENTS),
            worry: read_entries(txn, schema::WORRY),
            next_step: read_entries(txn, schema::NEXT_STEP),
            additions: read_entries(txn, schema::ADDITIONS),
            state: note::fold(&transitions),
            transitions,
        }
    }
}

/// The prose under a root; empty when there is none.
#[must_use]
pub fn read_text(txn: &impl ReadTxn, root: &str) -> String {
    txn.get_text(root).map(|text| text.get_string(txn)).unwrap_or_default()
}

/// What was decided about a document, in server order.
#[must_use]
pub fn transitions(txn: &impl ReadTxn) -> Vec<Transition> {
    read_entries(txn, schema::TRANSITIONS)
}
