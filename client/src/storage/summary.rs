//! What the lists show of a document, so that no list has to open two thousand documents.

mod untouched;
mod visits;

use std::collections::BTreeSet;

use buurtboek_shared::{
    doc::read::{DossierView, NoteView, SignalView, TriageView},
    domain::{
        agreement::AgreementEntry,
        choice::{self, Answer, ChoiceEntry},
        command::Outcome,
        directory::Directory,
        dossier::DossierPhase,
        feedback::FeedbackEntry,
        intake::Intake,
        margin::{self, Attention},
        note::{NoteState, Worry},
        signal::{Place, Report, corrected_place},
        triage::{LookingAgain, TriagePhase, Urgency},
        visit::VisitEvent,
    },
    ids::{CommandId, DocId, DocKind, MemberId},
    protocol::codec::decode_value,
    sorting,
    time::Timestamp,
};
use serde::{Deserialize, Serialize, de::IntoDeserializer};
use yrs::ReadTxn;

pub use self::visits::VisitSummary;
use self::{
    untouched::untouched,
    visits::{ahead_of_plan, open_visits},
};
use super::records::Digest;

/// What a list row says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Summary {
    /// Of the member's own signal.
    Signal(SignalSummary),
    /// Of the intake: all of it, it is small.
    Intake(Box<Intake>),
    /// Of a triage.
    Triage(TriageSummary),
    /// Of a dossier.
    Dossier(DossierSummary),
    /// Of a note.
    Note(NoteSummary),
    /// What the reporter may know: all of it.
    Feedback(Vec<FeedbackEntry>),
    /// The directory: all of it.
    Directory(Box<Directory>),
}

/// "Nevelstraat · 12 maart": the street only, since a phone lies about at home.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SignalSummary {
    /// The street; empty for a place in own words, which may say more than others should see.
    pub street: String,
    /// When it was sent, by the device's clock; none before it is.
    pub sent_at: Option<Timestamp>,
    /// When it was withdrawn, server time.
    pub withdrawn: Option<Timestamp>,
}

/// Where a signal stands in the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriageSummary {
    /// Its phase.
    pub phase: TriagePhase,
    /// Who has it, since when (server time).
    pub holder: Option<(MemberId, Timestamp)>,
    /// The most urgent answer that stands.
    pub urgency: Option<Urgency>,
    /// Visits that are still to be ended, in the order of planning.
    pub visits: Vec<VisitSummary>,
    /// What happened in visits whose plan is not in the document: as long as it waits for the server.
    pub ahead: Vec<VisitEvent>,
    /// Whom it was given to and when (server time), without them having done anything in it since.
    pub untouched: Vec<(MemberId, Timestamp)>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Why it is looked at again after it was closed.
    pub again: Option<Again>,
    /// How many triages are linked with it.
    pub links: u32,
}

/// Why a closed signal is looked at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Again {
    /// Somebody reopened it.
    Reopened,
    /// Somebody judged it to be for today, apart from who closed it.
    Escalated,
}

/// What a dossier is called, and what is to be done in it.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DossierSummary {
    /// "Mevrouw Bakema"; the first of several answers.
    pub name: String,
    /// Where the household lives; the first of several answers.
    pub address: String,
    /// Who has it.
    pub holder: Option<MemberId>,
    /// How many people are recorded.
    pub people: u32,
    /// Where it stands.
    pub phase: DossierPhase,
    /// Visits that are still to be ended, in the order of planning.
    pub visits: Vec<VisitSummary>,
    /// What happened in visits whose plan is not in the document: as long as it waits for the server.
    pub ahead: Vec<VisitEvent>,
    /// Every version of its agreements: those of its notes go on here.
    pub agreements: Vec<AgreementEntry>,
    /// Who was brought in and when (server time), without having done anything in it since.
    pub untouched: Vec<(MemberId, Timestamp)>,
}

/// Where a note stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteSummary {
    /// The day of the visit, `YYYY-MM-DD`; empty when nobody filled it in.
    pub date: String,
    /// Who finished it and when (server time); none while it is open.
    pub finalised: Option<(MemberId, Timestamp)>,
    /// The greatest worry that stands.
    pub worry: Option<Worry>,
    /// How many choice fields wait for somebody to choose.
    pub open_choices: u32,
    /// The first words of it.
    pub excerpt: String,
    /// Who asked something beside the text that nobody else answered.
    pub askers: BTreeSet<MemberId>,
    /// Whose questions beside the text were answered.
    pub answered: BTreeSet<MemberId>,
    /// What was ticked off with "Gezien".
    pub seen: BTreeSet<Attention>,
    /// The visit that it is of; none when nobody said.
    pub visit: Option<CommandId>,
    /// Every version of its agreements.
    pub agreements: Vec<AgreementEntry>,
    /// Who answered something in it.
    pub authors: Vec<MemberId>,
}

