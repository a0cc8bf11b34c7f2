//! One more of a list: a button, and the form that takes its place until it is kept or called off.

use leptos::prelude::*;

use crate::ui::parts::{button::Button, dynamic::dynamic, icon::Icon, show::Show};

/// The button, for who works there, and the form.
#[component]
pub fn OneMore(
    /// What the button says.
    words: &'static str,
    /// True when the reader works in it.
    writes: Memo<bool>,
    /// The form, with what is to be done once it is kept or called off.
    form: Callback<Callback<()>, AnyView>,
) -> impl IntoView {
    let adds = RwSignal::new(false);
    let close = Callback::new(move |()| {
        adds.try_set(false);
    });
    view! {
        <Show when=move || writes.get()>
            <Show
                when=move || adds.get()
                fallback=move || view! {
                    <p><Button icon=Icon::Plus on_press=move || adds.set(true)>{words}</Button></p>
                }
            >
                {dynamic(move || form.run(close))}
            </Show>
        </Show>
    }
}
