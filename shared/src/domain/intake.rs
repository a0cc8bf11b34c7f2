//! The server's checked values of one signal: what the team reads, so that a resident's bytes never reach a colleague.

use serde::{Deserialize, Serialize};

use super::signal::{Report, SignalAddition};
use crate::{ids::MemberId, time::Timestamp};

/// What was reported, as checked values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intake {
    /// Who reported it.
    pub reporter: MemberId,
    /// When the server received it.
    pub received: Timestamp,
    /// The report.
    pub report: Report,
    /// What the reporter added since, in the order of arrival.
    pub additions: Vec<SignalAddition>,
    /// When the reporter withdrew it (server time).
    pub withdrawn: Option<Timestamp>,
}
