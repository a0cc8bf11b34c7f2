//! The way from a connection to its document.

use buurtboek_shared::domain::{access::Access, refusal::Reason};
use yrs::StateVector;

use super::Context;
use crate::{
    authz::{authorize_edit, authorize_open},
    docs::{
        actor::StockState,
        registry::{DocReader, DocWriter},
    },
};

/// What the member may do through this connection.
pub(super) enum Handle {
    Read(DocReader),
    Write(DocWriter),
}

impl Handle {
    /// A token opens no more than its member may open now.
    pub(super) fn open(context: &Context) -> Result<Self, Reason> {
        let Context { documents, principal, token, .. } = context;
        let reader = documents.reader();
        if token.access == Access::Write
            && let Ok(grant) = authorize_edit(&**reader, principal, token.doc)
        {
            return Ok(Self::Write(documents.writer(grant)));
        }
        authorize_open(&**reader, principal, token.doc).map(|grant| Self::Read(documents.open(grant)))
    }

    /// What a client lacks that has this, and what we have.
    pub(super) async fn difference(&self, known: StateVector) -> Result<StockState, Reason> {
        match self {
            Self::Read(reader) => reader.difference(known).await,
            Self::Write(writer) => writer.reader().difference(known).await,
        }
    }
}
