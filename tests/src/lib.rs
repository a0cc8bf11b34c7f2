//! What the tests drive: real processes, a network that can be cut, and a real browser.

pub mod browser;
pub mod process;
pub mod proxy;
pub mod world;
