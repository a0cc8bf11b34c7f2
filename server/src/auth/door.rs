//! What logging in and staying logged in need of the running server, and nothing else of it.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::{
    accounts::Accounts,
    endings::Endings,
    lockout::Addresses,
    passwords::{PasswordError, Passwords},
};
use crate::{clock::Clock, config::Config, metrics::Metrics};

/// Where everybody comes in, and is looked at again while they are there. Cheap to clone.
#[derive(Clone)]
pub struct Door {
    pub(super) config: Arc<Config>,
    pub(super) accounts: Accounts,
    pub(super) metrics: Arc<Metrics>,
    pub(super) addresses: Arc<Addresses>,
    pub(super) stopping: CancellationToken,
    pub(super) clock: Clock,
    /// Hashes passwords.
    pub passwords: Passwords,
    /// Tells open sockets that their access may have ended.
    pub endings: Endings,
}

/// What of the running server the door shares with others.
pub struct DoorParts {
    /// What the server was told.
    pub config: Arc<Config>,
    /// Members, sessions, tokens.
    pub accounts: Accounts,
    /// Counts.
    pub metrics: Arc<Metrics>,
    /// Cancelled when the server stops.
    pub stopping: CancellationToken,
    /// The time.
    pub clock: Clock,
}

impl Door {
    /// Nobody was seen yet.
    ///
    /// # Errors
    /// When passwords cannot be hashed.
    pub fn new(parts: DoorParts) -> Result<Self, PasswordError> {
        let DoorParts { config, accounts, metrics, stopping, clock } = parts;
        Ok(Self {
            passwords: Passwords::new(config.password_hashes)?,
            addresses: Arc::new(Addresses::new(config.address_failures)),
            endings: Endings::default(),
            config,
            accounts,
            metrics,
            stopping,
            clock,
        })
    }
}
