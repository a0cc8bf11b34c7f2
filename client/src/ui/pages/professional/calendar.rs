//! Which day it is, also on a device whose clock is off.

use leptos::prelude::*;

use crate::{
    platform::dates,
    ui::{context::notebook, pages::coordinator::minute},
};

/// Today as `YYYY-MM-DD`, in the device's time zone: by the server's clock once it is known that the device's is wrong. To be
/// asked for while a screen is drawn.
#[must_use]
pub fn today() -> Memo<String> {
    let (status, now) = (notebook().sync_status(), minute::now());
    Memo::new(move |_| dates::day_and_clock(status.with(|status| status.moment_of(now.get()))).0)
}
