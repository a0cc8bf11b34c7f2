//! What the server answers over HTTP.

mod address;
mod app_files;
mod body;
mod current_member;
mod demo;
mod doc_tokens;
mod documents;
mod escrow;
mod health;
mod openapi;
mod problem;
mod quarantine;
mod reporter_views;
mod security;
mod sessions;
mod sync;
mod team;
mod yjs;

use std::{future::ready, io};

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderName, HeaderValue, Method, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa_axum::{router::OpenApiRouter, routes};

pub use self::{
    address::ClientAddress,
    problem::{ApiError, Problem},
};
use crate::{config::Mode, state::AppState};

/// The version of the API, as the NL API Design Rules want it on every answer.
pub const API_VERSION: &str = "1.0.0";
const API_VERSION_HEADER: HeaderName = HeaderName::from_static("api-version");

/// All routes with everything around them.
///
/// # Errors
/// When the app's `index.html` cannot be read.
pub fn router(state: AppState) -> io::Result<Router> {
    let policy = security::Policy::new(state.config.app.as_deref(), state.config.transport)?;
    let files = app_files::AppFiles::new(state.config.app.as_deref());
    let body_limit = usize::try_from(state.config.max_body_bytes).unwrap_or(usize::MAX);
    Ok(Router::new()
        .merge(api(&state))
        .merge(health::routes())
        .route("/yjs/{doc}", any(yjs::open))
        .fallback(move |request: Request| files.clone().answer(request))
        .method_not_allowed_fallback(|| ready(ApiError::MethodNotAllowed))
        .layer(DefaultBodyLimit::max(body_limit))
        .layer(middleware::from_fn_with_state(state.clone(), own_pages_only))
        .layer(middleware::from_fn(problem::render))
        .layer(middleware::from_fn(name_version))
        .layer(middleware::from_fn_with_state(policy, security::protect))
        .layer(middleware::from_fn(log))
        .with_state(state))
}

fn api(state: &AppState) -> Router<AppState> {
    let (requests, description) = described(state.config.mode).split_for_parts();
    let description = Json(openapi::complete(description, &state.config.contact));
    let description = get(move || ready(description.clone())).layer(middleware::from_fn(security::readable_everywhere));
    requests
        .route("/api/v1/sync", any(sync::open))
        .route("/api/v1/openapi.json", description)
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
}

/// The described part of the API. What belongs to the demonstration is absent without it.
fn described(mode: Mode) -> OpenApiRouter<AppState> {
    let always = OpenApiRouter::new()
        .routes(routes!(sessions::log_in, sessions::list))
        .routes(routes!(sessions::log_out))
        .routes(routes!(sessions::revoke))
        .routes(routes!(sessions::me))
        .routes(routes!(reporter_views::record))
        .routes(routes!(documents::list))
        .routes(routes!(doc_tokens::give, doc_tokens::list))
        .routes(routes!(doc_tokens::revoke))
        .routes(routes!(team::colleagues))
        .routes(routes!(team::appoint_deputy, team::end_deputy))
        .routes(routes!(escrow::list))
        .routes(routes!(escrow::settle))
        .merge(quarantine::routes());
    match mode {
        Mode::Demo => always.routes(routes!(demo::people)).routes(routes!(demo::log_in)),
        Mode::Real => always,
    }
}

/// Middleware: the version of the API on whatever is answered below its address, refusals and unknown addresses too.
async fn name_version(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut answer = next.run(request).await;
    if is_api {
        answer.headers_mut().insert(API_VERSION_HEADER, HeaderValue::from_static(API_VERSION));
    }
    answer
}

/// Middleware: a page of another site may look at nothing that needs a cookie and change nothing.
async fn own_pages_only(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && !state.origins.admit(request.headers()) {
        return ApiError::ForeignOrigin.into_response();
    }
    next.run(request).await
}

/// Middleware: one line a request, with the route and not the address, which may hold ids.
async fn log(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<axum::extract::MatchedPath>().map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    tracing::debug!(%method, route = route.as_deref().unwrap_or("(app)"), status, "answered");
    response
}
