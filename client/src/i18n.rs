//! The words of the screens in both languages, made from `locales/` by `build.rs`.
#![allow(unreachable_pub, missing_docs, clippy::all, clippy::pedantic, clippy::nursery, reason = "made by a tool")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::wildcard_enum_match_arm, reason = "made by a tool")]

pub use leptos_i18n::td_string as say;

include!(concat!(env!("OUT_DIR"), "/i18n.rs"));

pub use i18n::*;
