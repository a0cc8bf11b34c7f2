//! Small choices of the reader that are no content: kept in the browser's local storage.

use leptos::web_sys;

/// A choice that is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preference {
    /// The language: `nl` or `en`.
    Language,
    /// `demo` when the server was a demonstration the last time.
    Play,
}

impl Preference {
    const fn key(self) -> &'static str {
        match self {
            Self::Language => "buurtboek-language",
            Self::Play => "buurtboek-play",
        }
    }
}

/// What was remembered; none where the browser keeps nothing.
#[must_use]
pub fn read(preference: Preference) -> Option<String> {
    storage()?.get_item(preference.key()).ok()?
}

/// Remembers it. Where the browser keeps nothing, the choice holds until the page is left.
pub fn remember(preference: Preference, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(preference.key(), value);
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}
