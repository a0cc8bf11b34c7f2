//! What the tests drive: real processes, a network that can be cut, and a real browser.

pub mod browser;
pub mod dice;
pub mod headless;
pub mod process;
pub mod proxy;
pub mod server_log;
pub mod tablet;
pub mod world;
