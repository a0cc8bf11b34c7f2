//! The menu of those who work with it all day: a bar under the thumb, or a rail beside the page.

use buurtboek_shared::{domain::role::Role, ids::DocKind};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    i18n::{Locale, say},
    ui::{
        context::notebook,
        language::locale,
        pages::professional::signal_list::join,
        parts::{
            badge::CountBadge,
            icon::{Icon, IconMark},
        },
        route,
    },
};

/// One entry.
struct Entry {
    href: &'static str,
    icon: Icon,
    words: &'static str,
    /// How many wait; nothing is shown for none.
    count: Option<Signal<usize>>,
}

/// The menu.
#[component]
pub fn Navigation(
    /// Whose menu.
    role: Role,
) -> impl IntoView {
    let locale = locale();
    let path = use_location().pathname;
    let items = entries(locale, role).into_iter().map(|entry| {
        let is_here = move || path.with(|path| path == entry.href || path.starts_with(&format!("{}/", entry.href)));
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
    });
    view! {
        <nav class="bb-nav" aria-label=say!(locale, app.nav.label)>
            <ul class="bb-nav__list" role="list">{items.collect_view()}</ul>
        </nav>
    }
}

fn entries(locale: Locale, role: Role) -> Vec<Entry> {
    let waiting = waiting_for_somebody();
    let signals = |count| Entry { href: route::SIGNALS, icon: Icon::List, words: say!(locale, app.nav.signals), count };
    let dossiers =
        Entry { href: route::DOSSIERS, icon: Icon::Folder, words: say!(locale, app.nav.dossiers), count: None };
    let more = Entry { href: route::MORE, icon: Icon::Menu, words: say!(locale, app.nav.more), count: None };
    match role {
        Role::Professional => vec![signals(Some(waiting)), dossiers, more],
        Role::Coordinator => {
            let inbox = Entry {
                href: route::INBOX,
                icon: Icon::Inbox,
                words: say!(locale, app.nav.inbox),
                count: Some(waiting),
            };
            vec![inbox, signals(None), dossiers, more]
        }
        Role::Volunteer
        | Role::Adviser
        | Role::ProcessManager
        | Role::PolicyMaker
        | Role::PrivacyOfficer
        | Role::Administrator => vec![more],
    }
}

fn waiting_for_somebody() -> Signal<usize> {
    let notebook = notebook();
    let (intakes, triages) = (notebook.list(DocKind::Intake), notebook.list(DocKind::Triage));
    let count = Memo::new(move |_| {
        let items = intakes.with(|intakes| triages.with(|triages| join(intakes, triages)));
        items.iter().filter(|item| item.waits_for_somebody()).count()
    });
    count.into()
}
