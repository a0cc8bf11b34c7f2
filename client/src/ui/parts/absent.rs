//! What stands where a document would, while it is not on this device: being fetched, out of reach, or not for you.

use leptos::prelude::*;

use super::notice::Notice;
use crate::{
    i18n::{Locale, say},
    state::{
        open_doc::OpenDoc,
        sync_status::{Link, SyncStatus, Unreadable},
    },
    ui::{context::notebook, language::locale},
};

/// Why a document is not on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// It is being read, or fetched.
    Fetching,
    /// The device stands as the server has it, and this is not among it.
    NoAccess,
    /// The device does not have it and cannot ask.
    NotHere,
    /// The device does not have it, and the server cannot read it now.
    Unreadable,
}

impl Absence {
    /// What is known of a document: `sought` when the device was searched for it in vain.
    #[must_use]
    pub fn of(sought: Sought, status: &SyncStatus) -> Self {
        match (sought, status.link) {
            (Sought::Reading, _) => Self::Fetching,
            // Of two that are on the screen and not here, the other may be the one: nobody knows what this one will be.
            (Sought::InVain, _) if status.unreadable == Unreadable::OnTheScreen => Self::Unreadable,
            (Sought::InVain, _) if status.caught_up => Self::NoAccess,
            (Sought::InVain, Link::Online | Link::ReadOnly | Link::Connecting) => Self::Fetching,
            (Sought::InVain, Link::Offline | Link::SessionOver | Link::Outdated) => Self::NotHere,
        }
    }

    /// In words, with what to do where something can be done.
    #[must_use]
    pub fn words(self, locale: Locale) -> &'static str {
        match self {
            Self::Fetching => say!(locale, app.fetching),
            Self::NoAccess => say!(locale, app.no_access),
            Self::NotHere => say!(locale, app.not_here),
            Self::Unreadable => say!(locale, app.unreadable.not_here),
        }
    }
}

pub use crate::state::open_doc::Sought;

/// Why this document is not on the screen, as long as it is not.
#[must_use]
pub fn absence(open: &OpenDoc) -> Memo<Absence> {
    let (sought, status) = (open.sought(), notebook().sync_status());
    Memo::new(move |_| status.with(|status| Absence::of(sought.get(), status)))
}

/// The sentence in the place of the document.
#[component]
pub fn Absent(
    /// The document.
    open: OpenDoc,
) -> impl IntoView {
    let locale = locale();
    let absence = absence(&open);
    view! { <Notice>{move || absence.get().words(locale)}</Notice> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_cannot_read_is_not_called_being_fetched() {
        for caught_up in [true, false] {
            let at = |unreadable| SyncStatus { link: Link::Online, caught_up, unreadable, ..SyncStatus::default() };
            assert_eq!(Absence::of(Sought::InVain, &at(Unreadable::OnTheScreen)), Absence::Unreadable);
            assert_eq!(Absence::of(Sought::Reading, &at(Unreadable::OnTheScreen)), Absence::Fetching);
            assert_ne!(Absence::of(Sought::InVain, &at(Unreadable::Elsewhere)), Absence::Unreadable);
        }
    }

    #[test]
    fn nobody_waits_for_ever_for_what_is_not_theirs() {
        let at = |link, caught_up| SyncStatus { link, caught_up, ..SyncStatus::default() };
        let of = |status: &SyncStatus| Absence::of(Sought::InVain, status);
        assert_eq!(of(&at(Link::Online, true)), Absence::NoAccess);
        assert_eq!(of(&at(Link::Online, false)), Absence::Fetching, "it may still be announced");
        assert_eq!(of(&at(Link::Connecting, false)), Absence::Fetching);
        assert_eq!(of(&at(Link::Offline, false)), Absence::NotHere);
        assert_eq!(of(&at(Link::SessionOver, false)), Absence::NotHere);
        let reading = Absence::of(Sought::Reading, &at(Link::Online, true));
        assert_eq!(reading, Absence::Fetching, "the disk was not asked yet");
    }
}
