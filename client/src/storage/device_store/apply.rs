//! Keeping what the server said: rows, snapshots, projections, acknowledgements, refusals, grants.

use std::collections::{BTreeMap, BTreeSet};

use buurtboek_shared::{
    domain::{
        handover::{Handover, is_handed_over},
        refusal::Reason,
    },
    ids::{BatchNo, Chain, DocId, Id128, Seq, YClient},
    protocol::{
        client_events::Persist,
        frames::{CatalogueChange, CatalogueEntry, Receipt, Row, SnapshotBody},
        outgoing::OutgoingItem,
    },
    time::Timestamp,
};

use super::{
    DeviceStore,
    decisions::ripen,
    handover::{give_words_back, hand_over, note_handed_over, take_rescued_words},
    old_texts::text_is_gone,
    take_back::{Returned, returned},
    transaction::Work,
};
use crate::storage::{
    database::{Bucket, KeySpan, Mode},
    failure::StorageFailure,
    keys,
    records::{Counters, Ground, LogChange, LogKey, Pending, RescueDraft, Rescued, StoredView},
    rescued_text::rescue_pending,
    summary::{digest_of_document, digest_of_projection},
};

/// Client id of a document that is opened only to be read.
const READER: YClient = YClient(1);

/// What the changes of one transaction add up to.
#[derive(Default)]
struct Effects {
    changes: Vec<LogChange>,
    /// Documents whose list row is to be made again.
    stale: BTreeSet<DocId>,
    /// Documents whose list row changed otherwise.
    listed: BTreeSet<DocId>,
    /// Documents whose base or outbox moved on.
    moved: BTreeSet<DocId>,
    /// Documents that the server would not make, and why.
    not_made: BTreeMap<DocId, Reason>,
    /// Batches that joined the outbox, among them words that are handed over.
    ready: Vec<(DocId, BatchNo)>,
}

/// What was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Its place in the log.
    pub key: LogKey,
    /// Batches that may be offered now: they had to wait, were made of other work, or were not there before.
    pub ready: Vec<(DocId, BatchNo)>,
}

impl DeviceStore {
    /// Keeps all of it, in order, in one transaction. `ids` gives the ids of rescue drafts, each random.
    ///
    /// # Errors
    /// When the storage fails; nothing was kept then.
    pub async fn apply(
        &self,
        persists: Vec<Persist>,
        now: Timestamp,
        mut ids: impl FnMut() -> Id128,
    ) -> Result<Applied, StorageFailure> {
        let work = self.begin(Mode::Write).await?;
        let mut counters = work.counters().await?;
        let mut effects = Effects::default();
        for persist in persists {
            self.apply_one(&work, persist, now, (&mut counters, &mut ids), &mut effects).await?;
        }
        for doc in &effects.stale {
            if refresh_digest(&work, *doc, self.member).await? {
                effects.listed.insert(*doc);
            }
        }
        if !effects.listed.is_empty() {
            effects.changes.push(LogChange::Listed(effects.listed.into_iter().collect()));
        }
        let mut ready = std::mem::take(&mut effects.ready);
        for doc in &effects.moved {
            let (changes, batches) = ripen(&work, *doc, self.member, now, &mut counters, &mut ids).await?;
            effects.changes.extend(changes);
            ready.extend(batches.into_iter().map(|batch| (*doc, batch)));
        }
        let key = work.log(counters, effects.changes).await?;
        work.commit().await?;
        Ok(Applied { key, ready })
    }

