//! The server's checked values of one signal: what the team reads, so that a resident's bytes never reach a colleague.

use serde::{Deserialize, Serialize};

use super::{
    reply::AppointmentReply,
    signal::{AdditionKind, Report, SignalAddition, corrected_place},
};
use crate::{ids::MemberId, time::Timestamp};

/// What was reported, as checked values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intake {
    /// Who reported it.
    pub reporter: MemberId,
    /// When the server received it.
    pub received: Timestamp,
    /// The report. Its place is the corrected one: an earlier one is nowhere in here.
    pub report: Report,
    /// What the reporter added since, in the order of arrival.
    pub additions: Vec<SignalAddition>,
    /// When the reporter withdrew it (server time).
    pub withdrawn: Option<Timestamp>,
    /// When the reporter corrected the place, by the device's clock; none when the place is the one first sent.
    pub place_corrected: Option<Timestamp>,
    /// What the reporter answered to appointments.
    pub replies: Vec<AppointmentReply>,
}

impl Intake {
    /// The values of a signal, with every place that was corrected masked by the last.
    #[must_use]
    pub fn of(
        (reporter, received): (MemberId, Timestamp),
        mut report: Report,
        mut additions: Vec<SignalAddition>,
        replies: Vec<AppointmentReply>,
        withdrawn: Option<Timestamp>,
    ) -> Self {
        let corrected = corrected_place(&additions).map(|(place, at)| (place.clone(), at));
        if let Some((right, _)) = &corrected {
            report.place.clone_from(right);
            for addition in &mut additions {
                match &mut addition.kind {
                    AdditionKind::AddressIsWrong { place } => place.clone_from(right),
                    AdditionKind::More | AdditionKind::TextIsWrong => {}
                }
            }
        }
        let place_corrected = corrected.map(|(_, at)| at);
        Self { reporter, received, report, additions, withdrawn, place_corrected, replies }
    }
}
