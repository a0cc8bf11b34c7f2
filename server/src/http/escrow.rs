//! What colleagues wrote whose access ended before it arrived, for the coordinators of the team.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use buurtboek_shared::{
    domain::access::TeamAction,
    ids::{DocId, Id128},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ApiError, Problem, team::granted};
use crate::{
    auth::sessions::CurrentMember,
    docs::plan::{Offer, plan_settling},
    moments::moment,
    state::AppState,
    store::{CommitError, EscrowNumber, Escrowed, ReadError, Reader},
};

/// A text that was handed over.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct EscrowItem {
    /// Its number.
    id: u64,
    /// The document that its writer had access to (`kind:id`).
    #[schema(value_type = String, example = "note:0f1e2d3c4b5a69788796a5b4c3d2e1f0")]
    document: DocId,
    /// The dossier that it belongs to; absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    dossier: Option<DocId>,
    /// Where it was written, when that is a note that the server never made.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    note: Option<DocId>,
    /// Who wrote it.
    #[schema(value_type = String)]
    author: Id128,
    /// Name of the root that it was written under.
    root: String,
    /// When it was written, by the writer's device.
    #[schema(format = DateTime)]
    written: String,
    /// When it came in.
    #[schema(format = DateTime)]
    received: String,
    /// The words.
    text: String,
}

/// What was handed over and not dealt with.
#[derive(Serialize, ToSchema)]
pub(super) struct EscrowItems {
    /// Oldest first.
    items: Vec<EscrowItem>,
}

/// What colleagues wrote whose access ended before it arrived.
#[utoipa::path(
    get, path = "/api/v1/escrow", tag = "escrow", security(("session" = [])),
    responses(
        (status = 200, body = EscrowItems),
        (status = 401, description = "Not logged in", body = Problem),
        (status = 404, description = "Not for the caller: this is the coordinators' own", body = Problem),
    )
)]
pub(super) async fn list(State(state): State<AppState>, current: CurrentMember) -> Result<Json<EscrowItems>, ApiError> {
    let grant = granted(&current, TeamAction::ReadEscrow)?;
    let read = state.store.read(move |reader| {
        let kept = reader.escrow(grant.team())?;
        kept.into_iter().map(|kept| item(reader, kept)).collect::<Result<Vec<_>, _>>()
    });
    Ok(Json(EscrowItems { items: read.await? }))
}

/// Say that a text was dealt with. It is gone from the server then.
#[utoipa::path(
    delete, path = "/api/v1/escrow/{id}", tag = "escrow", security(("session" = [])),
    params(("id" = u64, Path, description = "The text's number")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 401, description = "Not logged in", body = Problem),
        (status = 404, description = "No such text, or not for the caller", body = Problem),
        (status = 503, description = "The server cannot store anything now", body = Problem),
    )
)]
pub(super) async fn settle(
    State(state): State<AppState>,
    current: CurrentMember,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let grant = granted(&current, TeamAction::ReadEscrow)?;
    let number = EscrowNumber(id.parse().map_err(|_| ApiError::Absent)?);
    let kept = state.store.read(move |reader| reader.escrow(grant.team())).await?;
    let kept = kept.into_iter().find(|kept| kept.number == number).ok_or(ApiError::Absent)?;
    let at = state.clock.now();
    let offer = Offer { principal: current.principal, device: current.device, at, fresh_client: 0 };
    match state.store.commit(plan_settling(&offer, &kept)).await {
        Ok(_) => Ok(StatusCode::NO_CONTENT),
        Err(CommitError::Absent) => Err(ApiError::Absent),
        Err(CommitError::Storage(_)) => Err(ApiError::ReadOnly),
        Err(error) => Err(ApiError::failed(error)),
    }
}

fn item(reader: &dyn Reader, kept: Escrowed) -> Result<EscrowItem, ReadError> {
    let Escrowed { number, member, at, handover } = kept;
    let parent = reader.header(handover.doc)?.and_then(|header| header.parent);
    Ok(EscrowItem {
        id: number.0,
        document: handover.doc,
        dossier: parent,
        note: (handover.of != handover.doc).then_some(handover.of),
        author: member.0,
        root: handover.root,
        written: moment(handover.written),
        received: moment(at),
        text: handover.text,
    })
}
