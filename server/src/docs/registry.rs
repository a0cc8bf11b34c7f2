//! Which documents are open, and the only way to their tasks.
//!
//! The task's queue is put in the map under the one lock before anything is loaded, so two that come at once find the
//! same task. A handle is made from a [`DocGrant`], which only `authz` can make: forgetting to ask does not compile.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use buurtboek_shared::{
    domain::refusal::{Reason, RefusalClass},
    ids::{DocId, DocKind, MemberId, SessionId},
    protocol::{
        frames::Receipt,
        outgoing::{Outgoing, OutgoingItem},
    },
    time::Timestamp,
};
use tokio::sync::{mpsc, oneshot};
use yrs::StateVector;

use super::{
    actor::{Actor, BatchJob, From, Job, StockOutcome, StockState},
    admission::{Admission, admit},
    budget::Budget,
    feed::{Feed, News},
    plan::Offer,
    unreadable::Unreadable,
};
use crate::{
    authz::DocGrant,
    metrics::Metrics,
    store::{CommitError, Quarantined, Reader, thread::StoreHandle},
};

/// Jobs that wait for one document before those who bring more must wait themselves.
const QUEUE: usize = 64;

/// What every document's task shares.
pub struct Office {
    pub(super) store: StoreHandle,
    pub(super) reader: Arc<dyn Reader>,
    pub(super) feed: Feed,
    pub(super) metrics: Arc<Metrics>,
    pub(super) budget: Budget,
    pub(super) unreadable: Unreadable,
    tasks: Mutex<BTreeMap<DocId, mpsc::Sender<Job>>>,
}

/// The open documents of this process. Cheap to clone.
#[derive(Clone)]
pub struct Documents {
    pub(super) office: Arc<Office>,
}

impl std::fmt::Debug for Documents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Documents").finish_non_exhaustive()
    }
}

impl Documents {
    /// Over this store.
    #[must_use]
    pub fn new(store: StoreHandle, reader: Arc<dyn Reader>, feed: Feed, metrics: Arc<Metrics>) -> Self {
        Self { office: Arc::new(Office::new(store, reader, feed, metrics)) }
    }

    /// Committed data.
    #[must_use]
    pub fn reader(&self) -> &Arc<dyn Reader> {
        &self.office.reader
    }

    /// What the server counts.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.office.metrics
    }

    /// The connections and what they follow.
    #[must_use]
    pub fn feed(&self) -> &Feed {
        &self.office.feed
    }

    /// Brings a batch of a connection before its document. The outcome comes through the connection's queue, in order
    /// with the rows.
    ///
    /// # Errors
    /// When it is refused before it reaches the document.
    pub async fn submit(&self, offer: Offer, outgoing: Outgoing, session: SessionId) -> Result<(), Reason> {
        match admit(&*self.office.reader, &offer, &outgoing) {
            Ok(Admission::Judge(grant)) => self.send(offer, outgoing, grant, From::Session(session)).await,
            Ok(Admission::Before(receipt)) => {
                let news = News::Outcome { batch: outgoing.batch, doc: outgoing.doc, outcome: Ok(receipt) };
                self.office.feed.tell_one(session, news);
                Ok(())
            }
            Err(reason) => {
                self.office.refused(&offer, &outgoing, reason).await;
                Err(reason)
            }
        }
    }

    /// Carries a batch out for a caller inside the server: demonstration data, administration, tests.
    ///
    /// # Errors
    /// Why it is refused.
    pub async fn carry_out(&self, offer: Offer, outgoing: Outgoing) -> Result<Receipt, Reason> {
        let grant = match admit(&*self.office.reader, &offer, &outgoing)? {
            Admission::Judge(grant) => grant,
            Admission::Before(receipt) => return Ok(receipt),
        };
        let (reply, outcome) = oneshot::channel();
        self.send(offer, outgoing, grant, From::Caller(reply)).await?;
        outcome.await.map_err(|_| Reason::Recovering)?
    }

    /// Brings a member's access to a triage and its intake in line with who may open it now. For the server itself alone:
    /// it gives nothing that the triage's reach and the member's standing do not say.
    pub(crate) async fn bring_in_line(&self, triage: DocId, member: MemberId, now: Timestamp) -> Result<(), Reason> {
        let (reply, done) = oneshot::channel();
        self.office.give(triage, Job::Reach { member, now, reply }).await?;
        done.await.map_err(|_| Reason::Recovering)?
    }

    async fn send(&self, offer: Offer, outgoing: Outgoing, grant: Option<DocGrant>, from: From) -> Result<(), Reason> {
        let task = task_of(&outgoing);
        self.office.give(task, Job::Batch(Box::new(BatchJob { offer, outgoing, grant, from }))).await
    }

    /// The handle of a stock client that may write.
    #[must_use]
    pub fn writer(&self, grant: DocGrant) -> DocWriter {
        DocWriter { reader: self.open(grant) }
    }

    /// The handle of a stock client.
    #[must_use]
    pub fn open(&self, grant: DocGrant) -> DocReader {
        DocReader { office: Arc::clone(&self.office), grant }
    }
}

/// Reading one document as a stock client does.
pub struct DocReader {
    office: Arc<Office>,
    grant: DocGrant,
}

