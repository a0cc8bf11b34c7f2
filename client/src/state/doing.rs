//! What people do: make documents, append to them, decide about them, send and keep signals.

use buurtboek_shared::{
    doc::{
        entries::{Entry, MAX_WORDS},
        schema,
        write::{Intent, WriteError},
    },
    domain::{
        command::{Command, CommandAction, Shown},
        note::NoteAddition,
        signal::Report,
    },
    ids::{CommandId, DocId, DocKind, EntryId, Hash256, Id128},
    pieces::pieces,
    protocol::{codec::encode_value, frames::NewDocument, limits::SCHEMA, outgoing::OutgoingItem},
};

use super::{batch::batches, loaded::Loaded, notebook::Notebook, save_error::SaveError, sheet::Told};
use crate::{
    storage::{
        device_store::{AppendError, NewItem, NewLocal},
        doc_view::DocView,
        failure::StorageFailure,
        records::{Pending, Rescued},
        signal_draft::SignalDraft,
        stored_doc::StoredDoc,
    },
    sync::core::{random_client, random_id},
};

/// What goes when something takes its place.
#[derive(Clone, Copy, Default)]
struct InsteadOf {
    draft: Option<Id128>,
    rescue: Option<Id128>,
}

/// What stands under an id.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Free,
    /// This very report.
    HasIt,
    /// Other words, or what somebody took back or withdrew: nothing may come under that id again.
    Taken,
}

/// The id of a signal whose form has the id of an earlier one: the same for the same words, so that sending them twice is
/// sending them once here too.
fn id_of_words(draft: &SignalDraft) -> Option<Id128> {
    let hash = Hash256::of(&encode_value(&(draft.id, &draft.form)).ok()?);
    hash.0.first_chunk().copied().map(Id128)
}

impl Notebook {
    /// Makes a document and writes in it, all in one transaction. A document that was made before stays as it is.
    ///
    /// # Errors
    /// [`SaveError`]; nothing was kept then.
    pub async fn create(&self, document: NewDocument, first: Vec<Intent>) -> Result<(), SaveError> {
        self.create_instead_of(document, first, InsteadOf::default()).await
    }

    /// A document of this kind under a fresh id, for [`Self::create`].
    #[must_use]
    pub fn new_document(&self, kind: DocKind, parent: Option<DocId>) -> NewDocument {
        let doc = DocId::new(kind, self.new_id());
        NewDocument { doc, team: self.0.identity.team, parent, schema: SCHEMA }
    }

    /// Appends to a document: answers, remarks, additions. On a failing storage what was written stays on the screen and
    /// in memory and is tried again, which the status says: that is no error here, since whoever is told to try again would
    /// write it twice. Nor is it one when the document is gone from the device: then the words go where those go that
    /// waited in it.
    ///
    /// # Errors
    /// [`SaveError`]; nothing was written then, or the storage is closed for this page, which never tries again.
    pub async fn append(&self, doc: DocId, intents: Vec<Intent>) -> Result<(), SaveError> {
        let sheet = self.sheet(doc);
        // Holds it in memory while it is written in, without the server being told that somebody looks.
        let result = async {
            match self.load(&sheet).await {
                // Access ended while the form was filled in.
                Err(SaveError::NotHere) if !self.0.store.knows(doc).await? => {
                    return self.keep_words_of(doc, &intents).await;
                }
                loaded => loaded?,
            }
            for intent in intents {
                self.write_in(&sheet, intent, Told::All)?;
            }
            sheet.show();
            match self.keep(&sheet).await {
                Err(SaveError::Storage(failure)) if sheet.is_unsaved() && !failure.is_permanent() => Ok(()),
                // It went meanwhile, and the words with what else waited in it.
                Err(SaveError::NotHere) => Ok(()),
                kept => kept,
            }
        }
        .await;
        self.forget_if_done(&sheet);
        result
    }

