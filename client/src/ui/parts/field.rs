//! Fields: label, description, what is wrong, and the control, in this order.

use leptos::prelude::*;

use crate::{platform::dom, ui::parts::show::Show};

/// What the browser may help with in a line of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum LineKind {
    /// Plain words.
    #[default]
    Words,
    /// A user name.
    UserName,
    /// A day.
    Day,
    /// A time of the day.
    Time,
    /// Something to look for.
    Search,
}

impl LineKind {
    const fn input_type(self) -> &'static str {
        match self {
            Self::Words | Self::UserName => "text",
            Self::Day => "date",
            Self::Time => "time",
            Self::Search => "search",
        }
    }

    const fn autocomplete(self) -> &'static str {
        match self {
            Self::UserName => "username",
            Self::Words | Self::Day | Self::Time | Self::Search => "off",
        }
    }
}

/// Whether a field's label shows; a screen reader reads it in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelState {
    /// It shows.
    Shown,
    /// It does not.
    Hidden,
}

/// The ids of what describes a field, for `aria-describedby`.
#[must_use]
pub fn described_by(id: &str, help: &str, error: &str) -> Option<String> {
    let parts: Vec<String> = [("help", help), ("error", error)]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(part, _)| format!("{id}-{part}"))
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The frame of a field around its control.
#[component]
pub fn Field(
    /// The control's id.
    #[prop(into)]
    id: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// What helps to fill it in; may be empty.
    #[prop(optional, into)]
    help: String,
    /// What is wrong with it; empty when nothing is.
    #[prop(optional, into)]
    error: Signal<String>,
    /// Whether the label shows: it does not where a heading says the same.
    #[prop(default = LabelState::Shown)]
    label_state: LabelState,
    /// The control.
    children: Children,
) -> impl IntoView {
    let label_class = match label_state {
        LabelState::Shown => "utrecht-form-label",
        LabelState::Hidden => "bb-hidden",
    };
    let help_id = format!("{id}-help");
    let help = (!help.is_empty()).then(|| {
        view! { <p id=help_id class="utrecht-form-field-description utrecht-form-field__description">{help}</p> }
    });
    view! {
        <div class="utrecht-form-field" class:utrecht-form-field--invalid=move || !error.get().is_empty()>
            <div class="utrecht-form-field__label">
                <label class=label_class for=id.clone()>{label}</label>
            </div>
            {help}
            <FieldError id=id error=error/>
            <div class="utrecht-form-field__input">{children()}</div>
        </div>
    }
}

/// What is wrong with a field.
#[component]
pub fn FieldError(
    /// The control's id.
    #[prop(into)]
    id: String,
    /// What is wrong; empty when nothing is.
    #[prop(into)]
    error: Signal<String>,
) -> impl IntoView {
    let id = format!("{id}-error");
    view! {
        <Show when=move || !error.get().is_empty()>
            <p id=id.clone() class="utrecht-form-field-error-message utrecht-form-field__error-message">
                {error}
            </p>
        </Show>
    }
}

/// A line of text.
#[component]
pub fn LineField(
    /// The control's id.
    #[prop(into)]
    id: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// What is typed.
    value: RwSignal<String>,
    /// What helps to fill it in; may be empty.
    #[prop(optional, into)]
    help: String,
    /// What is wrong with it; empty when nothing is.
    #[prop(optional, into)]
    error: Signal<String>,
    /// What the browser may help with.
    #[prop(optional)]
    kind: LineKind,
) -> impl IntoView {
    let described = {
        let (id, help) = (id.clone(), help.clone());
        move || described_by(&id, &help, &error.get())
    };
    view! {
        <Field id=id.clone() label=label help=help error=error>
            <input
                class="utrecht-textbox utrecht-textbox--html-input"
                id=id
                type=kind.input_type()
                dir="auto"
                autocomplete=kind.autocomplete()
                autocapitalize=if kind == LineKind::UserName { "none" } else { "sentences" }
                aria-invalid=move || (!error.get().is_empty()).then_some("true")
                aria-describedby=described
                placeholder=" "
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        </Field>
    }
}

/// Several lines of text that one person writes.
#[component]
pub fn TextField(
    /// The control's id.
    #[prop(into)]
    id: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// What is typed.
    value: RwSignal<String>,
    /// What helps to fill it in; may be empty.
    #[prop(optional, into)]
    help: String,
    /// What is wrong with it; empty when nothing is.
    #[prop(optional, into)]
    error: Signal<String>,
) -> impl IntoView {
    let described = {
        let (id, help) = (id.clone(), help.clone());
        move || described_by(&id, &help, &error.get())
    };
    view! {
        <Field id=id.clone() label=label help=help error=error>
            <textarea
                class="utrecht-textarea utrecht-textarea--html-textarea"
                id=id
                rows="4"
                dir="auto"
                placeholder=" "
                aria-invalid=move || (!error.get().is_empty()).then_some("true")
                aria-describedby=described
                prop:value=value
                on:input=move |event| {
                    dom::grow(&event);
                    value.set(event_target_value(&event));
                }
            ></textarea>
        </Field>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_names_what_describes_it() {
        assert_eq!(described_by("place", "", ""), None);
        assert_eq!(described_by("place", "Een naam hoeft niet.", ""), Some("place-help".to_owned()));
        assert_eq!(described_by("place", "x", "y"), Some("place-help place-error".to_owned()));
    }
}
