//! Durable storage: a narrow append log of rows per document, what each member may open, and projections.
//!
//! One writer commits whole groups; a commit is either on disk with fsync or it did not happen. Readers see committed
//! data only. Two implementations behind one contract suite: [`sqlite`] and [`memory`].

pub(crate) mod audit;
pub mod commit;
#[cfg(test)]
mod contract;
pub(crate) mod envelope;
pub mod memory;
pub mod metrics;
pub mod quarantine;
pub mod seal;
pub mod snapshot;
pub mod sqlite;
pub mod thread;

use buurtboek_shared::{
    domain::{access::Access, deputy::Deputy, handover::Handover},
    ids::{BatchNo, Chain, CommandId, DeviceId, DocId, Hash256, MemberId, Seq, TeamId, YClient},
    protocol::frames::{CatalogueEntry, Cursor, Generation, Receipt, Row},
    time::Timestamp,
};
use thiserror::Error;

pub use self::{
    commit::{AuditAction, Commit, CommitError, Committed, EscrowChange, GrantChange, Needed, NewRow, PutPart},
    metrics::StoreMetrics,
    quarantine::Quarantined,
    seal::{SealKey, SealKeyError},
    snapshot::StoredSnapshot,
    thread::{Closing, StoreHandle, StoreState},
};

/// What is known of a document besides its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The document.
    pub doc: DocId,
    /// The team it belongs to.
    pub team: TeamId,
    /// The dossier of a note; the triage from which a dossier follows.
    pub parent: Option<DocId>,
    /// The schema it is written under.
    pub schema: u16,
    /// Who made it.
    pub created_by: MemberId,
    /// When, server time.
    pub created_at: Timestamp,
    /// Its last row; for a projection its version.
    pub head: Seq,
    /// Chain value at the head; zero for a projection.
    pub chain: Chain,
}

/// To whom a yrs client id belongs in one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The client id.
    pub client: YClient,
    /// The member it writes for.
    pub member: MemberId,
    /// The device it writes from; none for a stock client, which is bound to the member alone.
    pub device: Option<DeviceId>,
}

/// What a member may open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The document.
    pub doc: DocId,
    /// Who.
    pub member: MemberId,
    /// What.
    pub access: Access,
}

/// One page of a member's change log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangePage {
    /// Oldest first.
    pub entries: Vec<CatalogueEntry>,
    /// Where the page ends: the cursor to save with it.
    pub cursor: Cursor,
    /// How many more there are.
    pub remaining: u32,
}

/// What was committed for a batch, to answer a repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownBatch {
    /// The document it went to.
    pub doc: DocId,
    /// What was acknowledged.
    pub receipt: Receipt,
}

/// One part of a projection. A projection is the sequence of its parts, by key; each part is written whole, by one
/// document's commits only, so that two documents never race for one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Orders and names the part inside the projection.
    pub key: Vec<u8>,
    /// The encoded typed value.
    pub value: Vec<u8>,
}

/// The part beside the values of an intake that says who of the team may open it: a `Restriction`. Written by its triage's
/// commits, never shown; read when somebody joins the team.
pub(crate) const REACH: &[u8] = b"reach";

/// A projection as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredProjection {
    /// Grows with each writing of any part.
    pub version: Seq,
    /// The parts, by key.
    pub parts: Vec<Part>,
}

/// The number of something that was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EscrowNumber(pub u64);

/// Words that were handed over to the coordinators, and that nobody dealt with yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Escrowed {
    /// Its number.
    pub number: EscrowNumber,
    /// Who wrote them.
    pub member: MemberId,
    /// When they came in, server time.
    pub at: Timestamp,
    /// The words, and where they belong.
    pub handover: Handover,
}

/// Whether somebody ever had access to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Had {
    /// They have, or had.
    Access,
    /// They never had.
    Nothing,
}

/// Who may open what in a team by their role alone: the store answers from its own member table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamMember {
    /// Who.
    pub member: MemberId,
    /// As what.
    pub role: buurtboek_shared::domain::role::Role,
}

/// Why something could not be read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The database failed.
    #[error("the database cannot be read: {0}")]
    Database(#[from] rusqlite::Error),
    /// A stored value has a form that this build does not know.
    #[error("stored {what} has an unknown form")]
    Form {
        /// Which value.
        what: &'static str,
    },
    /// The thread that read ended before it had an answer: the server stops, or it hit a fault.
    #[error("the reading was interrupted")]
    Interrupted,
}

