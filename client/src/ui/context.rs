//! What every screen may count on, provided by `app`.

use leptos::prelude::*;

use crate::state::notebook::Notebook;

/// Whether this is a demonstration, in which no number is dialled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Play {
    /// Real work.
    #[default]
    Real,
    /// All people and stories are invented.
    Demo,
}

/// The notebook of the member who is logged in.
#[must_use]
pub fn notebook() -> Notebook {
    expect_context::<Notebook>()
}

/// Whether this is a demonstration.
#[must_use]
pub fn play() -> Play {
    use_context::<Play>().unwrap_or_default()
}
