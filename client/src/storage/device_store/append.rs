//! Keeping what somebody did: the one transaction after which the screen says "Opgeslagen op dit apparaat".

use buurtboek_shared::{
    doc::write::Intent,
    domain::command::Command,
    ids::{BatchNo, DocId, DocKind, Id128, Seq},
    protocol::{
        frames::{Access, NewDocument},
        outgoing::OutgoingItem,
    },
    time::Timestamp,
};
use thiserror::Error;

use super::{
    DeviceStore,
    decisions::{offer_of, ripen},
};
use crate::storage::{
    database::{Bucket, Mode},
    failure::StorageFailure,
    keys,
    records::{Digest, Lineage, LogChange, LogKey, Offer, Pending, RescueDraft, StoredView},
};

/// Something that somebody did in one document.
#[derive(Clone, Debug)]
pub struct NewLocal {
    /// The document.
    pub doc: DocId,
    /// What is offered, in order.
    pub items: Vec<NewItem>,
    /// The line of work that it was written against; none for a document that it creates, and for commands.
    pub lineage: Option<Lineage>,
    /// What the lists are to show; none when that does not change.
    pub digest: Option<Digest>,
    /// The unsent signal that it was, which goes.
    pub instead_of_draft: Option<Id128>,
    /// The rescue draft that it was, which goes.
    pub instead_of_rescue: Option<Id128>,
    /// Now, by the device's clock.
    pub at: Timestamp,
}

/// One thing that is offered.
#[derive(Clone, Debug)]
pub enum NewItem {
    /// A new document.
    Create(NewDocument),
    /// An update, and the intents that made it.
    Update(Vec<u8>, Vec<Intent>),
    /// A command.
    Command(Command),
}

/// What was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The batches, in the order of the items.
    pub batches: Vec<BatchNo>,
    /// Their place in the log.
    pub key: LogKey,
}

/// Why nothing was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AppendError {
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageFailure),
    /// The document's pending work was rebuilt, or its base replaced, since it was opened: load it again, and carry over
    /// what was typed.
    #[error("the document was replaced since it was opened")]
    Replaced,
    /// A document with this id, or what was to take the place of a rescue draft, is here already.
    #[error("it was made before")]
    Exists,
    /// The document, or the one that it belongs to, is no longer on this device.
    #[error("the document is no longer here")]
    Gone,
}

impl DeviceStore {
    /// Keeps it all or not at all; it is on the disk when this returns. `ids` gives the ids of rescue drafts, each
    /// random.
    ///
    /// # Errors
    /// See [`AppendError`]; nothing was kept then.
    pub async fn append(&self, local: NewLocal, mut ids: impl FnMut() -> Id128) -> Result<Appended, AppendError> {
        let work = self.begin(Mode::Write).await?;
        let mut counters = work.counters().await?;
        let creates = local.items.iter().find_map(|item| match item {
            NewItem::Create(document) => Some(*document),
            NewItem::Update(..) | NewItem::Command(_) => None,
        });
        let view = work.view(local.doc).await?;
        match (&view, creates) {
            (None, None) => return Err(AppendError::Gone),
            (Some(_), Some(_)) => return Err(AppendError::Exists),
            (None, Some(_)) | (Some(_), None) => {}
        }
        // What belongs to a document goes with it: nothing is begun in one that is gone.
        if let Some(parent) = creates.and_then(|document| document.parent)
            && work.view(parent).await?.is_none()
        {
            return Err(AppendError::Gone);
        }
        // Another tab put those words there already.
        if let Some(rescue) = local.instead_of_rescue
            && work.get::<RescueDraft>(Bucket::Rescue, keys::id(rescue)).await?.is_none()
        {
            return Err(AppendError::Exists);
        }
        let held = work.held(local.doc).await?;
        if local.lineage.is_some_and(|lineage| lineage != held.lineage) {
            return Err(AppendError::Replaced);
        }
        // The signal that it is about, or that its dossier followed from.
        let parent = view.as_ref().and_then(|view| view.parent);
        let signal = [Some(local.doc), parent].into_iter().flatten().find(|doc| doc.kind == DocKind::Triage);
        let reported = match signal {
            Some(signal) => Some(work.held(signal.sibling(DocKind::Intake)).await?.seq),
            None => None,
        };
        // Who works in a dossier need not have what was reported.
        let reported = reported.filter(|version| local.doc.kind == DocKind::Triage || *version > Seq(0));
        let mut batches = Vec::new();
        let mut queued = Vec::new();
        for item in local.items {
            let batch = BatchNo(counters.batch);
            counters.batch += 1;
            let pending = item.pending(local.at, reported);
            work.put(Bucket::Outbox, keys::outbox(local.doc, batch), &pending)?;
            queued.push(pending.queued(batch));
            batches.push(batch);
        }
        let mut changes = vec![LogChange::Queued(local.doc, queued)];
        let mut view = view.unwrap_or_else(|| StoredView {
            access: Access::Write,
            parent: creates.and_then(|document| document.parent),
            created: local.at,
            announced: Seq(0),
            digest: None,
        });
        if let Some(digest) = local.digest {
            view.digest = Some(digest);
            changes.push(LogChange::Listed(vec![local.doc]));
        }
        work.put(Bucket::Views, keys::view(local.doc), &view)?;
        if let Some(draft) = local.instead_of_draft {
            work.delete(Bucket::Drafts, keys::id(draft))?;
            changes.push(LogChange::Drafts);
        }
        if let Some(rescue) = local.instead_of_rescue {
            work.delete(Bucket::Rescue, keys::id(rescue))?;
            changes.push(LogChange::Rescue);
        }
        let (ripened, _) = ripen(&work, local.doc, self.member, local.at, &mut counters, &mut ids).await?;
        changes.extend(ripened);
        let key = work.log(counters, changes).await?;
        work.commit().await?;
        Ok(Appended { batches, key })
    }
}

impl NewItem {
    fn pending(self, since: Timestamp, reported: Option<Seq>) -> Pending {
        let (item, intents, offer) = match self {
            Self::Create(document) => (OutgoingItem::Create(document), Vec::new(), Offer::Now),
            Self::Update(update, intents) => (OutgoingItem::Update(update), intents, Offer::Now),
            Self::Command(command) => {
                let offer = offer_of(&command, reported);
                (OutgoingItem::Command(command), Vec::new(), offer)
            }
        };
        Pending { item, intents, since, offer }
    }
}
