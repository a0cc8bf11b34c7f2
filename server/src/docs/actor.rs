//! One task per open document. It owns the document, judges one batch after the other, and commits each before the
//! next: what followers hear, they hear in the order of the store.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use buurtboek_shared::{
    domain::refusal::{Reason, RefusalClass},
    ids::{DocId, Hash256, MemberId, SessionId},
    protocol::{
        frames::{Receipt, Row},
        outgoing::{Outgoing, OutgoingItem},
    },
    time::Timestamp,
};
use futures_util::FutureExt as _;
use tokio::sync::{mpsc, oneshot};
use yrs::{StateVector, updates::encoder::Encode};

use super::{
    brought::Brought,
    budget::Fits,
    command::in_line_with_reach,
    document::{Document, guarded},
    feed::News,
    gate::{Refused, Sender},
    plan::{Offer, confirm, known, plan, plan_creation, plan_handover, plan_update, reason_of_load},
    registry::Office,
};
use crate::{
    authz::DocGrant,
    store::{Commit, CommitError, Committed},
};

/// A document that nobody wrote to for this long is put away; the store has it.
const IDLE: Duration = Duration::from_secs(60);

/// What a document is asked to do.
#[derive(Debug)]
pub(super) enum Job {
    /// A batch of one of our own clients; the outcome goes into the connection's queue, behind the rows before it.
    Batch(Box<BatchJob>),
    /// An update of a stock client.
    Stock { offer: Offer, update: Vec<u8>, session: SessionId, reply: oneshot::Sender<StockOutcome> },
    /// Brings one member's access in line with how far the triage reaches. A job like others, so that it never runs beside
    /// a command that changes the reach.
    Reach { member: MemberId, now: Timestamp, reply: oneshot::Sender<Result<(), Reason>> },
    /// What a stock client lacks.
    Difference { known: StateVector, reply: oneshot::Sender<Result<StockState, Reason>> },
    /// A batch that panics where nothing guards it: every place that is known to is guarded.
    #[cfg(test)]
    Panic(Box<BatchJob>),
}

/// A batch of one of our own clients.
#[derive(Debug)]
pub(super) struct BatchJob {
    pub(super) offer: Offer,
    pub(super) outgoing: Outgoing,
    /// None for a creation, which is decided on its own.
    pub(super) grant: Option<DocGrant>,
    pub(super) from: From,
}

/// Who waits for the outcome.
#[derive(Debug)]
pub(super) enum From {
    /// A connection: told through its queue, after the rows.
    Session(SessionId),
    /// A caller inside the server.
    Caller(oneshot::Sender<Result<Receipt, Reason>>),
}

/// What became of a stock client's update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockOutcome {
    /// Committed.
    Committed,
    /// Nothing new in it.
    Ignored,
    /// It is ahead of us: ask it for what lies between.
    Gap,
    /// Not taken.
    Refused(Reason),
}

/// What a stock client lacks, and what we have.
#[derive(Debug)]
pub struct StockState {
    /// One v1 update.
    pub update: Vec<u8>,
    /// Our state vector, v1.
    pub state_vector: Vec<u8>,
}

/// The task of one document.
pub(super) struct Actor {
    id: DocId,
    office: Arc<Office>,
    jobs: mpsc::Receiver<Job>,
    /// None until it is needed, and after any doubt.
    pub(super) document: Option<Document>,
    /// What this task counts in the budget, in bytes.
    held: usize,
    /// Members to tell that their change log grew, once the one who waits for the outcome has it.
    touched: Vec<MemberId>,
}

impl Actor {
    pub(super) fn new(id: DocId, office: Arc<Office>, jobs: mpsc::Receiver<Job>) -> Self {
        Self { id, office, jobs, document: None, held: 0, touched: Vec::new() }
    }

    pub(super) async fn run(mut self) {
        self.office.metrics.open_documents.inc();
        loop {
            match tokio::time::timeout(IDLE, self.jobs.recv()).await {
                Ok(Some(job)) => {
                    self.office.metrics.document_queue.dec();
                    self.handle_whatever_happens(job).await;
                }
                Ok(None) => break,
                Err(_) if self.office.put_away(self.id, &self.jobs) => break,
                Err(_) => {}
            }
        }
        self.office.budget.change(self.held, 0);
        self.office.metrics.open_documents.dec();
    }

