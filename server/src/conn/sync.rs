//! One connection of our own protocol: carries out what its [`ServerSession`] asks, and brings it the news.

mod storing;

pub use storing::StoreWatch;

use std::{future::pending, time::Duration};

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use buurtboek_shared::{
    domain::{refusal::Reason, role::Principal},
    ids::{BatchNo, DeviceId, DocId, SessionId},
    protocol::{
        frames::{ByeReason, CatalogueChange, Cursor, Generation, Have, Receipt},
        limits::{Limits, MAX_CATALOGUE, MAX_FRAME, SUBPROTOCOL},
        outgoing::Outgoing,
        server_session::{Contents, Request, ServerSession},
    },
    time::{Millis, Timestamp},
};
use tokio::sync::mpsc;

use super::{closing, paces::DevicePaces};
use crate::{
    auth::accounts::Accounts,
    authz::authorize_open,
    clock::Clock,
    docs::{
        feed::{Follower, News},
        plan::Offer,
        registry::Documents,
    },
    random,
};

/// Buffers of one socket, in bytes: the library's defaults cost 134 kB a connection, these 6 kB.
const BUFFER: usize = 4 * 1024;
/// News that wait for one connection; beyond that it is too slow.
const QUEUE: usize = 1024;
/// A message that the other side does not take within this time ends the connection.
const WRITE_TIMEOUT: Duration = Duration::from_secs(20);

/// What a connection works with.
#[derive(Clone, Debug)]
pub struct Context {
    /// The documents.
    pub documents: Documents,
    /// Where it is noted how far the device is.
    pub accounts: Accounts,
    /// Who is on the other side.
    pub principal: Principal,
    /// The device of the login; `Hello` must name the same.
    pub device: DeviceId,
    /// How fast each device goes.
    pub paces: DevicePaces,
    /// What the client is told to keep to.
    pub limits: Limits,
    /// Whether the server can store.
    pub store: StoreWatch,
    /// The server's clock.
    pub clock: Clock,
}

/// The socket's settings and its life. What is `held` is dropped at its very end.
pub fn upgrade(
    upgrade: WebSocketUpgrade,
    context: Context,
    ended: impl Future<Output = ByeReason> + Send + 'static,
    held: impl Send + 'static,
) -> axum::response::Response {
    upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
        .max_write_buffer_size(MAX_FRAME * 4)
        .max_message_size(MAX_FRAME)
        .max_frame_size(MAX_FRAME)
        .on_upgrade(async move |socket| {
            Connection::run(socket, context, ended).await;
            drop(held);
        })
}

/// Whether the connection goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Onward {
    Yes,
    No,
}

/// Whether the device was told everything that its member may open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    NotYet,
    /// It was handed over, and may still be lost on its way.
    Everything,
    /// And it came: this is when the device last said something else than what it lacks.
    Arrived(Timestamp),
}

struct Connection {
    socket: WebSocket,
    context: Context,
    session: ServerSession,
    id: SessionId,
    generation: Generation,
    cursor: Cursor,
    told: Told,
    /// Given to the feed at the greeting: when the feed drops it, this connection was too slow.
    queue: Option<mpsc::Sender<News>>,
}

impl Connection {
    async fn run(socket: WebSocket, context: Context, ended: impl Future<Output = ByeReason> + Send) {
        let Ok(id) = random::session_id() else { return };
        let Ok(generation) = context.documents.reader().generation() else { return };
        let session = ServerSession::new(id, context.principal, context.limits, context.clock.now());
        let (queue, news) = mpsc::channel(QUEUE);
        let (cursor, told) = (Cursor::default(), Told::NotYet);
        let queue = Some(queue);
        let mut connection = Self { socket, context, session, id, generation, cursor, told, queue };
        connection.live(news, ended).await;
        connection.context.documents.feed().leave(id);
        match connection.told {
            Told::NotYet | Told::Everything => {}
            // A dead line is noticed late, and what was sent since may never have come.
            Told::Arrived(at) => connection.note_synced(at).await,
        }
    }

    /// Until it ends, whatever is under way then: a device may ask for much at once, and take it slowly.
    async fn live(&mut self, news: mpsc::Receiver<News>, ended: impl Future<Output = ByeReason> + Send) {
        let reason = tokio::select! {
            biased;
            reason = ended => reason,
            () = self.serve(news) => return,
        };
        let requests = self.session.bye(reason, wait_after(reason));
        self.perform(requests).await;
    }

    async fn serve(&mut self, mut news: mpsc::Receiver<News>) {
        loop {
            let onward = tokio::select! {
                biased;
                item = news.recv() => self.hear(item).await,
                () = self.context.store.changed() => {
                    let requests = self.storing();
                    self.perform(requests).await
                }
                message = self.socket.recv() => self.message(message).await,
                () = deadline(&self.session, &self.context.clock) => {
                    let requests = self.session.tick(self.context.clock.now());
                    self.perform(requests).await
                }
            };
            if onward == Onward::No {
                return;
            }
        }
    }

