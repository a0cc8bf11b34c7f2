//! What travels between a device and the server, and who says what when.

pub mod client_events;
pub mod codec;
pub mod fragments;
pub mod frames;
pub mod limits;
pub mod outgoing;
