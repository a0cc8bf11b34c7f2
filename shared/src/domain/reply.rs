//! What a reporter answers to an appointment: "Ik kom" or "Ik kan niet".

use serde::{Deserialize, Serialize};

use super::vocabulary::vocabulary;
use crate::{
    ids::{CommandId, EntryId, MemberId},
    time::Timestamp,
};

vocabulary!(
    /// The two answers; the greater is the safer, since nobody waits in vain for somebody who cannot come.
    Coming {
        /// Ik kom.
        Yes = "yes",
        /// Ik kan niet.
        No = "no",
    }
);

/// One answer, in the reporter's own signal; the server puts it in the intake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentReply {
    /// Random.
    pub id: EntryId,
    /// The reporter.
    pub author: MemberId,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// The visit that was answered.
    pub visit: CommandId,
    /// The time that was on the screen: an answer to another time is no answer to a visit that was moved.
    pub appointed: Timestamp,
    /// Does she come?
    pub answer: Coming,
    /// The answers that were on the screen and that this one replaces.
    #[serde(default)]
    pub supersedes: Vec<EntryId>,
}

/// What stands for a visit at this time; none when nothing was answered. The order of arrival makes no difference.
#[must_use]
pub fn standing(replies: &[AppointmentReply], visit: CommandId, appointed: Timestamp) -> Option<Coming> {
    let replaced = |reply: &AppointmentReply| {
        replies.iter().any(|other| other.id != reply.id && other.supersedes.contains(&reply.id))
    };
    replies
        .iter()
        .filter(|reply| reply.visit == visit && reply.appointed == appointed && !replaced(reply))
        .map(|reply| reply.answer)
        .max()
}
