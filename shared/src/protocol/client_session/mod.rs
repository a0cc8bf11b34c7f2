//! The device's side of the protocol: events in, effects out, and the next deadline. No IO, no clock, no randomness.
//!
//! The browser, the headless client and the simulated world run this same code. What it holds in memory can be thrown
//! away at any moment: everything that matters is in the device's storage, and [`Start`] is read from there.

mod documents;
mod outbox;
mod receive;
#[cfg(test)]
mod tests;

use documents::{Again, Documents, Stream};
use outbox::Outbox;

use super::{
    backoff::full_jitter,
    client_events::{Effect, Event, Persist, Start},
    codec::encode,
    frames::{ClientFrame, Cursor, Generation, Have, Hello},
    limits::{Limits, MAX_OPEN, PROTOCOL, SCHEMA},
};
use crate::{
    ids::{DeviceId, DocId, MemberId},
    time::{ClockSkew, Millis, Timestamp},
};

/// A connection that is not greeted within this time is given up.
const GREETING: Millis = Millis::seconds(20);
/// A connection that seems up, and of which somebody doubts it, has this long to show that it is.
const PROOF: Millis = Millis::seconds(5);

/// A document that the server could not read is asked for again after this time: somebody may have mended it.
const UNREADABLE: Millis = Millis::seconds(30);

/// Where the connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// No connection; the next attempt is at this moment.
    Down {
        /// Then.
        retry_at: Timestamp,
    },
    /// The host opens a socket, or the server was not heard yet.
    Connecting {
        /// Given up at this moment.
        until: Timestamp,
    },
    /// Greeted.
    Up,
    /// The member must log in again; nothing is tried until then.
    SessionOver,
    /// The app must be reloaded; nothing is tried until then.
    Outdated,
    /// The device's storage failed; the host starts a new session when it is back.
    StorageFailed,
}

/// What the screens want to know of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkStatus {
    /// Where the connection stands.
    pub link: Link,
    /// Batches that wait for an acknowledgement.
    pub waiting: usize,
    /// Whether any of them is on its way.
    pub sending: bool,
    /// The server said on this connection that it cannot store, and has stored nothing since.
    pub server_read_only: bool,
    /// Documents still to be fetched, but for those that the server cannot read.
    pub to_fetch: usize,
    /// How many documents the server cannot read: see [`ClientSession::unreadable`].
    pub unreadable: usize,
    /// True once the server said what there is, on this connection: before that nothing is known to be missing.
    pub listed: bool,
    /// How the two clocks differ; none before the first greeting.
    pub skew: Option<ClockSkew>,
}

/// One device's session.
#[derive(Debug)]
pub struct ClientSession {
    device: DeviceId,
    member: MemberId,
    build: String,
    cursor: Cursor,
    generation: Generation,
    link: Link,
    attempts: u32,
    limits: Limits,
    heard: Timestamp,
    said: Timestamp,
    /// Something must be heard by then: it was asked for.
    proof: Option<Timestamp>,
    server_read_only: bool,
    listed: bool,
    skew: Option<ClockSkew>,
    outbox: Outbox,
    documents: Documents,
}

impl ClientSession {
    /// A session over what the device holds. The first [`Event::Tick`] connects.
    #[must_use]
    pub fn new(start: Start) -> Self {
        let mut outbox = Outbox::default();
        outbox.add(start.outbox);
        let mut documents = Documents::default();
        for doc in start.to_fetch {
            documents.will_fetch(doc);
        }
        Self {
            device: start.device,
            member: start.member,
            build: start.build,
            cursor: start.cursor,
            generation: start.generation,
            link: Link::Down { retry_at: Timestamp(i64::MIN) },
            attempts: 0,
            limits: Limits::default(),
            heard: Timestamp(0),
            said: Timestamp(0),
            proof: None,
            server_read_only: false,
            listed: false,
            skew: None,
            outbox,
            documents,
        }
    }

