//! "Dossiers": the households that the reader works with.

use buurtboek_shared::{domain::dossier::DossierPhase, ids::DocKind};
use leptos::prelude::*;

use super::dossier_parts::exploration::phase_badge;
use crate::{
    i18n::{Locale, say},
    state::{Summary, ViewRow},
    ui::{
        context::notebook,
        language::locale,
        parts::{
            dynamic::dynamic,
            field::{LineField, LineKind},
            notice::Empty,
            page_title::ListTitle,
            row::{RowText, Rows},
            show::Show,
            split::{Split, chosen_below},
        },
        route,
    },
};

/// The list with the chosen dossier beside it.
#[component]
pub fn Dossiers() -> impl IntoView {
    let locale = locale();
    let chosen = chosen_below(route::DOSSIERS);
    view! {
        <Split chosen=chosen invitation=say!(locale, professional.dossiers.pick)>
            <DossierList chosen=chosen/>
        </Split>
    }
}

#[component]
fn DossierList(chosen: Signal<Option<String>>) -> impl IntoView {
    let locale = locale();
    let dossiers = notebook().list(DocKind::Dossier);
    let query = RwSignal::new(String::new());
    let rows = Memo::new(move |_| {
        dossiers.with(|rows| {
            let found = rows.iter().filter(|row| query.with(|query| row.matches(query)));
            found.filter_map(|row| row_text(locale, row)).collect::<Vec<_>>()
        })
    });
    let nothing = move || match query.with(String::is_empty) {
        true => say!(locale, professional.dossiers.empty),
        false => say!(locale, professional.dossiers.none_found),
    };
    // A note of the dossier is open as well: its row stays marked.
    let current = Signal::derive(move || {
        let path = chosen.get()?;
        rows.with(|rows| rows.iter().map(|row| row.href.clone()).find(|href| path.starts_with(href.as_str())))
    });
    view! {
        <div class="bb-main">
            <ListTitle chosen=chosen text=say!(locale, professional.dossiers.title)/>
            <LineField id="search" label=say!(locale, professional.dossiers.search) value=query kind=LineKind::Search/>
            <Show
                when=move || !rows.with(Vec::is_empty)
                fallback=move || view! { <Empty>{dynamic(nothing)}</Empty> }
            >
                <Rows rows=rows current=current/>
            </Show>
        </div>
    }
}

fn row_text(locale: Locale, row: &ViewRow) -> Option<RowText> {
    let Summary::Dossier(dossier) = &row.summary else { return None };
    let title = if dossier.name.is_empty() {
        say!(locale, professional.dossiers.unnamed).to_owned()
    } else {
        dossier.name.clone()
    };
    // What is a dossier needs no badge in a list of dossiers.
    let badges = match dossier.phase {
        DossierPhase::Exploration | DossierPhase::ToBeErased => vec![phase_badge(locale, dossier.phase)],
        DossierPhase::Plan => Vec::new(),
    };
    Some(RowText { href: route::dossier(row.doc.id), title, line: dossier.address.clone(), badges })
}
