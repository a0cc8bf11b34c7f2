//! Who somebody is.

pub mod lockout;
pub mod origin;
pub mod passwords;
