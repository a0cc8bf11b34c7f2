//! What waits to be acknowledged, in order, and which of it may be sent now.

use std::collections::BTreeMap;

use crate::{
    domain::refusal::Reason,
    ids::{BatchNo, DocId},
    protocol::outgoing::{Outgoing, OutgoingItem},
    time::Timestamp,
};

/// What holds a document's batches back. Order within a document matters, so one hold holds all of its batches.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Hold {
    /// The server asked to wait.
    Until(Timestamp),
    /// The document is refreshed first.
    Resync,
    /// Something was refused; the pending work is rebuilt once nothing is under way.
    Refusal(Vec<(BatchNo, Reason)>),
    /// The host rebuilds.
    Rebuilding,
}

#[derive(Clone, Debug)]
struct Waiting {
    outgoing: Outgoing,
    under_way: bool,
}

/// The outbox as the session sees it; the device's storage holds the same.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    waiting: BTreeMap<BatchNo, Waiting>,
    holds: BTreeMap<DocId, Hold>,
    resyncs: BTreeMap<DocId, u32>,
}

/// Refreshes of one document without an acknowledgement in between, after which its pending work is rebuilt.
const RESYNCS_BEFORE_REBUILD: u32 = 3;

impl Outbox {
    pub(super) fn add(&mut self, items: Vec<Outgoing>) {
        for outgoing in items {
            self.waiting.entry(outgoing.batch).or_insert(Waiting { outgoing, under_way: false });
        }
    }

    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn has_under_way(&self) -> bool {
        self.waiting.values().any(|waiting| waiting.under_way)
    }

    /// Documents with something waiting that exist on the server already, as far as this outbox knows.
    pub(super) fn documents(&self) -> Vec<DocId> {
        let mut docs: Vec<DocId> = self.waiting.values().map(|waiting| waiting.outgoing.doc).collect();
        docs.sort_unstable();
        docs.dedup();
        docs.retain(|doc| !self.is_being_made(*doc));
        docs
    }

    fn is_being_made(&self, doc: DocId) -> bool {
        self.waiting
            .values()
            .any(|waiting| waiting.outgoing.doc == doc && matches!(waiting.outgoing.item, OutgoingItem::Create(_)))
    }

    /// The next batches to send, in order, until `window` are under way. Marks them so.
    pub(super) fn next(&mut self, now: Timestamp, window: u16) -> Vec<Outgoing> {
        self.holds.retain(|_, hold| !matches!(hold, Hold::Until(until) if *until <= now));
        let under_way = self.waiting.values().filter(|waiting| waiting.under_way).count();
        let room = usize::from(window).saturating_sub(under_way);
        let holds = &self.holds;
        self.waiting
            .values_mut()
            .filter(|waiting| !waiting.under_way && !holds.contains_key(&waiting.outgoing.doc))
            .take(room)
            .map(|waiting| {
                waiting.under_way = true;
                waiting.outgoing.clone()
            })
            .collect()
    }

    /// When the first hold ends.
    pub(super) fn next_release(&self) -> Option<Timestamp> {
        self.holds
            .values()
            .filter_map(|hold| match hold {
                Hold::Until(until) => Some(*until),
                Hold::Resync | Hold::Refusal(_) | Hold::Rebuilding => None,
            })
            .min()
    }

    /// The connection is gone: nothing is under way, what was asked of the server is void.
    pub(super) fn connection_lost(&mut self) {
        for waiting in self.waiting.values_mut() {
            waiting.under_way = false;
        }
        self.holds.retain(|_, hold| matches!(hold, Hold::Refusal(_) | Hold::Rebuilding));
    }

    pub(super) fn get(&self, batch: BatchNo) -> Option<&Outgoing> {
        self.waiting.get(&batch).map(|waiting| &waiting.outgoing)
    }

    /// Acknowledged, or given up: it is no longer offered.
    pub(super) fn remove(&mut self, batch: BatchNo) -> Option<Outgoing> {
        let outgoing = self.waiting.remove(&batch)?.outgoing;
        self.resyncs.remove(&outgoing.doc);
        Some(outgoing)
    }

