//! A field with a list to pick from.

use leptos::prelude::*;

use super::{
    dynamic::dynamic,
    field::{Field, described_by},
};

/// One of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectOption {
    /// What it stands for.
    pub value: String,
    /// Its words.
    pub words: String,
}

impl SelectOption {
    /// An option.
    #[must_use]
    pub fn new(value: impl Into<String>, words: impl Into<String>) -> Self {
        Self { value: value.into(), words: words.into() }
    }
}

/// The field.
#[component]
pub fn SelectField(
    /// The control's id.
    id: &'static str,
    /// The label.
    #[prop(into)]
    label: String,
    /// What can be picked.
    #[prop(into)]
    options: Signal<Vec<SelectOption>>,
    /// The value that is picked.
    chosen: RwSignal<String>,
    /// What is wrong with it; empty when nothing is.
    #[prop(optional, into)]
    error: Signal<String>,
) -> impl IntoView {
    let list = move || {
        let options = options.get().into_iter().map(|option| {
            let value = option.value.clone();
            let is_chosen = move || chosen.with(|chosen| *chosen == value);
            view! { <option value=option.value prop:selected=is_chosen>{option.words}</option> }
        });
        options.collect_view()
    };
    view! {
        <Field id=id label=label error=error>
            <select
                class="utrecht-textbox"
                id=id
                aria-invalid=move || (!error.get().is_empty()).then_some("true")
                aria-describedby=move || described_by(id, "", &error.get())
                on:change=move |event| chosen.set(event_target_value(&event))
            >
                {dynamic(list)}
            </select>
        </Field>
    }
}