/// Reading committed data. Cheap to share between threads; every call blocks on disk at most.
pub trait Reader: Send + Sync {
    /// The document's header; none when it does not exist.
    fn header(&self, doc: DocId) -> Result<Option<Header>, ReadError>;
    /// Rows after this one, oldest first: as many as have at most `max_bytes` of updates together, and at least one when
    /// there is any.
    fn rows(&self, doc: DocId, after: Seq, max_bytes: usize) -> Result<Vec<Row>, ReadError>;
    /// The chain value at a row; zero at row 0; none when there is no such row.
    fn chain_at(&self, doc: DocId, seq: Seq) -> Result<Option<Chain>, ReadError>;
    /// The newest snapshot; none where it is not what was stored, so that the rows are read.
    fn snapshot(&self, doc: DocId) -> Result<Option<StoredSnapshot>, ReadError>;
    /// All bindings of client ids in a document, by client.
    fn bindings(&self, doc: DocId) -> Result<Vec<Binding>, ReadError>;
    /// What this member may do with this document; none when nothing.
    fn access(&self, doc: DocId, member: MemberId) -> Result<Option<Access>, ReadError>;
    /// The head that this document had when this member's access began, or began again after an end; none when there is
    /// no access now. More or less access is no new beginning.
    fn access_began(&self, doc: DocId, member: MemberId) -> Result<Option<Seq>, ReadError>;
    /// Everybody who may open a document, by member.
    fn grants(&self, doc: DocId) -> Result<Vec<Grant>, ReadError>;
    /// What this member may open, by document, after this one; at most `limit` of them.
    fn documents(&self, member: MemberId, after: Option<DocId>, limit: usize) -> Result<Vec<Header>, ReadError>;
    /// What changed for this member after the cursor, at most `limit` entries. Only the last change of a document is
    /// kept; a new device (cursor 0) is told of no revocations on its first page. A cursor beyond the log's end was given out before the
    /// data was restored from a backup, and reads as 0.
    fn changes(&self, member: MemberId, after: Cursor, limit: usize) -> Result<ChangePage, ReadError>;
    /// What a device's batch became.
    fn batch(&self, device: DeviceId, batch: BatchNo) -> Result<Option<KnownBatch>, ReadError>;
    /// What a command became: its document and receipt.
    fn command(&self, command: CommandId) -> Result<Option<KnownBatch>, ReadError>;
    /// A projection; none when nothing was written to it, though the document may exist.
    fn projection(&self, doc: DocId) -> Result<Option<StoredProjection>, ReadError>;
    /// The active members of a team, by member.
    fn members(&self, team: TeamId) -> Result<Vec<TeamMember>, ReadError>;
    /// Who stands in for the coordinators of a team at this moment: an active professional of it, by the appointment made
    /// last.
    fn deputy(&self, team: TeamId, at: Timestamp) -> Result<Option<Deputy>, ReadError>;
    /// What was quarantined for a document, oldest first. The same bytes from one device, refused for the same reason, are
    /// kept once.
    fn quarantine(&self, doc: DocId) -> Result<Vec<Quarantined>, ReadError>;
    /// Whether this member has or had access to a document.
    fn had_access(&self, doc: DocId, member: MemberId) -> Result<Had, ReadError>;
    /// What was handed over in a team and not dealt with, oldest first.
    fn escrow(&self, team: TeamId) -> Result<Vec<Escrowed>, ReadError>;
    /// Of the stored data.
    fn generation(&self) -> Result<Generation, ReadError>;
}

/// Committing. One at a time per database; the caller puts it on a thread of its own.
pub trait Writer: Send {
    /// Commits a group with one fsync. Each commit succeeds or fails on its own; when the group's own commit fails,
    /// all fail with [`CommitError::Storage`] and nothing is kept of any.
    fn commit(&mut self, group: Vec<Commit>) -> Vec<Result<Committed, CommitError>>;
    /// Keeps bytes in quarantine. Who refused them loses no work when that fails; whoever brings a device's record tries
    /// again.
    fn quarantine(&mut self, refused: Quarantined) -> Result<(), CommitError>;
    /// Writes something and commits it with fsync: proof that the store can be written to.
    fn probe(&mut self) -> Result<(), CommitError>;
    /// Runs work on the relational tables (accounts) in a transaction of its own, and commits it with fsync unless the
    /// work says otherwise.
    ///
    /// # Errors
    /// [`CommitError::Storage`] when it is not on disk; [`CommitError::Unfit`] for a store without such tables.
    fn transact(&mut self, work: RelationalWork<'_>) -> Result<(), CommitError>;
}

/// Work on the relational tables.
pub type RelationalWork<'a> = &'a mut dyn FnMut(&rusqlite::Connection) -> Ending;

/// How a transaction ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With what was written.
    Keep,
    /// As if nothing had been written.
    Undo,
}

/// The hash of the content of a batch: what [`Receipt::hash`] carries.
#[must_use]
pub fn content_hash(bytes: &[u8]) -> Hash256 {
    Hash256::of(bytes)
}
