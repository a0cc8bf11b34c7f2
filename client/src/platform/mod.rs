//! The browser: everything that touches `web-sys` lives here.

pub mod dates;
pub mod crash_screen;
pub mod preferences;
pub mod service_worker;
pub mod dom;
pub mod text_area;
pub mod browser;
pub mod device_memory;
pub mod http;
pub mod idb;
pub mod storage_info;
pub mod timer;
mod channel;
mod listener;
mod lock;
mod random;
mod socket;
