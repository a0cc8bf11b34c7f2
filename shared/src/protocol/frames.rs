//! The frames of `buurtboek.sync.v1`, in the order of the wire: a variant is never moved or removed, only appended.

use serde::{Deserialize, Serialize};

use super::limits::Limits;
pub use crate::domain::access::Access;
use crate::{
    domain::{
        command::Command,
        handover::Handover,
        refusal::{Reason, RefusalClass},
    },
    ids::{BatchNo, Chain, DeviceId, DocId, Hash256, MemberId, Seq, SessionId, TeamId, YClient},
    time::{Millis, Timestamp},
};

/// Where a device is in its change log; opaque to the client, 0 for a new device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub u64);

/// Changes when a server is restored from a backup, or its database is made anew. 0 on a device that knows of none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Generation(pub u64);

/// What a device says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientFrame {
    /// The first frame of a connection.
    Hello(Hello),
    /// Asks for everything after what the device holds, and for what follows, live.
    Open(Vec<Have>),
    /// Makes a document; before the first push to it. Acknowledged like a push.
    Create {
        /// The device's number.
        batch: BatchNo,
        /// The document.
        document: NewDocument,
    },
    /// Offers one update.
    Push {
        /// The device's number.
        batch: BatchNo,
        /// The document.
        doc: DocId,
        /// One yrs v1 update, whole.
        update: Vec<u8>,
    },
    /// Offers one command. Acknowledged like a push.
    Command {
        /// The device's number.
        batch: BatchNo,
        /// The command.
        command: Command,
    },
    /// No longer wants what follows of these.
    Close(Vec<DocId>),
    /// Who is where in a note; never stored.
    Presence {
        /// The note.
        doc: DocId,
        /// The writer's place, none when they leave.
        place: Option<PresencePlace>,
    },
    /// Keeps the connection alive.
    Ping {
        /// Sent back in `Pong`.
        nonce: u32,
    },
    /// Hands words to the coordinator that can no longer be pushed: access ended. Acknowledged like a push.
    HandOver {
        /// The device's number.
        batch: BatchNo,
        /// The words.
        handover: Handover,
    },
}

/// The first frame of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// [`super::limits::PROTOCOL`].
    pub protocol: u16,
    /// [`super::limits::SCHEMA`] of the client.
    pub schema: u16,
    /// The client's build. Nothing is decided by it; the server logs its beginning at debug level.
    pub build: String,
    /// The device.
    pub device: DeviceId,
    /// What the device saved last.
    pub cursor: Cursor,
}

/// What a device holds of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Have {
    /// The document.
    pub doc: DocId,
    /// Last row held without a hole; for a projection, the version held. 0 for nothing.
    pub seq: Seq,
    /// Chain value at that row; zero for nothing, for projections, and for rows of which the device does not know any more
    /// whether they are the server's. These are answered with the whole state.
    pub chain: Chain,
}

impl Have {
    /// Whether its number says anything about what the server holds.
    #[must_use]
    pub fn is_comparable(&self) -> bool {
        self.doc.kind.is_projection() || self.seq == Seq(0) || self.chain != Chain::default()
    }
}

/// A document to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDocument {
    /// Its id, drawn by the device.
    pub doc: DocId,
    /// The team that it belongs to.
    pub team: TeamId,
    /// The dossier of a note; the triage from which a dossier follows.
    pub parent: Option<DocId>,
    /// The schema it is written under.
    pub schema: u16,
}

/// Where a writer is in a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresencePlace {
    /// Name of the root that holds the caret.
    pub root: String,
    /// The caret: a yrs sticky index, v1; at most 64 bytes.
    pub caret: Vec<u8>,
}

