//! Somebody's own words.

use leptos::prelude::*;

/// A quotation with who said it and when.
#[component]
pub fn Quotation(
    /// The words, as they were written.
    #[prop(into)]
    text: String,
    /// Who and when; may be empty.
    #[prop(optional, into)]
    caption: String,
) -> impl IntoView {
    let caption = (!caption.is_empty()).then(|| view! { <figcaption>{caption}</figcaption> });
    view! {
        <figure class="bb-quotation">
            <blockquote class="utrecht-blockquote">
                <p class="utrecht-blockquote__content" dir="auto">{text}</p>
            </blockquote>
            {caption}
        </figure>
    }
}
