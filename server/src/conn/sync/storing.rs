//! Whether the server can store, as a connection watches it and tells its device.

use std::future::pending;

use buurtboek_shared::protocol::server_session::{Request, Storing};
use tokio::sync::watch;

use super::Connection;
use crate::store::{StoreHandle, StoreState};

/// The store's state, watched. Cheap to clone.
#[derive(Clone, Debug)]
pub struct StoreWatch(watch::Receiver<StoreState>);

impl StoreWatch {
    /// Watches this store.
    #[must_use]
    pub fn of(store: &StoreHandle) -> Self {
        Self(store.state())
    }

    /// How it is now.
    fn look(&self) -> Storing {
        match *self.0.borrow() {
            StoreState::ReadOnly => Storing::Fails,
            StoreState::Writable | StoreState::Closed => Storing::Works,
        }
    }

    /// Returns when it changed. Of a store that was closed nothing more is heard: the connection ends as well.
    pub(super) async fn changed(&mut self) {
        if self.0.changed().await.is_err() || *self.0.borrow() == StoreState::Closed {
            pending::<()>().await;
        }
    }
}

impl Connection {
    /// Whether the server can store: it changed.
    pub(super) fn storing(&self) -> Vec<Request> {
        self.session.storing(self.context.clock.now(), self.context.store.look())
    }

    /// That the server cannot store, as long as that is so.
    pub(super) fn failing(&self) -> Vec<Request> {
        match self.context.store.look() {
            Storing::Works => Vec::new(),
            Storing::Fails => self.storing(),
        }
    }
}
