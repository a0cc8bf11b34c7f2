//! The real server inside the test's own process, on a real port, with the demonstration in it.

use std::{io, net::SocketAddr};

use buurtboek_server::{
    clock::Clock,
    config::{Config, Mode},
    demo,
    serve::run_until_stopped,
    state::AppState,
};
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinHandle};

/// A server that runs until it is dropped.
pub struct Town {
    /// What it consists of: for a look at its store.
    pub state: AppState,
    address: SocketAddr,
    serving: JoinHandle<()>,
    _data: TempDir,
}

impl Town {
    /// Opens it.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn open() -> io::Result<Self> {
        let data = tempfile::tempdir()?;
        let config = Config { data: data.path().to_owned(), mode: Mode::Demo, ..Config::default() };
        let state = AppState::open(config, Clock::system()).map_err(io::Error::other)?;
        demo::prepare(&state).await.map_err(io::Error::other)?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let served = run_until_stopped(state.clone(), listener);
        let serving = tokio::spawn(async move {
            if let Err(error) = served.await {
                eprintln!("the server ended: {error}");
            }
        });
        Ok(Self { state, address, serving, _data: data })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
