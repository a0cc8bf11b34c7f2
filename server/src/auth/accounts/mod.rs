//! Who there is: organisations, teams, neighbourhoods, members, their sessions and devices. Relational and the
//! server's alone: never a document that others write.
//!
//! Writing goes through the store's writer thread, in one transaction each, and is on disk when it returns; reading is
//! a short question to the store's readers.

mod deputies;
mod devices;
mod doc_tokens;
mod grants_of_newcomers;
mod login_attempts;
mod members;
mod organisations;
mod sessions;
mod teams;

#[cfg(test)]
mod tests;

use thiserror::Error;

use crate::store::{CommitError, ReadError, StoreHandle, sqlite::SqliteReader};

pub use self::{
    deputies::{Appointment, OpenAppointment},
    devices::Device,
    doc_tokens::{DocToken, DocTokenId, NewDocToken},
    login_attempts::{Attempts, Forgotten},
    members::{Deactivated, Member, MemberState, NewMember, PasswordHash, Username, UsernameError},
    sessions::{Login, NewSession, Session, SessionRecordId, TokenHash},
    teams::Team,
};

/// The accounts of one database.
#[derive(Clone, Debug)]
pub struct Accounts {
    store: StoreHandle,
    reader: SqliteReader,
}

/// What a name or number was wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An organisation.
    Organisation,
    /// A team.
    Team,
    /// A neighbourhood.
    Neighbourhood,
    /// A member.
    Member,
    /// A user name.
    Username,
    /// A session.
    Session,
    /// A device.
    Device,
    /// A document.
    Document,
}

impl Subject {
    const fn word(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Team => "team",
            Self::Neighbourhood => "neighbourhood",
            Self::Member => "member",
            Self::Username => "user name",
            Self::Session => "session",
            Self::Device => "device",
            Self::Document => "document",
        }
    }
}

/// Why something about an account was not done.
#[derive(Debug, Error)]
pub enum AccountError {
    /// The name, id or code is somebody's already.
    #[error("this {} exists already", .0.word())]
    Taken(Subject),
    /// It does not exist.
    #[error("this {} does not exist", .0.word())]
    Absent(Subject),
    /// The device belongs to another member.
    #[error("this device belongs to another member")]
    DeviceOfAnother,
    /// The device was revoked.
    #[error("this device was revoked")]
    DeviceRevoked,
    /// The session is used from another device.
    #[error("this session belongs to another device")]
    SessionOfAnotherDevice,
    /// The store could not write.
    #[error(transparent)]
    Store(#[from] CommitError),
    /// The store could not read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl From<rusqlite::Error> for AccountError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Read(error.into())
    }
}

impl Accounts {
    /// The accounts in the database that this store writes and this reader reads.
    #[must_use]
    pub const fn new(store: StoreHandle, reader: SqliteReader) -> Self {
        Self { store, reader }
    }
}
