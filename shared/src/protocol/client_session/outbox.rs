//! What waits to be acknowledged, in order, and which of it may be sent now.

use crate::{
    domain::refusal::Reason,
    ids::{BatchNo, DocId},
    protocol::outgoing::{Outgoing, OutgoingItem},
    small_map::{SmallMap, SmallSet},
    time::Timestamp,
};

/// What holds a document's batches back. Order within a document matters, so one hold holds all of its batches.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Hold {
    /// The server asked to wait.
    Until {
        /// This long.
        until: Timestamp,
        /// With this batch, and so with those after it.
        from: BatchNo,
    },
    /// The document is refreshed first.
    Resync,
    /// Something was refused; the pending work is rebuilt once the fate of everything that was sent is known.
    Refusal(Vec<(BatchNo, Reason)>),
    /// The host rebuilds.
    Rebuilding,
}

/// How far a batch came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    /// Never sent, or sent and not taken.
    Idle,
    /// Sent on this connection.
    UnderWay,
    /// Sent on a connection that ended before the answer: the server may have committed it.
    Unanswered,
}

#[derive(Clone, Debug)]
struct Waiting {
    outgoing: Outgoing,
    progress: Progress,
}

fn is_handover(waiting: &Waiting) -> bool {
    matches!(waiting.outgoing.item, OutgoingItem::HandOver(_))
}

/// The outbox as the session sees it; the device's storage holds the same.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    waiting: SmallMap<BatchNo, Waiting>,
    holds: SmallMap<DocId, Hold>,
    resyncs: SmallMap<DocId, u32>,
}

/// Which documents the outbox is about.
#[derive(Debug, Default)]
pub(super) struct Work {
    /// Something waits, and the server has the document, as far as this outbox knows.
    pub(super) pending: SmallSet<DocId>,
    /// The server does not have it yet: its making waits too.
    pub(super) being_made: SmallSet<DocId>,
    /// Something is on its way.
    pub(super) under_way: SmallSet<DocId>,
}

/// Refreshes of one document without an acknowledgement in between, after which its pending work is rebuilt.
const RESYNCS_BEFORE_REBUILD: u32 = 3;

impl Outbox {
    pub(super) fn add(&mut self, items: Vec<Outgoing>) {
        for outgoing in items {
            self.waiting.entry(outgoing.batch).or_insert(Waiting { outgoing, progress: Progress::Idle });
        }
    }

    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn has_under_way(&self) -> bool {
        self.waiting.values().any(|waiting| waiting.progress == Progress::UnderWay)
    }

    pub(super) fn work(&self) -> Work {
        let mut work = Work::default();
        for waiting in self.waiting.values() {
            let doc = waiting.outgoing.doc;
            // What is handed over is of a document that is no longer ours to open.
            if is_handover(waiting) {
                continue;
            }
            work.pending.insert(doc);
            if matches!(waiting.outgoing.item, OutgoingItem::Create(_)) {
                work.being_made.insert(doc);
            }
            if waiting.progress == Progress::UnderWay {
                work.under_way.insert(doc);
            }
        }
        work.pending.retain(|doc| !work.being_made.contains(doc));
        work
    }

    /// The next batches to send, in order, until `window` are under way. Marks them so.
    ///
    /// A command travels alone in its document: what was written before it must have arrived, and what was written after
    /// it must not arrive without it.
    pub(super) fn next(&mut self, now: Timestamp, window: u16) -> Vec<Outgoing> {
        self.holds.retain(|_, hold| !matches!(hold, Hold::Until { until, .. } if *until <= now));
        let under_way = self.waiting.values().filter(|waiting| waiting.progress == Progress::UnderWay).count();
        let mut room = usize::from(window).saturating_sub(under_way);
        let mut travelling: SmallSet<DocId> = SmallSet::default();
        let mut blocked: SmallSet<DocId> = SmallSet::default();
        let mut chosen = Vec::new();
        for (_, waiting) in &mut self.waiting {
            if room == 0 {
                break;
            }
            let doc = waiting.outgoing.doc;
            let is_command = matches!(waiting.outgoing.item, OutgoingItem::Command(_));
            if waiting.progress != Progress::UnderWay {
                match (self.holds.get(&doc), waiting.progress) {
                    // Whether it was committed must be known before anything is rebuilt.
                    (None, _) | (Some(Hold::Refusal(_)), Progress::Unanswered) => {}
                    (Some(Hold::Until { .. } | Hold::Resync | Hold::Refusal(_) | Hold::Rebuilding), _) => continue,
                }
                if blocked.contains(&doc) || (is_command && travelling.contains(&doc)) {
                    blocked.insert(doc);
                    continue;
                }
                waiting.progress = Progress::UnderWay;
                room -= 1;
                chosen.push(waiting.outgoing.clone());
            }
            travelling.insert(doc);
            if is_command {
                blocked.insert(doc);
            }
        }
        chosen
    }

