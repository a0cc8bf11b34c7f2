//! The sync socket, from the client's end.

use std::{io, net::SocketAddr};

use buurtboek_shared::protocol::limits::SUBPROTOCOL;
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{
        Message,
        client::IntoClientRequest,
        http::{HeaderValue, header},
    },
};

/// An open sync socket.
pub struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    /// Opens one under this session's cookie.
    ///
    /// # Errors
    /// When the server is not there, or does not want it.
    pub async fn open(server: SocketAddr, cookie: &str) -> io::Result<Self> {
        let mut request = format!("ws://{server}/api/v1/sync").into_client_request().map_err(io::Error::other)?;
        let headers = request.headers_mut();
        headers.insert(header::COOKIE, HeaderValue::from_str(cookie).map_err(io::Error::other)?);
        headers.insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(SUBPROTOCOL));
        let stream = TcpStream::connect(server).await?;
        stream.set_nodelay(true)?;
        let (socket, _) = client_async(request, stream).await.map_err(io::Error::other)?;
        Ok(Self(socket))
    }

    /// Sends a binary message.
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn send(&mut self, message: Vec<u8>) -> io::Result<()> {
        self.0.send(Message::Binary(message.into())).await.map_err(io::Error::other)
    }

    /// The next binary message; none once the connection is gone.
    pub async fn next(&mut self) -> Option<Vec<u8>> {
        loop {
            match self.0.next().await? {
                Ok(Message::Binary(bytes)) => return Some(bytes.into()),
                Ok(Message::Ping(_) | Message::Pong(_)) => {}
                Ok(Message::Text(_) | Message::Close(_) | Message::Frame(_)) | Err(_) => return None,
            }
        }
    }
}
