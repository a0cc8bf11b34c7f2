//! Where each role begins.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect};

use super::not_found::NoScreens;
use crate::ui::{context::notebook, pages::volunteer::own_signals::OwnSignals, route};

/// The page at the root.
#[component]
pub fn Home() -> impl IntoView {
    match route::first_page(notebook().identity().role) {
        Some(route::HOME) => view! { <OwnSignals/> }.into_any(),
        Some(page) => {
            // In the place of this one, or going back would lead here again.
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            view! { <Redirect path=page options=options/> }.into_any()
        }
        None => view! { <NoScreens/> }.into_any(),
    }
}
