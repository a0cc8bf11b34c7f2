//! Sockets: our own protocol, and the stock one of Yjs.

mod closing;
pub mod paces;
pub mod sync;
pub mod yjs;
