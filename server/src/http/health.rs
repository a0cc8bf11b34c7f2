//! What those who watch over the server ask.

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::get,
};
use buurtboek_shared::time::{Millis, Timestamp};
use subtle::ConstantTimeEq as _;
use tokio::sync::Mutex;

use super::problem::ApiError;
use crate::state::AppState;

/// Whoever asks more often is told what was found last: each probe costs an fsync.
const PROBE_EVERY: Millis = Millis::seconds(1);

/// Answers that hold for [`PROBE_EVERY`].
type LastProbe = Arc<Mutex<Option<(Timestamp, Readiness)>>>;

#[derive(Clone, Copy)]
enum Readiness {
    Writable,
    ReadOnly,
}

/// The routes; they are not part of the described API.
pub(super) fn routes() -> Router<AppState> {
    let last = LastProbe::default();
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(move |State(state): State<AppState>| ready(state, Arc::clone(&last))))
        .route("/metrics", get(metrics))
}

/// Whether the store can be written to: a real write, with fsync.
async fn ready(state: AppState, last: LastProbe) -> Result<&'static str, ApiError> {
    let mut last = last.lock().await;
    let now = state.clock.now();
    let readiness = match *last {
        Some((at, readiness)) if now < at + PROBE_EVERY => readiness,
        Some(_) | None => {
            let readiness = match state.store.probe().await {
                Ok(()) => Readiness::Writable,
                Err(error) => {
                    tracing::warn!(%error, "the store cannot be written to");
                    Readiness::ReadOnly
                }
            };
            *last = Some((now, readiness));
            readiness
        }
    };
    match readiness {
        Readiness::Writable => Ok("ready\n"),
        Readiness::ReadOnly => Err(ApiError::ReadOnly),
    }
}

async fn metrics(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, ApiError> {
    if let Some(wanted) = &state.config.metrics_token {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let given = given.strip_prefix("Bearer ").unwrap_or_default();
        if !bool::from(given.as_bytes().ct_eq(wanted.reveal().as_bytes())) {
            return Err(ApiError::NotLoggedIn);
        }
    }
    let waiting = i64::try_from(state.documents.feed().waiting()).unwrap_or(i64::MAX);
    state.metrics.socket_queue.set(waiting);
    let text = state.metrics.text().map_err(ApiError::failed)?;
    Ok(([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response())
}
