//! What a request brings, as a handler's argument.

use axum::{Json, extract::FromRequest};

use super::ApiError;

/// A JSON body; what is wrong with it is told as a problem.
#[derive(FromRequest)]
#[from_request(via(Json), rejection(ApiError))]
pub(super) struct Body<T>(pub(super) T);
