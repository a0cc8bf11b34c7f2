//! What every part of the running server shares.

use std::sync::Arc;

use buurtboek_shared::ids::{DeviceId, MemberId};
use thiserror::Error;
use tokio::sync::broadcast;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    auth::{
        accounts::{Accounts, DocTokenId, SessionRecordId},
        lockout::Addresses,
        origin::Origins,
        passwords::{PasswordError, Passwords},
    },
    clock::Clock,
    config::{Config, Mode},
    conn::yjs::Rooms,
    docs::{feed::Feed, registry::Documents},
    metrics::Metrics,
    store::{
        StoreHandle,
        sqlite::{OpenError, PageLimit, Purpose, SqliteReader, SqliteWriter, open_data_folder},
    },
};

/// Notices that a slow listener may miss before it must look for itself.
const ENDED_BUFFER: usize = 256;

/// Access that ended while sockets may be open under it: they close at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionEnded {
    /// One session, by logging out or by revoking it.
    Session(SessionRecordId),
    /// All sessions of a device.
    Device(DeviceId),
    /// All sessions and tokens of a member.
    Member(MemberId),
    /// A token for one document.
    Token(DocTokenId),
}

/// Why the server cannot start.
#[derive(Debug, Error)]
pub enum StartError {
    /// A demonstration was started for real work, or the other way round.
    #[error("{0}; a demonstration is served with --demo, real work without")]
    OtherMode(OpenError),
    /// The data folder.
    #[error(transparent)]
    Open(OpenError),
    /// Password hashing.
    #[error(transparent)]
    Passwords(#[from] PasswordError),
    /// The machine.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

impl From<OpenError> for StartError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::OtherPurpose { .. } => Self::OtherMode(error),
            OpenError::Database(_)
            | OpenError::Folder { .. }
            | OpenError::SealKey(_)
            | OpenError::OtherSealKey
            | OpenError::Foreign
            | OpenError::Newer { .. }
            | OpenError::Durability { .. }
            | OpenError::Random(_) => Self::Open(error),
        }
    }
}

/// What every part of the running server shares. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// What the server was told.
    pub config: Arc<Config>,
    /// Rows, documents and grants.
    pub store: StoreHandle,
    /// The open documents and who follows them.
    pub documents: Documents,
    /// Who is where among the stock clients.
    pub rooms: Rooms,
    /// Members, sessions, tokens.
    pub accounts: Accounts,
    /// Counts.
    pub metrics: Arc<Metrics>,
    /// Hashes passwords.
    pub passwords: Passwords,
    /// Wrong passwords by address.
    pub addresses: Arc<Addresses>,
    /// Pages that may use the server.
    pub origins: Arc<Origins>,
    /// Tells open sockets that their session ended.
    pub session_ended: broadcast::Sender<SessionEnded>,
    /// Cancelled when the server stops: sockets say so and close.
    pub stopping: CancellationToken,
    /// The tasks of open sockets; a stopping server waits for them.
    pub sockets: TaskTracker,
    /// The time.
    pub clock: Clock,
}

impl AppState {
    /// Opens the data folder and prepares everything that does not need a port.
    ///
    /// # Errors
    /// When the data folder cannot be used, or belongs to a demonstration and this is none, or the other way round.
    pub fn open(config: Config, clock: Clock) -> Result<Self, StartError> {
        let (writer, reader) = open_data_folder(&config.data, purpose(config.mode), PageLimit::default())?;
        Self::over(config, clock, writer, reader)
    }

    /// As [`Self::open`], over a database that was opened otherwise.
    ///
    /// # Errors
    /// When the machine gives no thread, memory or randomness.
    pub fn over(config: Config, clock: Clock, writer: SqliteWriter, reader: SqliteReader) -> Result<Self, StartError> {
        let store = StoreHandle::start(writer, Arc::new(reader.clone()))?;
        let metrics = Arc::new(Metrics::new(store.metrics().clone()));
        let documents = Documents::new(store.clone(), Arc::new(reader.clone()), Feed::default(), Arc::clone(&metrics));
        Ok(Self {
            accounts: Accounts::new(store.clone(), reader),
            documents,
            rooms: Rooms::default(),
            metrics,
            passwords: Passwords::new(config.password_hashes)?,
            addresses: Arc::new(Addresses::new(config.address_failures)),
            origins: Arc::new(Origins::new(&config.origins, config.transport)),
            session_ended: broadcast::Sender::new(ENDED_BUFFER),
            stopping: CancellationToken::new(),
            sockets: TaskTracker::new(),
            config: Arc::new(config),
            store,
            clock,
        })
    }

    /// Tells open sockets that their access ended. Nobody listening is fine.
    pub fn ended(&self, what: SessionEnded) {
        self.session_ended.send(what).ok();
    }
}

/// What a database is for in this mode.
#[must_use]
pub const fn purpose(mode: Mode) -> Purpose {
    match mode {
        Mode::Real => Purpose::Live,
        Mode::Demo => Purpose::Demonstration,
    }
}