impl DocReader {
    /// What a stock client lacks, and what we have.
    ///
    /// # Errors
    /// When the document cannot be loaded.
    pub async fn difference(&self, known: StateVector) -> Result<StockState, Reason> {
        let (reply, state) = oneshot::channel();
        self.office.give(self.grant.doc(), Job::Difference { known, reply }).await?;
        state.await.map_err(|_| Reason::Recovering)?
    }
}

/// Reading and writing one document as a stock client does.
pub struct DocWriter {
    reader: DocReader,
}

impl DocWriter {
    /// Reading.
    #[must_use]
    pub fn reader(&self) -> &DocReader {
        &self.reader
    }

    /// Brings an update before the gate.
    pub async fn apply(&self, offer: Offer, update: Vec<u8>, session: SessionId) -> StockOutcome {
        let (reply, outcome) = oneshot::channel();
        let job = Job::Stock { offer, update, session, reply };
        match self.reader.office.give(self.reader.grant.doc(), job).await {
            Ok(()) => outcome.await.unwrap_or(StockOutcome::Refused(Reason::Recovering)),
            Err(reason) => StockOutcome::Refused(reason),
        }
    }
}

/// The task that decides. A note is made by its dossier's, so that no assignment to the dossier runs at the same time
/// and misses it.
fn task_of(outgoing: &Outgoing) -> DocId {
    match &outgoing.item {
        OutgoingItem::Create(new) if new.doc.kind == DocKind::Note => new.parent.unwrap_or(new.doc),
        OutgoingItem::Create(_) | OutgoingItem::Update(_) | OutgoingItem::Command(_) | OutgoingItem::HandOver(_) => {
            outgoing.doc
        }
    }
}

impl Office {
    pub(super) fn new(store: StoreHandle, reader: Arc<dyn Reader>, feed: Feed, metrics: Arc<Metrics>) -> Self {
        let (budget, unreadable) = (Budget::default(), Unreadable::default());
        Self { store, reader, feed, metrics, budget, unreadable, tasks: Mutex::default() }
    }

    /// Counts a refusal, and keeps the bytes that were refused for good.
    pub(super) async fn refused(&self, offer: &Offer, outgoing: &Outgoing, reason: Reason) {
        self.metrics.refused(reason);
        if let (OutgoingItem::Update(update), RefusalClass::Refused) = (&outgoing.item, reason.class()) {
            self.keep_refused(outgoing.doc, offer, update, reason).await;
        }
    }

    pub(super) async fn keep_refused(&self, doc: DocId, offer: &Offer, update: &[u8], reason: Reason) {
        let refused = Quarantined {
            doc,
            member: offer.principal.member,
            device: offer.device,
            at: offer.at,
            reason: reason.code().to_owned(),
            bytes: update.to_vec(),
        };
        match self.store.quarantine(refused).await {
            Ok(()) => {}
            Err(CommitError::QuarantineFull) => {
                self.metrics.quarantine_full.inc();
            }
            Err(error) => tracing::warn!(%error, "refused bytes could not be kept"),
        }
    }

    /// Gives a job to a document's task, which is started when there is none.
    async fn give(self: &Arc<Self>, doc: DocId, job: Job) -> Result<(), Reason> {
        let mut job = job;
        let mut ended = 0;
        while ended < 3 {
            let Some((task, back)) = self.put(doc, job) else { return Ok(()) };
            job = back;
            // Waits for room, and does not keep it: what goes in goes in under the lock.
            if task.reserve().await.is_err() {
                ended += 1;
            }
        }
        Err(Reason::Recovering)
    }

    /// Puts a job in the queue of a document's task, under the lock under which an idle task looks whether it may end:
    /// nothing comes into a queue that nobody empties any more. When it has no room, gives it and the job back.
    fn put(self: &Arc<Self>, doc: DocId, job: Job) -> Option<(mpsc::Sender<Job>, Job)> {
        let mut tasks = self.lock();
        let task = self.task(&mut tasks, doc);
        self.metrics.document_queue.inc();
        match task.try_send(job) {
            Ok(()) => None,
            Err(mpsc::error::TrySendError::Full(back) | mpsc::error::TrySendError::Closed(back)) => {
                self.metrics.document_queue.dec();
                Some((task, back))
            }
        }
    }

    fn task(self: &Arc<Self>, tasks: &mut BTreeMap<DocId, mpsc::Sender<Job>>, doc: DocId) -> mpsc::Sender<Job> {
        if let Some(task) = tasks.get(&doc)
            && !task.is_closed()
        {
            return task.clone();
        }
        let (sender, jobs) = mpsc::channel(QUEUE);
        tasks.insert(doc, sender.clone());
        tokio::spawn(Actor::new(doc, Arc::clone(self), jobs).run());
        sender
    }

    /// True when the idle task may end: nobody waits for it, and from now on the map does not have it.
    pub(super) fn put_away(&self, doc: DocId, jobs: &mpsc::Receiver<Job>) -> bool {
        let mut tasks = self.lock();
        if !jobs.is_empty() {
            return false;
        }
        tasks.remove(&doc);
        true
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<DocId, mpsc::Sender<Job>>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
