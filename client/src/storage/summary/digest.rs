//! Making a list row out of a document: what its kind has to say in a line, and the words it is found by.

use std::collections::BTreeSet;

use buurtboek_shared::{
    doc::read::{DossierView, NoteView, SignalView, TriageView},
    domain::{
        choice::{self, Answer, ChoiceEntry},
        intake::Intake,
        margin,
        note::{NoteState, Worry},
        signal::{Place, Report, corrected_place},
        triage::{LookingAgain, Urgency},
    },
    ids::{DocId, DocKind, MemberId},
    protocol::codec::decode_value,
    sorting,
};
use serde::{Deserialize as _, de::IntoDeserializer};
use yrs::ReadTxn;

use super::{
    Again, DossierSummary, NoteSummary, SignalSummary, Summary, TriageSummary,
    untouched::untouched,
    visits::{ahead_of_plan, open_visits},
};
use crate::storage::records::Digest;

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
