//! The language of the screens: chosen on "Meer", remembered on the device.

use leptos::prelude::*;

use crate::{
    i18n::Locale,
    platform::preferences::{self, Preference},
};

/// The choice. Changing it draws the screens anew; what is written lives in the notebook and stays.
#[derive(Clone, Copy)]
pub struct Language(pub RwSignal<Locale>);

/// The language that was chosen on this device; Dutch until one was.
#[must_use]
pub fn remembered() -> Locale {
    preferences::read(Preference::Language).and_then(|language| language.parse().ok()).unwrap_or_default()
}

/// The language that this screen is drawn in: Dutch where none was provided.
#[must_use]
pub fn locale() -> Locale {
    use_context::<Language>().map(|language| language.0.get_untracked()).unwrap_or_default()
}
