//! What staff ask about their team.

use axum::{Json, extract::State, http::StatusCode};
use buurtboek_shared::{
    domain::{access::TeamAction, deputy::Deputy},
    ids::{Id128, MemberId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ApiError, Problem, body::Body};
use crate::{
    auth::{accounts::Appointment, sessions::CurrentMember},
    authz::{TeamGrant, authorize_team},
    deputy,
    moments::{moment, moment_of},
    state::AppState,
};

/// When a device of one colleague was last connected and had been told everything.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ColleagueItem {
    /// The colleague.
    #[schema(value_type = String)]
    member: Id128,
    /// `now`: a device of theirs is connected. `earlier`: one was, until `lastSynced`. `never`.
    synchronised: &'static str,
    /// The last moment of it, server time; of somebody who is connected it is `askedAt`.
    #[schema(format = DateTime)]
    last_synced: Option<String>,
}

/// How far the devices of the team's professionals and coordinators are.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ColleagueItems {
    /// When this was so, server time.
    #[schema(format = DateTime)]
    asked_at: String,
    /// By member.
    items: Vec<ColleagueItem>,
}

/// When a device of each colleague was last connected and had been told everything.
///
/// Of professionals and coordinators, for professionals and coordinators of the same team. Somebody with two devices
/// counts by the one that is furthest; the other may still hold text that nobody has.
#[utoipa::path(
    get, path = "/api/v1/team/colleagues", tag = "team", security(("session" = [])),
    responses(
        (status = 200, body = ColleagueItems),
        (status = 401, description = "Not logged in", body = Problem),
        (status = 404, description = "Not for the caller", body = Problem),
    )
)]
pub(super) async fn colleagues(
    State(state): State<AppState>,
    current: CurrentMember,
) -> Result<Json<ColleagueItems>, ApiError> {
    let grant = granted(&current, TeamAction::SeeWhoSynchronised)?;
    let now = state.clock.now();
    let connected = state.documents.feed().members_caught_up();
    let item = |(member, last): (MemberId, Option<Timestamp>)| {
        let (synchronised, last) = match last {
            _ if connected.contains(&member) => ("now", Some(now)),
            Some(at) => ("earlier", Some(at)),
            None => ("never", None),
        };
        ColleagueItem { member: member.0, synchronised, last_synced: last.map(moment) }
    };
    let items = state.accounts.last_synced(grant.team())?.into_iter().map(item).collect();
    Ok(Json(ColleagueItems { asked_at: moment(now), items }))
}

/// Somebody to stand in for the coordinators.
#[derive(Deserialize, ToSchema)]
pub(super) struct DeputyBody {
    /// A professional of the team.
    #[schema(value_type = String)]
    member: MemberId,
    /// Until when, at most 31 days from now.
    #[schema(format = DateTime)]
    until: String,
}

/// Let a professional stand in for the coordinators from now on, in the place of whoever did.
///
/// Until then they do with the team's signals what a coordinator does, and receive those that are kept to the
/// coordinators. Dossiers and notes are no part of it. The team's directory says who it is.
#[utoipa::path(
    put, path = "/api/v1/team/deputy", tag = "team", security(("session" = [])), request_body = DeputyBody,
    responses(
        (status = 204, description = "They stand in"),
        (status = 400, description = "`until` is no moment, has passed, or is too far away", body = Problem),
        (status = 401, description = "Not logged in", body = Problem),
        (status = 404, description = "Not for the caller, or no professional of the team", body = Problem),
    )
)]
pub(super) async fn appoint_deputy(
    State(state): State<AppState>,
    current: CurrentMember,
    Body(body): Body<DeputyBody>,
) -> Result<StatusCode, ApiError> {
    let grant = granted(&current, TeamAction::AppointDeputy)?;
    let until = moment_of(&body.until).map(|until| Deputy { member: body.member, until });
    let deputy = until.filter(|deputy| deputy.may_begin_at(state.clock.now()));
    let deputy = deputy.ok_or(ApiError::Invalid { name: "until", allowed: "a moment within 31 days from now" })?;
    let by = Some(current.principal.member);
    deputy::appoint(&state, Appointment { team: grant.team(), deputy, by }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Let nobody stand in any more.
#[utoipa::path(
    delete, path = "/api/v1/team/deputy", tag = "team", security(("session" = [])),
    responses(
        (status = 204, description = "Nobody stands in"),
        (status = 401, description = "Not logged in", body = Problem),
        (status = 404, description = "Not for the caller", body = Problem),
    )
)]
pub(super) async fn end_deputy(State(state): State<AppState>, current: CurrentMember) -> Result<StatusCode, ApiError> {
    let grant = granted(&current, TeamAction::AppointDeputy)?;
    deputy::end(&state, grant.team()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the caller may do with their team; others are not told that there is such a thing.
pub(super) fn granted(current: &CurrentMember, action: TeamAction) -> Result<TeamGrant, ApiError> {
    authorize_team(&current.principal, action).map_err(|_| ApiError::Absent)
}
