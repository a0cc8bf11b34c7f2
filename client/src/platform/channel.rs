//! The channel between the tabs of one member.

use buurtboek_shared::protocol::codec::{decode_value, encode_value};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use super::listener::Listener;
use crate::sync::host::TabMessage;

/// The channel; its name carries the version of what is said on it.
pub(super) struct Channel {
    channel: BroadcastChannel,
    _listener: Listener,
}

impl Channel {
    /// Joins; none in a browser without channels, where each tab is alone.
    pub(super) fn join(name: &str, hear: impl Fn(TabMessage) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        let listener = Listener::new(&channel, "message", move |event: JsValue| {
            let Ok(message) = event.dyn_into::<MessageEvent>() else { return };
            // What is none of this version's messages is not for us.
            if let Ok(bytes) = message.data().dyn_into::<Uint8Array>()
                && let Ok(message) = decode_value(&bytes.to_vec())
            {
                hear(message);
            }
        });
        Some(Self { channel, _listener: listener })
    }

    pub(super) fn say(&self, message: &TabMessage) {
        if let Ok(bytes) = encode_value(message) {
            // A closed channel has nobody to hear it.
            let _unheard = self.channel.post_message(&Uint8Array::from(bytes.as_slice()));
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}
