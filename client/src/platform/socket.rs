//! The socket to the server.

use std::rc::Rc;

use buurtboek_shared::protocol::limits::SUBPROTOCOL;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{BinaryType, MessageEvent, WebSocket};

use super::listener::Listener;

/// What a socket says.
pub(super) enum SocketEvent {
    /// It is open.
    Opened,
    /// A binary message came.
    Received(Vec<u8>),
    /// It is gone.
    Closed(Closing),
}

/// How a socket went.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Closing {
    /// It never opened: the server is away, or refuses us.
    BeforeOpening,
    /// It was open.
    AfterOpening,
}

/// An open or opening socket. Dropped, it is closed and says nothing any more.
pub(super) struct Socket {
    socket: WebSocket,
    _listeners: Vec<Listener>,
}

impl Socket {
    /// Opens a socket to the own server; none when the browser will not even try.
    pub(super) fn open(path: &str, say: Rc<dyn Fn(SocketEvent)>) -> Option<Self> {
        let location = web_sys::window()?.location();
        let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
        let address = format!("{scheme}://{}{path}", location.host().ok()?);
        let socket = WebSocket::new_with_str(&address, SUBPROTOCOL).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let opened = Rc::new(std::cell::Cell::new(Closing::BeforeOpening));
        let listeners = vec![
            Listener::new(&socket, "open", {
                let (say, opened) = (Rc::clone(&say), Rc::clone(&opened));
                move |_| {
                    opened.set(Closing::AfterOpening);
                    say(SocketEvent::Opened);
                }
            }),
            Listener::new(&socket, "message", {
                let say = Rc::clone(&say);
                move |event: JsValue| {
                    if let Ok(message) = event.dyn_into::<MessageEvent>() {
                        say(SocketEvent::Received(js_sys::Uint8Array::new(&message.data()).to_vec()));
                    }
                }
            }),
            // An error is always followed by this.
            Listener::new(&socket, "close", move |_| say(SocketEvent::Closed(opened.get()))),
        ];
        Some(Self { socket, _listeners: listeners })
    }

    pub(super) fn send(&self, message: &[u8]) {
        // One that is closing loses it; what matters is offered again on the next.
        let _lost = self.socket.send_with_u8_array(message);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _closing = self.socket.close();
    }
}