    /// Decides about a document. What was typed in it goes first. `shown` is for decisions about what was on the screen,
    /// above all finishing a note: from [`super::open_doc::OpenDoc::shown`]. Such a decision waits until the own words
    /// are with the server, and is withdrawn, as a rescue draft, when somebody else wrote in between.
    ///
    /// # Errors
    /// [`SaveError`]; nothing was kept then.
    pub async fn command(
        &self,
        doc: DocId,
        action: CommandAction,
        shown: Option<Shown>,
    ) -> Result<CommandId, SaveError> {
        let sheet = self.0.shelf.borrow().get(&doc).cloned();
        if let Some(sheet) = sheet {
            self.keep(&sheet).await?;
        }
        let id = CommandId(self.new_id());
        let command = Command { id, doc, expects: shown, decided_at: self.now(), action };
        self.keep_local(self.local(doc, vec![NewItem::Command(command)])).await?;
        Ok(id)
    }

    /// Deletes an unsent signal. It is really gone.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn delete_draft(&self, id: Id128) -> Result<(), SaveError> {
        let _turn = self.0.drafting.turn().await;
        let saved = self.0.store.delete_draft(id).await;
        if saved.is_ok() {
            self.0.drafting.forget(id);
        }
        self.saved_beside(saved)
    }

    /// Sends a signal: from its final values, in one transaction in which the draft goes. Sending it twice is sending it
    /// once; other words, written in a form to which somebody went back after sending, are a signal of their own.
    ///
    /// # Errors
    /// [`SaveError`]; the draft is then as it was.
    pub async fn send_signal(&self, draft: &SignalDraft) -> Result<DocId, SaveError> {
        let entry = EntryId(self.new_id());
        let report = draft.form.report(entry, self.0.identity.member, self.now()).map_err(SaveError::Incomplete)?;
        let _turn = self.0.drafting.turn().await;
        let mut doc = DocId::new(DocKind::Signal, draft.id);
        let mut place = self.place_of(doc, &report).await?;
        if place == Place::Taken {
            doc.id = id_of_words(draft).unwrap_or_else(|| self.new_id());
            place = self.place_of(doc, &report).await?;
        }
        if place == Place::HasIt {
            let deleted = self.0.store.delete_draft(draft.id).await;
            self.0.drafting.forget(draft.id);
            return self.saved_beside(deleted).map(|()| doc);
        }
        let document = NewDocument { doc, team: self.0.identity.team, parent: None, schema: SCHEMA };
        let first = Intent::Append { root: schema::REPORT.to_owned(), entry: Entry::Report(Box::new(report)) };
        let instead = InsteadOf { draft: Some(draft.id), rescue: None };
        self.create_instead_of(document, vec![first], instead).await?;
        self.0.drafting.forget(draft.id);
        self.refresh_status();
        Ok(doc)
    }

    /// What stands on this device under the id that a report is to have.
    async fn place_of(&self, doc: DocId, report: &Report) -> Result<Place, SaveError> {
        if self.0.store.was_taken_back(doc).await? {
            return Ok(Place::Taken);
        }
        let Some(stored) = self.0.store.load(doc, self.now()).await? else { return Ok(Place::Free) };
        let is_withdrawal = |pending: &Pending| {
            matches!(&pending.item, OutgoingItem::Command(Command { action: CommandAction::Withdraw, .. }))
        };
        let withdraws = stored.pending.iter().any(|(_, pending)| is_withdrawal(pending));
        let sent = match self.opened(&stored)?.view() {
            Some(DocView::Signal(view)) if !withdraws && view.withdrawn.is_none() => view.report,
            Some(_) | None => None,
        };
        Ok(if sent.is_some_and(|sent| report.says_the_same_as(&sent)) { Place::HasIt } else { Place::Taken })
    }

    /// Deletes a rescue draft, because its writer says so.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn delete_rescue(&self, id: Id128) -> Result<(), SaveError> {
        let saved = self.0.store.delete_rescue(id).await;
        self.saved_beside(saved)
    }

    /// Somebody took note of what could not be read.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn note_set_aside(&self) -> Result<(), SaveError> {
        let noted = self.0.store.note_set_aside().await;
        self.saved_beside(noted)
    }

    /// Puts the words of a rescue draft in its note as an addition; the draft goes.
    ///
    /// # Errors
    /// [`SaveError`]; the draft is then as it was.
    pub async fn rescue_as_addition(&self, id: Id128) -> Result<(), SaveError> {
        let drafts = self.0.store.rescue(self.now()).await?;
        let draft = drafts.into_iter().find(|draft| draft.id == id).ok_or(SaveError::NotHere)?;
        let Rescued::Words { .. } = draft.what else { return Err(SaveError::Write(WriteError::Entry)) };
        // A pasted document is longer than one addition may be.
        let parts = pieces(&draft.text, MAX_WORDS).into_iter().filter(|part| !part.trim().is_empty());
        let additions = parts.map(|part| {
            let entry = Entry::NoteAddition(NoteAddition {
                id: EntryId(self.new_id()),
                author: self.0.identity.member,
                at: self.now(),
                text: part.to_owned(),
            });
            Intent::Append { root: schema::ADDITIONS.to_owned(), entry }
        });
        let additions: Vec<_> = additions.collect();
        let sheet = self.sheet(draft.doc);
        self.load(&sheet).await?;
        self.keep(&sheet).await?;
        let stored = self.0.store.load(draft.doc, self.now()).await?.ok_or(SaveError::NotHere)?;
        let mut loaded = self.opened(&stored)?;
        for addition in additions {
            loaded.write(addition, self.now())?;
        }
        let local = NewLocal {
            lineage: Some(loaded.lineage),
            digest: loaded.digest(),
            instead_of_rescue: Some(id),
            ..self.local(draft.doc, batches(&loaded.unsaved))
        };
        self.keep_local(local).await?;
        self.reload(&sheet).await?;
        self.forget_if_done(&sheet);
        Ok(())
    }

    async fn create_instead_of(
        &self,
        document: NewDocument,
        first: Vec<Intent>,
        instead: InsteadOf,
    ) -> Result<(), SaveError> {
        let mut loaded = self.opened(&StoredDoc::empty(document.doc))?;
        for intent in first {
            loaded.write(intent, self.now())?;
        }
        let mut items = vec![NewItem::Create(document)];
        items.extend(batches(&loaded.unsaved));
        let local = NewLocal {
            digest: loaded.digest(),
            instead_of_draft: instead.draft,
            instead_of_rescue: instead.rescue,
            ..self.local(document.doc, items)
        };
        self.keep_local(local).await?;
        let sheet = self.0.shelf.borrow().get(&document.doc).cloned();
        if let Some(sheet) = sheet {
            self.reload(&sheet).await?;
        }
        Ok(())
    }

    fn opened(&self, stored: &StoredDoc) -> Result<Loaded, SaveError> {
        let client = random_client(self.0.host.as_ref());
        Loaded::open(stored, client, self.0.store.member()).map_err(|_| SaveError::Storage(StorageFailure::Unreadable))
    }

    fn local(&self, doc: DocId, items: Vec<NewItem>) -> NewLocal {
        NewLocal {
            doc,
            items,
            lineage: None,
            digest: None,
            instead_of_draft: None,
            instead_of_rescue: None,
            at: self.now(),
        }
    }

    async fn keep_local(&self, local: NewLocal) -> Result<(), SaveError> {
        match self.0.store.append(local, || random_id(self.0.host.as_ref())).await {
            Ok(appended) => {
                self.0.saved.set(true);
                self.0.failure.set(None);
                self.advanced(appended.key);
                self.refresh_status();
                // Whoever decides twice in a row decides the second time about what the first became.
                self.follow_to(appended.key).await;
                Ok(())
            }
            // It was made before: once is enough.
            Err(AppendError::Exists) => Ok(()),
            Err(AppendError::Storage(failure)) => {
                self.0.failure.set(Some(failure));
                self.refresh_status();
                Err(SaveError::Storage(failure))
            }
            Err(AppendError::Gone | AppendError::Replaced) => Err(SaveError::NotHere),
        }
    }

    /// Something that is not in a document was saved, or not.
    fn saved_beside(&self, saved: Result<crate::storage::records::LogKey, StorageFailure>) -> Result<(), SaveError> {
        match saved {
            Ok(key) => {
                self.0.saved.set(true);
                self.0.failure.set(None);
                self.advanced(key);
                Ok(())
            }
            Err(failure) => {
                self.0.failure.set(Some(failure));
                self.refresh_status();
                Err(SaveError::Storage(failure))
            }
        }
    }
}
