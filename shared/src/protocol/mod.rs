//! What travels between a device and the server, and who says what when.

pub mod backoff;
pub mod client_events;
pub mod client_session;
pub mod codec;
pub mod fragments;
pub mod frames;
pub mod limits;
pub mod outgoing;
pub mod rate;
pub mod server_session;
