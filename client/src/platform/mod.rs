//! The browser: everything that touches `web-sys` lives here.

pub mod browser;
mod channel;
pub mod crash_screen;
pub mod dates;
pub mod device_memory;
pub mod dom;
pub mod http;
pub mod idb;
mod listener;
mod lock;
pub mod preferences;
mod random;
pub mod service_worker;
mod socket;
pub mod storage_info;
pub mod text_area;
pub mod timer;
