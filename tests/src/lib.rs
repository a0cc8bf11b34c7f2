//! What the tests drive: a network that can be cut, and a real browser.

pub mod browser;
pub mod proxy;
