//! Taking a signal back that waits on the device: it is really gone. Should it have been on its way all the same, the team
//! hears that it was withdrawn as soon as the device learns of it.

use buurtboek_shared::{
    domain::command::{Command, CommandAction},
    ids::{BatchNo, Chain, CommandId, DocId, Id128, Seq},
    protocol::outgoing::OutgoingItem,
    time::Timestamp,
};

use super::{DeviceStore, transaction::Work};
use crate::storage::{
    database::{Bucket, Mode},
    failure::StorageFailure,
    keys,
    records::{LogChange, LogKey, Offer, Pending},
    signal_draft::SignalDraft,
    stored_doc::StoredDoc,
};

/// What came of taking a signal back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenBack {
    /// Nothing of it is on the device any more.
    Done(LogKey),
    /// The server has it: it can only be withdrawn.
    TooLate,
}

/// What stands in the place of a signal that is taken back.
#[derive(Clone, Copy, Debug)]
pub enum InItsPlace<'a> {
    /// Nothing: it is deleted.
    Nothing,
    /// An unsent signal, to be changed.
    Draft(&'a SignalDraft),
}

impl DeviceStore {
    /// Takes back a signal of which nothing was acknowledged.
    ///
    /// # Errors
    /// When the storage fails; it waits then as before.
    pub async fn take_back(&self, doc: DocId, in_its_place: InItsPlace<'_>) -> Result<TakenBack, StorageFailure> {
        let work = self.begin(Mode::Write).await?;
        let stored = work.stored(doc).await?;
        if !waits_whole(&stored) {
            return Ok(TakenBack::TooLate);
        }
        let counters = work.counters().await?;
        let left: Vec<BatchNo> = stored.pending.iter().map(|(batch, _)| *batch).collect();
        work.forget_in_log(doc).await?;
        work.delete_span(Bucket::Outbox, keys::of_document(doc)).await?;
        work.delete(Bucket::Views, keys::view(doc))?;
        work.delete(Bucket::Meta, keys::to_fetch(doc))?;
        work.put(Bucket::Meta, keys::taken_back(doc), &())?;
        let mut held = work.held(doc).await?;
        held.generation += 1;
        held.lineage.0 += 1;
        (held.seq, held.chain) = (Seq(0), Chain::default());
        work.set_held(doc, &held)?;
        let mut changes = vec![LogChange::Left(doc, left), LogChange::TakenBack(doc)];
        if let InItsPlace::Draft(draft) = in_its_place {
            work.put(Bucket::Drafts, keys::id(draft.id), draft)?;
            changes.push(LogChange::Drafts);
        }
        let key = work.log(counters, changes).await?;
        work.commit().await?;
        Ok(TakenBack::Done(key))
    }
}

/// Is all that there is of it still in the outbox?
fn waits_whole(stored: &StoredDoc) -> bool {
    let waits = |(_, pending): &(BatchNo, Pending)| matches!(pending.item, OutgoingItem::Update(_));
    stored.snapshot.is_none() && stored.rows.is_empty() && stored.pending.iter().any(waits)
}

/// What a document that was taken back turns out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Returned {
    /// It was never taken back.
    Never,
    /// Its name alone reached the server: nobody ever sees it.
    Empty,
    /// The words were on their way: this withdraws them.
    Sent(Box<Pending>),
}

/// Looks at a document that the server announces.
pub(super) async fn returned(
    work: &Work,
    doc: DocId,
    seq: Seq,
    now: Timestamp,
    ids: &mut impl FnMut() -> Id128,
) -> Result<Returned, StorageFailure> {
    if work.get::<()>(Bucket::Meta, keys::taken_back(doc)).await?.is_none() {
        return Ok(Returned::Never);
    }
    if seq == Seq(0) {
        return Ok(Returned::Empty);
    }
    work.delete(Bucket::Meta, keys::taken_back(doc))?;
    let command =
        Command { id: CommandId(ids()), doc, expects: None, decided_at: now, action: CommandAction::Withdraw };
    let item = OutgoingItem::Command(command);
    Ok(Returned::Sent(Box::new(Pending { item, intents: Vec::new(), since: now, offer: Offer::Now })))
}
