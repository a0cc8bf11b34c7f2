//! A list and the page that was chosen from it: beside each other where there is room, otherwise one at a time.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::ui::{outlet::ChosenPage, parts::show::Show, table_mode::table_mode};

/// The end of the address that follows `base`: which page of a list is open.
#[must_use]
pub fn chosen_below(base: &'static str) -> Signal<Option<String>> {
    let path = use_location().pathname;
    let chosen = Memo::new(move |_| path.with(|path| below(base, path).map(|_| path.clone())));
    chosen.into()
}

fn below<'a>(base: &str, path: &'a str) -> Option<&'a str> {
    path.strip_prefix(base)?.strip_prefix('/').filter(|rest| !rest.is_empty())
}

/// The two, side by side. At the resident's table only the page: the list names other people.
#[component]
pub fn Split(
    /// The address of the page that is open; none when only the list is.
    chosen: Signal<Option<String>>,
    /// What stands in the page's place until something is chosen.
    #[prop(into)]
    invitation: String,
    /// The list.
    children: Children,
) -> impl IntoView {
    let is_chosen = move || chosen.with(Option::is_some);
    let at_table = table_mode().is_on();
    view! {
        <div
            class="bb-split"
            class:bb-split--chosen=is_chosen
            class:bb-split--empty=move || !is_chosen()
            class:bb-split--table=move || is_chosen() && at_table.get()
        >
            <div class="bb-split__list">{children()}</div>
            <div class="bb-split__page">
                <Show
                    when=is_chosen
                    fallback=move || view! { <p class="bb-main bb-soft">{invitation.clone()}</p> }
                >
                    <ChosenPage/>
                </Show>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_follows_the_list_in_the_address() {
        assert_eq!(below("/signalen", "/signalen/ab"), Some("ab"));
        assert_eq!(below("/signalen", "/signalen"), None);
        assert_eq!(below("/signalen", "/signalen/"), None);
        assert_eq!(below("/signalen", "/signalenlijst/ab"), None);
    }
}
