//! One commit: everything that one accepted batch changes, in one SQL transaction.

use buurtboek_shared::{
    domain::{access::Access, handover::Handover},
    ids::{BatchNo, Chain, CommandId, DeviceId, DocId, Hash256, MemberId, Seq, TeamId, YClient},
    protocol::frames::{Cursor, Receipt},
    time::Timestamp,
};
use thiserror::Error;

use super::{Binding, EscrowNumber, Header, KnownBatch, Part};

/// Everything that one accepted batch changes.
#[derive(Clone, Debug)]
pub struct Commit {
    /// The document whose history it continues.
    pub doc: DocId,
    /// Who.
    pub member: MemberId,
    /// From which device.
    pub device: DeviceId,
    /// When, server time.
    pub at: Timestamp,
    /// The device's number; none for what no device offered (stock clients, the server's own seeding).
    pub batch: Option<BatchNo>,
    /// The command that it carries out.
    pub command: Option<CommandId>,
    /// SHA-256 of the offered bytes.
    pub hash: Hash256,
    /// Documents to make, in order, before anything else. The commit's own may be among them. A parent has to exist by
    /// then. Head and chain are those of an empty document, whatever the header says.
    pub create: Vec<Header>,
    /// The row to append to `doc`; none for a mere creation.
    pub row: Option<NewRow>,
    /// Client ids first used by this row.
    pub bind: Vec<Binding>,
    /// Changes to who may open what, in order. Giving what somebody has, or ending what they do not have, changes
    /// nothing.
    pub grants: Vec<GrantChange>,
    /// Parts of projections to write, before grants change. A projection that does not exist is made in the part's team.
    /// Writing what a part already holds is no writing: nobody is told of it.
    pub parts: Vec<PutPart>,
    /// What it does to the words that were handed over.
    pub escrow: Option<EscrowChange>,
    /// The grant that must still hold inside the transaction: checked again here, since access may have ended while
    /// the batch waited.
    pub needs: Option<Needed>,
    /// What the audit trail says of it.
    pub audit: AuditAction,
}

/// A row to be appended.
#[derive(Clone, Debug)]
pub struct NewRow {
    /// The head that it follows: the commit fails with [`CommitError::Moved`] when the head is another.
    pub after: (Seq, Chain),
    /// One yrs v1 update.
    pub update: Vec<u8>,
    /// When due: the state that replaces all rows before it for readers that come later.
    pub snapshot: Option<Vec<u8>>,
}

/// A change to who may open a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrantChange {
    /// Gives access, or changes it.
    Give {
        /// The document.
        doc: DocId,
        /// To whom.
        member: MemberId,
        /// What.
        access: Access,
    },
    /// Ends access.
    End {
        /// The document.
        doc: DocId,
        /// For whom.
        member: MemberId,
    },
}

/// A part of a projection to be written.
#[derive(Clone, Debug)]
pub struct PutPart {
    /// The projection.
    pub doc: DocId,
    /// Its team.
    pub team: TeamId,
    /// The part.
    pub part: Part,
}

/// A change to the words that were handed over.
#[derive(Clone, Debug)]
pub enum EscrowChange {
    /// Keeps what the commit's member hands over.
    Keep {
        /// The team whose coordinators read it.
        team: TeamId,
        /// The words.
        handover: Handover,
    },
    /// Somebody dealt with it: the words go.
    Settle(EscrowNumber),
}

/// The access that must still hold when the transaction runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needed {
    /// On which document.
    pub doc: DocId,
    /// At least this.
    pub access: Access,
}

/// What the audit trail says of a commit (never content).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditAction {
    /// A document was made.
    Create,
    /// A document was written in.
    Edit,
    /// A command was carried out.
    Command,
    /// Words were handed over to the coordinators.
    HandOver,
    /// Words that were handed over were dealt with.
    Settle,
    /// The server itself, for demonstration data and administration.
    Server,
    /// Somebody looked at the name of whoever reported a signal.
    ViewReporter,
}

impl AuditAction {
    /// The word in the stored trail; part of what its hashes are taken over.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Edit => "edit",
            Self::Command => "command",
            Self::HandOver => "hand_over",
            Self::Settle => "settle",
            Self::Server => "server",
            Self::ViewReporter => "view_reporter",
        }
    }
}

/// What a successful commit became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// To be acknowledged.
    pub receipt: Receipt,
    /// Members whose change log grew by this commit, sorted, each once.
    pub touched: Vec<MemberId>,
    /// Projections that were written, sorted, each once.
    pub projections: Vec<DocId>,
    /// Grants that ended.
    pub ended: Vec<(DocId, MemberId)>,
    /// The change log's position after this commit.
    pub cursor: Cursor,
}

/// Why a commit did not happen.
#[derive(Debug, Error)]
pub enum CommitError {
    /// The document's head is no longer where the row wants to follow.
    #[error("the document moved on")]
    Moved,
    /// The batch or command is known; the answer it had.
    #[error("committed before")]
    Known(Receipt),
    /// The batch number or command id is known for other bytes or another document.
    #[error("the number was used before")]
    NumberReused,
    /// The document to be made exists.
    #[error("the document exists")]
    Exists,
    /// No such document, or one of another form: rows go to yrs documents, parts to projections.
    #[error("no such document")]
    Absent,
    /// The needed access no longer holds.
    #[error("access ended")]
    NoAccess,
    /// A client id is bound to somebody else.
    #[error("client id {} is bound otherwise", .0.0)]
    BoundElsewhere(YClient),
    /// The database refuses this commit alone: a fault of the server's own, not of the disk.
    #[error("the commit does not fit the database: {0}")]
    Unfit(String),
    /// As much of this member is in quarantine as may be.
    #[error("the quarantine of this member is full")]
    QuarantineFull,
    /// The disk is full, or the database failed: nothing is kept, the store is read-only until a probe succeeds.
    #[error("the database cannot be written: {0}")]
    Storage(String),
}

/// The answer to a batch or command that is known: the same bytes for the same document are a repeat, anything else
/// uses a number twice.
pub(super) fn answer_repeat(known: KnownBatch, doc: DocId, hash: Hash256) -> CommitError {
    if known.doc == doc && known.receipt.hash == hash {
        CommitError::Known(known.receipt)
    } else {
        CommitError::NumberReused
    }
}
