//! The server's side of one connection: frames in, requests to the host out. No IO, no clock, no randomness.
//!
//! The host (the socket task, or the simulated world) carries the requests out and reports back. What is decided here:
//! who may speak when, how fast, and that after a refusal nothing more of that document is taken from this connection
//! until the device opens it again.

use std::collections::BTreeSet;

use super::{
    codec::{decode, encode, encode_value},
    fragments::cut,
    frames::{
        ByeReason, CatalogueEntry, ClientFrame, Cursor, Generation, Have, Hello, PresencePlace, Receipt, Row,
        ServerFrame, SnapshotBody, Welcome,
    },
    limits::{Limits, MAX_CATALOGUE, MAX_OPEN, MAX_ROWS_BYTES, MAX_UPDATE, PROTOCOL, SCHEMA},
    outgoing::{Outgoing, OutgoingItem},
    rate::Pace,
};
use crate::{
    domain::{
        refusal::{Reason, RefusalClass},
        role::Principal,
    },
    ids::{BatchNo, Chain, DeviceId, DocId, MemberId, Seq, SessionId},
    time::{Millis, Timestamp},
};

/// A connection that has not said hello by then is closed.
const GREETING: Millis = Millis::seconds(10);
/// Batches at once, and a second: a tablet that comes home after a day offline stays under it.
const BATCHES: (u32, u32) = (2_000, 100);
/// Refusals at once, and a second. Refusing costs work too.
const REFUSALS: (u32, u32) = (200, 1);
/// What a device is told to wait when it goes too fast.
const TOO_FAST_WAIT: Millis = Millis::seconds(2);
/// What a device is told to wait when the server cannot store, or lacks something that may still come.
const LATER_WAIT: Millis = Millis::seconds(5);
/// Longest root name and caret in a presence, in bytes.
const MAX_PRESENCE: usize = 64;

/// What the host carries out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Send this binary message.
    Send(Vec<u8>),
    /// Close the socket, after what was sent.
    Close,
    /// The device said hello: supersede its older connection, then read its change log from this cursor.
    Greeted {
        /// The device.
        device: DeviceId,
        /// Where its change log stood.
        cursor: Cursor,
    },
    /// Read what follows what the device holds, answer with [`ServerSession::contents`], and follow the document.
    Open(Have),
    /// Follow it no more.
    Unfollow(DocId),
    /// Bring it before the gate; answer with [`ServerSession::answer`].
    Submit(Outgoing),
    /// Tell the others who follow the note.
    Presence {
        /// The note.
        doc: DocId,
        /// Where; none when they left.
        place: Option<PresencePlace>,
    },
}

/// What the store holds beyond what a device holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contents {
    /// The device's history is ours: the rows that follow (maybe none).
    Rows {
        /// Chain value before the first.
        prev: Chain,
        /// The rows.
        rows: Vec<Row>,
    },
    /// The device holds nothing, or another history: the state, then rows.
    Snapshot {
        /// Last row in the state.
        seq: Seq,
        /// Its chain value.
        chain: Chain,
        /// The state.
        body: SnapshotBody,
        /// Rows after it.
        rows: Vec<Row>,
    },
    /// A projection that is newer than what the device holds.
    Projection {
        /// Its version.
        version: Seq,
        /// The encoded value.
        value: Vec<u8>,
    },
    /// A projection that the device holds.
    Same,
}

#[derive(Debug, PartialEq, Eq)]
enum Phase {
    Greeting { until: Timestamp },
    Up { device: DeviceId, schema: u16 },
    Closed,
}

/// One connection.
#[derive(Debug)]
pub struct ServerSession {
    id: SessionId,
    principal: Principal,
    limits: Limits,
    phase: Phase,
    heard: Timestamp,
    under_way: u32,
    batches: Pace,
    refusals: Pace,
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
            under_way: 0,
            batches: Pace::new(BATCHES.0, BATCHES.1, now),
            refusals: Pace::new(REFUSALS.0, REFUSALS.1, now),
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

