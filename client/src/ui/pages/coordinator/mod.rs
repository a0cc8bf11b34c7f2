//! The coordinator's pages.

pub mod deciding;
pub mod deputy;
pub mod ending;
pub mod form_words;
pub mod handed_texts;
pub mod inbox;
pub mod inbox_list;
pub mod judge;
pub mod minute;
pub mod office_hours;
pub mod preview;
pub mod read_along;
pub mod signposts;
pub mod standing_in;
pub mod team;
pub mod tick;
