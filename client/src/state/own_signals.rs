//! What a reporter does with signals of their own that wait: take back, change.

use buurtboek_shared::{
    domain::command::CommandAction,
    ids::{DocId, Id128},
};
use yrs::Transact as _;

use super::{notebook::Notebook, save_error::SaveError};
use crate::{
    storage::{
        device_store::{InItsPlace, TakenBack},
        doc_view::DocView,
        failure::StorageFailure,
        signal_draft::{SignalDraft, SignalForm},
    },
    sync::core::random_client,
};

/// What became of a signal that somebody deletes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deleted {
    /// It is really gone.
    Gone,
    /// The server had it already: it is withdrawn.
    Withdrawn,
}

/// What became of a signal that somebody changes before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reopened {
    /// It is an unsent signal again, with this id.
    Draft(Id128),
    /// The server had it already: it can only be added to.
    TooLate,
}

impl Notebook {
    /// A document as the server has it: without what waits on this device. None when it is not here.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn as_received(&self, doc: DocId) -> Result<Option<DocView>, StorageFailure> {
        let Some(mut stored) = self.0.store.load(doc, self.now()).await? else { return Ok(None) };
        stored.pending.clear();
        let client = random_client(self.0.host.as_ref());
        let opened = stored.open(client, self.0.store.member()).map_err(|_| StorageFailure::Unreadable)?;
        let txn = opened.doc.try_transact().map_err(|_| StorageFailure::Unreadable)?;
        Ok(DocView::of_document(doc.kind, &txn))
    }

    /// Deletes a signal that waits to be sent; one that the server turns out to have is withdrawn.
    ///
    /// # Errors
    /// [`SaveError`]; nothing was changed then.
    pub async fn delete_signal(&self, signal: DocId) -> Result<Deleted, SaveError> {
        match self.0.store.take_back(signal, InItsPlace::Nothing).await? {
            TakenBack::Done(key) => {
                self.advanced(key);
                Ok(Deleted::Gone)
            }
            TakenBack::TooLate => {
                self.command(signal, CommandAction::Withdraw, None).await?;
                Ok(Deleted::Withdrawn)
            }
        }
    }

    /// Makes a signal that waits to be sent an unsent one again.
    ///
    /// # Errors
    /// [`SaveError`]; nothing was changed then.
    pub async fn reopen_signal(&self, signal: DocId) -> Result<Reopened, SaveError> {
        let stored = self.0.store.load(signal, self.now()).await?.ok_or(SaveError::NotHere)?;
        let client = random_client(self.0.host.as_ref());
        let opened =
            stored.open(client, self.0.store.member()).map_err(|_| SaveError::Storage(StorageFailure::Unreadable))?;
        let view = opened.doc.try_transact().ok().and_then(|txn| DocView::of_document(signal.kind, &txn));
        let Some(DocView::Signal(view)) = view else { return Err(SaveError::NotHere) };
        let report = view.report.ok_or(SaveError::NotHere)?;
        // Another id: should the first be on its way after all, it is withdrawn under its own.
        let form = SignalForm::of_report(&report, &view.additions);
        let draft = SignalDraft { id: self.new_id(), updated: self.now(), form };
        match self.0.store.take_back(signal, InItsPlace::Draft(&draft)).await? {
            TakenBack::Done(key) => {
                self.advanced(key);
                Ok(Reopened::Draft(draft.id))
            }
            TakenBack::TooLate => Ok(Reopened::TooLate),
        }
    }
}
