//! The way to the sync socket.

use axum::{
    extract::{
        State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::HeaderMap,
    response::Response,
};
use buurtboek_shared::protocol::limits::Limits;

use super::ApiError;
use crate::{
    auth::sessions::CurrentMember,
    conn::sync::{Context, StoreWatch, upgrade},
    metrics::Protocol,
    state::AppState,
};

/// `GET /api/v1/sync`: a socket under the caller's session, from one of our own pages.
pub(super) async fn open(
    State(state): State<AppState>,
    current: CurrentMember,
    headers: HeaderMap,
    socket: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, ApiError> {
    let socket = socket.map_err(no_socket)?;
    if !state.origins.admit(&headers) {
        return Err(ApiError::ForeignOrigin);
    }
    if state.metrics.open_sockets() >= i64::from(state.config.max_sockets) {
        return Err(ApiError::Full);
    }
    let ended = current.watch(&state.door)?;
    let counted = state.metrics.socket(Protocol::Sync);
    let tracked = state.sockets.token();
    let context = Context {
        documents: state.documents.clone(),
        accounts: state.accounts.clone(),
        principal: current.principal,
        device: current.device,
        paces: state.paces.clone(),
        limits: Limits { ping_every: state.config.ping_seconds, ..Limits::default() },
        store: StoreWatch::of(&state.store),
        clock: state.clock.clone(),
    };
    // Held as long as the connection lives: it is counted, and a stopping server waits for it.
    Ok(upgrade(socket, context, ended, (counted, tracked)))
}

/// The request asks for no socket.
pub(super) fn no_socket(_: WebSocketUpgradeRejection) -> ApiError {
    ApiError::Invalid { name: "upgrade", allowed: "websocket" }
}
