//! Where each role begins.

use leptos::prelude::*;
use leptos_router::components::Redirect;

use super::not_found::NoScreens;
use crate::ui::{context::notebook, pages::volunteer::own_signals::OwnSignals, route};

/// The page at the root.
#[component]
pub fn Home() -> impl IntoView {
    match route::first_page(notebook().identity().role) {
        Some(route::HOME) => view! { <OwnSignals/> }.into_any(),
        Some(page) => view! { <Redirect path=page/> }.into_any(),
        None => view! { <NoScreens/> }.into_any(),
    }
}
