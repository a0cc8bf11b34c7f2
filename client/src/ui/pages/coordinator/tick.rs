//! One thing that is so or not, and changes at once when it is ticked.

use leptos::prelude::*;

use crate::ui::parts::show::Show;

/// A row as wide as the page with a box to tick.
#[component]
pub fn Tick(
    /// The control's id.
    #[prop(into)]
    id: String,
    /// Its words.
    #[prop(into)]
    label: String,
    /// What to know before ticking it; may be empty.
    #[prop(optional, into)]
    help: Signal<String>,
    /// Whether it is so.
    #[prop(into)]
    ticked: Signal<bool>,
    /// Somebody ticked it, or no longer.
    on_tick: impl Fn(bool) + 'static,
) -> impl IntoView {
    view! {
        <label class="bb-option">
            <input
                type="checkbox"
                class="utrecht-checkbox utrecht-checkbox--html-input utrecht-checkbox--custom"
                id=id
                prop:checked=ticked
                on:change=move |event| on_tick(event_target_checked(&event))
            />
            <span class="bb-option__text">
                <span>{label}</span>
                <Show when=move || !help.get().is_empty()>
                    <span class="bb-option__help">{help}</span>
                </Show>
            </span>
        </label>
    }
}
