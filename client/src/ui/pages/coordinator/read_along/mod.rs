//! "Meelezen": not control. By default only what asks for attention, and nothing waits for it.

pub mod items;
pub mod note;

use buurtboek_shared::{domain::attention::Attention, ids::DocKind};
use leptos::prelude::*;

use self::items::{ReadFilter, ReadItem, items, shown};
use super::minute;
use crate::{
    i18n::{Locale, say},
    ui::{
        context::notebook,
        language::locale,
        parts::{
            badge::{BadgeText, BadgeTone},
            filter_tabs::FilterTabs,
            notice::Empty,
            page_title::ListTitle,
            row::{RowText, Rows},
            show::Show,
            split::{Split, chosen_below},
        },
        route,
        words::moments,
    },
};

pub use self::note::ReadNotePage;

/// Every note on the device, and why it asks to be read along.
pub fn notes_to_read() -> Memo<Vec<ReadItem>> {
    let notebook = notebook();
    let me = notebook.identity().member;
    let (notes, dossiers) = (notebook.list(DocKind::Note), notebook.list(DocKind::Dossier));
    let now = minute::now();
    Memo::new(move |_| notes.with(|notes| dossiers.with(|dossiers| items(notes, dossiers, me, now.get()))))
}

/// How many notes ask for attention, for the menu.
#[must_use]
pub fn asking() -> Signal<usize> {
    let items = notes_to_read();
    Memo::new(move |_| items.with(|items| shown(items, ReadFilter::Asking).len())).into()
}

/// The list with the chosen note beside it.
#[component]
pub fn ReadAlong() -> impl IntoView {
    let locale = locale();
    let chosen = chosen_below(route::READ_ALONG);
    view! {
        <Split chosen=chosen invitation=say!(locale, coordinator.read.pick)>
            <ReadList chosen=chosen/>
        </Split>
    }
}

#[component]
fn ReadList(chosen: Signal<Option<String>>) -> impl IntoView {
    let locale = locale();
    let items = notes_to_read();
    let filter = RwSignal::new(ReadFilter::Asking);
    let rows = Memo::new(move |_| {
        let shown = items.with(|items| shown(items, filter.get()));
        shown.iter().map(|item| row(locale, item)).collect::<Vec<_>>()
    });
    let choices = vec![
        (ReadFilter::Asking, say!(locale, coordinator.read.asking)),
        (ReadFilter::All, say!(locale, coordinator.read.all)),
    ];
    view! {
        <div class="bb-main">
            <ListTitle chosen=chosen text=say!(locale, coordinator.read.title)/>
            <FilterTabs label=say!(locale, coordinator.read.view) choices=choices chosen=filter/>
            <Show
                when=move || !rows.with(Vec::is_empty)
                fallback=move || view! { <Empty>{say!(locale, coordinator.read.empty)}</Empty> }
            >
                <Rows rows=rows current=chosen/>
            </Show>
        </div>
    }
}

fn row(locale: Locale, item: &ReadItem) -> RowText {
    let line = match item.date.as_str() {
        "" => say!(locale, coordinator.read.begun, day = moments::day(locale, item.created)),
        day => say!(locale, coordinator.read.visit_of, day = moments::written_day(locale, day)),
    };
    RowText {
        href: route::read_along(item.note.id),
        title: household(locale, item),
        line,
        badges: badges(locale, item),
    }
}

/// What the household is called.
pub fn household(locale: Locale, item: &ReadItem) -> String {
    if item.household.is_empty() {
        say!(locale, professional.dossiers.unnamed).to_owned()
    } else {
        item.household.clone()
    }
}

fn badges(locale: Locale, item: &ReadItem) -> Vec<BadgeText> {
    let mut badges: Vec<BadgeText> = item.reasons.iter().map(|reason| badge(locale, *reason)).collect();
    if item.answered {
        badges.push(BadgeText::new(BadgeTone::Accent, say!(locale, coordinator.read.answered)));
    }
    if !item.finished {
        badges.push(BadgeText::new(BadgeTone::Plain, say!(locale, note.draft)));
    }
    badges
}

/// Why a note asks, in a word or two.
pub fn badge(locale: Locale, reason: Attention) -> BadgeText {
    match reason {
        Attention::AcuteWorry => BadgeText::new(BadgeTone::Alarm, say!(locale, coordinator.read.acute)),
        Attention::SeriousWorry => BadgeText::new(BadgeTone::Attention, say!(locale, coordinator.read.serious)),
        Attention::Asked => BadgeText::new(BadgeTone::Attention, say!(locale, coordinator.read.asked)),
        Attention::OpenLong => BadgeText::new(BadgeTone::Attention, say!(locale, coordinator.read.open_long)),
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        ids::{DocId, Id128},
        time::Timestamp,
    };

    use super::*;

    #[test]
    fn a_row_says_whose_visit_it_is_of_and_why_it_asks() {
        let item = ReadItem {
            note: DocId::new(DocKind::Note, Id128([1; 16])),
            dossier: None,
            household: String::new(),
            date: String::new(),
            created: Timestamp(0),
            worry: None,
            reasons: vec![Attention::AcuteWorry, Attention::Asked],
            answered: true,
            finished: false,
        };
        let row = row(Locale::nl, &item);
        assert_eq!((row.title.as_str(), row.line.as_str()), ("Dossier zonder naam", "Begonnen op dag 0"));
        let words: Vec<&str> = row.badges.iter().map(|badge| badge.words.as_str()).collect();
        assert_eq!(words, ["Zorg acuut", "Vraag van de schrijver", "Antwoord op uw vraag", "Open"]);
    }
}
