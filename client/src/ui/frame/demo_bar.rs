//! "Demo. Alle mensen en verhalen zijn verzonnen."

use leptos::prelude::*;

use crate::{
    i18n::say,
    ui::{
        context::{Play, play},
        language::locale,
    },
};

/// The bar on top of every page of a demonstration.
#[component]
pub fn DemoBar() -> impl IntoView {
    let locale = locale();
    (play() == Play::Demo).then(|| view! { <p class="bb-demo">{say!(locale, app.demo.bar)}</p> })
}
