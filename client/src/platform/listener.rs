//! A listener on something of the page, for as long as it is held.

use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::EventTarget;

/// A listener; dropped, it no longer listens.
pub(super) struct Listener {
    target: EventTarget,
    kind: &'static str,
    callback: Closure<dyn FnMut(JsValue)>,
}

impl Listener {
    /// Calls back for each event of this kind.
    pub(super) fn new(target: &EventTarget, kind: &'static str, callback: impl FnMut(JsValue) + 'static) -> Self {
        let callback = Closure::<dyn FnMut(JsValue)>::new(callback);
        // Only a kind that is no text could fail.
        let _added = target.add_event_listener_with_callback(kind, callback.as_ref().unchecked_ref());
        Self { target: target.clone(), kind, callback }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _removed =
            self.target.remove_event_listener_with_callback(self.kind, self.callback.as_ref().unchecked_ref());
    }
}
