//! The screens: what people see and touch.

pub mod act;
pub mod address;
pub mod authoring;
pub mod colleagues;
pub mod connection;
pub mod context;
pub mod frame;
pub mod language;
pub mod last_sync;
pub mod may_write;
pub mod opened;
pub mod outlet;
pub mod page_words;
pub mod pages;
pub mod parts;
pub mod renewal;
pub mod route;
pub mod table_mode;
pub mod team_module;
pub mod team_pages;
pub mod words;
