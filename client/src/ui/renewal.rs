//! "Vernieuw": the newest version of the app, once everything that was typed is on the device.

use leptos::{prelude::Set as _, task::spawn_local};

use super::context::Book;
use crate::platform::{
    dom,
    service_worker::{self, Versions},
};

/// Keeps what is in memory, and loads the newest version. When the device does not take it nothing is loaded: the status
/// says what to do, and the words stay on the screen. Neither while words stand in a form, which nobody has sent and
/// the device does not keep: they get the focus, and the banner says why.
pub fn renew(book: Book, versions: Option<Versions>) {
    let typed = dom::focus_typed();
    if let Some(versions) = versions {
        versions.held_up.set(typed);
        versions.put_off.set(false);
    }
    if typed {
        return;
    }
    let notebook = book.get();
    spawn_local(async move {
        if notebook.keep_everything().await.is_ok() {
            service_worker::renew();
        }
    });
}
