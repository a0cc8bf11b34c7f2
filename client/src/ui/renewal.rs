//! "Vernieuw": the newest version of the app, once everything that was typed is on the device.

use leptos::task::spawn_local;

use super::context::Book;
use crate::platform::service_worker;

/// Keeps what is in memory, and loads the newest version. When the device does not take it nothing is loaded: the status
/// says what to do, and the words stay on the screen.
pub fn renew(book: Book) {
    let notebook = book.get();
    spawn_local(async move {
        if notebook.keep_everything().await.is_ok() {
            service_worker::renew();
        }
    });
}