    /// A panic where none is expected ends neither the task nor the waiting of who brought the job. An update is refused and
    /// kept as one that panics where it is expected; anything else may come again. A caller hears of it because its reply
    /// was dropped.
    pub(super) async fn handle_whatever_happens(&mut self, job: Job) {
        let brought = Brought::of(&job);
        // After a panic nothing of the document in memory is used.
        if AssertUnwindSafe(self.handle(job)).catch_unwind().await.is_ok() {
            return;
        }
        tracing::error!(doc = %self.id, "a document's task panicked");
        self.document = None;
        let reason = match &brought.update {
            Some(_) => Reason::Panicked,
            None => Reason::Recovering,
        };
        self.office.metrics.refused(reason);
        if let Some((offer, update)) = brought.update {
            self.office.keep_refused(self.id, &offer, &update, reason).await;
        }
        if let Some((session, batch, doc)) = brought.waits {
            self.office.feed.tell_one(session, News::Outcome { batch, doc, outcome: Err(reason) });
        }
    }

    pub(super) async fn handle(&mut self, job: Job) {
        match job {
            Job::Batch(job) => {
                let BatchJob { offer, outgoing, grant, from } = *job;
                let session = match &from {
                    From::Session(session) => Some(*session),
                    From::Caller(_) => None,
                };
                let outcome = self.batch(&offer, &outgoing, grant.as_ref(), session).await;
                if let Err(reason) = outcome {
                    self.office.refused(&offer, &outgoing, reason).await;
                }
                match from {
                    From::Session(session) => {
                        let news = News::Outcome { batch: outgoing.batch, doc: outgoing.doc, outcome };
                        self.office.feed.tell_one(session, news);
                    }
                    From::Caller(reply) => {
                        // A caller that no longer waits finds the outcome in the store.
                        let _ = reply.send(outcome);
                    }
                }
            }
            Job::Stock { offer, update, session, reply } => {
                let outcome = self.stock(&offer, &update, session).await;
                let _ = reply.send(outcome);
            }
            Job::Reach { member, now, reply } => {
                let _ = reply.send(self.bring_in_line(member, now).await);
            }
            Job::Difference { known, reply } => {
                let _ = reply.send(self.difference(&known));
            }
            #[cfg(test)]
            Job::Panic(_) => panic!("where nothing guards it"),
        }
        self.keep_within_budget();
        // After the outcome and the rows: whoever hears of growth this way and holds it already fetches nothing.
        self.office.feed.tell_members(&std::mem::take(&mut self.touched));
    }

    async fn batch(
        &mut self,
        offer: &Offer,
        outgoing: &Outgoing,
        grant: Option<&DocGrant>,
        session: Option<SessionId>,
    ) -> Result<Receipt, Reason> {
        if let Some(known) = known(&*self.office.reader, offer, outgoing)? {
            return Ok(known.receipt);
        }
        // The head may move between judging and committing only when another process writes; then judge once more.
        for _ in 0..2 {
            let commit = match (&outgoing.item, grant) {
                (OutgoingItem::Create(_), _) => plan_creation(&*self.office.reader, offer, outgoing)?,
                (OutgoingItem::HandOver(_), _) => plan_handover(&*self.office.reader, offer, outgoing)?,
                (OutgoingItem::Update(_) | OutgoingItem::Command(_), None) => return Err(Reason::NoAccess),
                (OutgoingItem::Update(_) | OutgoingItem::Command(_), Some(grant)) => {
                    self.judge(offer, outgoing, grant)?
                }
            };
            // The maker of a command has no bytes of its row; the maker of an update does.
            let except = match outgoing.item {
                OutgoingItem::Command(_) => None,
                OutgoingItem::Create(_) | OutgoingItem::Update(_) | OutgoingItem::HandOver(_) => session,
            };
            match self.commit(commit, except).await {
                Ok(committed) => return Ok(committed.receipt),
                Err(CommitError::Moved) => {}
                Err(error) => return outcome_of(&error),
            }
        }
        Err(Reason::Recovering)
    }

    fn judge(&mut self, offer: &Offer, outgoing: &Outgoing, grant: &DocGrant) -> Result<Commit, Reason> {
        let office = Arc::clone(&self.office);
        let document = self.loaded()?;
        let planned = office.metrics.at_the_gate(|| plan(&*office.reader, document, grant, offer, outgoing));
        planned.map_err(|refused| self.spoilt(refused))
    }

