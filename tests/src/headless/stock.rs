//! A stock client by hand: it says what no provider would.

use std::{io, net::SocketAddr, time::Duration};

use buurtboek_shared::{doc::lib0::Reader, ids::DocId};
use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use serde_json::json;
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{WebSocketStream, client_async, tungstenite::Message};
use yrs::encoding::write::Write;

use super::{http::post_as, login::Login};

/// An answer that has not come after this never will.
const GUARD: Duration = Duration::from_secs(30);

/// What begins a message that asks for what one lacks: it is said by both sides.
const STEP_1: [u8; 2] = [0, 0];
const STEP_2: [u8; 2] = [0, 1];
const UPDATE: [u8; 2] = [0, 2];
const PERMISSION_DENIED: [u8; 2] = [2, 0];
/// The state vector of who has nothing.
const NOTHING: [u8; 1] = [0];

/// What the server says about an update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing against it: it was taken, or there was nothing new in it.
    Nothing,
    /// It lies beyond what is here: the server asks for what lies between.
    AskedAgain,
    /// It is refused, with this code.
    Denied(String),
    /// The end of the connection.
    Ended,
}

/// A token to write in one document.
///
/// # Errors
/// When the server is not there, or gives none.
pub async fn token(server: SocketAddr, login: &Login, doc: DocId) -> io::Result<String> {
    #[derive(Deserialize)]
    struct NewToken {
        token: String,
    }
    let path = format!("/api/v1/documents/{doc}/tokens");
    let answer = post_as(server, &login.cookie, &path, &json!({ "access": "write" })).await?;
    answer.json::<NewToken>().map(|new| new.token)
}

/// A client in one document.
pub struct StockPeer(WebSocketStream<TcpStream>);

/// What was heard until the whole state came.
#[derive(Debug, Default)]
struct Heard {
    asked: bool,
    denied: Option<String>,
    updates: Vec<Vec<u8>>,
    /// Whether the connection ended before.
    ended: bool,
}

impl StockPeer {
    /// Connects and is handed what is there, as a provider does.
    ///
    /// # Errors
    /// When the server is not there, or does not let in.
    pub async fn connect(server: SocketAddr, doc: DocId, token: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(server).await?;
        stream.set_nodelay(true)?;
        let address = format!("ws://{server}/yjs/{doc}?token={token}");
        let (socket, _) = client_async(address, stream).await.map_err(io::Error::other)?;
        let mut peer = Self(socket);
        // The server asks on its own only once, behind its first answer: that is heard here, and no update's answer later.
        peer.say(STEP_1, &NOTHING).await?;
        while peer.next().await?.is_some_and(|message| !message.starts_with(&STEP_1)) {}
        Ok(peer)
    }

    /// Brings an update; what the server says of it.
    ///
    /// # Errors
    /// When it says nothing at all.
    pub async fn update(&mut self, update: &[u8]) -> io::Result<Answer> {
        // To who is gone already nothing can be said: hearing tells.
        let _ = self.say(UPDATE, update).await;
        let heard = self.until_state().await?;
        Ok(match heard {
            Heard { ended: true, .. } => Answer::Ended,
            Heard { denied: Some(code), .. } => Answer::Denied(code),
            Heard { asked: true, .. } => Answer::AskedAgain,
            Heard { asked: false, .. } => Answer::Nothing,
        })
    }

    /// The updates that came since it connected or was told last.
    ///
    /// # Errors
    /// When the connection ended.
    pub async fn told(&mut self) -> io::Result<Vec<Vec<u8>>> {
        let heard = self.until_state().await?;
        if heard.ended { Err(io::Error::other("the server hung up")) } else { Ok(heard.updates) }
    }

    /// Asks for the whole state, and hears everything before it: messages are answered in their order, and an update that is
    /// taken is not answered at all.
    async fn until_state(&mut self) -> io::Result<Heard> {
        let _ = self.say(STEP_1, &NOTHING).await;
        let mut heard = Heard::default();
        while let Some(message) = self.next().await? {
            let Some((kind, rest)) = message.split_first_chunk() else { continue };
            let mut rest = Reader::new(rest);
            match *kind {
                STEP_1 => heard.asked = true,
                UPDATE => heard.updates.push(rest.bytes().map_err(io::Error::other)?.to_vec()),
                PERMISSION_DENIED => {
                    let words = rest.text().map_err(io::Error::other)?;
                    heard.denied = Some(words.split(':').next().unwrap_or_default().to_owned());
                }
                STEP_2 => return Ok(heard),
                _ => {}
            }
        }
        heard.ended = true;
        Ok(heard)
    }

    async fn say(&mut self, kind: [u8; 2], bytes: &[u8]) -> io::Result<()> {
        let mut message = kind.to_vec();
        message.write_buf(bytes);
        self.0.send(Message::Binary(message.into())).await.map_err(io::Error::other)
    }

    /// The next binary message; none once the connection ended.
    async fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            match timeout(GUARD, self.0.next()).await.map_err(io::Error::other)? {
                Some(Ok(Message::Binary(bytes))) => return Ok(Some(bytes.into())),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Text(_) | Message::Close(_) | Message::Frame(_)) | Err(_)) | None => return Ok(None),
            }
        }
    }
}
