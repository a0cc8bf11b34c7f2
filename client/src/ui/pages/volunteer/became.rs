//! What became of a signal that its reporter sent, as far as this telephone knows.

use buurtboek_shared::{
    domain::feedback::FeedbackEntry,
    ids::{DocId, DocKind},
    time::Timestamp,
};
use leptos::prelude::*;

use super::feedback;
use crate::{
    i18n::{Locale, say},
    state::{RescueDraft, Summary, ViewRow, open_doc::Sought},
    ui::{
        context::notebook,
        opened::open,
        parts::badge::{BadgeText, BadgeTone},
        words::answers,
    },
};

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// The server has it, since then.
    Received(Timestamp),
    /// It is on the device alone.
    Waiting,
    /// It was refused; its text is kept.
    Refused,
    /// It was refused, and its writer deleted the text.
    Erased,
    /// The device knows nothing of it.
    Unknown,
}

/// What became of one signal.
pub fn became(signal: DocId) -> Memo<Became> {
    let notebook = notebook();
    let (rows, rescue) = (notebook.list(DocKind::Signal), notebook.rescue());
    let feedback = feedback();
    let sought = open(signal).sought();
    Memo::new(move |_| {
        let row = |rows: &Vec<ViewRow>| rows.iter().find(|row| row.doc == signal).cloned();
        let kept = rescue.with(|drafts| kept_of(drafts, signal));
        feedback.with(|entries| became_of(entries.get(&signal), rows.with(row).as_ref(), kept, sought.get()))
    })
}

/// What became of a signal in the list, and what the list says of it; nothing of one that its writer let go.
pub fn listed(
    locale: Locale,
    told: Option<&FeedbackEntry>,
    row: &ViewRow,
    drafts: &[RescueDraft],
) -> Option<BadgeText> {
    let became = became_of(told, Some(row), kept_of(drafts, row.doc), Sought::Reading);
    if became == Became::Erased { None } else { badge(locale, told, became) }
}

/// What is said first: the sentence, or what became of it.
pub fn badge(locale: Locale, told: Option<&FeedbackEntry>, became: Became) -> Option<BadgeText> {
    let (tone, words) = match (told, became) {
        (Some(entry), _) => (BadgeTone::Accent, answers::sentence(locale, &entry.sentence)),
        (None, Became::Received(_)) => (BadgeTone::Accent, say!(locale, volunteer.sentence.received)),
        (None, Became::Waiting) => (BadgeTone::Calm, say!(locale, volunteer.sentence.waiting)),
        (None, Became::Refused | Became::Erased) => (BadgeTone::Attention, say!(locale, volunteer.sentence.refused)),
        (None, Became::Unknown) => return None,
    };
    Some(BadgeText::new(tone, words))
}

fn kept_of(drafts: &[RescueDraft], signal: DocId) -> bool {
    drafts.iter().any(|draft| draft.doc == signal)
}

/// Received is said only on the server's word: what it told the reporter, or the row that it announced. What is merely
/// not known here waits; what is here without its words has been refused. Of a signal that was received only what was
/// added to it can come back.
fn became_of(told: Option<&FeedbackEntry>, row: Option<&ViewRow>, kept: bool, sought: Sought) -> Became {
    let announced = row.filter(|row| row.seq.0 > 0).map(|row| row.created);
    let is_empty = |row: &ViewRow| matches!(&row.summary, Summary::Signal(signal) if signal.sent_at.is_none());
    match (told.map(|entry| entry.received).or(announced), sought) {
        (Some(at), _) => Became::Received(at),
        (None, _) if kept => Became::Refused,
        (None, _) if row.is_some_and(is_empty) => Became::Erased,
        (None, Sought::Reading) => Became::Waiting,
        (None, Sought::InVain) => Became::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        doc::schema,
        domain::{access::Access, refusal::Reason},
        ids::{Id128, Seq},
    };

    use super::*;
    use crate::state::{Rescued, SignalSummary};

    fn row(seq: u64) -> ViewRow {
        ViewRow {
            doc: DocId::new(DocKind::Signal, Id128([1; 16])),
            parent: None,
            created: Timestamp(5_000),
            access: Access::Write,
            seq: Seq(seq),
            summary: Summary::Signal(SignalSummary { sent_at: Some(Timestamp(4_000)), ..SignalSummary::default() }),
            words: String::new(),
        }
    }

    #[test]
    fn received_is_said_on_the_servers_word_alone() {
        let of = |row: Option<&ViewRow>, sought| became_of(None, row, false, sought);
        assert_eq!(of(None, Sought::Reading), Became::Waiting, "the list is not read yet");
        assert_eq!(of(None, Sought::InVain), Became::Unknown, "deleted, or never here");
        assert_eq!(of(Some(&row(0)), Sought::Reading), Became::Waiting, "on this device alone");
        assert_eq!(of(Some(&row(1)), Sought::Reading), Became::Received(Timestamp(5_000)));
    }

    #[test]
    fn what_came_back_was_not_received_unless_it_was_added_later() {
        assert_eq!(became_of(None, None, true, Sought::InVain), Became::Refused);
        assert_eq!(became_of(None, Some(&row(1)), true, Sought::Reading), Became::Received(Timestamp(5_000)));
    }

    #[test]
    fn what_was_refused_waits_no_more_and_is_let_go_once_its_writer_deleted_the_text() {
        let refused = ViewRow { summary: Summary::Signal(SignalSummary::default()), ..row(0) };
        assert_eq!(became_of(None, Some(&refused), true, Sought::Reading), Became::Refused);
        assert_eq!(became_of(None, Some(&refused), false, Sought::Reading), Became::Erased);
        let draft = RescueDraft {
            id: Id128([2; 16]),
            doc: refused.doc,
            what: Rescued::Words { root: schema::REPORT.to_owned() },
            text: "Gordijnen dicht".to_owned(),
            reason: Reason::WriteOnce,
            written: Timestamp(4_000),
            at: Timestamp(4_500),
        };
        let says =
            |row: &ViewRow, drafts: &[RescueDraft]| listed(Locale::nl, None, row, drafts).map(|badge| badge.words);
        assert_eq!(says(&refused, &[draft]).as_deref(), Some("Niet verstuurd"));
        assert_eq!(says(&refused, &[]), None, "it leaves the list");
        assert_eq!(says(&row(0), &[]).as_deref(), Some("Wacht op internet"));
    }
}
