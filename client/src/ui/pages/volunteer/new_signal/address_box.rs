//! An address: typed freely, with the streets of the neighbourhood to pick from.

use leptos::{ev, prelude::*};

use super::steps::{is_listed, matching_streets};
use crate::{
    i18n::say,
    ui::{
        language::locale,
        parts::field::{Field, described_by},
    },
};

/// Most streets that are offered at once.
const MOST: usize = 6;

/// A text field with a list of streets below it: arrow keys go through it, Enter takes one, Escape closes it.
#[component]
pub fn AddressBox(
    /// The control's id.
    id: &'static str,
    /// Every street of the neighbourhood.
    #[prop(into)]
    streets: Signal<Vec<String>>,
    /// What is typed.
    value: Signal<String>,
    /// It was changed.
    on_change: impl Fn(String) + Copy + Send + Sync + 'static,
    /// What is wrong; empty when nothing is.
    error: Signal<String>,
) -> impl IntoView {
    let locale = locale();
    let help = say!(locale, volunteer.form.place.help);
    let is_open = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);
    let offered = Memo::new(move |_| match is_open.get() {
        true => streets.with(|streets| value.with(|typed| matching_streets(streets, typed, MOST))),
        false => Vec::new(),
    });
    let take = move |street: String| {
        on_change(format!("{street} "));
        is_open.set(false);
        active.set(None);
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let count = offered.with(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => {
                event.prevent_default();
                active.update(|active| *active = Some(active.map_or(0, |index| (index + 1) % count)));
            }
            "ArrowUp" if count > 0 => {
                event.prevent_default();
                active.update(|active| *active = Some(active.map_or(count - 1, |index| (index + count - 1) % count)));
            }
            "Enter" => {
                let chosen = active.get().and_then(|index| offered.with(|streets| streets.get(index).cloned()));
                if let Some(street) = chosen {
                    event.prevent_default();
                    take(street);
                }
            }
            "Escape" => is_open.set(false),
            _ => {}
        }
    };
    let is_unknown = move || {
        let typed = value.get();
        typed.trim().len() > 3
            && offered.with(Vec::is_empty)
            && streets.with(|streets| !streets.is_empty() && !is_listed(streets, &typed))
    };
    let option = move |(index, street): (usize, String)| {
        let pick = street.clone();
        view! {
            <li
                class="utrecht-listbox__option"
                id=format!("{id}-option-{index}")
                role="option"
                aria-selected=move || (active.get() == Some(index)).to_string()
                // The list must not close before the press arrives.
                on:mousedown=move |event| event.prevent_default()
                on:click=move |_| take(pick.clone())
            >
                {street}
            </li>
        }
    };
    view! {
        <Field id=id label=say!(locale, volunteer.form.place.address) help=help error=error>
            <div class="bb-combobox">
                <input
                    class="utrecht-textbox utrecht-textbox--html-input"
                    id=id
                    type="text"
                    dir="auto"
                    placeholder=" "
                    role="combobox"
                    autocomplete="off"
                    aria-autocomplete="list"
                    aria-expanded=move || (!offered.with(Vec::is_empty)).to_string()
                    aria-controls=format!("{id}-list")
                    aria-activedescendant=move || active.get().map(|index| format!("{id}-option-{index}"))
                    aria-invalid=move || (!error.get().is_empty()).then_some("true")
                    aria-describedby=move || described_by(id, help, &error.get())
                    prop:value=value
                    on:input=move |event| {
                        is_open.set(true);
                        active.set(None);
                        on_change(event_target_value(&event));
                    }
                    on:keydown=on_key
                    on:blur=move |_| is_open.set(false)
                />
                <ul
                    class="utrecht-listbox utrecht-listbox__list bb-combobox__list"
                    id=format!("{id}-list")
                    role="listbox"
                    aria-label=say!(locale, volunteer.form.place.suggestions)
                    hidden=move || offered.with(Vec::is_empty)
                >
                    {move || offered.get().into_iter().enumerate().map(option).collect_view()}
                </ul>
            </div>
        </Field>
        <p class="bb-hidden" role="status">
            {move || match offered.with(Vec::len) {
                0 => None,
                count => Some(say!(locale, volunteer.form.place.count, count = count)),
            }}
        </p>
        <p class="bb-soft" role="status">
            {move || is_unknown().then(|| say!(locale, volunteer.form.place.no_match))}
        </p>
    }
}
