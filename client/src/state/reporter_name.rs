//! Looking at a reporter's name: the server records it first, so that without a connection the name stays hidden.

use buurtboek_shared::ids::Id128;
use serde::{Deserialize, Serialize};

use super::notebook::Notebook;
use crate::platform::http::{self, HttpFailure};

#[derive(Serialize)]
struct Look {
    id: Id128,
}

/// What the server answers; when it was recorded is of no use here.
#[derive(Deserialize)]
struct Recorded {
    /// A server of before knows no numbers.
    #[serde(default)]
    phone: String,
}

/// Has the server record that the member looks at the reporter's name of this signal. Only when this returns well may
/// the name be shown. Returns where the reporter may be called; empty when they may not be, or nobody knows where.
///
/// # Errors
/// When it could not be recorded.
pub async fn record_look(notebook: &Notebook, signal: Id128) -> Result<String, HttpFailure> {
    let look = Look { id: notebook.new_id() };
    http::post(&format!("/api/v1/signals/{signal}/reporter-views"), &look).await.map(|Recorded { phone }| phone)
}
