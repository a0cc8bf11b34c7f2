//! What a server session asks of its host, and what the host answers with.

use crate::{
    domain::refusal::Reason,
    ids::{Chain, DeviceId, DocId, Seq},
    protocol::{
        frames::{Cursor, Have, PresencePlace, Row, SnapshotBody},
        outgoing::Outgoing,
    },
};

/// Most that is passed on of what a device calls its build, in characters.
pub const BUILD: usize = 40;

/// What the host carries out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Send this binary message.
    Send(Vec<u8>),
    /// Close the socket, after what was sent.
    Close,
    /// The device said hello: supersede its older connection, then read its change log from this cursor.
    Greeted {
        /// The device.
        device: DeviceId,
        /// Where its change log stood.
        cursor: Cursor,
        /// Its build, in its own words, at most [`BUILD`] characters of them: for a line in the log.
        build: String,
    },
    /// Read what follows what the device holds, answer with [`ServerSession::contents`], or with
    /// [`ServerSession::unreadable`], and follow the document.
    Open(Have),
    /// Follow it no more.
    Unfollow(DocId),
    /// Bring it before the gate; answer with [`ServerSession::answer`].
    Submit(Outgoing),
    /// Count it: something was turned away, for this reason, that no document's task hears of.
    Refused(Reason),
    /// Tell the others who follow the note.
    Presence {
        /// The note.
        doc: DocId,
        /// Where; none when they left.
        place: Option<PresencePlace>,
    },
}

/// Whether the store can be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storing {
    /// As far as is known.
    Works,
    /// Nothing can be stored until it works again.
    Fails,
}

/// What the store holds beyond what a device holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// The device's history is ours: the rows that follow (maybe none).
    Rows {
        /// Chain value before the first.
        prev: Chain,
        /// The rows.
        rows: Vec<Row>,
    },
    /// The device holds nothing, or another history: the state, then rows.
    Snapshot {
        /// Last row in the state.
        seq: Seq,
        /// Its chain value.
        chain: Chain,
        /// The state.
        body: SnapshotBody,
        /// Rows after it.
        rows: Vec<Row>,
    },
    /// A projection that is newer than what the device holds.
    Projection {
        /// Its version.
        version: Seq,
        /// The encoded value.
        value: Vec<u8>,
    },
    /// A projection that the device holds.
    Same,
}
