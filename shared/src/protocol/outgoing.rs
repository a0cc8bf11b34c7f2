//! What a device offers, as it waits in the outbox.

use serde::{Deserialize, Serialize};

use super::{
    codec::{CodecError, encode_value},
    frames::{ClientFrame, NewDocument},
};
use crate::{
    domain::{command::Command, handover::Handover},
    ids::{BatchNo, DocId, Hash256},
};

/// One thing that a device offers, durably in its outbox before anything is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// The device's number; order of sending.
    pub batch: BatchNo,
    /// The document it is for.
    pub doc: DocId,
    /// What it is.
    pub item: OutgoingItem,
}

/// What is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OutgoingItem {
    /// A new document.
    Create(NewDocument),
    /// One yrs v1 update.
    Update(Vec<u8>),
    /// A command.
    Command(Command),
    /// Words for the coordinator, of somebody whose access ended.
    HandOver(Handover),
}

impl OutgoingItem {
    /// The hash that the acknowledgement must carry: of the update's bytes, or of the encoded document, command or
    /// handover.
    ///
    /// # Errors
    /// When the value cannot be encoded.
    pub fn hash(&self) -> Result<Hash256, CodecError> {
        Ok(match self {
            Self::Create(document) => Hash256::of(&encode_value(document)?),
            Self::Update(update) => Hash256::of(update),
            Self::Command(command) => Hash256::of(&encode_value(command)?),
            Self::HandOver(handover) => Hash256::of(&encode_value(handover)?),
        })
    }
}

impl Outgoing {
    /// The frame that offers it.
    #[must_use]
    pub fn frame(&self) -> ClientFrame {
        match &self.item {
            OutgoingItem::Create(document) => ClientFrame::Create { batch: self.batch, document: *document },
            OutgoingItem::Update(update) => {
                ClientFrame::Push { batch: self.batch, doc: self.doc, update: update.clone() }
            }
            OutgoingItem::Command(command) => ClientFrame::Command { batch: self.batch, command: command.clone() },
            OutgoingItem::HandOver(handover) => ClientFrame::HandOver { batch: self.batch, handover: handover.clone() },
        }
    }
}
