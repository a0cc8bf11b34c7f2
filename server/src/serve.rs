//! Serving: from an open port to an orderly end.

use std::{io, net::SocketAddr, path::PathBuf, pin::pin, time::Duration};

use axum::{Router, serve::ListenerExt as _};
use thiserror::Error;
use tokio::{
    net::TcpListener,
    time::{Instant, timeout_at},
};

use crate::{
    auth::endings,
    clock::Clock,
    config::{Config, Mode},
    demo, deputy,
    directory::publish_all,
    http,
    state::{AppState, StartError},
    store::Closing,
};

/// What is left to the store, at least, to commit what is queued and to close.
const CLOSING: Duration = Duration::from_millis(700);
/// What is left to the process, when that is done, to be gone.
const LEAVING: Duration = Duration::from_millis(100);

/// Why the server does not serve.
#[derive(Debug, Error)]
pub enum ServeError {
    /// It cannot start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The address is taken or not this machine's.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why not.
        source: io::Error,
    },
    /// The app cannot be read.
    #[error("the app in {folder} cannot be read: {source}")]
    App {
        /// Its folder.
        folder: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The demonstration could not be made.
    #[error(transparent)]
    Demo(#[from] demo::DemoError),
    /// The port failed.
    #[error("serving failed: {0}")]
    Io(#[from] io::Error),
}

/// The app that was built beside this program, when no setting names one.
#[must_use]
pub fn with_app_beside_program(mut config: Config) -> Config {
    if config.app.is_none() {
        let program = std::env::current_exe().ok();
        let folders = program.iter().flat_map(|program| program.ancestors().skip(1).take(2));
        config.app = folders.map(|folder| folder.join("app")).find(|app| app.join("index.html").is_file());
    }
    config
}

/// Listens where the settings say and serves until SIGTERM or SIGINT.
///
/// # Errors
/// When it cannot start, or the port fails.
pub async fn serve(config: Config) -> Result<(), ServeError> {
    let address = config.listen;
    let listener = TcpListener::bind(address).await.map_err(|source| ServeError::Listen { address, source })?;
    run(config, listener).await
}

/// Serves on this listener until SIGTERM or SIGINT.
///
/// # Errors
/// When it cannot start, or the port fails.
pub async fn run(config: Config, listener: TcpListener) -> Result<(), ServeError> {
    let stop = stop_signal()?;
    let clock = Clock::system_ahead(config.days_later);
    let state = AppState::open(config, clock)?;
    let stopping = state.stopping.clone();
    tokio::spawn(async move {
        stop.await;
        stopping.cancel();
    });
    match state.config.mode {
        // What it has not made by then, the next start makes.
        Mode::Demo => state.stopping.run_until_cancelled(demo::prepare(&state)).await.unwrap_or(Ok(()))?,
        Mode::Real => {}
    }
    run_until_stopped(state, listener).await
}

/// Serves on this listener until `state.stopping` is cancelled; then stops accepting, lets sockets say so, commits what
/// is queued and returns. That takes no longer than the settings say: whoever does not let go is left.
///
/// # Errors
/// When the app cannot be read, or the port fails.
pub async fn run_until_stopped(state: AppState, listener: TcpListener) -> Result<(), ServeError> {
    let router = app(state.clone())?;
    // When the disk takes nothing now, devices read and keep their work all the same.
    let published = publish_all(&state.store, &state.accounts, state.clock.now());
    if let Some(Err(error)) = state.stopping.run_until_cancelled(published).await {
        tracing::warn!(%error, "a team's directory is not up to date");
    }
    tracing::info!(address = %listener.local_addr()?, "serving");
    tokio::spawn(deputy::watch(state.clone()));
    tokio::spawn(endings::watch(state.door.clone()));
    let stopped = state.stopping.clone().cancelled_owned();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    // Frames are small, and each is wanted at once.
    let listener = listener.tap_io(|connection| {
        connection.set_nodelay(true).ok();
    });
    let serving = axum::serve(listener, service).with_graceful_shutdown(stopped);
    let mut everything = pin!(async {
        let served = serving.await;
        // Sockets are no longer the listener's: they end by themselves once they have said why.
        state.sockets.close();
        state.sockets.wait().await;
        served
    });
    let ended = tokio::select! {
        biased;
        served = &mut everything => Some(served),
        () = state.stopping.cancelled() => None,
    };
    let end = Instant::now() + Duration::from_secs(u64::from(state.config.stop_seconds)) - LEAVING;
    let served = match ended {
        Some(served) => served,
        None => timeout_at(end - CLOSING, everything).await.unwrap_or_else(|_| {
            tracing::warn!(sockets = state.sockets.len(), "some connections did not end in time");
            Ok(())
        }),
    };
    // What is queued is committed first. A disk that does not answer is not waited for: what it did not take was not
    // acknowledged, and comes again.
    if state.store.close_by(end).await == Closing::Unanswered {
        tracing::warn!("the store did not close in time");
    }
    tracing::info!("stopped");
    Ok(served?)
}

/// Everything that answers requests.
///
/// # Errors
/// When the app's `index.html` cannot be read.
pub fn app(state: AppState) -> Result<Router, ServeError> {
    let folder = state.config.app.clone().unwrap_or_default();
    http::router(state).map_err(|source| ServeError::App { folder, source })
}

/// Ends at the first SIGTERM or SIGINT. The handlers stand when this returns.
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
