//! "U ziet wat om 08:10 is opgehaald": without a connection a page shows what was so then.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    i18n::{Locale, say},
    state::sync_status::SyncStatus,
    ui::{
        connection,
        context::notebook,
        language::locale,
        words::{moments, status::StatusRow},
    },
};

/// The line above a page that shows what was fetched, and says nothing of a connection itself. It is not read out when
/// it comes: the status is.
#[component]
pub fn OfflineLine() -> impl IntoView {
    let locale = locale();
    let notebook = notebook();
    let (status, ready) = (notebook.sync_status(), notebook.ready());
    let path = use_location().pathname;
    let is_offline = connection::is_lost();
    let words = Memo::new(move |_| {
        if !is_offline.get() || !path.with(|path| shows_what_was_fetched(path)) {
            return None;
        }
        status.with(|status| {
            // After a reload without a connection: what the device remembers of the last one.
            let at = status.last_synced.or(ready.with(|ready| ready.fetched_at))?;
            Some(line(locale, status, &moments::when(locale, at)))
        })
    });
    move || words.get().map(|words| view! { <p class="bb-offline" data-name="offline">{words}</p> })
}

/// Lists and pages of what the server sent. The inbox and the pages where somebody writes have a line of their own.
fn shows_what_was_fetched(path: &str) -> bool {
    let mut parts = path.trim_start_matches('/').split('/');
    matches!(parts.next(), Some("vandaag" | "signalen" | "dossiers" | "meelezen" | "team" | "mijn"))
        && !parts.any(|part| matches!(part, "plannen" | "wijzigen" | "verslag"))
}

/// That there is no connection is left out where the status says it just above.
fn line(locale: Locale, status: &SyncStatus, at: &str) -> String {
    if matches!(StatusRow::of(status), StatusRow::Offline | StatusRow::Waiting) {
        say!(locale, app.offline.fetched, at = at)
    } else {
        say!(locale, app.offline.alone, at = at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        state::sync_status::{Link, SaveState},
        ui::route,
    };
    use buurtboek_shared::ids::{CommandId, DocId, DocKind, Id128};

    #[test]
    fn the_status_and_the_line_do_not_say_the_same() {
        let offline = SyncStatus { link: Link::Offline, ..SyncStatus::default() };
        let says = |status: &SyncStatus| line(Locale::nl, status, "om 08:10");
        assert_eq!(says(&offline), "U ziet wat om 08:10 is opgehaald.");
        assert_eq!(says(&SyncStatus { waiting: 2, ..offline.clone() }), "U ziet wat om 08:10 is opgehaald.");
        let whole = "Geen verbinding. U ziet wat om 08:10 is opgehaald.";
        assert_eq!(says(&SyncStatus { rescue: 1, ..offline.clone() }), whole, "the status speaks of a refusal");
        assert_eq!(says(&SyncStatus { save: SaveState::Typing, ..offline }), whole);
    }

    #[test]
    fn it_stands_where_there_is_no_line_of_its_own() {
        let dossier = DocId::new(DocKind::Dossier, Id128([1; 16]));
        let visit = route::visit(dossier, CommandId::from_bytes([2; 16]));
        for path in [route::TODAY, route::SIGNALS, route::DOSSIERS, route::READ_ALONG, route::TEAM, "/mijn/ab", &visit]
        {
            assert!(shows_what_was_fetched(path), "{path}");
        }
        for path in [route::HOME, route::INBOX, "/postvak/ab", route::SYNC, route::MORE, "/dossiers/ab/plannen"] {
            assert!(!shows_what_was_fetched(path), "{path}");
        }
    }
}
