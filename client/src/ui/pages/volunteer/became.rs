//! What became of a signal that its reporter sent, as far as this telephone knows.

use buurtboek_shared::{
    domain::feedback::FeedbackEntry,
    ids::{DocId, DocKind},
    time::Timestamp,
};
use leptos::prelude::*;

use super::feedback;
use crate::{
    state::{RescueDraft, ViewRow, open_doc::Sought},
    ui::{context::notebook, opened::open},
};

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// The server has it, since then.
    Received(Timestamp),
    /// It is on the device alone.
    Waiting,
    /// It was refused.
    Refused,
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
        let came_back = |drafts: &Vec<RescueDraft>| drafts.iter().any(|draft| draft.doc == signal);
        feedback.with(|entries| {
            became_of(entries.get(&signal), rows.with(row).as_ref(), rescue.with(came_back), sought.get())
        })
    })
}

/// Received is said only on the server's word: what it told the reporter, or the row that it announced. What is merely
/// not known here waits. Of a signal that was received only what was added to it can come back.
fn became_of(told: Option<&FeedbackEntry>, row: Option<&ViewRow>, came_back: bool, sought: Sought) -> Became {
    let announced = row.filter(|row| row.seq.0 > 0).map(|row| row.created);
    match (told.map(|entry| entry.received).or(announced), sought) {
        (Some(at), _) => Became::Received(at),
        (None, _) if came_back => Became::Refused,
        (None, Sought::Reading) => Became::Waiting,
        (None, Sought::InVain) => Became::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::access::Access,
        ids::{Id128, Seq},
    };

    use super::*;
    use crate::state::{SignalSummary, Summary};

    fn row(seq: u64) -> ViewRow {
        ViewRow {
            doc: DocId::new(DocKind::Signal, Id128([1; 16])),
            parent: None,
            created: Timestamp(5_000),
            access: Access::Write,
            seq: Seq(seq),
            summary: Summary::Signal(SignalSummary::default()),
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
}
