//! Handing words over to the coordinator: when access ends, they leave the document for the outbox as text, and the
//! device once the server has them.

use buurtboek_shared::{
    domain::{
        handover::{Handover, MAX_TEXT},
        refusal::Reason,
    },
    ids::{BatchNo, DocId, Id128},
    pieces::pieces,
    protocol::outgoing::OutgoingItem,
    time::Timestamp,
};

use super::transaction::Work;
use crate::storage::{
    database::{Bucket, KeySpan},
    failure::StorageFailure,
    keys,
    records::{Counters, LogChange, Offer, Pending, RescueDraft, Rescued},
};

/// Root, words, and when they were written.
pub(super) type Words = (String, String, Timestamp);

/// What joined the outbox.
pub(super) struct HandedOver {
    pub(super) changes: Vec<LogChange>,
    pub(super) batches: Vec<BatchNo>,
}

/// Puts words that were written in `of` in the outbox, under the document that access ended to.
pub(super) fn hand_over(
    work: &Work,
    (doc, of): (DocId, DocId),
    words: Vec<Words>,
    now: Timestamp,
    counters: &mut Counters,
) -> Result<HandedOver, StorageFailure> {
    let (mut queued, mut batches) = (Vec::new(), Vec::new());
    for (root, text, written) in &words {
        for piece in pieces(text, MAX_TEXT).into_iter().filter(|piece| !piece.trim().is_empty()) {
            let batch = BatchNo(counters.batch);
            counters.batch += 1;
            let handover = Handover { doc, of, root: root.clone(), text: piece.to_owned(), written: *written };
            let item = OutgoingItem::HandOver(handover);
            let pending = Pending { item, intents: Vec::new(), since: now, offer: Offer::Now };
            work.put(Bucket::Outbox, keys::outbox(doc, batch), &pending)?;
            queued.push(pending.queued(batch));
            batches.push(batch);
        }
    }
    let changes = if queued.is_empty() { Vec::new() } else { vec![LogChange::Queued(doc, queued)] };
    Ok(HandedOver { changes, batches })
}

/// Takes the words of a document out of the rescue drafts: they belong with what is handed over.
pub(super) async fn take_rescued_words(work: &Work, doc: DocId) -> Result<Vec<Words>, StorageFailure> {
    let drafts: Vec<(Vec<u8>, RescueDraft)> = work.range(Bucket::Rescue, KeySpan::all()).await?;
    let mut words = Vec::new();
    for (key, draft) in drafts {
        if let (true, Rescued::Words { root }) = (draft.doc == doc, draft.what) {
            work.delete(Bucket::Rescue, key)?;
            words.push((root, draft.text, draft.written));
        }
    }
    Ok(words)
}

/// The server has it: the words are gone from the device, and their writer reads where they went; once a document.
pub(super) async fn note_handed_over(
    work: &Work,
    handover: &Handover,
    now: Timestamp,
    id: Id128,
) -> Result<(), StorageFailure> {
    let drafts: Vec<(Vec<u8>, RescueDraft)> = work.range(Bucket::Rescue, KeySpan::all()).await?;
    if drafts.iter().any(|(_, draft)| draft.doc == handover.of && draft.what == Rescued::HandedOver) {
        return Ok(());
    }
    let draft = draft(handover, Rescued::HandedOver, (String::new(), Reason::NoAccess), now, id);
    work.put(Bucket::Rescue, keys::id(draft.id), &draft)
}

/// The server does not take it: the words are their writer's to keep.
pub(super) fn give_words_back(
    work: &Work,
    handover: &Handover,
    reason: Reason,
    now: Timestamp,
    id: Id128,
) -> Result<(), StorageFailure> {
    let what = Rescued::Words { root: handover.root.clone() };
    let draft = draft(handover, what, (handover.text.clone(), reason), now, id);
    work.put(Bucket::Rescue, keys::id(draft.id), &draft)
}

fn draft(
    handover: &Handover,
    what: Rescued,
    (text, reason): (String, Reason),
    now: Timestamp,
    id: Id128,
) -> RescueDraft {
    RescueDraft { id, doc: handover.of, what, text, reason, written: handover.written, at: now }
}
