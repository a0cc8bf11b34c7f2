//! Tokens for one document each, for stock Yjs clients.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use buurtboek_shared::{
    domain::access::Access,
    ids::{DocId, Id128},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ApiError, Problem, body::Body};
use crate::{
    auth::{
        accounts::{DocToken, DocTokenId, NewDocToken},
        sessions::CurrentMember,
        tokens::Token,
    },
    authz::{authorize_edit, authorize_open},
    moments::moment,
    random,
    state::AppState,
};

const HOUR_MILLIS: i64 = 60 * 60 * 1000;

/// What a token is to allow.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
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

/// A token of the caller that is valid now. The token itself is told to nobody twice.
#[derive(Serialize, ToSchema)]
pub(super) struct TokenItem {
    /// Its name, by which it can be revoked.
    #[schema(value_type = String)]
    id: Id128,
    access: AccessWord,
    /// When it was made.
    #[schema(format = DateTime)]
    created: String,
    /// When it ends by itself.
    #[schema(format = DateTime)]
    expires: String,
}

/// The tokens of the caller for one document.
#[derive(Serialize, ToSchema)]
pub(super) struct TokenItems {
    /// The newest first.
    items: Vec<TokenItem>,
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
pub(super) async fn give(
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
        session: current.session().id,
        device: current.device,
        access,
        created,
        // With its session it ends all the same.
        expires: current
            .session()
            .expires
            .min(Timestamp(created.0 + i64::from(state.config.token_hours) * HOUR_MILLIS)),
    };
    let token = Token::random().map_err(ApiError::failed)?;
    state.accounts.create_doc_token(NewDocToken { token: token.hash(), grants }).await?;
    let answer = NewToken { id: grants.id.0, token: token.reveal().to_owned(), expires: moment(grants.expires) };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// The tokens of the caller for one document that are valid now.
#[utoipa::path(
    get, path = "/api/v1/documents/{doc}/tokens", tag = "documents", security(("session" = [])),
    params(("doc" = String, Path, description = "`kind:id`")),
    responses(
        (status = 200, body = TokenItems),
        (status = 401, description = "Not logged in", body = Problem),
        (status = 404, description = "No document has such an id", body = Problem),
    )
)]
pub(super) async fn list(
    State(state): State<AppState>,
    current: CurrentMember,
    Path(doc): Path<String>,
) -> Result<Json<TokenItems>, ApiError> {
    // Whoever lost access to the document still sees, and can end, what was given out for it.
    let tokens = state.accounts.doc_tokens(current.principal.member, yrs_document(&doc)?, state.clock.now())?;
    let items = tokens.iter().map(|token| TokenItem {
        id: token.id.0,
        access: match token.access {
            Access::Read => AccessWord::Read,
            Access::Write => AccessWord::Write,
        },
        created: moment(token.created),
        expires: moment(token.expires),
    });
    Ok(Json(TokenItems { items: items.collect() }))
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
pub(super) async fn revoke(
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
    state.door.endings.look_now();
    Ok(StatusCode::NO_CONTENT)
}

/// Only what is a yrs document can be opened by a stock client.
fn yrs_document(text: &str) -> Result<DocId, ApiError> {
    text.parse::<DocId>().ok().filter(|doc| !doc.kind.is_projection()).ok_or(ApiError::Absent)
}