    async fn message(&mut self, message: Option<Result<Message, axum::Error>>) -> Onward {
        match message {
            Some(Ok(Message::Binary(bytes))) => {
                let (now, device, generation) = (self.context.clock.now(), self.context.device, self.generation);
                let requests =
                    self.context.paces.at(device, now, |paces| self.session.received(now, generation, paces, &bytes));
                self.note_arrived(&requests).await;
                let onward = self.perform(requests).await;
                self.note_told(onward);
                onward
            }
            Some(Ok(Message::Text(_))) => {
                let requests = self.session.bye(ByeReason::Misbehaved, Millis::seconds(5));
                self.perform(requests).await
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Onward::Yes,
            Some(Ok(Message::Close(_)) | Err(_)) | None => Onward::No,
        }
    }

    /// After the greeting, with the change log sent to its end: from here on the device is told of what comes.
    fn note_told(&mut self, onward: Onward) {
        if onward == Onward::Yes && self.told == Told::NotYet && self.session.device().is_some() {
            self.told = Told::Everything;
            self.context.documents.feed().caught_up(self.id);
        }
    }

    /// A device that says something else than what it lacks was there after all that it was handed before. How far it is
    /// may be told to colleagues from then on, also when the line dies.
    async fn note_arrived(&mut self, requests: &[Request]) {
        // What waited on the device is offered at once after the greeting, before anything came.
        let lacks = requests.iter().any(|request| match request {
            Request::Open(_) => true,
            Request::Submit(_) => self.told == Told::Everything,
            Request::Send(_)
            | Request::Close
            | Request::Greeted { .. }
            | Request::Unfollow(_)
            | Request::Refused(_)
            | Request::Presence { .. } => false,
        });
        let heard = self.session.heard();
        match self.told {
            Told::Everything if !lacks => {
                self.told = Told::Arrived(heard);
                self.note_synced(heard).await;
            }
            Told::Arrived(_) if !lacks => self.told = Told::Arrived(heard),
            Told::NotYet | Told::Everything | Told::Arrived(_) => {}
        }
    }

    /// When this cannot be written, the device counts as behind: less than the truth, never more.
    fn note_synced(&self, at: Timestamp) -> impl Future<Output = ()> + Send + use<> {
        let (accounts, device) = (self.context.accounts.clone(), self.context.device);
        async move {
            if let Err(error) = accounts.note_synced(device, at).await {
                tracing::debug!(%error, "how far a device is could not be noted");
            }
        }
    }

    async fn perform(&mut self, requests: Vec<Request>) -> Onward {
        let mut requests = std::collections::VecDeque::from(requests);
        while let Some(request) = requests.pop_front() {
            match request {
                Request::Send(bytes) => {
                    if self.send(Message::Binary(bytes.into())).await == Onward::No {
                        return Onward::No;
                    }
                }
                Request::Close => {
                    closing::close(&mut self.socket, None).await;
                    return Onward::No;
                }
                Request::Greeted { device, cursor, build } => {
                    tracing::debug!(?build, "a device said hello");
                    requests.extend(self.greeted(device, cursor));
                }
                Request::Open(have) => requests.extend(self.open(have).await),
                Request::Unfollow(doc) => self.unfollow(doc),
                Request::Submit(outgoing) => requests.extend(self.submit(outgoing).await),
                Request::Refused(reason) => self.context.documents.metrics().refused(reason),
                Request::Presence { doc, place } => self.context.documents.feed().place(self.id, doc, place),
            }
        }
        Onward::Yes
    }

    async fn send(&mut self, message: Message) -> Onward {
        match tokio::time::timeout(WRITE_TIMEOUT, self.socket.send(message)).await {
            Ok(Ok(())) => Onward::Yes,
            Ok(Err(_)) | Err(_) => Onward::No,
        }
    }

    fn greeted(&mut self, device: DeviceId, cursor: Cursor) -> Vec<Request> {
        if device != self.context.device {
            return self.session.bye(ByeReason::SessionOver, Millis(0));
        }
        if let Some(queue) = self.queue.take() {
            let member = self.context.principal.member;
            self.context.documents.feed().join(Follower { session: self.id, member, device, queue });
        }
        self.cursor = cursor;
        let mut requests = self.failing();
        // Even with nothing new the page is sent: it says that the change log was read.
        requests.extend(self.changes(Even::Empty));
        requests
    }

    fn unfollow(&self, doc: DocId) {
        self.context.documents.feed().unfollow(self.id, doc);
    }

    /// What changed since the cursor, in pages.
    fn changes(&mut self, even: Even) -> Vec<Request> {
        let mut requests = Vec::new();
        loop {
            let member = self.context.principal.member;
            let page = match self.context.documents.reader().changes(member, self.cursor, MAX_CATALOGUE) {
                Ok(page) => page,
                Err(error) => {
                    tracing::error!(%error, "a change log cannot be read");
                    requests.extend(self.session.bye(ByeReason::Stopping, Millis::seconds(10)));
                    return requests;
                }
            };
            for entry in page.entries.iter().filter(|entry| entry.change == CatalogueChange::Revoked) {
                self.unfollow(entry.doc);
            }
            self.cursor = page.cursor;
            let (last, empty) = (page.remaining == 0, page.entries.is_empty());
            if !empty || even == Even::Empty {
                requests.extend(self.session.changes(page.entries, page.cursor, page.remaining));
            }
            if last {
                return requests;
            }
        }
    }

    /// Follows first and reads then, so that nothing falls in between; what comes twice, the client knows.
    async fn open(&mut self, have: Have) -> Vec<Request> {
        let documents = self.context.documents.clone();
        let principal = self.context.principal;
        match authorize_open(&**documents.reader(), &principal, have.doc) {
            Ok(_) => {}
            // Nobody can say whether it is theirs.
            Err(Reason::Recovering) => return self.session.unreadable(have.doc),
            // Absent and forbidden answer alike: nothing more than what you hold.
            Err(_) => return self.session.contents(have.doc, Contents::Same),
        }
        documents.feed().follow(self.id, have.doc);
        self.read(have).await
    }

    /// A projection that is followed was written. It is read as it stands now, so access is asked for now: it may have
    /// ended since this was put in the queue.
    async fn projection(&mut self, doc: DocId) -> Vec<Request> {
        let reader = self.context.documents.reader();
        match authorize_open(&**reader, &self.context.principal, doc) {
            Ok(_) => self.read(Have { doc, seq: Default::default(), chain: Default::default() }).await,
            // The change log says it.
            Err(_) => Vec::new(),
        }
    }

    async fn read(&mut self, have: Have) -> Vec<Request> {
        let (documents, principal) = (self.context.documents.clone(), self.context.principal);
        let read = tokio::task::spawn_blocking(move || documents.contents(&principal, have));
        match read.await {
            Ok(Ok(contents)) => self.session.contents(have.doc, contents),
            Ok(Err(_)) | Err(_) => self.session.unreadable(have.doc),
        }
    }

    async fn submit(&mut self, outgoing: Outgoing) -> Vec<Request> {
        let (batch, doc) = (outgoing.batch, outgoing.doc);
        let Ok(fresh_client) = random::yrs_client() else {
            return self.answer(batch, doc, Err(Reason::Recovering));
        };
        let Context { principal, device, clock, .. } = &self.context;
        let offer = Offer { principal: *principal, device: *device, at: clock.now(), fresh_client };
        match self.context.documents.submit(offer, outgoing, self.id).await {
            Ok(()) => Vec::new(),
            Err(reason) => self.answer(batch, doc, Err(reason)),
        }
    }

    fn answer(&mut self, batch: BatchNo, doc: DocId, outcome: Result<Receipt, Reason>) -> Vec<Request> {
        let (now, device) = (self.context.clock.now(), self.context.device);
        let mut requests =
            self.context.paces.at(device, now, |paces| self.session.answer(now, paces, batch, doc, outcome));
        // What is acknowledged here may have been committed before the store failed.
        if outcome.is_ok() {
            requests.extend(self.failing());
        }
        requests
    }

    async fn hear(&mut self, news: Option<News>) -> Onward {
        let requests = match news {
            None => self.session.bye(ByeReason::TooSlow, Millis::seconds(1)),
            Some(News::Row { doc, prev, row }) => self.session.committed(doc, prev, vec![(*row).clone()]),
            Some(News::Projection(doc)) => self.projection(doc).await,
            Some(News::Changes) => self.changes(Even::No),
            // The change log says it too, and durably.
            Some(News::Ended(_) | News::Awareness { .. }) => Vec::new(),
            Some(News::Outcome { batch, doc, outcome }) => self.answer(batch, doc, outcome),
            Some(News::Presence { doc, member, device, place }) => self.session.presence(doc, member, device, place),
            Some(News::End(reason)) => self.session.bye(reason, wait_after(reason)),
        };
        self.perform(requests).await
    }
}

/// Whether an empty page of the change log is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Even {
    Empty,
    No,
}

/// How long a client waits at least before it comes back.
fn wait_after(reason: ByeReason) -> Millis {
    match reason {
        ByeReason::Stopping => Millis::seconds(2),
        ByeReason::Superseded
        | ByeReason::SessionOver
        | ByeReason::Protocol
        | ByeReason::Misbehaved
        | ByeReason::TooSlow
        | ByeReason::Silent => Millis(0),
    }
}

async fn deadline(session: &ServerSession, clock: &Clock) {
    match session.next_deadline() {
        Some(at) => {
            let wait = u64::try_from(at - clock.now()).unwrap_or(0);
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
        None => pending().await,
    }
}