    /// When the first hold ends.
    pub(super) fn next_release(&self) -> Option<Timestamp> {
        self.holds
            .values()
            .filter_map(|hold| match hold {
                Hold::Until { until, .. } => Some(*until),
                Hold::Resync | Hold::Refusal(_) | Hold::Rebuilding => None,
            })
            .min()
    }

    /// The connection is gone: nothing is under way, what was asked of the server is void.
    pub(super) fn connection_lost(&mut self) {
        for (_, waiting) in &mut self.waiting {
            if waiting.progress == Progress::UnderWay {
                waiting.progress = Progress::Unanswered;
            }
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

    /// All of a document: the member may no longer write it. What was handed over since an earlier end of access stays.
    pub(super) fn remove_document(&mut self, doc: DocId) {
        self.waiting.retain(|_, waiting| waiting.outgoing.doc != doc || is_handover(waiting));
        self.holds.remove(&doc);
        self.resyncs.remove(&doc);
    }

    pub(super) fn hold_until(&mut self, batch: BatchNo, until: Timestamp) {
        if let Some(doc) = self.answered(batch) {
            self.holds.entry(doc).or_insert(Hold::Until { until, from: batch });
        }
    }

    /// The server lacks something that the batch builds on. Returns the document when it is to be refreshed; after
    /// several refreshes in vain the pending work is rebuilt instead.
    pub(super) fn resync(&mut self, batch: BatchNo) -> Option<DocId> {
        let doc = self.answered(batch)?;
        // What holds the document explains it: an earlier batch is not there yet either, or all of it is made anew.
        if self.holds.contains_key(&doc) {
            return None;
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

    /// What the document's batches waited for is over: they need not wait as long as they were told.
    pub(super) fn release(&mut self, doc: DocId) {
        if matches!(self.holds.get(&doc), Some(Hold::Until { .. })) {
            self.holds.remove(&doc);
        }
    }

    /// Does the batch come after one of its document that must wait? Then the server judged it without what was written
    /// before it.
    pub(super) fn was_judged_too_soon(&self, batch: BatchNo) -> bool {
        let hold = self.get(batch).and_then(|outgoing| self.holds.get(&outgoing.doc));
        matches!(hold, Some(Hold::Until { from, .. }) if *from < batch)
    }

    /// The batch was refused; `reason` is none when it is not to blame: it merely follows another.
    pub(super) fn refuse(&mut self, batch: BatchNo, reason: Option<Reason>) {
        let Some(doc) = self.answered(batch) else { return };
        let refused = reason.map(|reason| (batch, reason));
        match self.holds.get_mut(&doc) {
            Some(Hold::Refusal(list)) => {
                list.extend(refused.filter(|(batch, _)| list.iter().all(|(known, _)| known != batch)));
            }
            Some(Hold::Rebuilding) => {}
            Some(Hold::Until { .. } | Hold::Resync) | None => {
                self.holds.insert(doc, Hold::Refusal(refused.into_iter().collect()));
            }
        }
    }

    /// Documents to be made that belong to this one.
    pub(super) fn to_be_made_under(&self, parent: DocId) -> Vec<DocId> {
        let made = self.waiting.values().filter_map(|waiting| match &waiting.outgoing.item {
            OutgoingItem::Create(document) if document.parent == Some(parent) => Some(document.doc),
            OutgoingItem::Create(_)
            | OutgoingItem::Update(_)
            | OutgoingItem::Command(_)
            | OutgoingItem::HandOver(_) => None,
        });
        made.collect()
    }

    /// Updates of a document that the server never saw.
    pub(super) fn updates_not_sent(&self, doc: DocId) -> Vec<BatchNo> {
        self.waiting
            .values()
            .filter(|waiting| {
                waiting.progress == Progress::Idle
                    && waiting.outgoing.doc == doc
                    && matches!(waiting.outgoing.item, OutgoingItem::Update(_))
            })
            .map(|waiting| waiting.outgoing.batch)
            .collect()
    }

    /// Documents with refusals and nothing whose fate is unknown: to be rebuilt now. What the server may have committed
    /// must not be offered a second time under another number.
    pub(super) fn ready_to_rebuild(&mut self) -> Vec<(DocId, Vec<(BatchNo, Reason)>)> {
        let mut ready = Vec::new();
        for (doc, hold) in &mut self.holds {
            let open = self.waiting.values().any(|waiting| {
                waiting.outgoing.doc == *doc && matches!(waiting.progress, Progress::UnderWay | Progress::Unanswered)
            });
            if let Hold::Refusal(refused) = hold
                && !open
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
        waiting.progress = Progress::Idle;
        Some(waiting.outgoing.doc)
    }
}
