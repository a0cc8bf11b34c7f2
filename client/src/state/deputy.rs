//! Appointing who stands in for the coordinators. It gives power at once, so it waits for no connection: it is done now or
//! not at all.

use buurtboek_shared::{ids::MemberId, time::Timestamp};
use serde::Serialize;
use thiserror::Error;

use crate::platform::http::{self, HttpFailure};

const DEPUTY: &str = "/api/v1/team/deputy";

/// Why nobody was appointed, or nothing was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DeputyError {
    /// The server cannot be reached.
    #[error("no connection")]
    Offline,
    /// The session ended.
    #[error("not logged in")]
    NotLoggedIn,
    /// Not by this member, or not this colleague.
    #[error("no access, or no professional of the team")]
    NotAllowed,
    /// The end has passed, or is more than 31 days away.
    #[error("not until that moment")]
    Until,
    /// The server failed, or cannot store anything now.
    #[error("the server failed")]
    Failed,
}

#[derive(Serialize)]
struct Body {
    member: MemberId,
    until: String,
}

/// Lets a professional of the team stand in until a moment, in the place of whoever did. For coordinators.
///
/// # Errors
/// See [`DeputyError`].
pub async fn appoint_deputy(member: MemberId, until: Timestamp) -> Result<(), DeputyError> {
    let until = until.to_rfc3339().ok_or(DeputyError::Until)?;
    http::put(DEPUTY, &Body { member, until }).await.map_err(why)
}

/// Lets nobody stand in any more. For coordinators.
///
/// # Errors
/// See [`DeputyError`].
pub async fn end_deputy() -> Result<(), DeputyError> {
    http::delete(DEPUTY).await.map_err(why)
}

const fn why(failure: HttpFailure) -> DeputyError {
    match failure {
        HttpFailure::Unreachable => DeputyError::Offline,
        HttpFailure::Refused { status: 400, .. } => DeputyError::Until,
        HttpFailure::Refused { status: 401, .. } => DeputyError::NotLoggedIn,
        HttpFailure::Refused { status: 403 | 404, .. } => DeputyError::NotAllowed,
        HttpFailure::Refused { .. } | HttpFailure::Unreadable => DeputyError::Failed,
    }
}