/// Longest excerpt and place in a list row, in characters.
const EXCERPT: usize = 120;

/// The digest of a yrs document; none for a kind that is a projection.
#[must_use]
pub fn digest_of_document(kind: DocKind, txn: &impl ReadTxn) -> Option<Digest> {
    match kind {
        DocKind::Signal => Some(signal(&SignalView::read(txn))),
        DocKind::Triage => Some(triage(&TriageView::read(txn))),
        DocKind::Dossier => Some(dossier(&DossierView::read(txn))),
        DocKind::Note => Some(note(&NoteView::read(txn))),
        DocKind::Intake | DocKind::Feedback | DocKind::Directory => None,
    }
}

/// The digest of a projection's value; none when it does not read, or is not of a projection's kind.
#[must_use]
pub fn digest_of_projection(doc: DocId, value: &[u8]) -> Option<Digest> {
    match doc.kind {
        DocKind::Intake => {
            let intake: Intake = decode_value(value).ok()?;
            let words = words_of(&[&intake.report.observation, &place_of(&intake.report)]);
            Some(Digest { summary: Summary::Intake(Box::new(intake)), words })
        }
        DocKind::Feedback => {
            Some(Digest { summary: Summary::Feedback(decode_value(value).ok()?), words: String::new() })
        }
        DocKind::Directory => {
            Some(Digest { summary: Summary::Directory(decode_value(value).ok()?), words: String::new() })
        }
        DocKind::Signal | DocKind::Triage | DocKind::Dossier | DocKind::Note => None,
    }
}

fn signal(view: &SignalView) -> Digest {
    let Some(report) = &view.report else {
        return Digest { summary: Summary::Signal(SignalSummary::default()), words: String::new() };
    };
    let place = corrected_place(&view.additions).map_or(&report.place, |(place, _)| place);
    let street = match place {
        Place::Address { street, .. } => street.clone(),
        Place::Description(_) => String::new(),
    };
    let words = words_of(&[&report.observation, &place_of(report)]);
    let summary = SignalSummary { street, sent_at: Some(report.at), withdrawn: view.withdrawn };
    Digest { summary: Summary::Signal(summary), words }
}

fn triage(view: &TriageView) -> Digest {
    let remarks: Vec<&str> = view.remarks.iter().map(|remark| remark.text.as_str()).collect();
    let urgency = standing(&view.urgency).into_iter().filter_map(|entry| urgency_of(&entry.value)).max();
    let summary = TriageSummary {
        phase: view.state.phase,
        holder: view.state.holder,
        urgency,
        visits: open_visits(&view.state.visits),
        ahead: ahead_of_plan(&view.state.visits, &view.visit_events),
        untouched: untouched(&view.transitions, &view.state.stepped_back, || {
            let urgency = view.urgency.iter().map(|entry| (entry.author, entry.at));
            let remarks = view.remarks.iter().map(|entry| (entry.author, entry.at));
            let attempts = view.attempts.iter().map(|entry| (entry.author, entry.at));
            let events = view.visit_events.iter().map(|entry| (entry.author, entry.at));
            urgency.chain(remarks).chain(attempts).chain(events).collect()
        }),
        outcome: view.state.closed.as_ref().map(|closure| closure.outcome),
        again: view.state.looking_again.as_ref().map(|again| match again {
            LookingAgain::Reopened { .. } => Again::Reopened,
            LookingAgain::Escalated { .. } => Again::Escalated,
        }),
        links: count(view.state.links.len()),
    };
    Digest { summary: Summary::Triage(summary), words: words_of(&remarks) }
}

