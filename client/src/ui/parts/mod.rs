//! What pages are made of.

pub mod absent;
pub mod badge;
pub mod button;
pub mod call;
pub mod choice;
pub mod choice_question;
pub mod choice_rows;
pub mod dialog;
pub mod dynamic;
pub mod error_summary;
pub mod facts;
pub mod field;
pub mod filter_tabs;
pub mod fold;
pub mod icon;
pub mod notice;
pub mod page_title;
pub mod prose_field;
pub mod quotation;
pub mod readiness;
pub mod row;
pub mod select_field;
pub mod show;
pub mod split;
pub mod ticks;
