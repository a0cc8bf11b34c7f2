//! What an accepted command leaves in a document's server-only root `transitions`, in server order.

use serde::{Deserialize, Serialize};

use super::command::CommandAction;
use crate::{
    ids::{CommandId, EntryId, MemberId},
    time::Timestamp,
};

/// One accepted command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// The command that caused it.
    pub command: CommandId,
    /// Who decided.
    pub by: MemberId,
    /// When the server accepted it.
    pub at: Timestamp,
    /// What was decided.
    pub action: CommandAction,
    /// For what ends a triage: the answers on its urgency that stood when the server accepted it, and what the reporter had
    /// added by then. "Vandaag" that is none of these and led to none of them is more urgent than the end; another addition
    /// is to be looked at.
    #[serde(default)]
    pub judged: Vec<EntryId>,
}
