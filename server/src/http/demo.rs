//! Choosing who to be, in a demonstration.

use axum::{Json, extract::State, response::Response};
use buurtboek_shared::ids::{DeviceId, Id128, MemberId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ApiError, Problem,
    body::Body,
    sessions::{Me, began},
};
use crate::{auth::login, demo, random, state::AppState};

/// Somebody one can be.
#[derive(Serialize, ToSchema)]
pub(super) struct PersonItem {
    /// Their id.
    #[schema(value_type = String)]
    id: Id128,
    /// Full name.
    name: &'static str,
    /// Their role; see `Me`.
    role: &'static str,
    /// One line about them, in Dutch.
    about: &'static str,
}

/// Everybody one can be.
#[derive(Serialize, ToSchema)]
pub(super) struct PersonItems {
    /// In the order in which they are offered.
    items: Vec<PersonItem>,
}

/// Who to be.
#[derive(Deserialize, ToSchema)]
pub(super) struct ChoiceBody {
    /// The person's id.
    #[schema(value_type = String)]
    person: MemberId,
    /// The app's own random id on this device, as for a login with a password. Who has none gets one.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    device: Option<DeviceId>,
}

/// Everybody one can be in this demonstration.
#[utoipa::path(
    get, path = "/api/v1/demo/people", tag = "demonstration", responses((status = 200, body = PersonItems))
)]
pub(super) async fn people() -> Json<PersonItems> {
    let items = demo::people().map(|person| PersonItem {
        id: person.id.0,
        name: person.name,
        role: person.role.word(),
        about: person.about,
    });
    Json(PersonItems { items: items.collect() })
}

/// Be somebody.
#[utoipa::path(
    post, path = "/api/v1/demo/sessions", tag = "demonstration", request_body = ChoiceBody,
    responses(
        (status = 201, description = "Logged in; the answer sets the session cookie", body = Me),
        (status = 404, description = "There is no such person", body = Problem),
        (status = 409, description = "The device id belongs to another person: draw another", body = Problem),
    )
)]
pub(super) async fn log_in(
    State(state): State<AppState>,
    Body(ChoiceBody { person, device }): Body<ChoiceBody>,
) -> Result<Response, ApiError> {
    let invented = demo::people().any(|known| known.id == person);
    let member = state.accounts.member(person)?.filter(|_| invented).ok_or(ApiError::Absent)?;
    let device = device.map_or_else(|| random::id().map(DeviceId), Ok).map_err(ApiError::failed)?;
    let begun = login::begin(&state.door, &member, device).await?;
    began(&state, &begun)
}
