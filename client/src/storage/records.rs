//! What the records hold. Written to disks: a variant is never moved or removed, only appended.

use buurtboek_shared::{
    doc::write::Intent,
    domain::{command::Command, refusal::Reason},
    ids::{BatchNo, Chain, DocId, DocKind, Id128, MemberId, Seq},
    protocol::{
        frames::{Access, SnapshotBody},
        outgoing::{Outgoing, OutgoingItem},
    },
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::summary::Summary;

/// The next numbers to be given out; never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counters {
    /// The next batch of this device.
    pub(crate) batch: u64,
    /// The next entry of the log.
    pub(crate) log: u64,
}

impl Default for Counters {
    fn default() -> Self {
        Self { batch: 1, log: 1 }
    }
}

/// How far a document is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Held {
    /// The last row without a hole; of a projection, its version. 0 for nothing.
    pub(crate) seq: Seq,
    /// Chain value at that row; zero once the server's data are of another generation.
    pub(crate) chain: Chain,
    /// Grows whenever what is below the head is replaced: by a snapshot, by compaction. A compaction that was prepared
    /// under another number is void.
    pub(crate) generation: u64,
    /// Grows whenever pending work is rebuilt or the base replaced: what was written against another number is
    /// carried over first.
    pub(crate) lineage: Lineage,
}

/// The number of a document's line of local work; see [`Held::lineage`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lineage(pub(crate) u64);

/// The record under row 0 of a document's base.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Ground {
    /// The state up to a row.
    State {
        /// The last row in it.
        seq: Seq,
        /// Its chain value.
        chain: Chain,
        /// The state.
        body: SnapshotBody,
    },
    /// The whole value of a projection.
    Projection(Vec<u8>),
}

/// One batch in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// What is offered.
    pub item: OutgoingItem,
    /// What somebody did: the same thing as an update's bytes, so that it can be done again after a refusal.
    pub intents: Vec<Intent>,
    /// When it was committed to the device, by the device's clock.
    pub since: Timestamp,
    /// When it may be offered.
    pub offer: Offer,
}

/// When a batch may be offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Offer {
    /// In its turn.
    #[default]
    Now,
    /// Once everything that the writer did in the document before it is a row.
    AfterOwnWork,
    /// The same of a decision about a signal, or a dossier that followed from one, with the version of the intake that was there.
    AfterOwnWorkAsReported(Seq),
}

impl Pending {
    /// What the session offers; none while it waits for other work.
    #[must_use]
    pub fn outgoing(self, doc: DocId, batch: BatchNo) -> Option<Outgoing> {
        (self.offer == Offer::Now).then_some(Outgoing { batch, doc, item: self.item })
    }

    /// What the log says of it.
    #[must_use]
    pub fn queued(&self, batch: BatchNo) -> Queued {
        let what = match &self.item {
            OutgoingItem::Create(document) => QueuedKind::Created(document.doc.kind),
            OutgoingItem::Update(update) => QueuedKind::Written(update.clone()),
            OutgoingItem::Command(command) => QueuedKind::Decided(command.clone()),
            OutgoingItem::HandOver(_) => QueuedKind::HandedOver,
        };
        Queued { batch, since: self.since, what }
    }
}

/// A batch that joined the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queued {
    /// The device's number.
    pub batch: BatchNo,
    /// When it was committed to the device, by the device's clock.
    pub since: Timestamp,
    /// What it is.
    pub what: QueuedKind,
}

/// What joined the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum QueuedKind {
    /// A new document.
    Created(DocKind),
    /// An update: these bytes.
    Written(Vec<u8>),
    /// A command.
    Decided(Command),
    /// Words for the coordinator; they are in the outbox alone.
    HandedOver,
}

/// The number of a log entry: the only order between tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LogKey(pub u64);

/// One tab, by a random number that it draws when it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TabId(pub u64);

/// One thing that happened to the device's storage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// The tab that did it.
    pub tab: TabId,
    /// What happened.
    pub change: LogChange,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LogChange {
    /// Batches of a document joined the outbox.
    Queued(DocId, Vec<Queued>),
    /// Rows of the server joined the base: their writers and updates, and the new head.
    Rows(DocId, Vec<(MemberId, Vec<u8>)>, (Seq, Chain)),
    /// An own row joined the base: the new head.
    Headed(DocId, (Seq, Chain)),
    /// Whoever has the document open loads it again.
    Replaced(DocId),
    /// Acknowledged, or given up: these batches left the outbox.
    Left(DocId, Vec<BatchNo>),
    /// The pending work was rebuilt: these batches left, these came. Whoever has the document open loads it again.
    Rebuilt(DocId, Vec<BatchNo>, Vec<Queued>),
    /// The document is gone from the device.
    Revoked(DocId),
    /// List rows changed.
    Listed(Vec<DocId>),
    /// A document stands as the server has it.
    Fetched(DocId),
    /// Rescue drafts changed.
    Rescue,
    /// Unsent signals changed.
    Drafts,
    /// A document that waited was taken back: it is gone from the device, and is not to be sent.
    TakenBack(DocId),
    /// Records that could not be read were set aside, or somebody took note of that.
    SetAside,
}

impl LogChange {
    /// Whether words of this document are in it.
    pub(crate) fn holds_content_of(&self, doc: DocId) -> bool {
        match self {
            Self::Queued(of, _) | Self::Rows(of, ..) | Self::Rebuilt(of, ..) => *of == doc,
            Self::Headed(..)
            | Self::Replaced(_)
            | Self::Left(..)
            | Self::Revoked(_)
            | Self::Listed(_)
            | Self::Fetched(_)
            | Self::Rescue
            | Self::Drafts
            | Self::SetAside
            | Self::TakenBack(_) => false,
        }
    }
}

/// The list row of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredView {
    pub(crate) access: Access,
    pub(crate) parent: Option<DocId>,
    /// Server time; by the device's clock until the server knows the document.
    pub(crate) created: Timestamp,
    /// Where the catalogue says that it stands; 0 until it does.
    pub(crate) announced: Seq,
    /// None until something of it is on the device.
    pub(crate) digest: Option<Digest>,
}

/// What the lists show of a document, and the words by which it is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// What the lists show.
    pub summary: Summary,
    /// Each word once, in lower case, separated by spaces.
    pub words: String,
}

/// A text that could not be processed. Only its writer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RescueDraft {
    /// Random.
    pub id: Id128,
    /// Where it was written.
    pub doc: DocId,
    /// What it was.
    pub what: Rescued,
    /// The words; empty for a decision.
    pub text: String,
    /// Why it was not taken.
    pub reason: Reason,
    /// When it was written, by the device's clock.
    pub written: Timestamp,
    /// When it came here, by the device's clock.
    pub at: Timestamp,
}

/// What a rescue draft was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rescued {
    /// Words under this root.
    Words {
        /// Name of the root.
        root: String,
    },
    /// A decision.
    Decision(Command),
    /// Words that the coordinator has now. They are no longer on the device; that they were handed over is.
    HandedOver,
}

/// A record that could not be opened, exactly as it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Quarantined {
    pub(crate) bucket: String,
    pub(crate) key: Vec<u8>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) at: Timestamp,
}
