//! Several answers out of a few, each a row as wide as the page.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::{choice_rows::ChoiceRow, field::FieldError};

/// A question with rows to tick.
#[component]
pub fn Ticks<T>(
    /// Distinguishes it on the page.
    id: &'static str,
    /// The question.
    #[prop(into)]
    legend: String,
    /// The answers.
    rows: Vec<ChoiceRow<T>>,
    /// The ones that are ticked.
    ticked: RwSignal<BTreeSet<T>>,
    /// What is wrong; empty when nothing is.
    #[prop(optional, into)]
    error: Signal<String>,
) -> impl IntoView
where
    T: Clone + Ord + Send + Sync + 'static,
{
    let rows = rows.into_iter().enumerate().map(|(index, row)| tick(id, index, row, ticked));
    view! {
        <fieldset
            class="utrecht-form-fieldset__fieldset utrecht-form-fieldset__fieldset--html-fieldset"
            id=id
            aria-describedby=move || (!error.get().is_empty()).then(|| format!("{id}-error"))
        >
            <legend class="utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend">{legend}</legend>
            <FieldError id=id error=error/>
            <div class="bb-options">{rows.collect_view()}</div>
        </fieldset>
    }
}

fn tick<T>(id: &'static str, index: usize, row: ChoiceRow<T>, ticked: RwSignal<BTreeSet<T>>) -> impl IntoView
where
    T: Clone + Ord + Send + Sync + 'static,
{
    let value = row.value.clone();
    let is_ticked = Signal::derive(move || ticked.with(|ticked| ticked.contains(&value)));
    let help = (!row.help.is_empty()).then(|| view! { <span class="bb-option__help">{row.help}</span> });
    let turn = move |_| {
        let value = row.value.clone();
        ticked.update(|ticked| {
            if !ticked.remove(&value) {
                ticked.insert(value);
            }
        });
    };
    view! {
        <label class="bb-option">
            <input
                type="checkbox"
                class="utrecht-checkbox utrecht-checkbox--html-input utrecht-checkbox--custom"
                id=format!("{id}-{index}")
                prop:checked=is_ticked
                on:change=turn
            />
            <span class="bb-option__text">
                <span>{row.label}</span>
                {help}
            </span>
        </label>
    }
}
