//! The network between a device and the server: a TCP proxy that can be cut in the ways networks are cut.
//!
//! A browser's own "offline" switch leaves open sockets alive, so it proves little. This refuses new connections and
//! resets open ones, or lets bytes vanish without a word.

use std::{io, net::SocketAddr};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};

/// What the network does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// It works.
    Open,
    /// Open connections are reset, new ones too.
    Cut,
    /// Connections stay open and new ones are accepted, but nothing arrives.
    Silent,
}

/// A proxy on a port of its own, until it is dropped.
pub struct Proxy {
    address: SocketAddr,
    line: watch::Sender<Line>,
    /// What came from the server, over all connections, in the order of arrival.
    received: watch::Sender<Vec<u8>>,
    tasks: JoinSet<()>,
}

impl Proxy {
    /// Listens on a free port of this machine and passes everything on to `target`.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start(target: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let (line, watch) = watch::channel(Line::Open);
        let received = watch::Sender::new(Vec::new());
        let mut tasks = JoinSet::new();
        let log = received.clone();
        tasks.spawn(async move {
            // Dropping this set with the task ends every connection.
            let mut connections = JoinSet::new();
            while let Ok((inbound, _)) = listener.accept().await {
                connections.spawn(pass(inbound, target, watch.clone(), log.clone()));
            }
        });
        Ok(Self { address, line, received, tasks })
    }

    /// Where the device connects.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes the network, for open connections too.
    pub fn set(&self, line: Line) {
        self.line.send_replace(line);
    }

    /// Every byte that the server sent through this proxy so far.
    #[must_use]
    pub fn received(&self) -> Vec<u8> {
        self.received.borrow().clone()
    }

    /// Waits until so many more bytes came from the server.
    pub async fn brings(&self, more: usize) {
        let mut received = self.received.subscribe();
        let wanted = received.borrow().len() + more;
        // The proxy itself holds the other end.
        let _ = received.wait_for(|received| received.len() >= wanted).await;
    }

    /// Ends the proxy and its connections.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
    }
}

async fn pass(
    inbound: TcpStream,
    target: SocketAddr,
    mut line: watch::Receiver<Line>,
    received: watch::Sender<Vec<u8>>,
) {
    if *line.borrow_and_update() == Line::Cut {
        reset(&inbound);
        return;
    }
    let Ok(outbound) = TcpStream::connect(target).await else { return reset(&inbound) };
    let (mut from_device, mut to_device) = inbound.into_split();
    let (mut from_server, mut to_server) = outbound.into_split();
    let (mut up, mut down) = (vec![0; 16 * 1024], vec![0; 16 * 1024]);
    loop {
        let now = *line.borrow_and_update();
        if now == Line::Cut {
            if let Ok(inbound) = from_device.reunite(to_device) {
                reset(&inbound);
            }
            return;
        }
        tokio::select! {
            changed = line.changed() => if changed.is_err() { return },
            read = from_device.read(&mut up), if now == Line::Open => match read {
                Ok(0) | Err(_) => return,
                Ok(length) => if to_server.write_all(&up[..length]).await.is_err() { return },
            },
            read = from_server.read(&mut down), if now == Line::Open => match read {
                Ok(0) | Err(_) => return,
                Ok(length) => {
                    received.send_modify(|received| received.extend_from_slice(&down[..length]));
                    if to_device.write_all(&down[..length]).await.is_err() { return }
                }
            },
        }
    }
}

/// Closes with a reset, as a network that went away does.
fn reset(stream: &TcpStream) {
    // A socket that cannot be set so is closed the ordinary way, which the other side notices as well.
    let _ = stream.set_zero_linger();
}
