//! List rows of the documents of the team.

use std::collections::BTreeSet;

use buurtboek_shared::{
    doc::read::{DossierView, NoteView, TriageView},
    domain::{
        attention,
        choice::{self, Answer, ChoiceEntry},
        household::{self, Resident},
        margin,
        note::{NoteState, Worry},
        triage::{LookingAgain, Urgency},
    },
    ids::{DocKind, MemberId},
    sorting,
};
use serde::{Deserialize as _, de::IntoDeserializer};
use yrs::Transaction;

use super::{
    Again, DossierSummary, NoteSummary, Summary, TriageSummary,
    digest::words_of,
    untouched::untouched,
    visits::{ahead_of_plan, open_visits},
};
use crate::storage::records::Digest;

/// Longest excerpt in a list row, in characters.
const EXCERPT: usize = 120;

/// The digest of a document of the team; none for any other kind.
pub(in crate::storage) fn digest_of_team(kind: DocKind, txn: &Transaction<'_>) -> Option<Digest> {
    match kind {
        DocKind::Triage => Some(triage(&TriageView::read(txn))),
        DocKind::Dossier => Some(dossier(&DossierView::read(txn))),
        DocKind::Note => Some(note(&NoteView::read(txn))),
        DocKind::Signal | DocKind::Intake | DocKind::Feedback | DocKind::Directory => None,
    }
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
        judged: view.state.closed.as_ref().map(|closure| closure.judged.clone()).unwrap_or_default(),
        again: view.state.looking_again.as_ref().map(|again| match again {
            LookingAgain::Reopened { .. } => Again::Reopened,
            LookingAgain::Escalated { .. } => Again::Escalated,
        }),
        links: view.state.links.clone(),
    };
    Digest { summary: Summary::Triage(summary), words: words_of(&remarks) }
}

fn dossier(view: &DossierView) -> Digest {
    let first =
        |entries: &[ChoiceEntry]| standing(entries).first().map(|entry| entry.value.clone()).unwrap_or_default();
    let people = household::fold(&view.people);
    let names = people.iter().flat_map(Resident::standing).map(|version| version.name.as_str());
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
    texts.extend(names);
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
        answered: attention::answered(&view.questions, &view.seen),
        seen: attention::ticked_off(&view.seen),
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

fn excerpt(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(EXCERPT).collect()
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
