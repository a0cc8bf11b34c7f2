//! The server of the world: the product's sessions, gate, plans, feed and store. What the product has tasks for, one job
//! a document at a time, is here a queue that the world takes from in any order.

use std::collections::{BTreeMap, VecDeque};

use buurtboek_client::sync::core::random_id;
use buurtboek_server::{
    authz::DocGrant,
    docs::{
        admission::{Admission, admit},
        document::Document,
        feed::{Feed, Follower, News},
        gate::Refused,
        plan::{Offer, confirm, known, plan, plan_creation, plan_handover, reason_of_load},
        projection::directory_parts,
    },
    store::{
        AuditAction, Commit, CommitError, Committed, Escrowed, GrantChange, Quarantined, Reader, SealKey, TeamMember,
        Writer, memory::MemoryStore,
    },
};
use buurtboek_shared::{
    domain::{
        access::Access,
        refusal::{Reason, RefusalClass},
    },
    ids::{DeviceId, DocId, DocKind, Hash256, MemberId, SessionId},
    protocol::{
        frames::{Generation, Receipt, Row},
        outgoing::{Outgoing, OutgoingItem},
    },
    time::Timestamp,
};

use super::{
    connection::Connection,
    network::CallId,
    people::{ADMINISTRATOR, Person, TEAM, directory},
};
use crate::dice::Dice;

/// A batch that waits for its document.
struct Job {
    offer: Offer,
    outgoing: Outgoing,
    grant: Option<DocGrant>,
    session: SessionId,
}

/// What a running server holds in memory: gone when it dies.
#[derive(Default)]
struct Memory {
    documents: BTreeMap<DocId, Document>,
    jobs: BTreeMap<DocId, VecDeque<Job>>,
    feed: Feed,
    connections: BTreeMap<CallId, Connection>,
}

/// A server and its disk.
pub struct Server {
    disk: MemoryStore,
    memory: Memory,
    dice: Dice,
}

/// What a connection wants done about its socket.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Messages, in order.
    pub messages: Vec<Vec<u8>>,
    /// Whether it closes after them.
    pub ends: Option<Closes>,
}

/// The server closes a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closes;

impl Server {
    /// A server with a team and nothing else.
    #[must_use]
    pub fn new(dice: Dice) -> Self {
        let disk = MemoryStore::new(Generation(1), SealKey::from_bytes([9; 32]));
        for person in Person::ALL {
            disk.add_member(TEAM, TeamMember { member: person.member(), role: person.role() });
        }
        let mut server = Self { disk, memory: Memory::default(), dice };
        let doc = DocId::directory(TEAM);
        let mut commit = by_administrator(doc, Timestamp(1));
        commit.parts = directory_parts(&directory()).unwrap_or_default();
        let read = |person: Person| GrantChange::Give { doc, member: person.member(), access: Access::Read };
        commit.grants = Person::ALL.map(read).into();
        server.commit(commit, None).ok();
        server
    }

    /// What is on its disk.
    #[must_use]
    pub fn disk(&self) -> &MemoryStore {
        &self.disk
    }

    /// It is killed: what was in memory is gone, what was acknowledged is on the disk.
    pub fn dies(&mut self) -> Vec<CallId> {
        let calls = self.memory.connections.keys().copied().collect();
        self.memory = Memory::default();
        calls
    }

    /// Takes a call.
    pub fn answers(&mut self, call: CallId, person: Person, now: Timestamp) {
        let session = SessionId(random_id(&self.dice));
        self.memory.connections.insert(call, Connection::new(session, person, now));
    }

    /// A message came.
    pub fn hears(&mut self, call: CallId, now: Timestamp, message: &[u8]) -> Said {
        self.with(call, |connection, server| connection.message(server, now, message))
    }

    /// The other side is gone.
    pub fn loses(&mut self, call: CallId) {
        if let Some(connection) = self.memory.connections.remove(&call) {
            self.memory.feed.leave(connection.id());
        }
    }

    /// A connection takes its next news.
    pub fn reads_news(&mut self, call: CallId, now: Timestamp) -> Said {
        self.with(call, |connection, server| connection.news(server, now))
    }

    /// A connection's deadline has come.
    pub fn ticks(&mut self, call: CallId, now: Timestamp) -> Said {
        self.with(call, |connection, _| connection.tick(now))
    }

