//! Who somebody is.

pub mod accounts;
pub mod door;
pub mod endings;
pub mod lockout;
pub mod login;
pub mod origin;
pub mod passwords;
pub mod sessions;
pub mod token_holder;
pub mod tokens;
