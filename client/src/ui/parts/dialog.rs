//! A question that has to be answered before anything else.

use leptos::{html, prelude::*};

use crate::{platform::dom, ui::parts::show::Show};

/// A modal dialog. The browser keeps the focus inside, closes it with Escape, and gives the focus back.
#[component]
pub fn Dialog(
    /// Open or not.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What belongs to it, and its buttons. Built anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() { dom::show_modal(&dialog) } else { dom::close_dialog(&dialog) }
    });
    view! {
        <dialog class="bb-dialog" node_ref=dialog aria-label=title on:close=move |_| open.set(false)>
            <Show when=move || open.get()>
                <div class="bb-dialog__content">
                    <h2 class="nl-heading nl-heading--level-2">{title}</h2>
                    {children()}
                </div>
            </Show>
        </dialog>
    }
}