    async fn stock(&mut self, offer: &Offer, update: &[u8], session: SessionId) -> StockOutcome {
        let office = Arc::clone(&self.office);
        let sender = Sender::Stock { member: offer.principal.member };
        let document = match self.loaded() {
            Ok(document) => document,
            Err(reason) => return StockOutcome::Refused(reason),
        };
        let hash = Hash256::of(update);
        let judged = office.metrics.at_the_gate(|| plan_update(&*office.reader, document, offer, sender, update, hash));
        let mut commit = match judged {
            Ok(Some(commit)) => commit,
            Ok(None) => return StockOutcome::Ignored,
            Err(Refused { reason: Reason::ClockGap, .. }) => return StockOutcome::Gap,
            Err(refused) => {
                let reason = self.spoilt(refused);
                if reason.class() == RefusalClass::Refused {
                    self.office.keep_refused(self.id, offer, update, reason).await;
                }
                return StockOutcome::Refused(reason);
            }
        };
        commit.needs = Some(crate::store::commit::Needed {
            doc: self.id,
            access: buurtboek_shared::domain::access::Access::Write,
        });
        match self.commit(commit, Some(session)).await {
            Ok(_) => StockOutcome::Committed,
            Err(error) => outcome_of(&error).map_or_else(StockOutcome::Refused, |_| StockOutcome::Ignored),
        }
    }

    async fn bring_in_line(&mut self, member: MemberId, now: Timestamp) -> Result<(), Reason> {
        let office = Arc::clone(&self.office);
        match in_line_with_reach(&*office.reader, self.loaded()?, member, now)? {
            None => Ok(()),
            Some(commit) => match self.commit(commit, None).await {
                Ok(_) => Ok(()),
                Err(error) => outcome_of(&error).map(drop),
            },
        }
    }

    fn difference(&mut self, known: &StateVector) -> Result<StockState, Reason> {
        let document = self.loaded()?;
        let read = guarded(|| StockState {
            update: document.difference(known),
            state_vector: document.state_vector().encode_v1(),
        });
        read.map_err(|_| self.spoilt(Refused { reason: Reason::Panicked, spoilt: true }))
    }

    fn loaded(&mut self) -> Result<&mut Document, Reason> {
        let document = match self.document.take() {
            Some(document) => document,
            None => {
                let loaded = Document::load(&*self.office.reader, self.id);
                self.office.note(self.id, &loaded);
                loaded.map_err(|error| reason_of_load(&error))?
            }
        };
        Ok(self.document.insert(document))
    }

    fn spoilt(&mut self, refused: Refused) -> Reason {
        if refused.spoilt {
            self.document = None;
        }
        refused.reason
    }

    /// Says how much this task holds, and puts the document away when all together hold too much and nothing waits for
    /// it: the next batch loads it again.
    fn keep_within_budget(&mut self) {
        let size = self.document.as_ref().map_or(0, Document::size);
        let fits = self.office.budget.change(self.held, size);
        self.held = size;
        if fits == Fits::No && self.jobs.is_empty() {
            self.document = None;
            self.office.budget.change(self.held, 0);
            self.held = 0;
        }
    }

    /// Commits, then tells: the rows to those who follow, the growth of their change logs to the members.
    async fn commit(&mut self, commit: Commit, except: Option<SessionId>) -> Result<Committed, CommitError> {
        let office = Arc::clone(&self.office);
        let prev = self.document.as_ref().map(|document| document.head().1).unwrap_or_default();
        let committed = match office.store.commit(commit.clone()).await {
            Ok(committed) => committed,
            Err(error) => {
                // What is in memory is ahead of the store.
                self.document = None;
                return Err(error);
            }
        };
        if let Some(document) = &mut self.document {
            confirm(document, &commit, &committed);
        }
        for (doc, member) in &committed.ended {
            office.feed.end(*doc, *member);
        }
        if let Some(new) = commit.row {
            let row = Row {
                seq: committed.receipt.seq,
                member: commit.member,
                device: commit.device,
                at: committed.receipt.at,
                update: new.update,
                seal: committed.receipt.seal,
            };
            office.feed.tell(self.id, except, &News::Row { doc: self.id, prev, row: Arc::new(row) });
        }
        for doc in &committed.projections {
            office.feed.tell(*doc, None, &News::Projection(*doc));
        }
        self.touched.extend_from_slice(&committed.touched);
        Ok(committed)
    }
}

/// What a failed commit means for the one who offered it.
fn outcome_of(error: &CommitError) -> Result<Receipt, Reason> {
    Err(match error {
        CommitError::Known(receipt) => return Ok(*receipt),
        CommitError::Moved => Reason::Recovering,
        CommitError::NumberReused => Reason::NumberReused,
        CommitError::Exists => Reason::AlreadyExists,
        CommitError::Absent => Reason::NoGrantYet,
        CommitError::NoAccess => Reason::NoAccess,
        CommitError::BoundElsewhere(_) => Reason::ForeignClient,
        // Our own fault: it is kept and tried again until somebody mended us.
        CommitError::Unfit(_) | CommitError::QuarantineFull => Reason::Recovering,
        CommitError::Storage(_) => Reason::ReadOnly,
    })
}
