//! A real Chromium, one profile per person, driven as a person would: by words on the screen.

pub mod axe;
pub mod driver;
pub mod tablet;

pub use driver::Driver;
pub use tablet::{Size, Tablet};
