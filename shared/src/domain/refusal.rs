//! Why something was not taken: the whole list, each with its class. Screens turn a reason into a sentence.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{ids::MemberId, time::Timestamp};

/// What the sender does with what was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RefusalClass {
    /// Refresh the document, then offer it again.
    Resync,
    /// Keep it and offer it again after a while.
    Later,
    /// Terminal: it becomes a rescue draft.
    Refused,
}

/// Why an update, a command or a new document was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Error)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    // Resync
    /// It builds on content that the server does not hold.
    #[error("depends on content that is not here")]
    DependencyUnknown,
    /// Its clocks do not continue where this client id stopped.
    #[error("clocks are not contiguous")]
    ClockGap,

    // Later
    /// The document is not known here, or not yet granted to the sender.
    #[error("no grant yet")]
    NoGrantYet,
    /// The server cannot store anything now.
    #[error("the server is read-only")]
    ReadOnly,
    /// More than the agreed pace.
    #[error("too fast")]
    TooFast,
    /// Made under a newer schema than the server knows.
    #[error("schema is newer than the server's")]
    SchemaNewer,
    /// The server failed in a way that says nothing about the input.
    #[error("the server is busy recovering")]
    Recovering,

    // Refused: the rules of the work
    /// The sender may not, or it does not exist: the two answer alike.
    #[error("no access")]
    NoAccess,
    /// The note was finished before this arrived.
    #[error("finalised")]
    Finalised {
        /// Who finished it.
        by: MemberId,
        /// When, server time.
        at: Timestamp,
    },
    /// It changes what is written once.
    #[error("written once")]
    WriteOnce,
    /// Somebody took it up before.
    #[error("already taken up")]
    AlreadyTaken {
        /// Who took it up.
        by: MemberId,
        /// When, server time.
        at: Timestamp,
    },
    /// The state does not allow this command.
    #[error("not possible in this state")]
    WrongState,
    /// The document changed since it was shown to the one who decided.
    #[error("changed since it was shown")]
    ChangedSince,
    /// Another document, person or value that it names does not exist.
    #[error("names something that does not exist")]
    UnknownReference,
    /// A document with this id exists and is another one.
    #[error("the document exists")]
    AlreadyExists,

    // Refused: the form of an update
    /// More bytes than one update may have.
    #[error("too large")]
    TooLarge,
    /// Not a v1 update at all: it ends too soon, or a tag is unknown.
    #[error("malformed")]
    Malformed,
    /// A number written in more bytes than it needs.
    #[error("over-long number")]
    OverlongNumber,
    /// A number beyond what it may be, or sums that overflow.
    #[error("number out of range")]
    NumberOutOfRange,
    /// Claims more elements than there are bytes left.
    #[error("count larger than the input")]
    CountBomb,
    /// Bytes after the end.
    #[error("trailing bytes")]
    TrailingBytes,
    /// Nested deeper than allowed.
    #[error("nested too deep")]
    TooDeep,
    /// A root that the schema does not have.
    #[error("unknown root")]
    UnknownRoot,
    /// A kind of content that the schema does not have there.
    #[error("content kind not allowed")]
    ContentKind,
    /// Map keys, move ranges and other bits that the schema does not use.
    #[error("info bits not allowed")]
    InfoBits,
    /// The client id is bound to another member, device or document, or is the server's.
    #[error("foreign client id")]
    ForeignClient,
    /// A GC or Skip block where only content belongs.
    #[error("block kind not allowed")]
    BlockKind,
    /// Deletes what does not exist.
    #[error("deletes what does not exist")]
    DeletesUnknown,
    /// The same thing twice: a client, a clock range, a delete.
    #[error("repeats itself")]
    Repeats,

    // Refused: the meaning of an update
    /// Left origin, item and right origin are not in that order under one parent.
    #[error("out of order")]
    OrderRule,
    /// Inserts that end deleted without a delete of its own.
    #[error("container gone")]
    ContainerGone,
    /// A root that only the server writes.
    #[error("server only")]
    ServerOnly,
    /// An entry that does not have the form of its list.
    #[error("entry has the wrong form")]
    EntryForm,
    /// An entry that was there is no longer there.
    #[error("an entry is gone")]
    EntryGone,
    /// An entry under somebody else's name.
    #[error("not the author")]
    NotTheAuthor,
    /// Something is left waiting after it was applied.
    #[error("left pending")]
    LeftPending,
    /// The document does not read back as it stands.
    #[error("does not survive a reload")]
    RoundTrip,
    /// The library panicked on it.
    #[error("the document library failed on it")]
    Panicked,
    /// An earlier batch of the same lineage was refused.
    #[error("follows a refused batch")]
    Follows,
    /// A batch number or command id that was used before for other bytes.
    #[error("number used before")]
    NumberReused,

    // Refused: the rules of the work, added later
    /// The note lacks what it needs to be finished: a date, who was there, or text.
    #[error("incomplete")]
    Incomplete,
    /// Only whoever has it, or a coordinator, does this.
    #[error("somebody else has it")]
    NotHolder,
    /// "Ik ken deze mensen": the colleague who was to get it gave it back.
    #[error("stepped back")]
    SteppedBack,
}

