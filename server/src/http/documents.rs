//! What the caller may open.

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
};
use buurtboek_shared::ids::DocId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{ApiError, Problem};
use crate::{auth::sessions::CurrentMember, authz::authorize_open, state::AppState};

/// Documents in one page, unless asked otherwise.
const PAGE: usize = 100;
/// Most documents in one page.
const LARGEST_PAGE: usize = 1000;

/// Which page.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PageQuery {
    /// The last document of the page before (`kind:id`).
    after: Option<String>,
    /// Most documents in the answer, from 1 to 1000; 100 when left out.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
}

/// A document that the caller may open.
#[derive(Serialize, ToSchema)]
pub(super) struct DocumentItem {
    /// `kind:id`.
    #[schema(value_type = String, example = "note:0f1e2d3c4b5a69788796a5b4c3d2e1f0")]
    id: DocId,
    /// `signal`, `intake`, `triage`, `dossier`, `note`, `feedback` or `directory`.
    kind: &'static str,
    /// Its last row; for a projection its version.
    seq: u64,
}

/// One page of documents.
#[derive(Serialize, ToSchema)]
pub(super) struct DocumentItems {
    /// By id.
    items: Vec<DocumentItem>,
    /// What to give as `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    next: Option<DocId>,
}

/// What the caller may open.
#[utoipa::path(
    get, path = "/api/v1/documents", tag = "documents", security(("session" = [])), params(PageQuery),
    responses(
        (status = 200, body = DocumentItems),
        (status = 400, description = "`after` or `limit` is not valid", body = Problem),
        (status = 401, description = "Not logged in", body = Problem),
    )
)]
pub(super) async fn list(
    State(state): State<AppState>,
    current: CurrentMember,
    query: Result<Query<PageQuery>, QueryRejection>,
) -> Result<Json<DocumentItems>, ApiError> {
    let invalid = || ApiError::Invalid { name: "limit", allowed: "1 to 1000" };
    let Query(query) = query.map_err(|_| invalid())?;
    let after = query.after.map(|text| text.parse::<DocId>()).transpose();
    let after = after.map_err(|_| ApiError::Invalid { name: "after", allowed: "kind:id" })?;
    let limit = query.limit.unwrap_or(PAGE);
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(invalid());
    }
    let principal = current.principal;
    let page = state.store.read(move |reader| {
        let headers = reader.documents(principal.member, after, limit)?;
        let next = headers.last().filter(|_| headers.len() == limit).map(|header| header.doc);
        let may_open = |doc| authorize_open(reader, &principal, doc).is_ok();
        let items = headers.iter().filter(|header| may_open(header.doc)).map(|header| DocumentItem {
            id: header.doc,
            kind: header.doc.kind.word(),
            seq: header.head.0,
        });
        Ok(DocumentItems { items: items.collect(), next })
    });
    Ok(Json(page.await?))
}
