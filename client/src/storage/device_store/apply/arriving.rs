//! What the server committed arrives: rows, whole states, values, and the receipt for what was offered.

use buurtboek_shared::{
    domain::handover::Handover,
    ids::{BatchNo, Chain, DocId, Seq},
    protocol::{
        frames::{Receipt, Row, SnapshotBody},
        outgoing::OutgoingItem,
    },
};

use super::{
    super::{DeviceStore, old_texts::text_is_gone, transaction::Work},
    Effects,
};
use crate::storage::{
    database::Bucket,
    failure::StorageFailure,
    keys,
    records::{Ground, LogChange},
};

impl DeviceStore {
    /// Exactly the bytes that were offered and acknowledged leave the outbox and join the base. What was handed over
    /// leaves the device, and is answered.
    pub(super) async fn move_to_base(
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

pub(super) async fn keep_rows(
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

pub(super) async fn keep_snapshot(
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

pub(super) async fn keep_projection(
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
