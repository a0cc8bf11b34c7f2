//! A client without a browser: the product's own session and device storage over a real socket. Tests, peers and the
//! load generator (`benches/figures/load.rs`) are this.

pub mod deeds;
pub mod http;
pub mod login;
pub mod peer;
pub mod socket;
pub mod stock;
pub mod stored;
pub mod town;

use std::{
    collections::{BTreeMap, VecDeque},
    future::pending,
    io,
    net::SocketAddr,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use buurtboek_client::sync::core::{Action, random_id};
use buurtboek_shared::{
    ids::{BatchNo, DeviceId},
    protocol::{
        client_events::Event,
        client_session::Link,
        codec::decode,
        frames::{Receipt, ServerFrame},
    },
    time::Timestamp,
};
use thiserror::Error;
use tokio::time::{Instant, sleep, timeout_at};

use self::{login::Login, socket::Socket};
use crate::{dice::Dice, tablet::Tablet};

/// A condition that has not come about after this never will. No test waits this long for anything that works.
const GUARD: Duration = Duration::from_secs(60);

/// What was waited for did not come about.
#[derive(Debug, Error)]
#[error("{what} did not come about; {status}")]
pub struct Stuck {
    what: &'static str,
    status: String,
}

/// Everything that went over the sockets.
#[derive(Debug, Default)]
pub struct Traffic {
    /// What we sent, message by message.
    pub sent: Vec<Vec<u8>>,
    /// What we received.
    pub received: Vec<Vec<u8>>,
}

impl Traffic {
    /// Payload both ways, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.sent.iter().chain(&self.received).map(Vec::len).sum()
    }
}

/// Somebody's device, connected to a real server. Nothing happens but in [`Self::turn`].
pub struct Headless {
    /// The device.
    pub tablet: Tablet,
    /// What went over the sockets since it was last cleared.
    pub traffic: Traffic,
    /// Every acknowledgement that was received.
    pub acknowledged: BTreeMap<BatchNo, Receipt>,
    server: SocketAddr,
    login: Login,
    socket: Option<Socket>,
    /// Whether the change log was read on this connection.
    told: Told,
}

/// What the server told on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Nothing,
    Changes,
}

impl Headless {
    /// Logs in on a new device. It connects at the first turn.
    ///
    /// # Errors
    /// When the server does not let in.
    pub async fn log_in(server: SocketAddr, username: &str) -> io::Result<Self> {
        let device = DeviceId(random_id(&Dice::unseeded()));
        Ok(Self::over(server, Login::choose(server, username, device).await?))
    }

    /// A new device of a session that began. It connects at the first turn.
    #[must_use]
    pub fn over(server: SocketAddr, login: Login) -> Self {
        let mut tablet = Tablet::new(login.owner, Dice::unseeded());
        tablet.starts(now());
        Self {
            tablet,
            traffic: Traffic::default(),
            acknowledged: BTreeMap::new(),
            server,
            login,
            socket: None,
            told: Told::Nothing,
        }
    }

    /// The session.
    #[must_use]
    pub const fn login(&self) -> &Login {
        &self.login
    }

    /// One thing happens: a message comes, a deadline, or the connection goes.
    pub async fn turn(&mut self) {
        self.turn_or(pending()).await;
    }

    /// As [`Self::turn`], unless nothing happens for this long.
    pub async fn turn_within(&mut self, patience: Duration) {
        self.turn_or(sleep(patience)).await;
    }

    async fn turn_or(&mut self, enough: impl Future<Output = ()>) {
        let wait = self.tablet.deadline().map(|at| u64::try_from(at - now()).unwrap_or_default());
        let event = tokio::select! {
            message = next(&mut self.socket) => message.map_or(Event::Lost, Event::Received),
            () = until_deadline(wait) => Event::Tick,
            () = enough => return,
        };
        if let Event::Received(message) = &event {
            self.notice(message);
        }
        if matches!(event, Event::Lost) {
            self.socket = None;
        }
        self.tell(event).await;
    }

    fn notice(&mut self, message: &[u8]) {
        match decode(message) {
            Ok(ServerFrame::Ack { batch, receipt }) => {
                self.acknowledged.insert(batch, receipt);
            }
            Ok(ServerFrame::Catalogue { remaining: 0, .. }) => self.told = Told::Changes,
            Ok(_) | Err(_) => {}
        }
        self.traffic.received.push(message.to_vec());
    }

    /// Something happened; what follows from it is done when this returns.
    pub async fn tell(&mut self, event: Event) {
        let mut actions = VecDeque::from(self.tablet.takes(now(), event));
        while let Some(action) = actions.pop_front() {
            match action {
                Action::Connect => {
                    self.told = Told::Nothing;
                    self.socket = Socket::open(self.server, &self.login.cookie).await.ok();
                    let event = if self.socket.is_some() { Event::Opened } else { Event::Lost };
                    actions.extend(self.tablet.takes(now(), event));
                }
                Action::Disconnect => self.socket = None,
                Action::Send(message) => {
                    self.traffic.sent.push(message.clone());
                    let sent = match &mut self.socket {
                        Some(socket) => socket.send(message).await.is_ok(),
                        None => true,
                    };
                    if !sent {
                        self.socket = None;
                        actions.extend(self.tablet.takes(now(), Event::Lost));
                    }
                }
                Action::Advanced(_) | Action::Presence { .. } | Action::StorageFailed(_) => {}
            }
        }
    }

    /// Offers what was kept on the device since.
    pub async fn offer(&mut self) {
        let actions = self.tablet.offers(now());
        for action in actions {
            if let Action::Send(message) = action {
                self.traffic.sent.push(message.clone());
                if let Some(socket) = &mut self.socket
                    && socket.send(message).await.is_err()
                {
                    self.socket = None;
                    self.tell(Event::Lost).await;
                    return;
                }
            }
        }
    }

    /// Goes on until a condition holds.
    ///
    /// # Errors
    /// When it does not come about.
    pub async fn until(&mut self, what: &'static str, condition: impl Fn(&Self) -> bool) -> Result<(), Stuck> {
        let end = Instant::now() + GUARD;
        while !condition(self) {
            if timeout_at(end, self.turn()).await.is_err() {
                return Err(Stuck { what, status: format!("{:?}", self.tablet.status()) });
            }
        }
        Ok(())
    }

    /// Connected, told of all changes, nothing waits to be sent and nothing to be fetched.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        self.told == Told::Changes
            && self
                .tablet
                .status()
                .is_some_and(|status| status.link == Link::Up && status.waiting == 0 && status.to_fetch == 0)
    }

    /// From now on the server is reached here.
    pub async fn moves(&mut self, server: SocketAddr) {
        self.server = server;
        self.vanish().await;
    }

    /// Closes the socket as a device does that loses its network: without a word.
    pub async fn vanish(&mut self) {
        self.socket = None;
        self.tell(Event::Lost).await;
    }
}

/// The device's clock.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

async fn next(socket: &mut Option<Socket>) -> Option<Vec<u8>> {
    match socket {
        Some(socket) => socket.next().await,
        None => pending().await,
    }
}

async fn until_deadline(wait: Option<u64>) {
    match wait {
        Some(milliseconds) => sleep(Duration::from_millis(milliseconds)).await,
        None => pending().await,
    }
}
