//! The screens: what people see and touch.

pub mod language;
pub mod parts;
pub mod words;
