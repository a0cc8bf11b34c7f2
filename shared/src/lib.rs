//! What the server and the app must agree on.
//!
//! The life of one edit through this crate: [`doc::write`] turns an intent into one yrs transaction and so into the
//! bytes of one update; [`protocol::frames`] carries them; [`doc::preparse`] reads them strictly before anything sees
//! them and [`doc::rules`] says whether they may pass; [`doc::read`] turns the merged document back into the values of
//! [`domain`]. [`protocol::client_session`] and [`protocol::server_session`] decide what is sent when.
//!
//! Nothing in here does IO, looks at a clock or draws a random number: all three are passed in, so that the same code
//! runs in the browser, in the server and in a simulated world that can be replayed.
//!
//! Direction: `protocol → doc → domain → ids`.

pub mod doc;
pub mod domain;
pub mod ids;
pub mod pieces;
pub mod protocol;
pub mod small_map;
pub mod sorting;
pub mod time;
