//! Sockets: our own protocol, and the stock one of Yjs.

pub mod sync;