    async fn apply_one(
        &self,
        work: &Work,
        persist: Persist,
        now: Timestamp,
        (counters, ids): (&mut Counters, &mut impl FnMut() -> Id128),
        effects: &mut Effects,
    ) -> Result<(), StorageFailure> {
        match persist {
            Persist::Catalogue { entries, cursor } => {
                for entry in &entries {
                    announce(work, entry, now, (counters, ids), effects).await?;
                }
                work.put(Bucket::Meta, keys::CURSOR.to_vec(), &cursor)
            }
            Persist::Rows { doc, rows, head } => keep_rows(work, doc, rows, head, effects).await,
            Persist::Snapshot { doc, head, body } => keep_snapshot(work, doc, head, body, effects).await,
            Persist::Projection { doc, version, value } => keep_projection(work, doc, version, value, effects).await,
            Persist::Fetched { doc, at } => {
                work.delete(Bucket::Meta, keys::to_fetch(doc))?;
                work.put(Bucket::Meta, keys::FETCHED_AT.to_vec(), &at)?;
                effects.changes.push(LogChange::Fetched(doc));
                Ok(())
            }
            Persist::Acked { doc, batch, receipt, head } => {
                if let Some(handover) = self.move_to_base(work, doc, batch, receipt, head, effects).await? {
                    note_handed_over(work, &handover, now, ids()).await?;
                    effects.changes.push(LogChange::Rescue);
                }
                Ok(())
            }
            Persist::Refused { doc, batch, reason } => give_up(work, doc, batch, reason, now, ids, effects).await,
            Persist::Revoked { doc } => {
                for gone in with_what_is_to_be_made_in_it(work, doc).await? {
                    wipe(work, (doc, gone), now, (&mut *counters, &mut *ids), effects).await?;
                }
                Ok(())
            }
        }
    }

    /// Exactly the bytes that were offered and acknowledged leave the outbox and join the base. What was handed over
    /// leaves the device, and is answered.
    async fn move_to_base(
        &self,
        work: &Work,
        doc: DocId,
        batch: BatchNo,
        receipt: Receipt,
        head: Option<(Seq, Chain)>,
        effects: &mut Effects,
    ) -> Result<Option<Handover>, StorageFailure> {
        let pending = work.pending_of(doc).await?.into_iter().find(|(number, _)| *number == batch);
        let Some((_, pending)) = pending else { return Ok(None) };
        work.delete(Bucket::Outbox, keys::outbox(doc, batch))?;
        effects.changes.push(LogChange::Left(doc, vec![batch]));
        if let OutgoingItem::HandOver(handover) = pending.item {
            return Ok(Some(handover));
        }
        effects.moved.insert(doc);
        if let OutgoingItem::Update(update) = pending.item {
            let row = Row {
                seq: receipt.seq,
                member: self.member,
                device: self.device,
                at: receipt.at,
                update,
                seal: receipt.seal,
            };
            let mut held = work.held(doc).await?;
            // A row that a snapshot already holds stays there.
            if row.seq > held.seq && !text_is_gone(work, doc).await? {
                work.put(Bucket::Base, keys::base(doc, row.seq), &row)?;
            }
            if let Some((seq, chain)) = head {
                (held.seq, held.chain) = (seq, chain);
                work.set_held(doc, &held)?;
                effects.changes.push(LogChange::Headed(doc, (seq, chain)));
            }
        }
        Ok(None)
    }
}

async fn announce(
    work: &Work,
    entry: &CatalogueEntry,
    now: Timestamp,
    (counters, ids): (&mut Counters, &mut impl FnMut() -> Id128),
    effects: &mut Effects,
) -> Result<(), StorageFailure> {
    match entry.change {
        CatalogueChange::Stands { seq, access, parent, created } => {
            match returned(work, entry.doc, seq, now, ids).await? {
                Returned::Never => {}
                Returned::Empty => return Ok(()),
                Returned::Sent(withdrawal) => {
                    let batch = BatchNo(counters.batch);
                    counters.batch += 1;
                    work.put(Bucket::Outbox, keys::outbox(entry.doc, batch), &*withdrawal)?;
                    effects.changes.push(LogChange::Queued(entry.doc, vec![withdrawal.queued(batch)]));
                    effects.ready.push((entry.doc, batch));
                }
            }
            let known = work.view(entry.doc).await?;
            let digest = known.and_then(|view| view.digest);
            let held = work.held(entry.doc).await?;
            // Its list row was lost; what it says is in what is held.
            if digest.is_none() && held.seq > Seq(0) {
                effects.stale.insert(entry.doc);
            }
            let view = StoredView { access, parent, created, announced: seq, digest };
            work.put(Bucket::Views, keys::view(entry.doc), &view)?;
            if held.seq < seq && !text_is_gone(work, entry.doc).await? {
                work.put(Bucket::Meta, keys::to_fetch(entry.doc), &())?;
            }
            // Of what is still empty nothing will come: all of it is here, and the lists may say so.
            if seq == Seq(0) && !entry.doc.kind.is_projection() {
                effects.stale.insert(entry.doc);
            }
            effects.listed.insert(entry.doc);
            Ok(())
        }
        // The session has the document wiped on its own, before the cursor that says so.
        CatalogueChange::Revoked => Ok(()),
    }
}

