//! When something goes wrong that the app cannot mend: a code, and nothing of anybody's text.

use std::panic::{Location, PanicHookInfo};

use buurtboek_shared::ids::Hash256;
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    platform::{
        crash_screen::{self, CrashScreen},
        dom,
        preferences::{self, Preference},
    },
    ui::{
        language::locale,
        parts::{
            button::{Button, Look},
            page_title::PageTitle,
        },
    },
};

/// Shows the crash screen from now on whenever the app panics.
pub fn install_hook() {
    std::panic::set_hook(Box::new(show));
}

/// The message of a panic may hold somebody's words, so only its place counts.
fn show(panic: &PanicHookInfo<'_>) {
    let language = preferences::read(Preference::Language).and_then(|language| language.parse().ok());
    let locale: Locale = language.unwrap_or_default();
    let place = panic.location().map(place_of).unwrap_or_default();
    crash_screen::show(&CrashScreen {
        title: say!(locale, app.crash.title),
        text: say!(locale, app.crash.text),
        reload: say!(locale, app.crash.reload),
        code: &say!(locale, app.crash.code, code = code_of(&place)),
        place: &place,
    });
}

fn place_of(location: &Location<'_>) -> String {
    format!("{}:{}:{}", location.file(), location.line(), location.column())
}

/// A short code for a place in the source.
fn code_of(place: &str) -> String {
    Hash256::of(place.as_bytes()).to_string().chars().take(8).collect()
}

/// The device's storage cannot be opened.
#[component]
pub fn StorageClosed() -> impl IntoView {
    let locale = locale();
    view! {
        <main class="bb-main">
            <PageTitle text=say!(locale, app.crash.title)/>
            <p>{say!(locale, app.crash.storage)}</p>
            <p><Button look=Look::Primary on_press=dom::reload>{say!(locale, app.crash.storage_reload)}</Button></p>
        </main>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_a_short_code_of_its_own() {
        let here = place_of(Location::caller());
        let (one, other) = (code_of(&here), code_of(&place_of(Location::caller())));
        assert_eq!(one.len(), 8);
        assert_ne!(one, other);
    }
}
