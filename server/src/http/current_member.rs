//! Whoever asks, as a handler's argument.

use axum::{extract::FromRequestParts, http::request::Parts};

use super::ApiError;
use crate::{auth::sessions::CurrentMember, state::AppState};

impl FromRequestParts<AppState> for CurrentMember {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        Ok(Self::by_cookie(&parts.headers, &state.door).await?)
    }
}
