//! The server's side of one connection: frames in, requests to the host out. No IO, no clock, no randomness.
//!
//! The host (the socket task, or the simulated world) carries the requests out and reports back. What is decided here:
//! who may speak when, how fast, that what is written in a new document waits for its making, and that after a refused
//! update nothing more of that document is taken from this connection until the device opens it again.

mod requests;
mod sending;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub use requests::{BUILD, Contents, Request, Storing};
use sending::{LATER_WAIT, nack, one, push, push_contents, push_rows, unfit};

use super::{
    codec::{batch_of, decode},
    frames::{
        ByeReason, CatalogueEntry, ClientFrame, Cursor, Fragment, Generation, Hello, PresencePlace, Receipt, Row,
        ServerFrame, Welcome,
    },
    limits::{Limits, MAX_CATALOGUE, MAX_OPEN, MAX_UPDATE, PROTOCOL, SCHEMA},
    outgoing::{Outgoing, OutgoingItem},
    rate::Paces,
};
use crate::{
    domain::{
        refusal::{Reason, RefusalClass},
        role::Principal,
    },
    ids::{BatchNo, Chain, DeviceId, DocId, DocKind, Hash256, MemberId, Seq, SessionId},
    time::{Millis, Timestamp},
};

/// A connection that has not said hello by then is closed.
const GREETING: Millis = Millis::seconds(10);
/// Longest root name and caret in a presence, in bytes.
const MAX_PRESENCE: usize = 64;

#[derive(Debug, PartialEq, Eq)]
enum Phase {
    Greeting { until: Timestamp },
    Up { device: DeviceId, schema: u16 },
    Closed,
}

/// What was submitted and is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum UnderWay {
    /// A document.
    Create,
    /// An update.
    Update,
    /// A command.
    Command,
    /// A handover.
    HandOver,
}

/// A document whose making is under way.
#[derive(Debug)]
struct Making {
    /// The batch that makes it.
    by: BatchNo,
    /// What was offered for it meanwhile: before the document exists, nobody can say who may write in it.
    behind: VecDeque<Outgoing>,
}

/// One connection.
#[derive(Debug)]
pub struct ServerSession {
    id: SessionId,
    principal: Principal,
    limits: Limits,
    phase: Phase,
    heard: Timestamp,
    under_way: BTreeMap<BatchNo, UnderWay>,
    making: BTreeMap<DocId, Making>,
    closed_by_refusal: BTreeSet<DocId>,
}

impl ServerSession {
    /// A connection of an authenticated member.
    #[must_use]
    pub fn new(id: SessionId, principal: Principal, limits: Limits, now: Timestamp) -> Self {
        Self {
            id,
            principal,
            limits,
            phase: Phase::Greeting { until: now + GREETING },
            heard: now,
            under_way: BTreeMap::new(),
            making: BTreeMap::new(),
            closed_by_refusal: BTreeSet::new(),
        }
    }

    /// Who is on the other side.
    #[must_use]
    pub fn principal(&self) -> Principal {
        self.principal
    }

    /// The device, once it said hello.
    #[must_use]
    pub fn device(&self) -> Option<DeviceId> {
        match self.phase {
            Phase::Up { device, .. } => Some(device),
            Phase::Greeting { .. } | Phase::Closed => None,
        }
    }

    /// When the other side was last heard.
    #[must_use]
    pub const fn heard(&self) -> Timestamp {
        self.heard
    }

