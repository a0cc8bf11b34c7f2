//! The way to a document for stock Yjs clients.

use axum::{
    extract::{
        Path, Query, State,
        rejection::QueryRejection,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    response::Response,
};
use buurtboek_shared::ids::DocId;
use futures_util::future::OptionFuture;
use serde::Deserialize;

use super::{ApiError, sync::no_socket};
use crate::{
    auth::token_holder::{TokenEnd, TokenHolder, TokenRefused},
    conn::yjs::{CloseReason, Context, upgrade},
    metrics::Protocol,
    state::AppState,
};

/// The provider's `params`.
#[derive(Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    token: String,
}

/// `GET /yjs/{doc}?token=…`: a socket under a token, from any page: no cookie opens it.
pub(super) async fn open(
    State(state): State<AppState>,
    Path(doc): Path<String>,
    shown: Result<Query<Shown>, QueryRejection>,
    socket: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, ApiError> {
    let socket = socket.map_err(no_socket)?;
    let Query(shown) = shown.map_err(|_| ApiError::Invalid { name: "token", allowed: "one token" })?;
    if state.metrics.open_sockets() >= i64::from(state.config.max_sockets) {
        return Err(ApiError::Full);
    }
    let counted = state.metrics.socket(Protocol::Yjs);
    let tracked = state.sockets.token();
    let admitted = match admit(&state, &doc, &shown.token) {
        Ok(holder) => Ok(holder),
        Err(TokenRefused::Invalid) => Err(CloseReason::TokenOver),
        Err(TokenRefused::OtherDocument) => Err(CloseReason::NoAccess),
        Err(TokenRefused::Account(error)) => return Err(error.into()),
    };
    let ended = admitted.as_ref().ok().map(|holder| holder.watch(&state.door));
    let context = admitted.map(|TokenHolder { principal, grants: token, .. }| Context {
        documents: state.documents.clone(),
        rooms: state.rooms.clone(),
        principal,
        token,
        paces: state.paces.clone(),
        clock: state.clock.clone(),
    });
    Ok(upgrade(socket, context, async move {
        // Held as long as the connection lives: it is counted, and a stopping server waits for it.
        let _held = (counted, tracked);
        match OptionFuture::from(ended).await {
            Some(TokenEnd::Stopping) => CloseReason::Stopping,
            Some(TokenEnd::Over) | None => CloseReason::TokenOver,
        }
    }))
}

/// What is no document of yrs is another document than any token is for: absent and forbidden answer alike.
fn admit(state: &AppState, doc: &str, token: &str) -> Result<TokenHolder, TokenRefused> {
    let doc = doc.parse::<DocId>().ok().filter(|doc| !doc.kind.is_projection());
    TokenHolder::find(&state.door, token, doc.ok_or(TokenRefused::OtherDocument)?)
}
