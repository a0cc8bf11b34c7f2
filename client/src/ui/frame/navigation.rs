//! The menu of those who work with it all day: a bar under the thumb, or a rail beside the page.

use buurtboek_shared::{domain::role::Role, ids::DocKind};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    i18n::{Locale, say},
    ui::{
        context::notebook,
        language::locale,
        pages::{
            coordinator::{read_along, standing_in::coordinates_now},
            professional::signal_list::{SignalItem, join},
        },
        parts::{
            badge::CountBadge,
            icon::{Icon, IconMark},
            show::Show,
        },
        route,
    },
};

/// One entry.
struct Entry {
    href: &'static str,
    /// Other lists that are reached from it.
    also: &'static [&'static str],
    icon: Icon,
    words: &'static str,
    /// How many wait; nothing is shown for none.
    count: Option<Signal<usize>>,
}

/// What the menu offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Menu {
    /// What belongs to the role.
    Own,
    /// The inbox too: a professional stands in for the coordinators.
    Deputy,
}

/// The menu.
#[component]
pub fn Navigation() -> impl IntoView {
    let locale = locale();
    let role = notebook().identity().role;
    let path = use_location().pathname;
    let coordinates = coordinates_now();
    let menu = Memo::new(move |_| match (role, coordinates.get()) {
        (Role::Professional, true) => Menu::Deputy,
        (_, _) => Menu::Own,
    });
    let item = move |entry: Entry| {
        let is_here =
            move || path.with(|path| std::iter::once(&entry.href).chain(entry.also).any(|href| is_in(path, href)));
        let count = entry.count.map(|count| {
            view! {
                <Show when=move || count.get().gt(&0)>
                    <span class="bb-nav__count"><CountBadge count=count/></span>
                </Show>
            }
        });
        view! {
            <li>
                <a class="bb-nav__link" href=entry.href aria-current=move || is_here().then_some("page")>
                    <span class="bb-nav__glyph"><IconMark icon=entry.icon/>{count}</span>
                    {entry.words}
                </a>
            </li>
        }
    };
    let items = move || entries(locale, role, menu.get()).into_iter().map(item).collect_view();
    view! {
        <nav class="bb-nav" aria-label=say!(locale, app.nav.label)>
            <ul class="bb-nav__list" role="list">{items}</ul>
        </nav>
    }
}

fn is_in(path: &str, href: &str) -> bool {
    path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn entries(locale: Locale, role: Role, menu: Menu) -> Vec<Entry> {
    let entry = |href, icon, words| Entry { href, also: &[], icon, words, count: None };
    let signals = entry(route::SIGNALS, Icon::List, say!(locale, app.nav.signals));
    let dossiers = entry(route::DOSSIERS, Icon::Folder, say!(locale, app.nav.dossiers));
    let inbox = entry(route::INBOX, Icon::Inbox, say!(locale, app.nav.inbox));
    let more = entry(route::MORE, Icon::Menu, say!(locale, app.nav.more));
    match role {
        Role::Professional => {
            let today = entry(route::TODAY, Icon::Clock, say!(locale, app.nav.today));
            match menu {
                Menu::Own => {
                    let count = Some(count_of(SignalItem::waits_for_somebody));
                    vec![today, Entry { count, ..signals }, dossiers, more]
                }
                Menu::Deputy => {
                    let count = Some(count_of(SignalItem::is_to_be_judged));
                    vec![today, Entry { count, ..inbox }, signals, dossiers, more]
                }
            }
        }
        Role::Coordinator => {
            let read_along = entry(route::READ_ALONG, Icon::Notebook, say!(locale, app.nav.read_along));
            let team = entry(route::TEAM, Icon::Users, say!(locale, app.nav.team));
            vec![
                Entry { count: Some(count_of(SignalItem::is_to_be_judged)), ..inbox },
                Entry { count: Some(read_along::asking()), ..read_along },
                Entry { also: &[route::SIGNALS, route::DOSSIERS], ..team },
                more,
            ]
        }
        Role::Volunteer
        | Role::Adviser
        | Role::ProcessManager
        | Role::PolicyMaker
        | Role::PrivacyOfficer
        | Role::Administrator => vec![more],
    }
}

fn count_of(counts: fn(&SignalItem) -> bool) -> Signal<usize> {
    let notebook = notebook();
    let (intakes, triages) = (notebook.list(DocKind::Intake), notebook.list(DocKind::Triage));
    let count = Memo::new(move |_| {
        let items = intakes.with(|intakes| triages.with(|triages| join(intakes, triages)));
        items.iter().filter(|item| counts(item)).count()
    });
    count.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_lies_under_its_own_list_only() {
        assert!(is_in("/signalen", route::SIGNALS));
        assert!(is_in("/signalen/ab", route::SIGNALS));
        assert!(!is_in("/signalenlijst", route::SIGNALS));
        assert!(!is_in("/", route::SIGNALS));
    }
}