    /// Connections for which news waits.
    #[must_use]
    pub fn with_news(&self) -> Vec<CallId> {
        let waits = |connection: &Connection| connection.has_news();
        self.memory.connections.iter().filter(|(_, connection)| waits(connection)).map(|(call, _)| *call).collect()
    }

    /// Connections whose deadline has come.
    #[must_use]
    pub fn due(&self, now: Timestamp) -> Vec<CallId> {
        let due = |connection: &Connection| connection.deadline().is_some_and(|at| at <= now);
        self.memory.connections.iter().filter(|(_, connection)| due(connection)).map(|(call, _)| *call).collect()
    }

    /// When the next deadline is.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.memory.connections.values().filter_map(Connection::deadline).min()
    }

    /// Documents with jobs.
    #[must_use]
    pub fn with_jobs(&self) -> Vec<DocId> {
        self.memory.jobs.keys().copied().collect()
    }

    fn with(&mut self, call: CallId, work: impl FnOnce(&mut Connection, &mut Self) -> Said) -> Said {
        let Some(mut connection) = self.memory.connections.remove(&call) else { return Said::default() };
        let said = work(&mut connection, self);
        if said.ends.is_none() {
            self.memory.connections.insert(call, connection);
        } else {
            self.memory.feed.leave(connection.id());
        }
        said
    }

    pub(super) fn join(&self, follower: Follower) {
        self.memory.feed.join(follower);
    }

    pub(super) fn feed(&self) -> &Feed {
        &self.memory.feed
    }

    /// As the product's registry: the grant is looked up before the batch waits for its document.
    pub(super) fn submit(
        &mut self,
        person: Person,
        now: Timestamp,
        outgoing: Outgoing,
        session: SessionId,
    ) -> Result<(), Reason> {
        let offer = Offer {
            principal: person.principal(),
            device: person.device(),
            at: now,
            fresh_client: self.dice.next() >> 11,
        };
        let grant = match admit(&self.disk, &offer, &outgoing)? {
            Admission::Judge(grant) => grant,
            Admission::Before(receipt) => {
                let news = News::Outcome { batch: outgoing.batch, doc: outgoing.doc, outcome: Ok(receipt) };
                self.memory.feed.tell_one(session, news);
                return Ok(());
            }
        };
        let task = match &outgoing.item {
            OutgoingItem::Create(new) if new.doc.kind == DocKind::Note => new.parent.unwrap_or(new.doc),
            OutgoingItem::Create(_)
            | OutgoingItem::Update(_)
            | OutgoingItem::Command(_)
            | OutgoingItem::HandOver(_) => outgoing.doc,
        };
        self.memory.jobs.entry(task).or_default().push_back(Job { offer, outgoing, grant, session });
        Ok(())
    }

    /// A document takes its next job; the outcome goes into the connection's queue, behind the rows before it.
    pub fn works(&mut self, task: DocId) {
        let Some(jobs) = self.memory.jobs.get_mut(&task) else { return };
        let job = jobs.pop_front();
        if jobs.is_empty() {
            self.memory.jobs.remove(&task);
        }
        let Some(job) = job else { return };
        // An idle document is put away now and then, and loaded again.
        if self.dice.percent(5) {
            self.memory.documents.remove(&job.outgoing.doc);
        }
        let mut touched = Vec::new();
        let outcome = self.judge(&job, &mut touched);
        if let Err(reason) = outcome {
            self.keep_refused(&job, reason);
        }
        let news = News::Outcome { batch: job.outgoing.batch, doc: job.outgoing.doc, outcome };
        self.memory.feed.tell_one(job.session, news);
        self.memory.feed.tell_members(&touched);
    }

    fn judge(&mut self, job: &Job, touched: &mut Vec<MemberId>) -> Result<Receipt, Reason> {
        if let Some(known) = known(&self.disk, &job.offer, &job.outgoing)? {
            return Ok(known.receipt);
        }
        let doc = job.outgoing.doc;
        let commit = match (&job.outgoing.item, &job.grant) {
            (OutgoingItem::Create(_), _) => plan_creation(&self.disk, &job.offer, &job.outgoing)?,
            (OutgoingItem::HandOver(_), _) => plan_handover(&self.disk, &job.offer, &job.outgoing)?,
            (OutgoingItem::Update(_) | OutgoingItem::Command(_), None) => return Err(Reason::NoAccess),
            (OutgoingItem::Update(_) | OutgoingItem::Command(_), Some(grant)) => {
                let mut document = match self.memory.documents.remove(&doc) {
                    Some(document) => document,
                    None => Document::load(&self.disk, doc).map_err(|error| reason_of_load(&error))?,
                };
                let planned = plan(&self.disk, &mut document, grant, &job.offer, &job.outgoing);
                if !matches!(planned, Err(Refused { spoilt: true, .. })) {
                    self.memory.documents.insert(doc, document);
                }
                planned.map_err(|refused| refused.reason)?
            }
        };
        let except = match job.outgoing.item {
            OutgoingItem::Command(_) => None,
            OutgoingItem::Create(_) | OutgoingItem::Update(_) | OutgoingItem::HandOver(_) => Some(job.session),
        };
        let committed = self.commit(commit, except).map_err(|error| match error {
            CommitError::Storage(_) => Reason::ReadOnly,
            CommitError::NoAccess => Reason::NoAccess,
            CommitError::Exists => Reason::AlreadyExists,
            CommitError::Absent => Reason::NoGrantYet,
            CommitError::BoundElsewhere(_) => Reason::ForeignClient,
            CommitError::NumberReused => Reason::NumberReused,
            CommitError::Known(_) | CommitError::Moved | CommitError::Unfit(_) | CommitError::QuarantineFull => {
                Reason::Recovering
            }
        })?;
        touched.extend(committed.touched);
        Ok(committed.receipt)
    }

    /// Commits, then tells the rows to those who follow; the members are told by the caller.
    fn commit(&mut self, commit: Commit, except: Option<SessionId>) -> Result<Committed, CommitError> {
        let doc = commit.doc;
        let prev = self.memory.documents.get(&doc).map(|document| document.head().1).unwrap_or_default();
        let outcome = self.disk.commit(vec![commit.clone()]).pop().unwrap_or(Err(CommitError::Absent));
        let committed = match outcome {
            Ok(committed) => committed,
            Err(error) => {
                self.memory.documents.remove(&doc);
                return Err(error);
            }
        };
        if let Some(document) = self.memory.documents.get_mut(&doc) {
            confirm(document, &commit, &committed);
        }
        for (doc, member) in &committed.ended {
            self.memory.feed.end(*doc, *member);
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
            self.memory.feed.tell(doc, except, &News::Row { doc, prev, row: row.into() });
        }
        for projection in &committed.projections {
            self.memory.feed.tell(*projection, None, &News::Projection(*projection));
        }
        Ok(committed)
    }

    fn keep_refused(&mut self, job: &Job, reason: Reason) {
        if let (OutgoingItem::Update(update), RefusalClass::Refused) = (&job.outgoing.item, reason.class()) {
            let refused = Quarantined {
                doc: job.outgoing.doc,
                member: job.offer.principal.member,
                device: job.offer.device,
                at: job.offer.at,
                reason: reason.code().to_owned(),
                bytes: update.clone(),
            };
            // Losing it loses no work.
            Writer::quarantine(&mut self.disk, refused).ok();
        }
    }

    /// An administrator changes who may open a document.
    pub fn regrant(&mut self, change: GrantChange, now: Timestamp) {
        let (GrantChange::Give { doc, .. } | GrantChange::End { doc, .. }) = change;
        let mut commit = by_administrator(doc, now);
        commit.grants = vec![change];
        if let Ok(committed) = self.commit(commit, None) {
            self.memory.feed.tell_members(&committed.touched);
        }
    }

    /// What the coordinators were handed over.
    #[must_use]
    pub fn escrow(&self) -> Vec<Escrowed> {
        self.disk.escrow(TEAM).unwrap_or_default()
    }

    /// What somebody may open, with the access that they have.
    #[must_use]
    pub fn granted(&self, person: Person) -> BTreeMap<DocId, Access> {
        let headers = self.disk.documents(person.member(), None, usize::MAX).unwrap_or_default();
        let access = |doc| self.disk.access(doc, person.member()).ok().flatten();
        headers.into_iter().filter_map(|header| Some((header.doc, access(header.doc)?))).collect()
    }
}

fn by_administrator(doc: DocId, at: Timestamp) -> Commit {
    Commit {
        doc,
        member: ADMINISTRATOR,
        device: DeviceId::default(),
        at,
        batch: None,
        command: None,
        hash: Hash256::default(),
        create: Vec::new(),
        row: None,
        bind: Vec::new(),
        grants: Vec::new(),
        parts: Vec::new(),
        escrow: None,
        needs: None,
        audit: AuditAction::Server,
    }
}
