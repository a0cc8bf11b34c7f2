//! The protocol of stock Yjs clients, as a thin adapter over the same documents and the same gate.
//!
//! It differs from our own where stock clients do: they say now and then everything that they have, they cannot be told
//! that one change was refused and the next one not, and they come back by themselves unless a close code between 4400
//! and 4499 says that this is of no use.

mod close_reason;
mod denial;
mod handle;
mod messages;
mod novelty;
mod rooms;

use std::{ops::ControlFlow, sync::Arc, time::Duration};

use axum::{
    extract::ws::{Message, WebSocket, WebSocketUpgrade},
    response::Response,
};
use buurtboek_shared::{
    domain::{
        refusal::{Reason, RefusalClass},
        role::Principal,
    },
    ids::{DeviceId, DocKind},
    protocol::limits::{MAX_DOCUMENT, MAX_FRAME, MAX_UPDATE},
};
use tokio::{sync::mpsc, time::Instant};
use yrs::StateVector;

pub use self::{close_reason::CloseReason, rooms::Rooms};
use self::{
    denial::Denial,
    handle::Handle,
    messages::{Entry, Said},
    rooms::Speaker,
};
use super::{closing, paces::DevicePaces};
use crate::{
    auth::accounts::DocToken,
    clock::Clock,
    docs::{
        actor::{StockOutcome, StockState},
        feed::{Follower, News},
        plan::Offer,
        registry::Documents,
    },
    random,
};

/// Buffers of one socket, in bytes, as for our own protocol.
const BUFFER: usize = 4 * 1024;
/// News that wait for one connection; beyond that it is too slow.
const QUEUE: usize = 1024;
/// A message that the other side does not take within this time ends the connection.
const WRITE_TIMEOUT: Duration = Duration::from_secs(20);
/// The stock provider gives up after 30 seconds without a message. One that shows no presence of its own hears nothing
/// for longer than that in a quiet document.
const KEEP_ALIVE: Duration = Duration::from_secs(12);
/// Who does not even answer our pings for this long is gone.
const SILENCE: Duration = Duration::from_secs(60);

/// What a connection works with.
#[derive(Clone, Debug)]
pub struct Context {
    /// The documents.
    pub documents: Documents,
    /// Who is where among the stock clients.
    pub rooms: Rooms,
    /// Whose token it is.
    pub principal: Principal,
    /// What it allows.
    pub token: DocToken,
    /// How fast each device goes.
    pub paces: DevicePaces,
    /// The server's clock.
    pub clock: Clock,
}

/// The socket's settings and its life. Who is not admitted is told by a close frame: of an HTTP status a browser tells
/// the page nothing, and the provider would come back for ever.
pub fn upgrade(
    upgrade: WebSocketUpgrade,
    admitted: Result<Context, CloseReason>,
    ended: impl Future<Output = CloseReason> + Send + 'static,
) -> Response {
    upgrade
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
        .max_write_buffer_size(MAX_DOCUMENT * 2)
        .max_message_size(MAX_FRAME)
        .max_frame_size(MAX_FRAME)
        .on_upgrade(async move |mut socket| match admitted {
            Ok(context) => Connection::run(socket, context, ended).await,
            Err(reason) => closing::close(&mut socket, Some(reason.frame())).await,
        })
}

/// How a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The other side left or broke.
    Gone,
    /// We end it.
    Close(CloseReason),
}

type Onward = ControlFlow<End>;

const ON: Onward = ControlFlow::Continue(());

fn end(reason: CloseReason) -> Onward {
    ControlFlow::Break(End::Close(reason))
}

/// Whether what the client writes is still looked at. Its next change builds on the one that was refused, so it can only
/// begin again with a new document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lineage {
    Sound,
    Refused,
}

/// Whether the client was asked for what we lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Never,
    Once,
}

struct Connection {
    socket: WebSocket,
    context: Context,
    handle: Handle,
    speaker: Speaker,
    lineage: Lineage,
    asked: Asked,
    heard: Instant,
    said: Instant,
}

