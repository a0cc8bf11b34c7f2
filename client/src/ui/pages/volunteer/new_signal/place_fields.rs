//! "Waar is het?": an address with the streets of the neighbourhood to pick from, or a place in own words.

use buurtboek_shared::domain::signal::Report;
use leptos::prelude::*;

use super::address_box::AddressBox;
use crate::{
    i18n::{Locale, say},
    state::{PlaceAnswer, PlaceForm},
    ui::{
        colleagues::colleagues,
        language::locale,
        parts::{
            button::{Button, Look},
            field::{Field, described_by},
            show::Show,
        },
    },
};

/// What a place lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceFault {
    /// Neither an address nor a description.
    Missing,
    /// More than can be sent.
    TooLong,
}

impl PlaceFault {
    /// What the filled-in place lacks; none when it can be sent.
    #[must_use]
    pub fn of(form: &PlaceForm) -> Option<Self> {
        let words = match form.answer {
            PlaceAnswer::Address => &form.address,
            PlaceAnswer::Description => &form.description,
        };
        if words.trim().is_empty() {
            return Some(Self::Missing);
        }
        (words.len() > Report::MAX_PLACE).then_some(Self::TooLong)
    }

    /// The sentence at the field.
    #[must_use]
    pub fn words(self, locale: Locale) -> &'static str {
        match self {
            Self::Missing => say!(locale, volunteer.form.place.missing),
            Self::TooLong => say!(locale, volunteer.form.place.long),
        }
    }
}

/// The ids of the two controls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceControls {
    /// "Straat en huisnummer".
    pub address: &'static str,
    /// "Beschrijf de plek".
    pub description: &'static str,
}

impl PlaceControls {
    /// The control that shows while this answer is meant.
    #[must_use]
    pub const fn of(self, answer: PlaceAnswer) -> &'static str {
        match answer {
            PlaceAnswer::Address => self.address,
            PlaceAnswer::Description => self.description,
        }
    }
}

/// The fields. Both are kept while somebody changes their mind.
#[component]
pub fn PlaceFields(
    /// The controls.
    controls: PlaceControls,
    /// What is filled in.
    #[prop(into)]
    form: Signal<PlaceForm>,
    /// It was changed.
    on_change: Callback<PlaceForm>,
    /// What is wrong; empty when nothing is.
    error: Signal<String>,
) -> impl IntoView {
    let locale = locale();
    let knows = Memo::new(move |_| form.with(|form| form.answer == PlaceAnswer::Address));
    let streets = Memo::new(move |_| colleagues().streets());
    let change = move |change: &dyn Fn(&mut PlaceForm)| {
        let mut changed = form.get_untracked();
        change(&mut changed);
        on_change.run(changed);
    };
    let turn_to = move |answer| change(&|form| form.answer = answer);
    let address = move || {
        view! {
            <AddressBox
                id=controls.address
                streets=streets
                value=Signal::derive(move || form.with(|form| form.address.clone()))
                on_change=move |typed: String| change(&|form| form.address.clone_from(&typed))
                error=error
            />
            <Button look=Look::Subtle on_press=move || turn_to(PlaceAnswer::Description)>
                {say!(locale, volunteer.form.place.unknown)}
            </Button>
        }
    };
    let id = controls.description;
    let description = move || {
        view! {
            <Field id=id label=say!(locale, volunteer.form.place.describe) error=error>
                <textarea
                    class="utrecht-textarea utrecht-textarea--html-textarea"
                    id=id
                    rows="3"
                    dir="auto"
                    placeholder=" "
                    aria-invalid=move || (!error.get().is_empty()).then_some("true")
                    aria-describedby=move || described_by(id, "", &error.get())
                    prop:value=move || form.with(|form| form.description.clone())
                    on:input=move |event| {
                        let typed = event_target_value(&event);
                        change(&|form| form.description.clone_from(&typed));
                    }
                ></textarea>
            </Field>
            <Button look=Look::Subtle on_press=move || turn_to(PlaceAnswer::Address)>
                {say!(locale, volunteer.form.place.known)}
            </Button>
        }
    };
    view! { <Show when=move || knows.get() fallback=description>{address()}</Show> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_that_is_meant_must_hold_words_and_not_too_many() {
        let form = |address: &str, answer| PlaceForm { address: address.to_owned(), answer, ..PlaceForm::default() };
        assert_eq!(PlaceFault::of(&form("Nevelstraat 14", PlaceAnswer::Address)), None);
        assert_eq!(PlaceFault::of(&form(" ", PlaceAnswer::Address)), Some(PlaceFault::Missing));
        let described = form("Nevelstraat 14", PlaceAnswer::Description);
        assert_eq!(PlaceFault::of(&described), Some(PlaceFault::Missing), "the address does not count");
        let long = form(&"a".repeat(Report::MAX_PLACE + 1), PlaceAnswer::Address);
        assert_eq!(PlaceFault::of(&long), Some(PlaceFault::TooLong));
    }
}
