//! Closing a socket so that the other side learns why.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};

/// How long the other side may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Says that the connection ends and waits for the other side to agree. A socket that is dropped with unread messages
/// in it is reset, and a reset overtakes what was said last.
pub(super) async fn close(socket: &mut WebSocket, frame: Option<CloseFrame>) {
    let farewell = async {
        if socket.send(Message::Close(frame)).await.is_ok() {
            while let Some(Ok(_)) = socket.recv().await {}
        }
    };
    // Who does not answer in time has had its chance.
    let _ = tokio::time::timeout(PATIENCE, farewell).await;
}
