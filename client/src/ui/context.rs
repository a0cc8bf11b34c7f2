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

/// The notebook of the member who is logged in, for what happens after a screen was drawn: a press, a timer. Contexts
/// are not found there; copies of this are.
#[derive(Clone, Copy)]
pub struct Book(StoredValue<Notebook>);

impl Book {
    /// Holds a notebook for as long as the part of the app that makes it is there.
    #[must_use]
    pub fn new(notebook: Notebook) -> Self {
        Self(StoredValue::new(notebook))
    }

    /// The notebook.
    #[must_use]
    pub fn get(self) -> Notebook {
        self.0.get_value()
    }
}

/// The notebook, to be copied into what happens later. To be asked for while a screen is drawn.
#[must_use]
pub fn book() -> Book {
    expect_context::<Book>()
}

/// The notebook of the member who is logged in. To be asked for while a screen is drawn.
#[must_use]
pub fn notebook() -> Notebook {
    book().get()
}

/// Whether this is a demonstration.
#[must_use]
pub fn play() -> Play {
    use_context::<Play>().unwrap_or_default()
}