    /// All of a document: the member may no longer write it.
    pub(super) fn remove_document(&mut self, doc: DocId) {
        self.waiting.retain(|_, waiting| waiting.outgoing.doc != doc);
        self.holds.remove(&doc);
        self.resyncs.remove(&doc);
    }

    pub(super) fn hold_until(&mut self, batch: BatchNo, until: Timestamp) {
        if let Some(doc) = self.answered(batch) {
            self.holds.entry(doc).or_insert(Hold::Until(until));
        }
    }

    /// The server lacks something that the batch builds on. Returns true when the document is to be refreshed; after
    /// several refreshes in vain the pending work is rebuilt instead.
    pub(super) fn resync(&mut self, batch: BatchNo) -> Option<DocId> {
        let doc = self.answered(batch)?;
        match self.holds.get(&doc) {
            Some(Hold::Resync | Hold::Refusal(_) | Hold::Rebuilding) => return None,
            Some(Hold::Until(_)) | None => {}
        }
        let count = self.resyncs.entry(doc).or_default();
        *count += 1;
        if *count > RESYNCS_BEFORE_REBUILD {
            self.holds.insert(doc, Hold::Refusal(Vec::new()));
            return None;
        }
        self.holds.insert(doc, Hold::Resync);
        Some(doc)
    }

    /// The document was refreshed.
    pub(super) fn refreshed(&mut self, doc: DocId) {
        if self.holds.get(&doc) == Some(&Hold::Resync) {
            self.holds.remove(&doc);
        }
    }

    /// The batch was refused; `reason` is none when it merely follows another.
    pub(super) fn refuse(&mut self, batch: BatchNo, reason: Option<Reason>) {
        let Some(doc) = self.answered(batch) else { return };
        let refused = reason.map(|reason| (batch, reason));
        match self.holds.get_mut(&doc) {
            Some(Hold::Refusal(list)) => {
                list.extend(refused.filter(|(batch, _)| list.iter().all(|(known, _)| known != batch)));
            }
            Some(Hold::Rebuilding) => {}
            Some(Hold::Until(_) | Hold::Resync) | None => {
                self.holds.insert(doc, Hold::Refusal(refused.into_iter().collect()));
            }
        }
    }

    /// Every batch of a document that could not be made.
    pub(super) fn batches(&self, doc: DocId) -> Vec<BatchNo> {
        self.waiting.iter().filter(|(_, waiting)| waiting.outgoing.doc == doc).map(|(batch, _)| *batch).collect()
    }

    /// Updates of a document that are not under way.
    pub(super) fn updates_not_sent(&self, doc: DocId) -> Vec<BatchNo> {
        self.waiting
            .values()
            .filter(|waiting| {
                !waiting.under_way
                    && waiting.outgoing.doc == doc
                    && matches!(waiting.outgoing.item, OutgoingItem::Update(_))
            })
            .map(|waiting| waiting.outgoing.batch)
            .collect()
    }

    /// Documents with refusals and nothing under way: to be rebuilt now.
    pub(super) fn ready_to_rebuild(&mut self) -> Vec<(DocId, Vec<(BatchNo, Reason)>)> {
        let mut ready = Vec::new();
        for (doc, hold) in &mut self.holds {
            let under_way = self.waiting.values().any(|waiting| waiting.outgoing.doc == *doc && waiting.under_way);
            if let Hold::Refusal(refused) = hold
                && !under_way
            {
                ready.push((*doc, std::mem::take(refused)));
                *hold = Hold::Rebuilding;
            }
        }
        ready
    }

    pub(super) fn rebuilt(&mut self, doc: DocId, gone: &[BatchNo], queued: Vec<Outgoing>) {
        for batch in gone {
            self.waiting.remove(batch);
        }
        self.holds.remove(&doc);
        self.resyncs.remove(&doc);
        self.add(queued);
    }

    fn answered(&mut self, batch: BatchNo) -> Option<DocId> {
        let waiting = self.waiting.get_mut(&batch)?;
        waiting.under_way = false;
        Some(waiting.outgoing.doc)
    }
}
