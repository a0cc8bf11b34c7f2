//! One connection at the server's end: carries out what its session asks, as the product's socket task does.

use std::collections::VecDeque;

use buurtboek_server::{
    authz::authorize_open,
    docs::{
        feed::{Follower, News},
        projection, state,
    },
    store::Reader,
};
use buurtboek_shared::{
    ids::{DeviceId, SessionId},
    protocol::{
        frames::{ByeReason, CatalogueChange, Cursor, Generation, Have},
        limits::{Limits, MAX_CATALOGUE},
        rate::Paces,
        server_session::{Contents, Request, ServerSession},
    },
    time::{Millis, Timestamp},
};
use tokio::sync::mpsc;

use super::{
    people::Person,
    server::{Closes, Said, Server},
};

/// News that wait for one connection; less than the product's, so that a slow reader is part of the world.
const QUEUE: usize = 48;

/// Whether an empty page of the change log is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Even {
    Empty,
    No,
}

pub(super) struct Connection {
    session: ServerSession,
    paces: Paces,
    id: SessionId,
    person: Person,
    cursor: Cursor,
    news: mpsc::Receiver<News>,
    /// Given to the feed at the greeting.
    queue: Option<mpsc::Sender<News>>,
}

impl Connection {
    pub(super) fn new(id: SessionId, person: Person, now: Timestamp) -> Self {
        let session = ServerSession::new(id, person.principal(), Limits::default(), now);
        let (queue, news) = mpsc::channel(QUEUE);
        Self { session, paces: Paces::new(now), id, person, cursor: Cursor::default(), news, queue: Some(queue) }
    }

    pub(super) const fn id(&self) -> SessionId {
        self.id
    }

    pub(super) fn deadline(&self) -> Option<Timestamp> {
        self.session.next_deadline()
    }

    /// True also when the feed dropped the queue.
    pub(super) fn has_news(&self) -> bool {
        !self.news.is_empty() || self.news.is_closed()
    }

    pub(super) fn message(&mut self, server: &mut Server, now: Timestamp, message: &[u8]) -> Said {
        let requests = self.session.received(now, Generation(1), &mut self.paces, message);
        self.perform(server, now, requests)
    }

    pub(super) fn tick(&mut self, now: Timestamp) -> Said {
        let mut said = Said::default();
        for request in self.session.tick(now) {
            match request {
                Request::Send(message) => said.messages.push(message),
                Request::Close => said.ends = Some(Closes),
                Request::Greeted { .. }
                | Request::Open(_)
                | Request::Unfollow(_)
                | Request::Submit(_)
                | Request::Refused(_)
                | Request::Presence { .. } => {}
            }
        }
        said
    }

    pub(super) fn news(&mut self, server: &mut Server, now: Timestamp) -> Said {
        let requests = match self.news.try_recv() {
            Err(mpsc::error::TryRecvError::Empty) => Vec::new(),
            Err(mpsc::error::TryRecvError::Disconnected) => self.session.bye(ByeReason::TooSlow, Millis::seconds(1)),
            Ok(News::Row { doc, prev, row }) => self.session.committed(doc, prev, vec![(*row).clone()]),
            Ok(News::Projection(doc)) if authorize_open(server.disk(), &self.person.principal(), doc).is_err() => {
                Vec::new()
            }
            Ok(News::Projection(doc)) => {
                self.read(server, Have { doc, seq: Default::default(), chain: Default::default() })
            }
            Ok(News::Changes) => self.changes(server, Even::No),
            Ok(News::Ended(_) | News::Awareness { .. }) => Vec::new(),
            Ok(News::Outcome { batch, doc, outcome }) => self.session.answer(now, &mut self.paces, batch, doc, outcome),
            Ok(News::Presence { doc, member, device, place }) => self.session.presence(doc, member, device, place),
            Ok(News::End(reason)) => self.session.bye(reason, Millis(0)),
        };
        self.perform(server, now, requests)
    }

    fn perform(&mut self, server: &mut Server, now: Timestamp, requests: Vec<Request>) -> Said {
        let mut said = Said::default();
        let mut requests = VecDeque::from(requests);
        while let Some(request) = requests.pop_front() {
            match request {
                Request::Send(message) => said.messages.push(message),
                Request::Close => {
                    said.ends = Some(Closes);
                    return said;
                }
                Request::Greeted { device, cursor, .. } => requests.extend(self.greeted(server, device, cursor)),
                Request::Open(have) => requests.extend(self.open(server, have)),
                Request::Unfollow(doc) => server.feed().unfollow(self.id, doc),
                Request::Submit(outgoing) => {
                    let (batch, doc) = (outgoing.batch, outgoing.doc);
                    if let Err(reason) = server.submit(self.person, now, outgoing, self.id) {
                        requests.extend(self.session.answer(now, &mut self.paces, batch, doc, Err(reason)));
                    }
                }
                Request::Refused(_) => {}
                Request::Presence { doc, place } => server.feed().place(self.id, doc, place),
            }
        }
        said
    }

    fn greeted(&mut self, server: &Server, device: DeviceId, cursor: Cursor) -> Vec<Request> {
        if device != self.person.device() {
            return self.session.bye(ByeReason::SessionOver, Millis(0));
        }
        if let Some(queue) = self.queue.take() {
            server.join(Follower { session: self.id, member: self.person.member(), device, queue });
        }
        self.cursor = cursor;
        self.changes(server, Even::Empty)
    }

    fn changes(&mut self, server: &Server, even: Even) -> Vec<Request> {
        let mut requests = Vec::new();
        while let Ok(page) = server.disk().changes(self.person.member(), self.cursor, MAX_CATALOGUE) {
            for entry in page.entries.iter().filter(|entry| entry.change == CatalogueChange::Revoked) {
                server.feed().unfollow(self.id, entry.doc);
            }
            self.cursor = page.cursor;
            let last = page.remaining == 0;
            if !page.entries.is_empty() || even == Even::Empty {
                requests.extend(self.session.changes(page.entries, page.cursor, page.remaining));
            }
            if last {
                break;
            }
        }
        requests
    }

    fn open(&mut self, server: &Server, have: Have) -> Vec<Request> {
        if authorize_open(server.disk(), &self.person.principal(), have.doc).is_err() {
            return self.session.contents(have.doc, Contents::Same);
        }
        server.feed().follow(self.id, have.doc);
        self.read(server, have)
    }

    fn read(&self, server: &Server, have: Have) -> Vec<Request> {
        let contents = if have.doc.kind.is_projection() {
            projection::contents_after(server.disk(), have.doc, have.seq, self.person.role()).ok()
        } else {
            let counting = state::counting(server.disk(), self.person.member(), have).ok();
            counting.and_then(|have| state::contents_after(server.disk(), have.doc, have.seq, have.chain).ok())
        };
        contents.map(|contents| self.session.contents(have.doc, contents)).unwrap_or_default()
    }
}