impl Connection {
    async fn run(mut socket: WebSocket, context: Context, ended: impl Future<Output = CloseReason> + Send) {
        let Ok(id) = random::session_id() else { return };
        let (feed, rooms) = (context.documents.feed().clone(), context.rooms.clone());
        let (doc, member) = (context.token.doc, context.principal.member);
        let speaker = Speaker { doc, connection: id, member };
        let (queue, news) = mpsc::channel(QUEUE);
        // A stock client has no device: with an id of its own no other connection supersedes it.
        feed.join(Follower { session: id, member, device: DeviceId(id.0), queue });
        // Follows first and asks then, so that no loss of access falls in between.
        feed.follow(id, doc);
        rooms.enter(speaker);
        let over = match Handle::open(&context) {
            Ok(handle) => {
                let now = Instant::now();
                let (lineage, asked) = (Lineage::Sound, Asked::Never);
                let mut connection = Self { socket, context, handle, speaker, lineage, asked, heard: now, said: now };
                let over = connection.live(news, ended).await;
                socket = connection.socket;
                over
            }
            Err(reason) => End::Close(CloseReason::of(reason)),
        };
        feed.leave(id);
        if let Some(gone) = rooms.leave(speaker) {
            tell_presence(&feed, speaker, &[gone]);
        }
        match over {
            End::Close(reason) => closing::close(&mut socket, Some(reason.frame())).await,
            End::Gone => {}
        }
    }

    async fn live(&mut self, mut news: mpsc::Receiver<News>, ended: impl Future<Output = CloseReason> + Send) -> End {
        tokio::pin!(ended);
        let mut pulse = tokio::time::interval(KEEP_ALIVE);
        pulse.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        if let ControlFlow::Break(end) =
            self.send(messages::awareness(&self.context.rooms.everybody(self.speaker.doc))).await
        {
            return end;
        }
        loop {
            let onward = tokio::select! {
                biased;
                reason = &mut ended => return End::Close(reason),
                item = news.recv() => self.hear(item).await,
                message = self.socket.recv() => self.message(message).await,
                _ = pulse.tick() => self.pulse().await,
            };
            if let ControlFlow::Break(end) = onward {
                return end;
            }
        }
    }

    async fn message(&mut self, message: Option<Result<Message, axum::Error>>) -> Onward {
        self.heard = Instant::now();
        match message {
            Some(Ok(Message::Binary(bytes))) => match messages::read(&bytes) {
                Ok(said) => self.said(said).await,
                Err(_) => end(CloseReason::Misbehaved),
            },
            Some(Ok(Message::Text(_))) => end(CloseReason::Misbehaved),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => ON,
            // A message beyond any limit is an error here. When the connection itself broke, nobody hears the reason.
            Some(Err(_)) => end(CloseReason::Misbehaved),
            Some(Ok(Message::Close(_))) | None => ControlFlow::Break(End::Gone),
        }
    }

    async fn said(&mut self, said: Said<'_>) -> Onward {
        match said {
            Said::Has(known) => {
                let state = self.difference(known).await?;
                self.send(messages::step_2(&state.update)).await?;
                match self.asked {
                    Asked::Never => self.ask(&state).await,
                    Asked::Once => ON,
                }
            }
            Said::Update(update) => self.update(update).await,
            // Where somebody writes is told in notes alone. What is its own comes back to it: without any message the
            // provider closes.
            Said::Awareness(entries) if self.speaker.doc.kind != DocKind::Note => {
                self.send(messages::awareness(&entries)).await
            }
            Said::Awareness(entries) => {
                let own = self.context.rooms.say(self.speaker, entries);
                tell_presence(self.context.documents.feed(), self.speaker, &own);
                ON
            }
            Said::QueryAwareness => {
                self.send(messages::awareness(&self.context.rooms.everybody(self.speaker.doc))).await
            }
        }
    }

