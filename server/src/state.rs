//! What every part of the running server shares.

use std::sync::Arc;

use thiserror::Error;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    auth::{
        accounts::Accounts,
        door::{Door, DoorParts},
        origin::Origins,
        passwords::PasswordError,
    },
    clock::Clock,
    config::{Config, Mode},
    conn::{paces::DevicePaces, yjs::Rooms},
    docs::{feed::Feed, registry::Documents},
    metrics::Metrics,
    store::{
        StoreHandle,
        sqlite::{OpenError, PageLimit, Purpose, SqliteReader, SqliteWriter, open_data_folder},
    },
};

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
    /// Where everybody comes in.
    pub door: Door,
    /// Pages that may use the server.
    pub origins: Arc<Origins>,
    /// How fast each device goes.
    pub paces: DevicePaces,
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
        let accounts = Accounts::new(store.clone(), reader);
        let (config, stopping) = (Arc::new(config), CancellationToken::new());
        let door = Door::new(DoorParts {
            config: Arc::clone(&config),
            accounts: accounts.clone(),
            metrics: Arc::clone(&metrics),
            stopping: stopping.clone(),
            clock: clock.clone(),
        })?;
        Ok(Self {
            documents,
            rooms: Rooms::default(),
            door,
            origins: Arc::new(Origins::new(&config.origins, config.transport)),
            paces: DevicePaces::default(),
            sockets: TaskTracker::new(),
            accounts,
            metrics,
            stopping,
            config,
            store,
            clock,
        })
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
