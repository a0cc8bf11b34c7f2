//! The browser: everything that touches `web-sys` lives here.

pub mod dates;
pub mod dom;
pub mod text_area;
