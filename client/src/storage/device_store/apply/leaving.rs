//! What the server refused, or took away, leaves: what was written in it does not.

use buurtboek_shared::{
    domain::{handover::is_handed_over, refusal::Reason},
    ids::{BatchNo, Chain, DocId, Id128, Seq},
    protocol::outgoing::OutgoingItem,
    time::Timestamp,
};

use super::{
    super::{
        handover::{give_words_back, hand_over, take_rescued_words},
        transaction::Work,
    },
    Effects,
};
use crate::storage::{
    database::{Bucket, KeySpan},
    failure::StorageFailure,
    keys,
    records::{Counters, LogChange, Pending, RescueDraft, Rescued},
    rescued_text::rescue_pending,
};

/// A command, a handover or a creation that was refused leaves the outbox. The first two are kept for their writer; a creation
/// says nothing by itself: the session has the document wiped next, and what was written in it is kept as text.
pub(super) async fn give_up(
    work: &Work,
    doc: DocId,
    batch: BatchNo,
    reason: Reason,
    now: Timestamp,
    ids: &mut impl FnMut() -> Id128,
    effects: &mut Effects,
) -> Result<(), StorageFailure> {
    let pending = work.pending_of(doc).await?.into_iter().find(|(number, _)| *number == batch);
    let Some((_, pending)) = pending else { return Ok(()) };
    work.delete(Bucket::Outbox, keys::outbox(doc, batch))?;
    effects.changes.push(LogChange::Left(doc, vec![batch]));
    if matches!(pending.item, OutgoingItem::Create(_)) {
        effects.not_made.insert(doc, reason);
    }
    if let OutgoingItem::HandOver(handover) = &pending.item {
        give_words_back(work, handover, reason, now, ids())?;
        effects.changes.push(LogChange::Rescue);
    }
    if let OutgoingItem::Command(command) = pending.item {
        let draft = RescueDraft {
            id: ids(),
            doc,
            what: Rescued::Decision(command),
            text: String::new(),
            reason,
            written: pending.since,
            at: now,
        };
        work.put(Bucket::Rescue, keys::id(draft.id), &draft)?;
        effects.changes.push(LogChange::Rescue);
    }
    Ok(())
}

/// The document, and those that wait to be made in it: another tab may have begun one that the session does not know.
pub(super) async fn with_what_is_to_be_made_in_it(work: &Work, doc: DocId) -> Result<Vec<DocId>, StorageFailure> {
    let waiting: Vec<(Vec<u8>, Pending)> = work.range(Bucket::Outbox, KeySpan::all()).await?;
    let mut docs = vec![doc];
    let mut looked_at = 0;
    while let Some(parent) = docs.get(looked_at).copied() {
        looked_at += 1;
        for (_, pending) in &waiting {
            if let OutgoingItem::Create(document) = &pending.item
                && document.parent == Some(parent)
                && !docs.contains(&document.doc)
            {
                docs.push(document.doc);
            }
        }
    }
    Ok(docs)
}

/// The member may no longer read it, or it could not be made: everything of it goes. The own words that had not arrived
/// are handed over under the document that access ended to; those of what could not be made stay with their writer.
pub(super) async fn wipe(
    work: &Work,
    (ended, doc): (DocId, DocId),
    now: Timestamp,
    (counters, ids): (&mut Counters, &mut impl FnMut() -> Id128),
    effects: &mut Effects,
) -> Result<(), StorageFailure> {
    let stored = work.stored(doc).await?;
    let left: Vec<BatchNo> = stored.pending.iter().map(|(batch, _)| *batch).collect();
    let reason = effects.not_made.get(&doc).copied().unwrap_or(Reason::NoAccess);
    let goes_over = !effects.not_made.contains_key(&doc) && is_handed_over(doc.kind);
    let mut words = if goes_over { take_rescued_words(work, doc).await? } else { Vec::new() };
    for draft in rescue_pending(&stored, reason, now, ids) {
        match &draft.what {
            Rescued::Words { root } if goes_over => words.push((root.clone(), draft.text, draft.written)),
            Rescued::Words { .. } | Rescued::Decision(_) | Rescued::HandedOver => {
                work.put(Bucket::Rescue, keys::id(draft.id), &draft)?;
            }
        }
        effects.changes.push(LogChange::Rescue);
    }
    work.forget_in_log(doc).await?;
    for batch in &left {
        work.delete(Bucket::Outbox, keys::outbox(doc, *batch))?;
    }
    work.delete_span(Bucket::Base, keys::of_document(doc)).await?;
    work.delete(Bucket::Views, keys::view(doc))?;
    work.delete(Bucket::Meta, keys::to_fetch(doc))?;
    work.delete(Bucket::Meta, keys::text_gone(doc))?;
    work.delete(Bucket::Meta, keys::looked_at(doc))?;
    let mut held = work.held(doc).await?;
    // The numbers stay: what an open screen still holds of it is never taken for current.
    held.generation += 1;
    held.lineage.0 += 1;
    (held.seq, held.chain) = (Seq(0), Chain::default());
    work.set_held(doc, &held)?;
    effects.stale.remove(&doc);
    effects.listed.remove(&doc);
    effects.moved.remove(&doc);
    if !left.is_empty() {
        effects.changes.push(LogChange::Left(doc, left));
    }
    effects.changes.push(LogChange::Revoked(doc));
    let handed_over = hand_over(work, (ended, doc), words, now, counters)?;
    effects.changes.extend(handed_over.changes);
    effects.ready.extend(handed_over.batches.into_iter().map(|batch| (ended, batch)));
    Ok(())
}
