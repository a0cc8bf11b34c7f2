//! An answer that holds several names: a box before each.

use leptos::prelude::*;

/// A box before each name.
#[component]
pub fn NameTicks(
    /// Distinguishes it on the page.
    id: &'static str,
    /// The question.
    legend: &'static str,
    /// The names.
    names: Vec<String>,
    /// The answer that stands.
    standing: Memo<String>,
    /// Somebody answered.
    on_answer: impl Fn(String) + Clone + 'static,
) -> impl IntoView {
    let boxes = names.into_iter().map(|name| {
        let (ticked, on_answer) = (name.clone(), on_answer.clone());
        let pressed = name.clone();
        view! {
            <label class="bb-option">
                <input
                    type="checkbox"
                    class="utrecht-checkbox utrecht-checkbox--html-input"
                    prop:checked=move || standing.with(|value| names_in(value).contains(&ticked.as_str()))
                    on:change=move |_| on_answer(standing.with_untracked(|value| toggled(value, &pressed)))
                />
                <span class="bb-option__text">{name}</span>
            </label>
        }
    });
    view! {
        <fieldset class="utrecht-form-fieldset__fieldset utrecht-form-fieldset__fieldset--html-fieldset" id=id>
            <legend class="utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend">{legend}</legend>
            <div class="bb-options bb-options--short">{boxes.collect_view()}</div>
        </fieldset>
    }
}

/// The names of an answer that holds several.
#[must_use]
pub fn names_in(value: &str) -> Vec<&str> {
    value.split(NAMES).filter(|name| !name.is_empty()).collect()
}

/// The answer with this name added, or taken away.
fn toggled(value: &str, name: &str) -> String {
    let mut names = names_in(value);
    match names.iter().position(|known| *known == name) {
        Some(place) => {
            names.remove(place);
        }
        None => names.push(name),
    }
    names.join(NAMES)
}

/// What stands between names in an answer.
const NAMES: &str = ", ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_added_and_taken_away() {
        assert_eq!(toggled("", "Joost Wielinga"), "Joost Wielinga");
        assert_eq!(toggled("Joost Wielinga", "Ilse"), "Joost Wielinga, Ilse");
        assert_eq!(toggled("Joost Wielinga, Ilse", "Joost Wielinga"), "Ilse");
        assert_eq!(toggled("Ilse", "Ilse"), "");
    }
}
