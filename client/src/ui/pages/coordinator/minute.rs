//! A clock that ticks each minute, for rows that say how long something waits.

use buurtboek_shared::time::{Millis, Timestamp};
use leptos::{prelude::*, task::spawn_local};

use crate::{platform::timer, ui::context::book};

/// Now, by the device's clock, anew each minute until the screen is gone.
#[must_use]
pub fn now() -> Signal<Timestamp> {
    let book = book();
    let now = RwSignal::new(book.get().now());
    spawn_local(async move {
        // A signal that is gone ends it.
        while now.try_with_untracked(|_| ()).is_some() {
            timer::sleep(Millis::seconds(60)).await;
            now.try_update(|now| *now = timer::now());
        }
    });
    now.into()
}
