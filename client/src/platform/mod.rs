//! The browser: everything that touches `web-sys` lives here.