    /// What the screens want to know.
    #[must_use]
    pub fn status(&self) -> LinkStatus {
        LinkStatus {
            link: self.link,
            waiting: self.outbox.len(),
            sending: self.link == Link::Up && self.outbox.has_under_way(),
            server_read_only: self.server_read_only,
            to_fetch: self.documents.fetching(),
            unreadable: self.documents.unreadable().count(),
            listed: self.link == Link::Up && self.listed,
            skew: self.skew,
        }
    }

    /// The documents of which the server said on this connection that it cannot read them, and has not read them since. In
    /// order.
    #[must_use]
    pub fn unreadable(&self) -> Vec<DocId> {
        self.documents.unreadable().collect()
    }

    /// When [`Event::Tick`] is wanted; none when only an event can bring anything about.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        match self.link {
            Link::Down { retry_at } => Some(retry_at),
            Link::Connecting { until } => Some(until),
            Link::Up => {
                let ping = self.said + Millis::seconds(u32::from(self.limits.ping_every));
                let others = [self.outbox.next_release(), self.documents.next_question()];
                Some(others.into_iter().flatten().fold(ping.min(self.dead_at()), Timestamp::min))
            }
            Link::SessionOver | Link::Outdated | Link::StorageFailed => None,
        }
    }

    /// Takes one event. `now` is the device's clock, `jitter` any random number.
    pub fn handle(&mut self, now: Timestamp, jitter: u32, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Opened => self.opened(now, &mut effects),
            Event::Received(bytes) => self.received(now, jitter, &bytes, &mut effects),
            Event::Lost => self.lost(now, jitter, Millis(0)),
            Event::TryNow => self.try_now(now, jitter, &mut effects),
            Event::Queued(items) => self.outbox.add(items),
            Event::TakenBack(doc) => {
                self.outbox.remove_document(doc);
                self.documents.forget(doc);
            }
            Event::Heads(heads) => self.open(now, heads, &mut effects),
            Event::Watch(doc) => self.documents.watch(doc),
            Event::Unwatch(doc) => self.documents.unwatch(doc),
            Event::Presence { doc, place } => {
                if self.documents.caret(doc, place.clone()) == Stream::Live {
                    self.send(now, &ClientFrame::Presence { doc, place }, &mut effects);
                }
            }
            Event::Rebuilt { doc, gone, queued } => {
                self.outbox.rebuilt(doc, &gone, queued);
                // The server takes nothing of a document after a refusal until it is opened again.
                if self.link == Link::Up {
                    self.open_again(now, doc, Again::Always, &mut effects);
                }
            }
            Event::StorageFailed => {
                self.lost(now, jitter, Millis(0));
                self.link = Link::StorageFailed;
                effects.push(Effect::Disconnect);
            }
            Event::Tick => self.tick(now, jitter, &mut effects),
        }
        self.go_on(now, &mut effects);
        effects
    }

    /// Now, by the server's clock as far as it is known.
    fn server_time(&self, now: Timestamp) -> Timestamp {
        self.skew.unwrap_or_default().server_time(now)
    }

    /// What can be done now that nobody has to wait for.
    fn go_on(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        effects
            .extend(self.outbox.ready_to_rebuild().into_iter().map(|(doc, refused)| Effect::Rebuild { doc, refused }));
        if self.link != Link::Up {
            return;
        }
        let work = self.outbox.work();
        let look_up = self.documents.look_up(&work);
        if !look_up.is_empty() {
            effects.push(Effect::Lookup(look_up));
        }
        for doc in self.documents.to_ask_again(now) {
            self.open_again(now, doc, Again::Always, effects);
        }
        for outgoing in self.outbox.next(now, self.limits.window) {
            self.send(now, &outgoing.frame(), effects);
        }
        let close = self.documents.take_idle(&work);
        for docs in close.chunks(MAX_OPEN) {
            self.send(now, &ClientFrame::Close(docs.to_vec()), effects);
        }
    }

    fn opened(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        // A socket that opens after we gave it up is nobody's.
        if !matches!(self.link, Link::Connecting { .. }) {
            return;
        }
        self.link = Link::Connecting { until: now + GREETING };
        self.heard = now;
        let hello = Hello {
            protocol: PROTOCOL,
            schema: SCHEMA,
            build: self.build.clone(),
            device: self.device,
            cursor: self.cursor,
        };
        self.send(now, &ClientFrame::Hello(hello), effects);
    }

    fn open(&mut self, now: Timestamp, heads: Vec<Have>, effects: &mut Vec<Effect>) {
        if self.link != Link::Up {
            return;
        }
        let looked = self.documents.heads(heads, &self.outbox.work());
        for docs in looked.open.chunks(MAX_OPEN) {
            self.send(now, &ClientFrame::Open(docs.to_vec()), effects);
        }
        for doc in looked.held {
            Self::persist(effects, Persist::Fetched { doc, at: self.server_time(now) });
        }
    }

    fn open_again(&mut self, now: Timestamp, doc: DocId, again: Again, effects: &mut Vec<Effect>) {
        if let Some(have) = self.documents.ask_again(doc, again) {
            self.send(now, &ClientFrame::Open(vec![have]), effects);
        }
    }

    fn connect_if_down(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if matches!(self.link, Link::Down { .. } | Link::SessionOver) {
            self.link = Link::Connecting { until: now + GREETING };
            effects.push(Effect::Connect);
        }
    }

    /// Somebody doubts the connection, or hopes for one. A connection that seems up may be dead for a minute before its
    /// silence shows it.
    fn try_now(&mut self, now: Timestamp, jitter: u32, effects: &mut Vec<Effect>) {
        if self.link == Link::Up && self.proof.is_none() {
            self.proof = Some(now + PROOF);
            self.send(now, &ClientFrame::Ping { nonce: jitter }, effects);
        }
        self.documents.ask_at(now);
        self.connect_if_down(now, effects);
    }

    /// The connection is gone, whoever ended it. Terminal states stay.
    fn lost(&mut self, now: Timestamp, jitter: u32, at_least: Millis) {
        self.outbox.connection_lost();
        self.documents.connection_lost();
        self.proof = None;
        self.listed = false;
        if matches!(self.link, Link::Up | Link::Connecting { .. }) {
            let wait = full_jitter(self.attempts, jitter, at_least);
            self.attempts = self.attempts.saturating_add(1);
            self.link = Link::Down { retry_at: now + wait };
        }
    }

    /// Gives the connection up ourselves.
    fn drop_link(&mut self, now: Timestamp, jitter: u32, at_least: Millis, effects: &mut Vec<Effect>) {
        self.lost(now, jitter, at_least);
        effects.push(Effect::Disconnect);
    }

    fn tick(&mut self, now: Timestamp, jitter: u32, effects: &mut Vec<Effect>) {
        match self.link {
            Link::Down { retry_at } if retry_at <= now => self.connect_if_down(now, effects),
            Link::Connecting { until } if until <= now => self.drop_link(now, jitter, Millis(0), effects),
            Link::Up if self.dead_at() <= now => self.drop_link(now, jitter, Millis(0), effects),
            Link::Up if self.said + Millis::seconds(u32::from(self.limits.ping_every)) <= now => {
                let nonce = jitter;
                self.send(now, &ClientFrame::Ping { nonce }, effects);
            }
            Link::Down { .. }
            | Link::Connecting { .. }
            | Link::Up
            | Link::SessionOver
            | Link::Outdated
            | Link::StorageFailed => {}
        }
    }

    /// The server answers every ping: unless something is heard before this moment, the connection is dead.
    fn dead_at(&self) -> Timestamp {
        let silent = self.heard + Millis::seconds(u32::from(self.limits.ping_every) * 2 + 10);
        self.proof.map_or(silent, |proof| proof.min(silent))
    }

    /// A frame that is too large is a fault of ours: an update beyond the limit is refused where it is made.
    fn send(&mut self, now: Timestamp, frame: &ClientFrame, effects: &mut Vec<Effect>) {
        if let Ok(bytes) = encode(frame) {
            self.said = now;
            effects.push(Effect::Send(bytes));
        }
    }

    fn persist(effects: &mut Vec<Effect>, persist: Persist) {
        effects.push(Effect::Persist(persist));
    }
}
