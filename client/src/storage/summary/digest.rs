//! Making a list row out of a document: what its kind has to say in a line, and the words it is found by.

use buurtboek_shared::{
    doc::read::SignalView,
    domain::{
        intake::Intake,
        signal::{Place, Report, corrected_place},
    },
    ids::{DocId, DocKind},
    protocol::codec::decode_value,
    sorting,
};
use yrs::Transaction;

use super::{SignalSummary, Summary};
use crate::storage::{records::Digest, team_kinds::team_kinds};

/// The digest of a yrs document; none for a kind that is a projection, and where the code that reads the kind is not.
#[must_use]
pub fn digest_of_document(kind: DocKind, txn: &Transaction<'_>) -> Option<Digest> {
    match kind {
        DocKind::Signal => Some(signal(&SignalView::read(txn))),
        DocKind::Triage | DocKind::Dossier | DocKind::Note => (team_kinds()?.digest)(kind, txn),
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

fn place_of(report: &Report) -> String {
    match &report.place {
        Place::Address { street, number } => format!("{street} {number}"),
        Place::Description(words) => words.clone(),
    }
}

pub(super) fn words_of(texts: &[&str]) -> String {
    let words = texts.iter().flat_map(|text| text.split(|character: char| !character.is_alphanumeric()));
    let mut words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    sorting::sort_by(&mut words, Ord::cmp);
    words.dedup();
    words.join(" ")
}
