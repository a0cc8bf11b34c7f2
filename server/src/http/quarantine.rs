//! Records that a device found in its own storage and could not open, for whoever must find out why. They are kept as
//! they came and given back to nobody over the API.

use axum::{
    body::Bytes,
    extract::{
        DefaultBodyLimit, Query, State,
        rejection::{BytesRejection, QueryRejection},
    },
    http::StatusCode,
};
use buurtboek_shared::{ids::DocId, protocol::limits::MAX_DEVICE_RECORD};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{ApiError, Problem};
use crate::{
    auth::sessions::CurrentMember,
    state::AppState,
    store::{CommitError, Quarantined, quarantine::DEVICE_RECORD},
};

/// The route, which takes a longer body than the others.
pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(keep)).layer(DefaultBodyLimit::max(MAX_DEVICE_RECORD))
}

/// What a record belongs to.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Belongs {
    /// The document (`kind:id`); absent when it belongs to none.
    #[param(value_type = Option<String>, example = "note:0f1e2d3c4b5a69788796a5b4c3d2e1f0")]
    document: Option<DocId>,
}

/// Keep a record that the device could not open. The same record again is kept once and answered alike.
#[utoipa::path(
    post, path = "/api/v1/quarantine", tag = "quarantine", security(("session" = [])), params(Belongs),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "As the device found it"),
    responses(
        (status = 204, description = "It is kept"),
        (status = 400, description = "The document is none", body = Problem),
        (status = 401, description = "Not logged in", body = Problem),
        (status = 413, description = "Longer than 256 KiB", body = Problem),
        (status = 503, description = "The server cannot store anything now", body = Problem),
        (status = 507, description = "As much of this member is kept as may be", body = Problem),
    )
)]
pub(super) async fn keep(
    State(state): State<AppState>,
    current: CurrentMember,
    belongs: Result<Query<Belongs>, QueryRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, ApiError> {
    let invalid = ApiError::Invalid { name: "document", allowed: "kind:id" };
    let Ok(Query(Belongs { document })) = belongs else { return Err(invalid) };
    let bytes = body.map_err(|_| ApiError::TooLarge { most: MAX_DEVICE_RECORD })?;
    let record = Quarantined {
        doc: document.unwrap_or_else(|| DocId::directory(current.principal.team)),
        member: current.principal.member,
        device: current.device,
        at: state.clock.now(),
        reason: DEVICE_RECORD.to_owned(),
        bytes: bytes.to_vec(),
    };
    match state.store.quarantine(record).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(CommitError::QuarantineFull) => Err(ApiError::QuarantineFull),
        Err(CommitError::Storage(_)) => Err(ApiError::ReadOnly),
        Err(error) => Err(ApiError::failed(error)),
    }
}
