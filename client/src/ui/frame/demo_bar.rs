//! "Demo. Alle mensen en verhalen zijn verzonnen."

use leptos::prelude::*;

use crate::{
    i18n::say,
    ui::{context::Play, language::locale, parts::show::Show},
};

/// The bar on top of every page of a demonstration.
#[component]
pub fn DemoBar(
    /// Whether it is one.
    #[prop(into)]
    play: Signal<Play>,
) -> impl IntoView {
    let locale = locale();
    view! {
        <Show when=move || play.get() == Play::Demo>
            <aside class="bb-demo" aria-label="Demo">{say!(locale, app.demo.bar)}</aside>
        </Show>
    }
}
