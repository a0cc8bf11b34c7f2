//! Telephone numbers.

use leptos::prelude::*;

use super::{
    button::{Button, ButtonLink, Look},
    icon::Icon,
    notice::Notice,
};
use crate::{
    i18n::say,
    ui::{
        context::{Play, play},
        language::locale,
        parts::show::Show,
    },
};

/// A button that dials. In a demonstration it says that it does not.
#[component]
pub fn CallButton(
    /// The number, as to be dialled.
    #[prop(into)]
    number: String,
    /// How much it stands out.
    #[prop(optional)]
    look: Look,
    /// "Bel 112".
    #[prop(into)]
    words: String,
) -> impl IntoView {
    let locale = locale();
    let pressed = RwSignal::new(false);
    match play() {
        Play::Real => {
            view! { <ButtonLink href=dial(&number) look=look icon=Icon::Phone>{words}</ButtonLink> }.into_any()
        }
        Play::Demo => view! {
            <Button look=look icon=Icon::Phone on_press=move || pressed.set(true)>{words}</Button>
            <Show when=move || pressed.get()>
                <Notice>{say!(locale, app.demo.no_dial)}</Notice>
            </Show>
        }
        .into_any(),
    }
}

/// `tel:` and the digits, whatever stands between them.
fn dial(number: &str) -> String {
    let digits: String = number.chars().filter(|digit| digit.is_ascii_digit() || *digit == '+').collect();
    format!("tel:{digits}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_dialled_without_what_stands_between_its_digits() {
        assert_eq!(dial("0800-2000"), "tel:08002000");
        assert_eq!(dial("+31 (0)10 123"), "tel:+31010123");
    }
}