fn dossier(view: &DossierView) -> Digest {
    let first =
        |entries: &[ChoiceEntry]| standing(entries).first().map(|entry| entry.value.clone()).unwrap_or_default();
    let people = view.people_now();
    let summary = DossierSummary {
        name: first(&view.name),
        address: first(&view.address),
        holder: view.state.holder.map(|(member, _)| member),
        people: count(people.len()),
        phase: view.state.phase,
        visits: open_visits(&view.state.visits),
        ahead: ahead_of_plan(&view.state.visits, &view.visit_events),
        agreements: view.agreements.clone(),
        untouched: untouched(&view.transitions, &view.state.stepped_back, || {
            let names = view.name.iter().chain(&view.address).map(|entry| (entry.author, entry.at));
            let people = view.people.iter().map(|entry| (entry.author, entry.at));
            let wishes = view.wishes.iter().map(|entry| (entry.author, entry.at));
            let agreements = view.agreements.iter().map(|entry| (entry.author, entry.at));
            let attempts = view.attempts.iter().map(|entry| (entry.author, entry.at));
            let events = view.visit_events.iter().map(|entry| (entry.author, entry.at));
            names.chain(people).chain(wishes).chain(agreements).chain(attempts).chain(events).collect()
        }),
    };
    let mut texts = vec![summary.name.as_str(), summary.address.as_str()];
    texts.extend(people.iter().map(|person| person.name.as_str()));
    texts.extend(view.wishes.iter().map(|wish| wish.text.as_str()));
    texts.extend(view.agreements.iter().map(|agreement| agreement.what.as_str()));
    let words = words_of(&texts);
    Digest { summary: Summary::Dossier(summary), words }
}

fn note(view: &NoteView) -> Digest {
    let mut texts: Vec<&str> = view.texts.values().map(String::as_str).collect();
    texts.extend(view.domains.values().map(|domain| domain.text.as_str()));
    texts.extend(view.additions.iter().map(|addition| addition.text.as_str()));
    texts.extend(view.agreements.iter().map(|agreement| agreement.what.as_str()));
    let whys: Vec<&Vec<ChoiceEntry>> = view.domains.values().map(|domain| &domain.why).collect();
    let fields =
        [&view.visit_date, &view.present, &view.no_conversation, &view.written_with, &view.worry, &view.next_step];
    let told = || view.told.values();
    let open = fields
        .into_iter()
        .chain(whys)
        .chain(told())
        .filter(|entries| matches!(choice::fold(entries), Answer::Open(_)))
        .count();
    let answers = fields.into_iter().chain(told()).flatten().map(|entry| entry.author);
    let authors: BTreeSet<MemberId> = sorting::gather(answers.chain(view.agreements.iter().map(|entry| entry.author)));
    let finalised = match view.state {
        NoteState::Open => None,
        NoteState::Finalised { by, at } => Some((by, at)),
    };
    let summary = NoteSummary {
        date: standing(&view.visit_date).first().map(|entry| entry.value.clone()).unwrap_or_default(),
        finalised,
        worry: standing(&view.worry).into_iter().filter_map(|entry| Worry::from_code(&entry.value)).max(),
        open_choices: count(open),
        excerpt: texts.first().map(|text| excerpt(text)).unwrap_or_default(),
        askers: margin::askers(&view.questions),
        answered: margin::answered(&view.questions),
        seen: margin::ticked_off(&view.seen),
        visit: view.visit_now(),
        agreements: view.agreements.clone(),
        authors: authors.into_iter().collect(),
    };
    let words = words_of(&texts);
    Digest { summary: Summary::Note(summary), words }
}

/// The answers that nobody superseded.
fn standing(entries: &[ChoiceEntry]) -> Vec<&ChoiceEntry> {
    match choice::fold(entries) {
        Answer::None => Vec::new(),
        Answer::Settled(entry) => vec![entry],
        Answer::Open(entries) => entries,
    }
}

fn urgency_of(code: &str) -> Option<Urgency> {
    let read: Result<Urgency, serde::de::value::Error> = Urgency::deserialize(code.into_deserializer());
    read.ok()
}

fn place_of(report: &Report) -> String {
    match &report.place {
        Place::Address { street, number } => format!("{street} {number}"),
        Place::Description(words) => words.clone(),
    }
}

fn excerpt(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(EXCERPT).collect()
}

fn words_of(texts: &[&str]) -> String {
    let words: BTreeSet<String> = sorting::gather(
        texts
            .iter()
            .flat_map(|text| text.split(|character: char| !character.is_alphanumeric()))
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase),
    );
    words.into_iter().collect::<Vec<_>>().join(" ")
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
