//! What the caller may open, and tokens for stock Yjs clients.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
};
use buurtboek_shared::{
    domain::access::Access,
    ids::{DocId, Id128},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{ApiError, Problem, moment, sessions::Body};
use crate::{
    auth::{
        accounts::{DocToken, DocTokenId, NewDocToken},
        sessions::CurrentMember,
        tokens::Token,
    },
    authz::{authorize_edit, authorize_open},
    random,
    state::{AppState, SessionEnded},
};

/// Documents in one page, unless asked otherwise.
const PAGE: usize = 100;
/// Most documents in one page.
const LARGEST_PAGE: usize = 1000;
const HOUR_MILLIS: i64 = 60 * 60 * 1000;

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

/// What a token is to allow.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum AccessWord {
    /// Reading.
    Read,
    /// Reading and writing.
    Write,
}

/// A token to be made.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewTokenBody {
    access: AccessWord,
}

/// A token that was made; it is shown this once.
#[derive(Serialize, ToSchema)]
pub(super) struct NewToken {
    /// Its name, by which it can be revoked.
    #[schema(value_type = String)]
    id: Id128,
    /// The token, for `/yjs/{doc}?token=…`.
    token: String,
    /// When it ends by itself.
    #[schema(format = DateTime)]
    expires: String,
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
    Query(query): Query<PageQuery>,
) -> Result<Json<DocumentItems>, ApiError> {
    let after = query.after.map(|text| text.parse::<DocId>()).transpose();
    let after = after.map_err(|_| ApiError::Invalid { name: "after", allowed: "kind:id" })?;
    let limit = query.limit.unwrap_or(PAGE);
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(ApiError::Invalid { name: "limit", allowed: "1 to 1000" });
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

/// Make a token for one document, for a stock Yjs client.
#[utoipa::path(
    post, path = "/api/v1/documents/{doc}/tokens", tag = "documents", security(("session" = [])),
    params(("doc" = String, Path, description = "`kind:id`")), request_body = NewTokenBody,
    responses(
        (status = 201, description = "The token; it is shown this once", body = NewToken),
        (status = 401, description = "Not logged in", body = Problem),
        (status = 404, description = "No such document, or not for the caller", body = Problem),
    )
)]
pub(super) async fn give_token(
    State(state): State<AppState>,
    current: CurrentMember,
    Path(doc): Path<String>,
    Body(body): Body<NewTokenBody>,
) -> Result<(StatusCode, Json<NewToken>), ApiError> {
    let doc = yrs_document(&doc)?;
    let reader = state.store.reader();
    let (access, grant) = match body.access {
        AccessWord::Read => (Access::Read, authorize_open(&**reader, &current.principal, doc)),
        AccessWord::Write => (Access::Write, authorize_edit(&**reader, &current.principal, doc)),
    };
    grant.map_err(|_| ApiError::Absent)?;
    let created = state.clock.now();
    let grants = DocToken {
        id: DocTokenId(random::id().map_err(ApiError::failed)?),
        doc,
        member: current.principal.member,
        access,
        created,
        expires: Timestamp(created.0 + i64::from(state.config.token_hours) * HOUR_MILLIS),
    };
    let token = Token::random().map_err(ApiError::failed)?;
    state.accounts.create_doc_token(NewDocToken { token: token.hash(), grants }).await?;
    let answer = NewToken { id: grants.id.0, token: token.reveal().to_owned(), expires: moment(grants.expires) };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Revoke a token of the caller.
#[utoipa::path(
    delete, path = "/api/v1/documents/{doc}/tokens/{id}", tag = "documents", security(("session" = [])),
    params(
        ("doc" = String, Path, description = "`kind:id`"),
        ("id" = String, Path, description = "The token's name")
    ),
    responses(
        (status = 204, description = "It opens nothing any more"),
        (status = 401, description = "Not logged in", body = Problem),
        (status = 404, description = "The caller has no such token", body = Problem),
    )
)]
pub(super) async fn revoke_token(
    State(state): State<AppState>,
    current: CurrentMember,
    Path((doc, id)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let doc = yrs_document(&doc)?;
    let id = DocTokenId(id.parse().map_err(|_| ApiError::Absent)?);
    let now = state.clock.now();
    let own = state.accounts.doc_tokens(current.principal.member, doc, now)?;
    if !own.iter().any(|token| token.id == id) {
        return Err(ApiError::Absent);
    }
    state.accounts.revoke_doc_token(current.principal.member, id, now).await?;
    state.ended(SessionEnded::Token(id));
    Ok(StatusCode::NO_CONTENT)
}

/// Only what is a yrs document can be opened by a stock client.
fn yrs_document(text: &str) -> Result<DocId, ApiError> {
    text.parse::<DocId>().ok().filter(|doc| !doc.kind.is_projection()).ok_or(ApiError::Absent)
}
