//! Waiting, without holding anything up.

use std::{
    cell::Cell,
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use buurtboek_shared::time::{Millis, Timestamp};
use futures_channel::oneshot;
use wasm_bindgen::{JsCast as _, closure::Closure};

/// Now, by the device's clock.
#[must_use]
pub fn now() -> Timestamp {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole milliseconds, far from the limits; a float cast saturates"
    )]
    Timestamp(js_sys::Date::now() as i64)
}

/// Done after this time. Dropped earlier, the timer is stopped.
#[must_use]
pub fn sleep(span: Millis) -> Sleep {
    let (done, fired) = oneshot::channel();
    let done = Rc::new(Cell::new(Some(done)));
    let callback = Closure::<dyn FnMut()>::new(move || {
        if let Some(done) = done.take() {
            // Whoever slept may be gone in this very moment.
            let _gone = done.send(());
        }
    });
    let timer = web_sys::window().and_then(|window| {
        let span = i32::try_from(span.0).unwrap_or(i32::MAX);
        window.set_timeout_with_callback_and_timeout_and_arguments_0(callback.as_ref().unchecked_ref(), span).ok()
    });
    Sleep { fired, timer, _callback: callback }
}

/// See [`sleep`].
pub struct Sleep {
    fired: oneshot::Receiver<()>,
    timer: Option<i32>,
    _callback: Closure<dyn FnMut()>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.fired).poll(context).map(|_| ())
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let (Some(timer), Some(window)) = (self.timer, web_sys::window()) {
            window.clear_timeout_with_handle(timer);
        }
    }
}
