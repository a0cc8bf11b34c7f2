//! What happens to a client session, and what it asks of its host: the storage, the socket and the screen.

use super::{
    frames::{CatalogueEntry, Cursor, Generation, Have, PresencePlace, Receipt, Row, SnapshotBody},
    outgoing::Outgoing,
};
use crate::{
    domain::refusal::Reason,
    ids::{BatchNo, Chain, DeviceId, DocId, MemberId, Seq},
    time::Timestamp,
};

/// What a session starts from: what the device's storage holds.
#[derive(Clone, Debug)]
pub struct Start {
    /// The device.
    pub device: DeviceId,
    /// The member whose storage this is; a server that takes us for somebody else gets nothing.
    pub member: MemberId,
    /// The client's build, for the server's logs.
    pub build: String,
    /// Saved with the last catalogue entries.
    pub cursor: Cursor,
    /// Saved with the cursor: of which data of the server it is, and what the device holds.
    pub generation: Generation,
    /// Documents that the catalogue announced and that were not fetched yet.
    pub to_fetch: Vec<DocId>,
    /// What waits, in order of batch.
    pub outbox: Vec<Outgoing>,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The socket is open.
    Opened,
    /// A binary message came.
    Received(Vec<u8>),
    /// The socket is gone, or could not be opened.
    Lost,
    /// The network seems to be back, or the user asks to try now.
    TryNow,
    /// New outbox entries: committed strictly on the device before this.
    Queued(Vec<Outgoing>),
    /// The answer to [`Effect::Lookup`].
    Heads(Vec<Have>),
    /// What waited of this document was taken back: none of it is offered any more. What is on its way may arrive.
    TakenBack(DocId),
    /// Somebody looks at this document: what follows is wanted live.
    Watch(DocId),
    /// Nobody looks at it any more.
    Unwatch(DocId),
    /// Our own caret moved.
    Presence {
        /// In this note.
        doc: DocId,
        /// Here; none when we leave.
        place: Option<PresencePlace>,
    },
    /// The answer to [`Effect::Rebuild`]: these batches left the outbox (to the rescue drafts, or replaced), these came.
    Rebuilt {
        /// The document.
        doc: DocId,
        /// What is no longer offered.
        gone: Vec<BatchNo>,
        /// What is offered instead, in order.
        queued: Vec<Outgoing>,
    },
    /// The device's storage failed; nothing may be taken from the server until it is back.
    StorageFailed,
    /// The deadline that [`super::client_session::ClientSession::next_deadline`] named has come.
    Tick,
}

/// What the host is to do, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Open a socket.
    Connect,
    /// Close the socket.
    Disconnect,
    /// Send this binary message.
    Send(Vec<u8>),
    /// Say what the device holds of these documents: [`Event::Heads`], each of them in the answer.
    Lookup(Vec<DocId>),
    /// Write to the device's storage, in one transaction, in order.
    Persist(Persist),
    /// Rebuild the pending work of a document after refusals: from its base, under a fresh client id, without what was
    /// refused; then [`Event::Rebuilt`].
    Rebuild {
        /// The document.
        doc: DocId,
        /// What was refused, and why.
        refused: Vec<(BatchNo, Reason)>,
    },
    /// Somebody else's caret.
    Presence {
        /// In this note.
        doc: DocId,
        /// Whose.
        member: MemberId,
        /// On which device.
        device: DeviceId,
        /// Where; none when they left.
        place: Option<PresencePlace>,
    },
    /// The session ended on the server: log in again. Work stays.
    SessionOver,
    /// The server speaks a newer protocol: reload the app.
    Outdated,
}

/// A change to the device's storage that came from the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Persist {
    /// What the member may open changed. To be saved together with the cursor; entries that stand beyond what is held
    /// join the to-fetch list.
    Catalogue {
        /// Oldest first.
        entries: Vec<CatalogueEntry>,
        /// The new cursor.
        cursor: Cursor,
        /// Of these data of the server.
        generation: Generation,
    },
    /// The server's data are of another generation than what is held. The cursor goes; what is held stays until the server
    /// says what it has of it, and is compared with nothing before that: see [`Have::is_comparable`].
    Anew {
        /// Of what is held from here on.
        generation: Generation,
    },
    /// Rows of a document, contiguous with what is held; `head` is the new head.
    Rows {
        /// The document.
        doc: DocId,
        /// The rows.
        rows: Vec<Row>,
        /// Last row held without a hole, and its chain value.
        head: (Seq, Chain),
    },
    /// A state that replaces everything held of the document's base.
    Snapshot {
        /// The document.
        doc: DocId,
        /// Last row in it, and its chain value.
        head: (Seq, Chain),
        /// The state.
        body: SnapshotBody,
    },
    /// A projection's value, replacing the one held.
    Projection {
        /// The document.
        doc: DocId,
        /// Its version.
        version: Seq,
        /// Encoded typed value.
        value: Vec<u8>,
    },
    /// The document stands as the server has it: leaves the to-fetch list.
    Fetched {
        /// The document.
        doc: DocId,
        /// Since when, server time.
        at: Timestamp,
    },
    /// Committed by the server: the batch moves from the outbox to the base (an update or a command's effect is a row;
    /// a creation leaves no row).
    Acked {
        /// The document.
        doc: DocId,
        /// The batch.
        batch: BatchNo,
        /// The server's receipt.
        receipt: Receipt,
        /// The new head, when the row follows directly on what is held; otherwise the rows come again with `Rows`.
        head: Option<(Seq, Chain)>,
    },
    /// Refused for good: a creation, a command or a handover leaves the outbox for the rescue drafts. (Updates: see
    /// [`Effect::Rebuild`].)
    Refused {
        /// The document.
        doc: DocId,
        /// The batch.
        batch: BatchNo,
        /// Why.
        reason: Reason,
    },
    /// The member may no longer read it, or it could not be made: base, pending work and views go; the texts of pending
    /// work are handed over to the coordinator, or become rescue drafts when they are nobody else's to take.
    Revoked {
        /// The document.
        doc: DocId,
    },
}
