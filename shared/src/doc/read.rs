//! A document as values of the work. Tolerant: what does not read is left out, for a newer app may have written it.

use std::collections::BTreeMap;

use serde::Deserialize;
use yrs::{GetString, ReadTxn};

use super::{entries::read_entries, schema};
use crate::{
    domain::{
        agreement::AgreementEntry,
        attempt::ContactAttempt,
        attention::SeenEntry,
        choice::{self, ChoiceEntry},
        dossier::{self, DossierState, PersonEntry},
        margin::QuestionEntry,
        note::{self, Heading, LifeDomain, NoteAddition, NoteFault, NoteState, Told, Written},
        reply::AppointmentReply,
        signal::{Report, SignalAddition, YesNo},
        transition::Transition,
        triage::{self, Remark, TriagePhase, TriageState},
        visit::VisitEvent,
        wish::WishEntry,
    },
    ids::{CommandId, MemberId},
    sorting,
    time::Timestamp,
};

/// The one decision that is taken about a signal. It is read as that alone: a volunteer's phone needs no code for others.
#[derive(Deserialize)]
struct Withdrawn {
    at: Timestamp,
    #[serde(rename = "action")]
    _action: Withdraw,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Withdraw {
    Withdraw,
}

/// What a reporter wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignalView {
    /// The report; none before it is sent.
    pub report: Option<Report>,
    /// What was added.
    pub additions: Vec<SignalAddition>,
    /// What was answered to appointments; for [`crate::domain::reply::standing`].
    pub replies: Vec<AppointmentReply>,
    /// When it was withdrawn (server time).
    pub withdrawn: Option<Timestamp>,
}

impl SignalView {
    /// Reads a signal.
    #[must_use]
    pub fn read(txn: &impl ReadTxn) -> Self {
        let withdrawn: Option<Withdrawn> = read_entries(txn, schema::TRANSITIONS).into_iter().next();
        Self {
            report: read_entries(txn, schema::REPORT).into_iter().next(),
            additions: read_entries(txn, schema::ADDITIONS),
            replies: read_entries(txn, schema::REPLIES),
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
    /// Attempts to reach somebody.
    pub attempts: Vec<ContactAttempt>,
    /// What happened in its visits.
    pub visit_events: Vec<VisitEvent>,
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
        let urgency: Vec<ChoiceEntry> = read_entries(txn, schema::URGENCY);
        let attempts: Vec<ContactAttempt> = read_entries(txn, schema::ATTEMPTS);
        let visit_events: Vec<VisitEvent> = read_entries(txn, schema::VISIT_EVENTS);
        let written = triage::Written { urgency: &urgency, attempts: &attempts, visit_events: &visit_events };
        Self {
            state: triage::state(&transitions, written),
            urgency,
            remarks: read_entries(txn, schema::REMARKS),
            attempts,
            visit_events,
            transitions,
        }
    }

    /// Who was given it and left no trace here since: who only looked leaves none. None when nobody waits for anybody.
    #[must_use]
    pub fn untouched_by(&self) -> Option<MemberId> {
        let (holder, since) = self.state.holder.filter(|_| self.state.phase == TriagePhase::Assigned)?;
        let decided = self.transitions.iter().map(|transition| (transition.by, transition.at));
        let remarked = self.remarks.iter().map(|remark| (remark.author, remark.at));
        let tried = self.attempts.iter().map(|attempt| (attempt.author, attempt.at));
        let judged = self.urgency.iter().map(|answer| (answer.author, answer.at));
        let visited = self.visit_events.iter().map(|event| (event.author, event.at));
        let mut traces = decided.chain(remarked).chain(tried).chain(judged).chain(visited);
        traces.all(|(member, at)| member != holder || at < since).then_some(holder)
    }
}

/// What the team knows of a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierView {
    /// What it is called.
    pub name: Vec<ChoiceEntry>,
    /// Where the household lives.
    pub address: Vec<ChoiceEntry>,
    /// Its people: every version, see [`household::fold`].
    pub people: Vec<PersonEntry>,
    /// What the resident wants and does not want: every version, see [`crate::domain::wish::fold`].
    pub wishes: Vec<WishEntry>,
    /// Who does what by when: every version, see [`crate::domain::agreement::fold`].
    pub agreements: Vec<AgreementEntry>,
    /// Attempts to reach somebody.
    pub attempts: Vec<ContactAttempt>,
    /// What happened in its visits.
    pub visit_events: Vec<VisitEvent>,
    /// Where it stands.
    pub state: DossierState,
    /// What was decided, in server order.
    pub transitions: Vec<Transition>,
}