impl Reason {
    /// What the sender does with it.
    #[must_use]
    pub const fn class(self) -> RefusalClass {
        match self {
            Self::DependencyUnknown | Self::ClockGap => RefusalClass::Resync,
            Self::NoGrantYet | Self::ReadOnly | Self::TooFast | Self::SchemaNewer | Self::Recovering => {
                RefusalClass::Later
            }
            Self::NoAccess
            | Self::Finalised { .. }
            | Self::WriteOnce
            | Self::AlreadyTaken { .. }
            | Self::WrongState
            | Self::ChangedSince
            | Self::UnknownReference
            | Self::AlreadyExists
            | Self::TooLarge
            | Self::Malformed
            | Self::OverlongNumber
            | Self::NumberOutOfRange
            | Self::CountBomb
            | Self::TrailingBytes
            | Self::TooDeep
            | Self::UnknownRoot
            | Self::ContentKind
            | Self::InfoBits
            | Self::ForeignClient
            | Self::BlockKind
            | Self::DeletesUnknown
            | Self::Repeats
            | Self::OrderRule
            | Self::ContainerGone
            | Self::ServerOnly
            | Self::EntryForm
            | Self::EntryGone
            | Self::NotTheAuthor
            | Self::LeftPending
            | Self::RoundTrip
            | Self::Panicked
            | Self::Follows
            | Self::NumberReused
            | Self::Incomplete
            | Self::NotHolder
            | Self::SteppedBack => RefusalClass::Refused,
        }
    }

    /// True when it holds for whatever the sender would write in that document, not for one update of it.
    #[must_use]
    pub const fn concerns_whole_document(self) -> bool {
        matches!(self, Self::NoAccess | Self::Finalised { .. } | Self::AlreadyExists)
    }

    /// The short code that a person reads to the administrator and that metrics count.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::DependencyUnknown => "dependency_unknown",
            Self::ClockGap => "clock_gap",
            Self::NoGrantYet => "no_grant_yet",
            Self::ReadOnly => "read_only",
            Self::TooFast => "too_fast",
            Self::SchemaNewer => "schema_newer",
            Self::Recovering => "recovering",
            Self::NoAccess => "no_access",
            Self::Finalised { .. } => "finalised",
            Self::WriteOnce => "write_once",
            Self::AlreadyTaken { .. } => "already_taken",
            Self::WrongState => "wrong_state",
            Self::ChangedSince => "changed_since",
            Self::UnknownReference => "unknown_reference",
            Self::AlreadyExists => "already_exists",
            Self::TooLarge => "too_large",
            Self::Malformed => "malformed",
            Self::OverlongNumber => "overlong_number",
            Self::NumberOutOfRange => "number_out_of_range",
            Self::CountBomb => "count_bomb",
            Self::TrailingBytes => "trailing_bytes",
            Self::TooDeep => "too_deep",
            Self::UnknownRoot => "unknown_root",
            Self::ContentKind => "content_kind",
            Self::InfoBits => "info_bits",
            Self::ForeignClient => "foreign_client",
            Self::BlockKind => "block_kind",
            Self::DeletesUnknown => "deletes_unknown",
            Self::Repeats => "repeats",
            Self::OrderRule => "order_rule",
            Self::ContainerGone => "container_gone",
            Self::ServerOnly => "server_only",
            Self::EntryForm => "entry_form",
            Self::EntryGone => "entry_gone",
            Self::NotTheAuthor => "not_the_author",
            Self::LeftPending => "left_pending",
            Self::RoundTrip => "round_trip",
            Self::Panicked => "panicked",
            Self::Follows => "follows",
            Self::NumberReused => "number_reused",
            Self::Incomplete => "incomplete",
            Self::NotHolder => "not_holder",
            Self::SteppedBack => "stepped_back",
        }
    }
}