async fn keep_rows(
    work: &Work,
    doc: DocId,
    rows: Vec<Row>,
    head: (Seq, Chain),
    effects: &mut Effects,
) -> Result<(), StorageFailure> {
    let mut held = work.held(doc).await?;
    (held.seq, held.chain) = head;
    work.set_held(doc, &held)?;
    if text_is_gone(work, doc).await? {
        return Ok(());
    }
    for row in &rows {
        work.put(Bucket::Base, keys::base(doc, row.seq), row)?;
    }
    let updates = rows.into_iter().map(|row| (row.member, row.update)).collect();
    effects.changes.push(LogChange::Rows(doc, updates, head));
    effects.stale.insert(doc);
    effects.moved.insert(doc);
    Ok(())
}

async fn keep_snapshot(
    work: &Work,
    doc: DocId,
    (seq, chain): (Seq, Chain),
    body: SnapshotBody,
    effects: &mut Effects,
) -> Result<(), StorageFailure> {
    let mut held = work.held(doc).await?;
    if text_is_gone(work, doc).await? {
        (held.seq, held.chain) = (seq, chain);
        return work.set_held(doc, &held);
    }
    // Rows below are in the state, rows of another history beyond it are not the server's.
    work.delete_span(Bucket::Base, keys::of_document(doc)).await?;
    work.put(Bucket::Base, keys::base(doc, Seq(0)), &Ground::State { seq, chain, body })?;
    held.generation += 1;
    held.lineage.0 += 1;
    (held.seq, held.chain) = (seq, chain);
    work.set_held(doc, &held)?;
    effects.moved.insert(doc);
    effects.changes.push(LogChange::Replaced(doc));
    effects.stale.insert(doc);
    Ok(())
}

async fn keep_projection(
    work: &Work,
    doc: DocId,
    version: Seq,
    value: Vec<u8>,
    effects: &mut Effects,
) -> Result<(), StorageFailure> {
    let mut held = work.held(doc).await?;
    work.put(Bucket::Base, keys::base(doc, Seq(0)), &Ground::Projection(value))?;
    held.seq = version;
    work.set_held(doc, &held)?;
    effects.changes.push(LogChange::Replaced(doc));
    effects.stale.insert(doc);
    Ok(())
}

/// A command, a handover or a creation that was refused leaves the outbox. The first two are kept for their writer; a creation
/// says nothing by itself: the session has the document wiped next, and what was written in it is kept as text.
async fn give_up(
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
async fn with_what_is_to_be_made_in_it(work: &Work, doc: DocId) -> Result<Vec<DocId>, StorageFailure> {
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
async fn wipe(
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

/// Makes the list row of a document again; true when it changed.
pub(super) async fn refresh_digest(
    work: &Work,
    doc: DocId,
    own: buurtboek_shared::ids::MemberId,
) -> Result<bool, StorageFailure> {
    let Some(mut view) = work.view(doc).await? else { return Ok(false) };
    let stored = work.stored(doc).await?;
    let digest = match &stored.projection {
        Some(value) => digest_of_projection(doc, value),
        None => stored.open(READER, own).ok().and_then(|opened| {
            use yrs::Transact as _;
            let txn = opened.doc.try_transact().ok()?;
            digest_of_document(doc.kind, &txn)
        }),
    };
    if digest.is_none() || digest == view.digest {
        return Ok(false);
    }
    view.digest = digest;
    work.put(Bucket::Views, keys::view(doc), &view)?;
    Ok(true)
}
