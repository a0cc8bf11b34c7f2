//! Facts as a list of terms and what they are.

use leptos::prelude::*;

/// A list of facts.
#[component]
pub fn Facts(
    /// Each a [`Fact`].
    children: Children,
) -> impl IntoView {
    view! { <dl class="utrecht-data-list bb-facts">{children()}</dl> }
}

/// One fact.
#[component]
pub fn Fact(
    /// What it is about.
    #[prop(into)]
    term: String,
    /// What it is.
    children: Children,
) -> impl IntoView {
    view! {
        <div>
            <dt class="utrecht-data-list__item-key">{term}</dt>
            <dd class="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd">{children()}</dd>
        </div>
    }
}