impl DossierView {
    /// Reads a dossier.
    #[must_use]
    pub fn read(txn: &impl ReadTxn) -> Self {
        let transitions = transitions(txn);
        let visit_events: Vec<VisitEvent> = read_entries(txn, schema::VISIT_EVENTS);
        Self {
            name: read_entries(txn, schema::NAME),
            address: read_entries(txn, schema::ADDRESS),
            people: read_entries(txn, schema::PEOPLE),
            wishes: read_entries(txn, schema::WISHES),
            agreements: read_entries(txn, schema::AGREEMENTS),
            attempts: read_entries(txn, schema::ATTEMPTS),
            state: dossier::fold(&transitions, &visit_events),
            visit_events,
            transitions,
        }
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
    /// The visit that it is of; see [`Self::visit_now`].
    pub visit: Vec<ChoiceEntry>,
    /// "Geen gesprek": codes of [`YesNo`].
    pub no_conversation: Vec<ChoiceEntry>,
    /// With whom it was written on one tablet, in words.
    pub written_with: Vec<ChoiceEntry>,
    /// The prose of each heading that has some.
    pub texts: BTreeMap<Heading, String>,
    /// Each life domain that has something.
    pub domains: BTreeMap<LifeDomain, DomainView>,
    /// Who does what by when: every version, see [`crate::domain::agreement::fold`].
    pub agreements: Vec<AgreementEntry>,
    /// Codes of [`note::Worry`].
    pub worry: Vec<ChoiceEntry>,
    /// "Volgende stap": codes of [`note::NextStep`].
    pub next_step: Vec<ChoiceEntry>,
    /// "Verteld aan de inwoner": each tick that has answers, codes of [`YesNo`].
    pub told: BTreeMap<Told, Vec<ChoiceEntry>>,
    /// Questions beside the text; for [`crate::domain::margin::fold`].
    pub questions: Vec<QuestionEntry>,
    /// Who read it along.
    pub seen: Vec<SeenEntry>,
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
        let told = Told::ALL.iter().filter_map(|told| {
            let ticks: Vec<ChoiceEntry> = read_entries(txn, schema::told_root(*told));
            (!ticks.is_empty()).then_some((*told, ticks))
        });
        Self {
            visit_date: read_entries(txn, schema::VISIT_DATE),
            present: read_entries(txn, schema::PRESENT),
            visit: read_entries(txn, schema::VISIT),
            no_conversation: read_entries(txn, schema::NO_CONVERSATION),
            written_with: read_entries(txn, schema::WRITTEN_WITH),
            texts: sorting::gather(texts),
            domains: sorting::gather(domains),
            agreements: read_entries(txn, schema::AGREEMENTS),
            worry: read_entries(txn, schema::WORRY),
            next_step: read_entries(txn, schema::NEXT_STEP),
            told: sorting::gather(told),
            questions: read_entries(txn, schema::QUESTIONS),
            seen: read_entries(txn, schema::SEEN),
            additions: read_entries(txn, schema::ADDITIONS),
            state: note::fold(&transitions),
            transitions,
        }
    }
}

impl NoteView {
    /// What it lacks to be finished; empty when it may be.
    #[must_use]
    pub fn faults(&self) -> Vec<NoteFault> {
        let has_text = |text: &str| !text.trim().is_empty();
        let domains = self.domains.values().map(|domain| domain.text.as_str());
        let said =
            |entries: &[ChoiceEntry], code: &str| choice::standing(entries).iter().any(|entry| entry.value == code);
        // How it came about is there from the start, and says nothing of what happened.
        let texts = self.texts.iter().filter(|(heading, _)| **heading != Heading::Occasion);
        let texts = texts.map(|(_, text)| text.as_str());
        let written = if texts.chain(domains).any(has_text) {
            Written::Text
        } else if said(&self.no_conversation, YesNo::Yes.code()) {
            Written::NoConversation
        } else {
            Written::Nothing
        };
        let first = |entries: &[ChoiceEntry]| {
            let filled = choice::standing(entries).into_iter().find(|entry| has_text(&entry.value));
            filled.map(|entry| entry.value.clone()).unwrap_or_default()
        };
        note::faults(&first(&self.visit_date), &first(&self.present), written)
    }

    /// The visit that it is of; none when nobody said, or two say otherwise.
    #[must_use]
    pub fn visit_now(&self) -> Option<CommandId> {
        match choice::fold(&self.visit) {
            choice::Answer::Settled(entry) => entry.value.parse().ok(),
            choice::Answer::None | choice::Answer::Open(_) => None,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{command::CommandAction, triage::Written},
        ids::EntryId,
    };

    const MARIJKE: MemberId = MemberId::from_bytes([1; 16]);
    const SAMIRA: MemberId = MemberId::from_bytes([2; 16]);

    fn given_to_samira(by: MemberId) -> TriageView {
        let transitions = vec![Transition {
            command: CommandId::from_bytes([9; 16]),
            by,
            at: Timestamp(100),
            action: CommandAction::Assign { to: SAMIRA },
            judged: Vec::new(),
        }];
        TriageView {
            urgency: Vec::new(),
            remarks: Vec::new(),
            attempts: Vec::new(),
            visit_events: Vec::new(),
            state: triage::state(&transitions, Written::default()),
            transitions,
        }
    }

    fn remark(author: MemberId, at: i64) -> Remark {
        Remark { id: EntryId::from_bytes([3; 16]), author, at: Timestamp(at), text: "Ik bel".to_owned() }
    }

    #[test]
    fn how_it_came_about_alone_is_no_report() {
        let doc = crate::doc::write::open_doc(1);
        let mut note = NoteView::read(&yrs::Transact::transact(&doc));
        note.texts.insert(Heading::Occasion, "Wij hoorden iets.".to_owned());
        assert!(note.faults().contains(&NoteFault::NothingWritten));
        note.texts.insert(Heading::ResidentSays, "Het gaat.".to_owned());
        assert!(!note.faults().contains(&NoteFault::NothingWritten));
    }

    #[test]
    fn somebody_who_was_given_a_signal_is_named_until_they_leave_a_trace() {
        let view = given_to_samira(MARIJKE);
        assert_eq!(view.untouched_by(), Some(SAMIRA));
        let earlier = TriageView { remarks: vec![remark(SAMIRA, 50)], ..view.clone() };
        assert_eq!(earlier.untouched_by(), Some(SAMIRA), "that was before it was theirs");
        let others = TriageView { remarks: vec![remark(MARIJKE, 200)], ..view.clone() };
        assert_eq!(others.untouched_by(), Some(SAMIRA));
        let theirs = TriageView { remarks: vec![remark(SAMIRA, 200)], ..view };
        assert_eq!(theirs.untouched_by(), None);
        assert_eq!(given_to_samira(SAMIRA).untouched_by(), None, "who gives it to themselves knows of it");
    }
}
