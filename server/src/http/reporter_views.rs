//! Looking at the name of whoever reported a signal, and at their number if they may be called: allowed to whoever may
//! read the report, and recorded first.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use buurtboek_shared::{
    domain::{access::Access, signal::YesNo},
    ids::{CommandId, DocId, DocKind, Id128},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ApiError, Problem, body::Body};
use crate::{
    auth::sessions::CurrentMember,
    authz::authorize_open,
    docs::projection,
    moments::moment,
    state::AppState,
    store::{AuditAction, Commit, CommitError, Needed, content_hash},
};

/// Somebody wants to see the name.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewReporterView {
    /// Random, drawn for this one look: asking twice is recorded once.
    #[schema(value_type = String, example = "0f1e2d3c4b5a69788796a5b4c3d2e1f0")]
    id: Id128,
}

/// It stands in the audit trail.
#[derive(Serialize, ToSchema)]
pub(super) struct ReporterView {
    /// Since when.
    #[schema(format = DateTime)]
    at: String,
    /// Where the reporter may be called; empty when they did not say that they may be, or their number is not known.
    phone: String,
}

/// Record that the caller looks at a reporter's name.
#[utoipa::path(
    post, path = "/api/v1/signals/{id}/reporter-views", tag = "documents", security(("session" = [])),
    params(("id" = String, Path, description = "The signal's id")), request_body = NewReporterView,
    responses(
        (status = 201, description = "It is recorded: the name may be shown", body = ReporterView),
        (status = 401, description = "Not logged in", body = Problem),
        (status = 404, description = "No such signal, or not for the caller", body = Problem),
        (status = 503, description = "Nothing can be recorded now: the name stays hidden", body = Problem),
    )
)]
pub(super) async fn record(
    State(state): State<AppState>,
    current: CurrentMember,
    Path(signal): Path<String>,
    Body(body): Body<NewReporterView>,
) -> Result<(StatusCode, Json<ReporterView>), ApiError> {
    let signal: Id128 = signal.parse().map_err(|_| ApiError::Absent)?;
    let doc = DocId::new(DocKind::Intake, signal);
    authorize_open(&**state.store.reader(), &current.principal, doc).map_err(|_| ApiError::Absent)?;
    let look = Commit {
        doc,
        member: current.principal.member,
        device: current.device,
        at: state.clock.now(),
        batch: None,
        command: Some(CommandId(body.id)),
        hash: content_hash(b"reporter-view"),
        create: Vec::new(),
        row: None,
        bind: Vec::new(),
        grants: Vec::new(),
        parts: Vec::new(),
        escrow: None,
        needs: Some(Needed { doc, access: Access::Read }),
        audit: AuditAction::ViewReporter,
    };
    let receipt = match state.store.commit(look).await {
        Ok(committed) => committed.receipt,
        Err(CommitError::Known(receipt)) => receipt,
        Err(CommitError::NoAccess | CommitError::Absent) => return Err(ApiError::Absent),
        Err(CommitError::Storage(_)) => return Err(ApiError::ReadOnly),
        Err(error) => return Err(ApiError::failed(error)),
    };
    let phone = phone_of_reporter(&state, doc)?;
    Ok((StatusCode::CREATED, Json(ReporterView { at: moment(receipt.at), phone })))
}

/// Nobody is called who did not say that they may be.
fn phone_of_reporter(state: &AppState, intake: DocId) -> Result<String, ApiError> {
    let intake = projection::intake(&**state.store.reader(), intake).map_err(ApiError::failed)?;
    let may_be_called = intake.filter(|intake| intake.report.may_call == Some(YesNo::Yes));
    Ok(may_be_called.map(|intake| state.accounts.phone(intake.reporter)).transpose()?.unwrap_or_default())
}
