//! One answer out of a few, each a row as wide as the page.

use leptos::prelude::*;

use super::field::FieldError;

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceRow<T> {
    /// What it stands for.
    pub value: T,
    /// Its words.
    pub label: String,
    /// What helps to choose it; may be empty.
    pub help: String,
    /// How it looks.
    pub weight: RowWeight,
}

/// How a row looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RowWeight {
    /// As the others.
    #[default]
    Plain,
    /// Danger.
    Alarm,
}

impl<T> ChoiceRow<T> {
    /// A row with these words.
    #[must_use]
    pub fn new(value: T, label: impl Into<String>) -> Self {
        Self { value, label: label.into(), help: String::new(), weight: RowWeight::Plain }
    }

    /// The same row with a word of help.
    #[must_use]
    pub fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: help.into(), ..self }
    }

    /// The same row, standing out.
    #[must_use]
    pub fn alarming(self) -> Self {
        Self { weight: RowWeight::Alarm, ..self }
    }
}

/// How much room the rows take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RowsLayout {
    /// One below the other.
    #[default]
    Long,
    /// Beside each other where there is room: short answers.
    Short,
}

/// A question with rows to choose from.
#[component]
pub fn ChoiceRows<T>(
    /// Distinguishes it on the page.
    #[prop(into)]
    id: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// Whether the question shows: it does not where the page's title asks the same.
    #[prop(default = "utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend")]
    legend_class: &'static str,
    /// The answers.
    rows: Vec<ChoiceRow<T>>,
    /// The one that is chosen.
    #[prop(into)]
    chosen: Signal<Option<T>>,
    /// Somebody chose.
    on_choose: impl Fn(T) + Clone + 'static,
    /// How the rows lie.
    #[prop(optional)]
    layout: RowsLayout,
    /// What is wrong; empty when nothing is.
    #[prop(optional, into)]
    error: Signal<String>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let rows = rows.into_iter().enumerate();
    let rows = rows.map(|(index, row)| option_row(&id, index, row, chosen, on_choose.clone())).collect_view();
    let (error_id, set_id) = (format!("{id}-error"), id.clone());
    let class = match layout {
        RowsLayout::Long => "bb-options",
        RowsLayout::Short => "bb-options bb-options--short",
    };
    view! {
        <fieldset
            class="utrecht-form-fieldset__fieldset utrecht-form-fieldset__fieldset--html-fieldset"
            id=set_id
            aria-describedby=move || (!error.get().is_empty()).then(|| error_id.clone())
        >
            <legend class=legend_class>{legend}</legend>
            <FieldError id=id error=error/>
            <div class=class>{rows}</div>
        </fieldset>
    }
}

fn option_row<T, F>(
    id: &str,
    index: usize,
    row: ChoiceRow<T>,
    chosen: Signal<Option<T>>,
    on_choose: F,
) -> impl IntoView + use<T, F>
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(T) + 'static,
{
    let class = match row.weight {
        RowWeight::Plain => "bb-option",
        RowWeight::Alarm => "bb-option bb-option--alarm",
    };
    let value = row.value.clone();
    let is_chosen = Signal::derive(move || chosen.with(|chosen| chosen.as_ref() == Some(&value)));
    let help = (!row.help.is_empty()).then(|| view! { <span class="bb-option__help">{row.help}</span> });
    view! {
        <label class=class>
            <input
                type="radio"
                class="utrecht-radio-button utrecht-radio-button--html-input utrecht-radio-button--custom"
                name=id.to_owned()
                id=format!("{id}-{index}")
                prop:checked=is_chosen
                on:change=move |_| on_choose(row.value.clone())
            />
            <span class="bb-option__text">
                <span>{row.label}</span>
                {help}
            </span>
        </label>
    }
}
