//! A field of prose that several people write in at once.

pub mod model;
pub mod splice;