/// What the server says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServerFrame {
    /// The answer to `Hello`.
    Welcome(Welcome),
    /// Changes to what the member may open, oldest first.
    Catalogue {
        /// The changes.
        entries: Vec<CatalogueEntry>,
        /// To be saved together with them.
        cursor: Cursor,
        /// How many more there are.
        remaining: u32,
    },
    /// Rows of a document, in order, without a hole.
    Rows {
        /// The document.
        doc: DocId,
        /// Chain value before the first of them.
        prev: Chain,
        /// The rows.
        rows: Vec<Row>,
    },
    /// One fragment of a document's state, for a device that holds nothing or something else. [`Fragment::NONE`], also of a
    /// projection: the server has the document and cannot read it now. No [`Self::UpToDate`] follows on that.
    Snapshot {
        /// The document.
        doc: DocId,
        /// The last row in it.
        seq: Seq,
        /// Its chain value.
        chain: Chain,
        /// Position of this fragment.
        fragment: Fragment,
        /// Bytes of an encoded [`SnapshotBody`].
        bytes: Vec<u8>,
    },
    /// One fragment of a projection.
    Projection {
        /// The document.
        doc: DocId,
        /// Grows with each writing.
        version: Seq,
        /// Position of this fragment.
        fragment: Fragment,
        /// Bytes of the encoded value.
        bytes: Vec<u8>,
    },
    /// The document stands as the device holds it; what follows comes live.
    UpToDate {
        /// The document.
        doc: DocId,
    },
    /// Committed to disk with fsync. Of [`BatchNo::NONE`], with an empty receipt: the server can store again.
    Ack {
        /// The device's number.
        batch: BatchNo,
        /// What was committed.
        receipt: Receipt,
    },
    /// Not taken. Of [`BatchNo::NONE`], [`Reason::ReadOnly`]: the server cannot store now, whoever offers something. It
    /// says so to every device, when it begins and at the greeting.
    Nack {
        /// The device's number.
        batch: BatchNo,
        /// What to do with it.
        class: RefusalClass,
        /// Why.
        reason: Reason,
        /// For `Later`: not before this.
        retry_after: Millis,
    },
    /// The member may no longer read it; the device wipes it. This server says so in the change log alone
    /// ([`CatalogueChange::Revoked`]), which a device that was away reads too. It stays, as frames are told apart by their
    /// place in this list, and devices know it.
    Revoked {
        /// The document.
        doc: DocId,
    },
    /// Who else is where.
    Presence {
        /// The note.
        doc: DocId,
        /// Who.
        member: MemberId,
        /// On which device.
        device: DeviceId,
        /// Where; none when they left.
        place: Option<PresencePlace>,
    },
    /// The answer to `Ping`.
    Pong {
        /// As sent.
        nonce: u32,
    },
    /// The server closes the connection after this.
    Bye {
        /// Why.
        reason: ByeReason,
        /// Not before this.
        retry_after: Millis,
    },
}

/// The answer to `Hello`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// Of this connection.
    pub session: SessionId,
    /// Who the server takes the other side for.
    pub member: MemberId,
    /// What to keep to.
    pub limits: Limits,
    /// The server's clock.
    pub server_time: Timestamp,
    /// Of the stored data.
    pub generation: Generation,
}

/// Position of a fragment: `index` of `count`, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fragment {
    /// From 0.
    pub index: u16,
    /// At least 1, but of [`Self::NONE`].
    pub count: u16,
}

impl Fragment {
    /// Of what there is not: no fragment completes a value of none. A build that expects no such thing passes over it.
    pub const NONE: Self = Self { index: 0, count: 0 };
}

/// One change to what a member may open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueEntry {
    /// The document.
    pub doc: DocId,
    /// What changed.
    pub change: CatalogueChange,
}

/// What changed of a document in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CatalogueChange {
    /// Granted, or it has grown.
    Stands {
        /// Its last row, or version.
        seq: Seq,
        /// What the member may do.
        access: Access,
        /// The dossier of a note.
        parent: Option<DocId>,
        /// When it was made, server time.
        created: Timestamp,
    },
    /// The member may no longer read it.
    Revoked,
}

/// One stored row of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its number.
    pub seq: Seq,
    /// Who wrote it.
    pub member: MemberId,
    /// On which device.
    pub device: DeviceId,
    /// When the server committed it.
    pub at: Timestamp,
    /// One yrs v1 update.
    pub update: Vec<u8>,
    /// The server's HMAC over the chain value, under a key outside the database; kept verbatim by the client, so that a
    /// restored server can tell its own rows.
    pub seal: Hash256,
}

impl Row {
    /// The chain value after this row.
    #[must_use]
    pub fn chain(&self, doc: DocId, prev: Chain) -> Chain {
        use sha2::Digest as _;
        let mut hash = sha2::Sha256::new();
        hash.update(prev.0);
        hash.update(doc.kind.word());
        hash.update(doc.id.as_bytes());
        hash.update(self.seq.0.to_le_bytes());
        hash.update(self.member.0.as_bytes());
        hash.update(self.device.0.as_bytes());
        hash.update(self.at.0.to_le_bytes());
        hash.update(Hash256::of(&self.update).0);
        Hash256(hash.finalize().into())
    }
}

/// The state of a document as one value, without the rows that led to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotBody {
    /// One yrs v1 update that holds the whole state.
    pub state: Vec<u8>,
    /// Who wrote under which client id, sorted by client.
    pub authors: Vec<(YClient, MemberId)>,
}

/// What the server committed for one batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// SHA-256 of exactly the bytes that were offered: the update, or the encoded document, command or
    /// handover.
    pub hash: Hash256,
    /// The row it became; for `Create` and `HandOver`, 0.
    pub seq: Seq,
    /// Chain value at that row.
    pub chain: Chain,
    /// When, server time.
    pub at: Timestamp,
    /// The row's seal; zero for `Create` and `HandOver`.
    pub seal: Hash256,
}

/// Why the server closes a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ByeReason {
    /// The server stops or restarts.
    Stopping,
    /// The same device connected again.
    Superseded,
    /// The session was revoked or ended: log in again.
    SessionOver,
    /// The client speaks another protocol: reload the app.
    Protocol,
    /// The client broke the protocol.
    Misbehaved,
    /// The client did not read fast enough.
    TooSlow,
    /// Nothing was heard for too long.
    Silent,
}
