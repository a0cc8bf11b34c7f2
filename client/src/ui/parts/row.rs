//! A row of a list: two lines and some badges, large enough for a thumb.

use leptos::prelude::*;

use super::{
    badge::{Badge, BadgeText, BadgeTone},
    dynamic::dynamic,
};

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowText {
    /// Where it leads.
    pub href: String,
    /// The first line.
    pub title: String,
    /// The second line.
    pub line: String,
    /// States.
    pub badges: Vec<BadgeText>,
}

impl RowText {
    /// A row that leads somewhere, with how many wait there.
    #[must_use]
    pub fn counted(href: &str, title: &str, count: usize) -> Self {
        let badges = (count > 0).then(|| BadgeText::new(BadgeTone::Attention, count.to_string()));
        Self {
            href: href.to_owned(),
            title: title.to_owned(),
            line: String::new(),
            badges: badges.into_iter().collect(),
        }
    }
}

/// A list of rows. A row stays the same element while only its words change, so that the focus and the finger keep it.
#[component]
pub fn Rows(
    /// The rows, in order; each has its own address.
    #[prop(into)]
    rows: Signal<Vec<RowText>>,
    /// The address of the row whose page is open.
    #[prop(optional, into)]
    current: Signal<Option<String>>,
) -> impl IntoView {
    let keys = Memo::new(move |_| rows.with(|rows| rows.iter().map(|row| row.href.clone()).collect::<Vec<_>>()));
    view! {
        <ul class="bb-rows" role="list">
            <For each=move || keys.get() key=String::clone let(href)>
                <li>{row(rows, href, current)}</li>
            </For>
        </ul>
    }
}

fn row(rows: Signal<Vec<RowText>>, href: String, current: Signal<Option<String>>) -> impl IntoView {
    let wanted = href.clone();
    let text = Memo::new(move |_| rows.with(|rows| rows.iter().find(|row| row.href == wanted).cloned()));
    let open = href.clone();
    let title = move || text.get().map(|row| row.title);
    let line = move || text.get().map(|row| row.line);
    let badges = move || {
        let badges = text.get().map(|row| row.badges).unwrap_or_default();
        badges.into_iter().map(|badge| view! { <Badge badge=badge/> }).collect_view()
    };
    view! {
        <a class="bb-row" href=href aria-current=move || (current.get().as_ref() == Some(&open)).then_some("page")>
            <span class="bb-row__text">
                <span class="bb-row__title">{dynamic(title)}</span>
                <span class="bb-row__line">{dynamic(line)}</span>
            </span>
            <span class="bb-row__badges">{dynamic(badges)}</span>
        </a>
    }
}
