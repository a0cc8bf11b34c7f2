//! Everything that is wrong with a form, on top of it.

use leptos::{html, prelude::*};

use crate::{
    i18n::say,
    platform::dom,
    ui::{
        language::locale,
        parts::{dynamic::dynamic, show::Show},
    },
};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// The id of the control to go to.
    pub control: &'static str,
    /// What is wrong.
    pub words: String,
}

/// The summary: takes the focus when it appears, and leads to the fields. Nothing when all is well.
#[component]
pub fn ErrorSummary(
    /// What is wrong, in the order of the form.
    #[prop(into)]
    faults: Signal<Vec<FieldFault>>,
) -> impl IntoView {
    let locale = locale();
    let summary = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if !faults.get().is_empty()
            && let Some(summary) = summary.get()
        {
            dom::focus(&summary);
        }
    });
    let links = move || {
        let links = faults.get().into_iter().map(|fault| {
            let leave = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                dom::focus_by_id(fault.control);
            };
            view! { <li><a class="nl-link" href=format!("#{}", fault.control) on:click=leave>{fault.words}</a></li> }
        });
        links.collect_view()
    };
    view! {
        <Show when=move || !faults.get().is_empty()>
            <div class="bb-notice bb-notice--alarm" role="alert" tabindex="-1" node_ref=summary>
                <div class="bb-stack bb-stack--tight">
                    <h2 class="nl-heading nl-heading--level-3">{say!(locale, app.error_summary)}</h2>
                    <ul role="list">{dynamic(links)}</ul>
                </div>
            </div>
        </Show>
    }
}

/// The words for one control, or nothing.
#[must_use]
pub fn fault_of(faults: Signal<Vec<FieldFault>>, control: &'static str) -> Signal<String> {
    Signal::derive(move || {
        let found = faults.with(|faults| faults.iter().find(|fault| fault.control == control).cloned());
        found.map(|fault| fault.words).unwrap_or_default()
    })
}
