//! "Signalen": new ones, one's own, all, and what one looks for.

use leptos::prelude::*;

use super::{
    signal_list::{SignalFilter, shown},
    signal_rows::row,
    team_signals,
};
use crate::{
    i18n::say,
    state::sync_status::Link,
    ui::{
        colleagues::colleagues,
        context::notebook,
        language::locale,
        parts::{
            dynamic::dynamic,
            field::{LineField, LineKind},
            filter_tabs::FilterTabs,
            notice::Empty,
            page_title::ListTitle,
            row::Rows,
            show::Show,
            split::{Split, chosen_below},
        },
        route,
    },
};

/// The list with the chosen signal beside it.
#[component]
pub fn Signals() -> impl IntoView {
    let locale = locale();
    let chosen = chosen_below(route::SIGNALS);
    view! {
        <Split chosen=chosen invitation=say!(locale, professional.signals.pick)>
            <SignalList chosen=chosen/>
        </Split>
    }
}

#[component]
fn SignalList(chosen: Signal<Option<String>>) -> impl IntoView {
    let locale = locale();
    let notebook = notebook();
    let me = notebook.identity().member;
    let status = notebook.sync_status();
    let colleagues = colleagues();
    let items = team_signals();
    let query = RwSignal::new(String::new());
    let filter = RwSignal::new(SignalFilter::New);
    let rows = Memo::new(move |_| {
        let found = items.with(|items| query.with(|query| shown(items, filter.get(), me, query)));
        found.iter().map(|item| row(locale, item, route::signal(item.id), me, colleagues)).collect::<Vec<_>>()
    });
    let searches_offline = move || !query.with(String::is_empty) && status.with(|status| status.link != Link::Online);
    let nothing = move || match (query.with(String::is_empty), filter.get()) {
        (false, _) => say!(locale, professional.signals.none_found),
        (true, SignalFilter::New) => say!(locale, professional.signals.none_new),
        (true, SignalFilter::Mine) => say!(locale, professional.signals.none_mine),
        (true, SignalFilter::All) => say!(locale, professional.signals.empty),
    };
    // A page below the signal is open as well: its row stays marked.
    let current = Signal::derive(move || {
        let path = chosen.get()?;
        rows.with(|rows| rows.iter().map(|row| row.href.clone()).find(|href| path.starts_with(href.as_str())))
    });
    let choices = vec![
        (SignalFilter::New, say!(locale, professional.signals.new)),
        (SignalFilter::Mine, say!(locale, professional.signals.mine)),
        (SignalFilter::All, say!(locale, professional.signals.all)),
    ];
    view! {
        <div class="bb-main">
            <ListTitle chosen=chosen text=say!(locale, professional.signals.title)/>
            <LineField id="search" label=say!(locale, professional.signals.search) value=query kind=LineKind::Search/>
            <Show when=move || query.with(String::is_empty)>
                <FilterTabs label=say!(locale, professional.signals.view) choices=choices.clone() chosen=filter/>
            </Show>
            <Show when=searches_offline>
                <p class="bb-soft" role="status">{say!(locale, professional.signals.offline)}</p>
            </Show>
            <Show
                when=move || !rows.with(Vec::is_empty)
                fallback=move || view! { <Empty>{dynamic(nothing)}</Empty> }
            >
                <Rows rows=rows current=current/>
            </Show>
        </div>
    }
}
