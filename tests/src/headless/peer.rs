//! A peer that speaks the protocol by hand: it says what no session of ours would.

use std::{io, net::SocketAddr, time::Duration};

use buurtboek_shared::{
    domain::refusal::Reason,
    ids::{BatchNo, Chain, DeviceId, DocId, Seq},
    protocol::{
        codec::{decode, encode},
        frames::{CatalogueEntry, ClientFrame, Cursor, Have, Hello, Receipt, ServerFrame},
        limits::{PROTOCOL, SCHEMA},
    },
};
use tokio::time::timeout;

use super::{login::Login, socket::Socket};

/// An answer that has not come after this never will.
const GUARD: Duration = Duration::from_secs(30);

/// A peer that said hello.
pub struct Peer {
    socket: Socket,
    batch: u64,
}

impl Peer {
    /// Connects, says hello from the beginning of the change log and hears the welcome.
    ///
    /// # Errors
    /// When the server is not there or does not want it.
    pub async fn connect(server: SocketAddr, login: &Login) -> io::Result<Self> {
        let (mut peer, _) = Self::from_cursor(server, login, Cursor::default()).await?;
        peer.changes().await?;
        Ok(peer)
    }

    /// As [`Self::connect`], from a place in the change log, and without hearing what changed; the bytes that went both
    /// ways.
    ///
    /// # Errors
    /// As [`Self::connect`].
    pub async fn from_cursor(server: SocketAddr, login: &Login, cursor: Cursor) -> io::Result<(Self, usize)> {
        let mut peer = Self { socket: Socket::open(server, &login.cookie).await?, batch: 0 };
        let hello = hello(login.owner.device, cursor);
        let sent = encode(&hello).map_err(io::Error::other)?.len();
        peer.say(&hello).await?;
        let (frame, received) = peer.hear_with_size().await?;
        if !matches!(frame, ServerFrame::Welcome(_)) {
            return Err(io::Error::other(format!("instead of a welcome: {frame:?}")));
        }
        Ok((peer, sent + received))
    }

    /// The change log to its end, and where it ends.
    ///
    /// # Errors
    /// When the connection ends.
    pub async fn changes(&mut self) -> io::Result<(Vec<CatalogueEntry>, Cursor)> {
        let mut all = Vec::new();
        loop {
            if let ServerFrame::Catalogue { entries, cursor, remaining } = self.hear().await? {
                all.extend(entries);
                if remaining == 0 {
                    return Ok((all, cursor));
                }
            }
        }
    }

    /// Says something.
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn say(&mut self, frame: &ClientFrame) -> io::Result<()> {
        self.say_bytes(encode(frame).map_err(io::Error::other)?).await
    }

    /// Says bytes that need be no frame.
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn say_bytes(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        self.socket.send(bytes).await
    }

    /// The next frame.
    ///
    /// # Errors
    /// When the connection ends, or nothing comes.
    pub async fn hear(&mut self) -> io::Result<ServerFrame> {
        Ok(self.hear_with_size().await?.0)
    }

    /// The next frame, and its size in bytes.
    ///
    /// # Errors
    /// As [`Self::hear`].
    pub async fn hear_with_size(&mut self) -> io::Result<(ServerFrame, usize)> {
        let bytes = timeout(GUARD, self.socket.next()).await.map_err(io::Error::other)?;
        let bytes = bytes.ok_or_else(|| io::Error::other("the server hung up"))?;
        Ok((decode(&bytes).map_err(io::Error::other)?, bytes.len()))
    }

    /// Offers something under a fresh number, made by `frame`; what the server says of it.
    ///
    /// # Errors
    /// When the connection ends.
    pub async fn offer(&mut self, frame: impl FnOnce(BatchNo) -> ClientFrame) -> io::Result<Result<Receipt, Reason>> {
        self.batch += 1;
        let number = BatchNo(self.batch);
        self.say(&frame(number)).await?;
        loop {
            let heard = self.hear().await?;
            if let ServerFrame::Ack { batch, receipt } = heard
                && batch == number
            {
                return Ok(Ok(receipt));
            }
            if let ServerFrame::Nack { batch, reason, .. } = heard
                && batch == number
            {
                return Ok(Err(reason));
            }
            if let ServerFrame::Bye { reason, .. } = heard {
                return Err(io::Error::other(format!("goodbye: {reason:?}")));
            }
        }
    }

    /// Offers an update.
    ///
    /// # Errors
    /// As [`Self::offer`].
    pub async fn push(&mut self, doc: DocId, update: &[u8]) -> io::Result<Result<Receipt, Reason>> {
        self.offer(|batch| ClientFrame::Push { batch, doc, update: update.to_vec() }).await
    }

    /// Opens a document from nothing; what came until it was up to date.
    ///
    /// # Errors
    /// When the connection ends.
    pub async fn open(&mut self, doc: DocId) -> io::Result<Vec<ServerFrame>> {
        let have = Have { doc, seq: Seq(0), chain: Chain::default() };
        self.say(&ClientFrame::Open(vec![have])).await?;
        let mut came = Vec::new();
        loop {
            let frame = self.hear().await?;
            if frame == (ServerFrame::UpToDate { doc }) {
                return Ok(came);
            }
            came.push(frame);
        }
    }
}

fn hello(device: DeviceId, cursor: Cursor) -> ClientFrame {
    ClientFrame::Hello(Hello { protocol: PROTOCOL, schema: SCHEMA, build: "test".into(), device, cursor })
}
