//! What an accepted command leaves in a document's server-only root `transitions`, in server order.

use serde::{Deserialize, Serialize};

use super::command::CommandAction;
use crate::{
    ids::{CommandId, MemberId},
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
}
