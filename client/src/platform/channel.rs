//! The channel between the tabs of one member.

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
            let text = event.dyn_into::<MessageEvent>().ok().and_then(|message| message.data().as_string());
            // What a newer build says under this version is not for us.
            if let Some(Ok(message)) = text.map(|text| serde_json::from_str(&text)) {
                hear(message);
            }
        });
        Some(Self { channel, _listener: listener })
    }

    pub(super) fn say(&self, message: &TabMessage) {
        if let Ok(text) = serde_json::to_string(message) {
            // A closed channel has nobody to hear it.
            let _unheard = self.channel.post_message(&JsValue::from_str(&text));
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}
