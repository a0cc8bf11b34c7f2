//! Signals and dossiers that belong together, each by its name.

use buurtboek_shared::ids::DocId;
use leptos::prelude::*;

use super::case::names;
use crate::ui::{parts::dynamic::dynamic, route};

/// The links.
#[component]
pub fn CaseLinks(
    /// Triages and dossiers.
    #[prop(into)]
    docs: Signal<Vec<DocId>>,
) -> impl IntoView {
    let names = names();
    let items = move || {
        let items = docs.get().into_iter().map(|doc| {
            view! { <li><a class="nl-link" href=route::case(doc)>{move || names.run(doc)}</a></li> }
        });
        items.collect_view()
    };
    view! { <ul class="bb-stack bb-stack--tight" role="list">{dynamic(items)}</ul> }
}
