//! A real Chromium, one profile per person, driven as a person would: by words on the screen.

pub mod axe;
pub mod driver;
pub mod english;
pub mod eyes;
mod finger;
pub mod hands;
pub mod keyboard;
pub mod manner;
pub mod tablet;
mod xpath;

pub use driver::Driver;
pub use manner::{Hands, Manner};
pub use tablet::{Size, Tablet};
