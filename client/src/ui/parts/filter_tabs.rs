//! Which part of a list shows.

use leptos::prelude::*;

/// A row of buttons of which one is pressed.
#[component]
pub fn FilterTabs<T>(
    /// What they choose between, for those who cannot see it.
    #[prop(into)]
    label: String,
    /// Each choice and its words.
    choices: Vec<(T, &'static str)>,
    /// The one that is pressed.
    chosen: RwSignal<T>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let tabs = choices.into_iter().map(|(choice, words)| {
        view! {
            <button
                type="button"
                class="bb-tab"
                aria-pressed=move || (chosen.get() == choice).to_string()
                on:click=move |_| chosen.set(choice)
            >
                {words}
            </button>
        }
    });
    view! { <div class="bb-tabs" role="group" aria-label=label>{tabs.collect_view()}</div> }
}