    /// When [`Self::tick`] is wanted.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        match self.phase {
            Phase::Greeting { until } => Some(until),
            Phase::Up { .. } => Some(self.heard + self.silence()),
            Phase::Closed => None,
        }
    }

    /// Takes one binary message of a device that keeps to these paces.
    pub fn received(
        &mut self,
        now: Timestamp,
        generation: Generation,
        paces: &mut Paces,
        bytes: &[u8],
    ) -> Vec<Request> {
        if self.phase == Phase::Closed {
            return Vec::new();
        }
        self.heard = now;
        let Ok(frame) = decode::<ClientFrame>(bytes) else { return self.unread(now, paces, bytes) };
        match (&self.phase, frame) {
            (Phase::Greeting { .. }, ClientFrame::Hello(hello)) => self.hello(now, generation, &hello),
            (Phase::Up { .. }, frame) => self.frame(now, paces, frame),
            (Phase::Greeting { .. } | Phase::Closed, _) => self.bye(ByeReason::Misbehaved, LATER_WAIT),
        }
    }

    /// The deadline came.
    pub fn tick(&mut self, now: Timestamp) -> Vec<Request> {
        match self.next_deadline() {
            Some(deadline) if deadline <= now => self.bye(ByeReason::Silent, Millis(0)),
            Some(_) | None => Vec::new(),
        }
    }

    /// Ends the connection and says why.
    pub fn bye(&mut self, reason: ByeReason, retry_after: Millis) -> Vec<Request> {
        if self.phase == Phase::Closed {
            return Vec::new();
        }
        self.phase = Phase::Closed;
        let mut requests = Vec::new();
        push(&mut requests, &ServerFrame::Bye { reason, retry_after });
        requests.push(Request::Close);
        requests
    }

    /// The outcome of a submitted batch of a device that keeps to these paces.
    pub fn answer(
        &mut self,
        now: Timestamp,
        paces: &mut Paces,
        batch: BatchNo,
        doc: DocId,
        outcome: Result<Receipt, Reason>,
    ) -> Vec<Request> {
        if self.phase == Phase::Closed {
            return Vec::new();
        }
        let Some(what) = self.under_way.remove(&batch) else { return Vec::new() };
        let mut requests = match outcome {
            Ok(receipt) => one(&ServerFrame::Ack { batch, receipt }),
            Err(reason) => {
                if reason.class() == RefusalClass::Refused {
                    paces.refused(now);
                    self.close_by_refusal(what, doc);
                }
                one(&nack(batch, reason))
            }
        };
        if self.making.get(&doc).is_some_and(|making| making.by == batch)
            && let Some(making) = self.making.remove(&doc)
        {
            self.release(making.behind, outcome.map(drop), &mut requests);
        }
        requests
    }

    /// The making of a document came to an end: so does the waiting of what was offered for it.
    fn release(&mut self, behind: VecDeque<Outgoing>, made: Result<(), Reason>, requests: &mut Vec<Request>) {
        for outgoing in behind {
            let reason = match made {
                Ok(()) => {
                    requests.push(self.dispatch(outgoing));
                    continue;
                }
                Err(reason) if reason.class() == RefusalClass::Refused => Reason::Follows,
                Err(reason) => reason,
            };
            self.under_way.remove(&outgoing.batch);
            requests.extend(unfit(outgoing.batch, reason));
        }
    }

    /// What a newer device says in words of its own comes again, when this server is newer too; anything else that is no
    /// frame ends the connection.
    fn unread(&mut self, now: Timestamp, paces: &mut Paces, bytes: &[u8]) -> Vec<Request> {
        match (&self.phase, batch_of(bytes)) {
            (Phase::Up { schema, .. }, Some(batch)) if *schema > SCHEMA => {
                unfit(batch, if paces.admits(now) { Reason::SchemaNewer } else { Reason::TooFast })
            }
            _ => self.bye(ByeReason::Misbehaved, LATER_WAIT),
        }
    }

    /// What follows a refused update builds on what is not there. A refused command leaves no such gap.
    fn close_by_refusal(&mut self, what: UnderWay, doc: DocId) {
        match what {
            UnderWay::Create | UnderWay::Update => {
                self.closed_by_refusal.insert(doc);
            }
            UnderWay::Command | UnderWay::HandOver => {}
        }
    }

    /// A page of the change log.
    #[must_use]
    pub fn changes(&self, entries: Vec<CatalogueEntry>, cursor: Cursor, remaining: u32) -> Vec<Request> {
        debug_assert!(entries.len() <= MAX_CATALOGUE, "the host reads pages of at most that many");
        one(&ServerFrame::Catalogue { entries, cursor, remaining })
    }

    /// The answer to [`Request::Open`], or a change of a projection that is followed.
    #[must_use]
    pub fn contents(&self, doc: DocId, contents: Contents) -> Vec<Request> {
        let mut requests = Vec::new();
        push_contents(&mut requests, doc, contents);
        push(&mut requests, &ServerFrame::UpToDate { doc });
        requests
    }

    /// The answer to [`Request::Open`] where the document cannot be read now; or what comes of a followed projection then.
    /// In words that every build knows, and that one which expects no such thing passes over.
    #[must_use]
    pub fn unreadable(&self, doc: DocId) -> Vec<Request> {
        let (seq, chain, fragment) = (Seq(0), Chain::default(), Fragment::NONE);
        one(&ServerFrame::Snapshot { doc, seq, chain, fragment, bytes: Vec::new() })
    }

    /// Rows that were committed to a document that this connection follows.
    #[must_use]
    pub fn committed(&self, doc: DocId, prev: Chain, rows: Vec<Row>) -> Vec<Request> {
        let mut requests = Vec::new();
        push_rows(&mut requests, doc, prev, rows);
        requests
    }

    /// Somebody else's caret.
    #[must_use]
    pub fn presence(
        &self,
        doc: DocId,
        member: MemberId,
        device: DeviceId,
        place: Option<PresencePlace>,
    ) -> Vec<Request> {
        one(&ServerFrame::Presence { doc, member, device, place })
    }

    /// Whether the server can store: for every device that said hello, also for one that offers nothing. In words that
    /// every build knows, and that one which expects no such thing passes over.
    #[must_use]
    pub fn storing(&self, now: Timestamp, storing: Storing) -> Vec<Request> {
        if self.device().is_none() {
            return Vec::new();
        }
        let (batch, chain, seal) = (BatchNo::NONE, Chain::default(), Hash256::default());
        one(&match storing {
            Storing::Works => {
                let receipt = Receipt { hash: Hash256::default(), seq: Seq(0), chain, at: now, seal };
                ServerFrame::Ack { batch, receipt }
            }
            Storing::Fails => nack(batch, Reason::ReadOnly),
        })
    }

    fn hello(&mut self, now: Timestamp, generation: Generation, hello: &Hello) -> Vec<Request> {
        if hello.protocol != PROTOCOL {
            return self.bye(ByeReason::Protocol, LATER_WAIT);
        }
        // The id of all zeros is the server's own.
        if hello.device == DeviceId::default() {
            return self.bye(ByeReason::Misbehaved, LATER_WAIT);
        }
        self.phase = Phase::Up { device: hello.device, schema: hello.schema };
        let mut requests = one(&ServerFrame::Welcome(Welcome {
            session: self.id,
            member: self.principal.member,
            limits: self.limits,
            server_time: now,
            generation,
        }));
        let build = hello.build.chars().take(BUILD).collect();
        requests.push(Request::Greeted { device: hello.device, cursor: hello.cursor, build });
        requests
    }

    fn frame(&mut self, now: Timestamp, paces: &mut Paces, frame: ClientFrame) -> Vec<Request> {
        match frame {
            ClientFrame::Hello(_) => self.bye(ByeReason::Misbehaved, LATER_WAIT),
            ClientFrame::Open(haves) => {
                if haves.len() > MAX_OPEN {
                    return self.bye(ByeReason::Misbehaved, LATER_WAIT);
                }
                for have in &haves {
                    self.closed_by_refusal.remove(&have.doc);
                }
                haves.into_iter().map(Request::Open).collect()
            }
            ClientFrame::Close(docs) => docs.into_iter().map(Request::Unfollow).collect(),
            ClientFrame::Create { batch, document } => {
                self.submit(now, paces, Outgoing { batch, doc: document.doc, item: OutgoingItem::Create(document) })
            }
            ClientFrame::Push { batch, doc, update } => {
                self.submit(now, paces, Outgoing { batch, doc, item: OutgoingItem::Update(update) })
            }
            ClientFrame::Command { batch, command } => {
                self.submit(now, paces, Outgoing { batch, doc: command.doc, item: OutgoingItem::Command(command) })
            }
            ClientFrame::HandOver { batch, handover } => {
                self.submit(now, paces, Outgoing { batch, doc: handover.doc, item: OutgoingItem::HandOver(handover) })
            }
            ClientFrame::Presence { doc, place } => {
                let fits = place
                    .as_ref()
                    .is_none_or(|place| place.root.len() <= MAX_PRESENCE && place.caret.len() <= MAX_PRESENCE);
                if !fits {
                    return self.bye(ByeReason::Misbehaved, LATER_WAIT);
                }
                // Elsewhere others would read it who may read nothing of the member.
                if doc.kind == DocKind::Note { vec![Request::Presence { doc, place }] } else { Vec::new() }
            }
            ClientFrame::Ping { nonce } => one(&ServerFrame::Pong { nonce }),
        }
    }

    fn submit(&mut self, now: Timestamp, paces: &mut Paces, outgoing: Outgoing) -> Vec<Request> {
        let too_many = self.under_way.len() >= usize::from(self.limits.window) * 2;
        if too_many || self.under_way.contains_key(&outgoing.batch) {
            return self.bye(ByeReason::Misbehaved, LATER_WAIT);
        }
        if !paces.admits(now) {
            return unfit(outgoing.batch, Reason::TooFast);
        }
        let what = match outgoing.item {
            OutgoingItem::Create(_) => UnderWay::Create,
            OutgoingItem::Update(_) => UnderWay::Update,
            OutgoingItem::Command(_) => UnderWay::Command,
            OutgoingItem::HandOver(_) => UnderWay::HandOver,
        };
        if let Err(reason) = self.admissible(&outgoing) {
            if reason.class() == RefusalClass::Refused {
                // What follows a refused one costs a look in a set, and a device may have a window full of it under way.
                if reason != Reason::Follows {
                    paces.refused(now);
                }
                self.close_by_refusal(what, outgoing.doc);
            }
            return unfit(outgoing.batch, reason);
        }
        self.under_way.insert(outgoing.batch, what);
        match self.making.get_mut(&outgoing.doc) {
            Some(making) => {
                making.behind.push_back(outgoing);
                Vec::new()
            }
            None => vec![self.dispatch(outgoing)],
        }
    }

    fn dispatch(&mut self, outgoing: Outgoing) -> Request {
        if let OutgoingItem::Create(document) = &outgoing.item {
            self.making.insert(document.doc, Making { by: outgoing.batch, behind: VecDeque::new() });
        }
        Request::Submit(outgoing)
    }

    fn admissible(&self, outgoing: &Outgoing) -> Result<(), Reason> {
        let Phase::Up { schema, .. } = self.phase else { return Err(Reason::NoAccess) };
        match &outgoing.item {
            OutgoingItem::Update(update) => {
                if self.closed_by_refusal.contains(&outgoing.doc) {
                    return Err(Reason::Follows);
                }
                if update.len() > MAX_UPDATE {
                    return Err(Reason::TooLarge);
                }
                if schema > SCHEMA { Err(Reason::SchemaNewer) } else { Ok(()) }
            }
            OutgoingItem::Create(document) if document.schema > SCHEMA => Err(Reason::SchemaNewer),
            OutgoingItem::HandOver(handover) => handover.check(),
            OutgoingItem::Create(_) | OutgoingItem::Command(_) => Ok(()),
        }
    }

    /// A device pings in time, so this much silence means that the connection is dead.
    fn silence(&self) -> Millis {
        Millis::seconds(u32::from(self.limits.ping_every) * 2 + 10)
    }
}
