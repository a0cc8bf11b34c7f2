//! Logging in and out, and one's own sessions.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use buurtboek_shared::ids::{DeviceId, Id128};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ApiError, ClientAddress, Problem, body::Body};
use crate::{
    auth::{
        accounts::{Login, Session, SessionRecordId},
        login::{self, Begun, Credentials},
        sessions::{CurrentMember, cookie, no_cookie},
    },
    moments::moment,
    state::AppState,
};

/// What somebody shows to log in.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewSessionBody {
    /// As typed.
    #[schema(example = "samira")]
    username: String,
    /// As typed.
    #[schema(format = Password)]
    password: String,
    /// The app's own random id on this device: 32 lowercase hexadecimal digits, drawn once per member and kept.
    #[schema(value_type = String, example = "0f1e2d3c4b5a69788796a5b4c3d2e1f0")]
    device: DeviceId,
}

/// Who is logged in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Me {
    /// The member's id.
    #[schema(value_type = String)]
    member: Id128,
    /// Full name.
    name: String,
    /// `volunteer`, `professional`, `coordinator`, `adviser`, `process_manager`, `policy_maker`, `privacy_officer` or
    /// `administrator`.
    role: &'static str,
    /// The team's id.
    #[schema(value_type = String)]
    team: Id128,
    /// The team's name.
    team_name: String,
    /// The team's telephone number; empty when it has none.
    team_phone: String,
    /// The device of this session.
    #[schema(value_type = String)]
    device: Id128,
}

/// One session of the caller.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct SessionItem {
    /// Its id.
    #[schema(value_type = String)]
    id: Id128,
    /// The device it is used on.
    #[schema(value_type = Option<String>)]
    device: Option<DeviceId>,
    /// When it began.
    #[schema(format = DateTime)]
    created: String,
    /// When it was last used, to the minute.
    #[schema(format = DateTime)]
    last_seen: String,
    /// When it ends by itself.
    #[schema(format = DateTime)]
    expires: String,
    /// Whether this is the one that asks.
    current: bool,
}

/// The caller's sessions.
#[derive(Serialize, ToSchema)]
pub(super) struct SessionItems {
    /// The last used first.
    items: Vec<SessionItem>,
}

/// Log in with a user name and a password.
#[utoipa::path(
    post, path = "/api/v1/sessions", tag = "sessions", request_body = NewSessionBody,
    responses(
        (status = 201, description = "Logged in; the answer sets the session cookie", body = Me),
        (status = 401, description = "The user name or the password is wrong", body = Problem),
        (status = 409, description = "The device id belongs to another member: draw another", body = Problem),
        (status = 429, description = "Too many wrong passwords; `waitMinutes` says how long to wait", body = Problem),
    )
)]
pub(super) async fn log_in(
    State(state): State<AppState>,
    ClientAddress(address): ClientAddress,
    Body(body): Body<NewSessionBody>,
) -> Result<Response, ApiError> {
    let NewSessionBody { username, password, device } = body;
    let begun = login::log_in(&state.door, Credentials { username, password, device, address }).await?;
    began(&state, &begun)
}

/// The answer to a login of any kind.
pub(super) fn began(state: &AppState, begun: &Begun) -> Result<Response, ApiError> {
    let me = describe(state, &begun.login)?;
    let cookie = cookie(state.config.transport, &begun.token, &begun.login.session);
    let location = HeaderValue::from_static("/api/v1/me");
    let mut response = (StatusCode::CREATED, [(header::LOCATION, location)], Json(me)).into_response();
    response.headers_mut().extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok(response)
}

/// Who is logged in.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "sessions", security(("session" = [])),
    responses((status = 200, body = Me), (status = 401, description = "Not logged in", body = Problem))
)]
pub(super) async fn me(State(state): State<AppState>, current: CurrentMember) -> Result<Json<Me>, ApiError> {
    describe(&state, &current.login).map(Json)
}

fn describe(state: &AppState, login: &Login) -> Result<Me, ApiError> {
    let Login { session, member } = login;
    let team = state.accounts.team(member.team)?.ok_or(ApiError::Absent)?;
    Ok(Me {
        member: member.id.0,
        name: member.name.clone(),
        role: member.role.word(),
        team: member.team.0,
        team_name: team.name,
        team_phone: team.phone,
        device: session.device.ok_or(ApiError::NotLoggedIn)?.0,
    })
}

/// The caller's sessions on all devices.
#[utoipa::path(
    get, path = "/api/v1/sessions", tag = "sessions", security(("session" = [])),
    responses((status = 200, body = SessionItems), (status = 401, description = "Not logged in", body = Problem))
)]
pub(super) async fn list(
    State(state): State<AppState>,
    current: CurrentMember,
) -> Result<Json<SessionItems>, ApiError> {
    let sessions = state.accounts.sessions_of(current.principal.member, state.clock.now())?;
    let item = |session: Session| SessionItem {
        id: session.id.0,
        device: session.device,
        created: moment(session.created),
        last_seen: moment(session.last_seen),
        expires: moment(session.expires),
        current: session.id == current.session().id,
    };
    Ok(Json(SessionItems { items: sessions.into_iter().map(item).collect() }))
}

/// Log out.
#[utoipa::path(
    delete, path = "/api/v1/sessions/current", tag = "sessions", security(("session" = [])),
    responses(
        (status = 204, description = "Logged out; open sockets of the session close"),
        (status = 401, description = "Not logged in", body = Problem)
    )
)]
pub(super) async fn log_out(State(state): State<AppState>, current: CurrentMember) -> Result<Response, ApiError> {
    end(&state, current.session().id).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().extend(no_cookie(state.config.transport).map(|cookie| (header::SET_COOKIE, cookie)));
    Ok(response)
}

/// End one of the caller's sessions.
#[utoipa::path(
    delete, path = "/api/v1/sessions/{id}", tag = "sessions", security(("session" = [])),
    params(("id" = String, Path, description = "The session, as listed")),
    responses(
        (status = 204, description = "Ended; its open sockets close"),
        (status = 401, description = "Not logged in", body = Problem),
        (status = 404, description = "The caller has no such session", body = Problem),
    )
)]
pub(super) async fn revoke(
    State(state): State<AppState>,
    current: CurrentMember,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let id = SessionRecordId(id.parse().map_err(|_| ApiError::Absent)?);
    let own = state.accounts.sessions_of(current.principal.member, state.clock.now())?;
    if !own.iter().any(|session| session.id == id) {
        return Err(ApiError::Absent);
    }
    end(&state, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn end(state: &AppState, session: SessionRecordId) -> Result<(), ApiError> {
    state.accounts.revoke_session(session, state.clock.now()).await?;
    state.door.endings.look_now();
    Ok(())
}