    async fn update(&mut self, update: &[u8]) -> Onward {
        let (now, device) = (self.context.clock.now(), self.context.token.device);
        if !self.context.paces.at(device, now, |paces| paces.admits(now)) {
            return self.later(Reason::TooFast);
        }
        if self.lineage == Lineage::Refused {
            return self.deny(Denial::Refused(Reason::Follows)).await;
        }
        let Handle::Write(writer) = &self.handle else { return self.update_in_vain(update).await };
        if update.len() > MAX_UPDATE {
            return self.deny(Denial::Refused(Reason::TooLarge)).await;
        }
        let Ok(fresh_client) = random::yrs_client() else {
            return end(CloseReason::Unavailable(Reason::Recovering));
        };
        let Context { principal, token, .. } = &self.context;
        // In the row's place for the device stands the token: the audit finds it again.
        let offer = Offer { principal: *principal, device: DeviceId(token.id.0), at: now, fresh_client };
        match writer.apply(offer, update.to_vec(), self.speaker.connection).await {
            StockOutcome::Committed | StockOutcome::Ignored => ON,
            StockOutcome::Gap => {
                let state = self.difference(StateVector::default()).await?;
                self.ask(&state).await
            }
            StockOutcome::Refused(reason) => match reason.class() {
                RefusalClass::Refused => self.deny(Denial::Refused(reason)).await,
                RefusalClass::Later | RefusalClass::Resync => self.later(reason),
            },
        }
    }

    /// A stock client cannot be told to bring one change again: it comes back, and brings all that we lack.
    fn later(&self, reason: Reason) -> Onward {
        self.context.documents.metrics().refused(reason);
        end(CloseReason::of(reason))
    }

    /// An update through a token that only reads.
    async fn update_in_vain(&mut self, update: &[u8]) -> Onward {
        let state = self.difference(StateVector::default()).await?;
        match novelty::is_news(self.speaker.doc.kind, update, &state.update) {
            Ok(true) => self.deny(Denial::TokenReads).await,
            Ok(false) => ON,
            Err(reason) => self.deny(Denial::Refused(reason)).await,
        }
    }

    async fn deny(&mut self, denial: Denial) -> Onward {
        if self.lineage == Lineage::Sound {
            let (now, device) = (self.context.clock.now(), self.context.token.device);
            self.context.paces.at(device, now, |paces| paces.refused(now));
        }
        self.lineage = Lineage::Refused;
        self.context.documents.metrics().refused(denial.reason());
        self.send(messages::permission_denied(&denial.words())).await
    }

    async fn difference(&mut self, known: StateVector) -> ControlFlow<End, StockState> {
        match self.handle.difference(known).await {
            Ok(state) => ControlFlow::Continue(state),
            Err(reason) => ControlFlow::Break(End::Close(CloseReason::of(reason))),
        }
    }

    /// Asks for everything that we lack.
    async fn ask(&mut self, state: &StockState) -> Onward {
        self.asked = Asked::Once;
        self.send(messages::step_1(&state.state_vector)).await
    }

    async fn hear(&mut self, news: Option<News>) -> Onward {
        match news {
            None => end(CloseReason::TooSlow),
            Some(News::Row { row, .. }) => self.send(messages::update(&row.update)).await,
            Some(News::Awareness { message, .. }) => self.send(message.to_vec()).await,
            Some(News::Ended(_)) => end(CloseReason::NoAccess),
            // The token's own end comes from elsewhere; for a stock client the rest means nothing.
            Some(News::Projection(_) | News::Changes | News::Outcome { .. } | News::Presence { .. } | News::End(_)) => {
                ON
            }
        }
    }

    async fn pulse(&mut self) -> Onward {
        if self.heard.elapsed() > SILENCE {
            return ControlFlow::Break(End::Gone);
        }
        if self.said.elapsed() >= KEEP_ALIVE / 2 {
            self.send(messages::awareness(&[])).await?;
        }
        // The library under the provider answers, so that a client with nothing to say is not taken for dead.
        self.put(Message::Ping(Vec::new().into())).await
    }

    async fn send(&mut self, message: Vec<u8>) -> Onward {
        self.said = Instant::now();
        self.put(Message::Binary(message.into())).await
    }

    async fn put(&mut self, message: Message) -> Onward {
        match tokio::time::timeout(WRITE_TIMEOUT, self.socket.send(message)).await {
            Ok(Ok(())) => ON,
            Ok(Err(_)) | Err(_) => ControlFlow::Break(End::Gone),
        }
    }
}

fn tell_presence(feed: &crate::docs::feed::Feed, speaker: Speaker, entries: &[Entry]) {
    if !entries.is_empty() {
        let message = Arc::new(messages::awareness(entries));
        feed.tell(speaker.doc, None, &News::Awareness { doc: speaker.doc, message });
    }
}