    /// When [`Self::tick`] is wanted.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        match self.phase {
            Phase::Greeting { until } => Some(until),
            Phase::Up { .. } => Some(self.heard + self.silence()),
            Phase::Closed => None,
        }
    }

    /// Takes one binary message.
    pub fn received(&mut self, now: Timestamp, generation: Generation, bytes: &[u8]) -> Vec<Request> {
        if self.phase == Phase::Closed {
            return Vec::new();
        }
        self.heard = now;
        let Ok(frame) = decode::<ClientFrame>(bytes) else { return self.bye(ByeReason::Misbehaved, LATER_WAIT) };
        match (&self.phase, frame) {
            (Phase::Greeting { .. }, ClientFrame::Hello(hello)) => self.hello(now, generation, &hello),
            (Phase::Up { .. }, frame) => self.frame(now, frame),
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

    /// The outcome of a submitted batch.
    pub fn answer(
        &mut self,
        now: Timestamp,
        batch: BatchNo,
        doc: DocId,
        outcome: Result<Receipt, Reason>,
    ) -> Vec<Request> {
        self.under_way = self.under_way.saturating_sub(1);
        match outcome {
            Ok(receipt) => one(&ServerFrame::Ack { batch, receipt }),
            Err(reason) => {
                if reason.class() == RefusalClass::Refused {
                    self.refusals.take(now);
                    self.closed_by_refusal.insert(doc);
                }
                one(&nack(batch, reason))
            }
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
        match contents {
            Contents::Rows { prev, rows } => push_rows(&mut requests, doc, prev, rows),
            Contents::Snapshot { seq, chain, body, rows } => {
                if let Ok(bytes) = encode_value(&body) {
                    for (fragment, bytes) in cut(&bytes) {
                        push(
                            &mut requests,
                            &ServerFrame::Snapshot { doc, seq, chain, fragment, bytes: bytes.to_vec() },
                        );
                    }
                }
                push_rows(&mut requests, doc, chain, rows);
            }
            Contents::Projection { version, value } => {
                for (fragment, bytes) in cut(&value) {
                    push(&mut requests, &ServerFrame::Projection { doc, version, fragment, bytes: bytes.to_vec() });
                }
            }
            Contents::Same => {}
        }
        push(&mut requests, &ServerFrame::UpToDate { doc });
        requests
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
        requests.push(Request::Greeted { device: hello.device, cursor: hello.cursor });
        requests
    }

    fn frame(&mut self, now: Timestamp, frame: ClientFrame) -> Vec<Request> {
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
                self.submit(now, Outgoing { batch, doc: document.doc, item: OutgoingItem::Create(document) })
            }
            ClientFrame::Push { batch, doc, update } => {
                self.submit(now, Outgoing { batch, doc, item: OutgoingItem::Update(update) })
            }
            ClientFrame::Command { batch, command } => {
                self.submit(now, Outgoing { batch, doc: command.doc, item: OutgoingItem::Command(command) })
            }
            ClientFrame::Presence { doc, place } => {
                let fits = place
                    .as_ref()
                    .is_none_or(|place| place.root.len() <= MAX_PRESENCE && place.caret.len() <= MAX_PRESENCE);
                if fits { vec![Request::Presence { doc, place }] } else { self.bye(ByeReason::Misbehaved, LATER_WAIT) }
            }
            ClientFrame::Ping { nonce } => one(&ServerFrame::Pong { nonce }),
        }
    }

    fn submit(&mut self, now: Timestamp, outgoing: Outgoing) -> Vec<Request> {
        if self.under_way >= u32::from(self.limits.window) * 2 {
            return self.bye(ByeReason::Misbehaved, LATER_WAIT);
        }
        if !self.batches.take(now) || !self.refusals.has_room(now) {
            return one(&nack(outgoing.batch, Reason::TooFast));
        }
        if let Err(reason) = self.admissible(&outgoing) {
            if reason.class() == RefusalClass::Refused {
                self.closed_by_refusal.insert(outgoing.doc);
            }
            return one(&nack(outgoing.batch, reason));
        }
        self.under_way += 1;
        vec![Request::Submit(outgoing)]
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
            OutgoingItem::Create(_) | OutgoingItem::Command(_) => Ok(()),
        }
    }

    /// A device pings in time, so this much silence means that the connection is dead.
    fn silence(&self) -> Millis {
        Millis::seconds(u32::from(self.limits.ping_every) * 2 + 10)
    }
}

fn nack(batch: BatchNo, reason: Reason) -> ServerFrame {
    let class = reason.class();
    let retry_after = match class {
        RefusalClass::Later if reason == Reason::TooFast => TOO_FAST_WAIT,
        RefusalClass::Later => LATER_WAIT,
        RefusalClass::Resync | RefusalClass::Refused => Millis(0),
    };
    ServerFrame::Nack { batch, class, reason, retry_after }
}

fn one(frame: &ServerFrame) -> Vec<Request> {
    let mut requests = Vec::new();
    push(&mut requests, frame);
    requests
}

/// Every frame is built within its limit, so encoding fails for none of them; one that did would be dropped by the
/// client's own deadlines rather than sent broken.
fn push(requests: &mut Vec<Request>, frame: &ServerFrame) {
    if let Ok(bytes) = encode(frame) {
        requests.push(Request::Send(bytes));
    }
}

/// Rows in as many frames as their size asks for.
fn push_rows(requests: &mut Vec<Request>, doc: DocId, prev: Chain, rows: Vec<Row>) {
    let mut prev = prev;
    let mut frame = Vec::new();
    let mut size = 0;
    let mut at = prev;
    for row in rows {
        if !frame.is_empty() && size + row.update.len() > MAX_ROWS_BYTES {
            push(requests, &ServerFrame::Rows { doc, prev, rows: std::mem::take(&mut frame) });
            prev = at;
            size = 0;
        }
        at = row.chain(doc, at);
        size += row.update.len() + 128;
        frame.push(row);
    }
    if !frame.is_empty() {
        push(requests, &ServerFrame::Rows { doc, prev, rows: frame });
    }
}
