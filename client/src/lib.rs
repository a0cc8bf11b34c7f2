//! The app.
//!
//! The life of one edit through this crate: a screen of [`ui`](crate) changes a document of [`state`]; what was typed
//! becomes one update that [`storage`] commits strictly to the device, and only then the screen says "Opgeslagen op
//! dit apparaat"; [`sync`] offers it to the server and moves exactly those bytes from the outbox to the base when the
//! server has acknowledged them. [`platform`] is the browser: everything else compiles, and is tested, natively.
//!
//! Direction: `app → ui → state → platform → sync → storage`; `ui` knows neither `sync` nor `storage`. The traits of those
//! two are carried out by [`platform`], and [`state`] puts them together; [`app`] puts the pages together.

pub mod app;
pub mod i18n;
pub mod platform;
pub mod state;
pub mod storage;
pub mod sync;
pub mod ui;
