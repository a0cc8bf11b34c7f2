//! How far the colleagues' devices are, and the words for it.

use buurtboek_shared::ids::MemberId;
use leptos::prelude::*;

use super::{
    context::{book, notebook},
    words::moments,
};
use crate::{
    i18n::{Locale, say},
    platform::dates,
    state::{
        sync_status::Link,
        team_status::{LastSync, TeamStatus},
    },
};

/// How far the colleagues are, asked when the screen opens and when the connection comes back. To be asked for while a
/// screen is drawn.
#[must_use]
pub fn team_status() -> Memo<Option<TeamStatus>> {
    let book = book();
    let notebook = notebook();
    let (known, status) = (notebook.team_status(), notebook.sync_status());
    let is_online = Memo::new(move |_| status.with(|status| status.link == Link::Online));
    Effect::new(move |_| {
        if is_online.get() {
            book.get().ask_team_status();
        }
    });
    Memo::new(move |_| {
        let link = if is_online.get() { Link::Online } else { Link::Offline };
        known.with(|known| known.as_ref().map(|known| as_it_is_now(known, link)))
    })
}

/// Without a connection nobody is known to be online now: who was, was so when it was asked.
fn as_it_is_now(known: &TeamStatus, link: Link) -> TeamStatus {
    let mut status = known.clone();
    if link != Link::Online {
        for last in status.colleagues.values_mut().filter(|last| **last == LastSync::Now) {
            *last = LastSync::At(known.asked_at);
        }
    }
    status
}

/// When the devices of this colleague were told everything; none when nobody can say.
#[must_use]
pub fn last_of(status: Option<&TeamStatus>, member: MemberId) -> Option<LastSync> {
    status?.colleagues.get(&member).copied()
}

/// "nu online", "online 08:10".
#[must_use]
pub fn online_words(locale: Locale, last: LastSync) -> Option<String> {
    match last {
        LastSync::Now => Some(say!(locale, app.last_sync.online_now).to_owned()),
        LastSync::At(at) => Some(say!(locale, app.last_sync.online, at = moments::moment(locale, at))),
        LastSync::Never => None,
    }
}

/// "Synchroniseerde voor het laatst: 12 maart, 17:02".
#[must_use]
pub fn last_words(locale: Locale, last: LastSync) -> String {
    match last {
        LastSync::Now => say!(locale, app.last_sync.now).to_owned(),
        LastSync::At(at) => say!(locale, app.last_sync.last, at = moments::moment(locale, at)),
        LastSync::Never => say!(locale, app.last_sync.never).to_owned(),
    }
}

/// "Joost synchroniseerde voor het laatst om 10:12. Misschien heeft Joost nog tekst."; nothing when that does not say
/// what is missing.
#[must_use]
pub fn may_hold_text(locale: Locale, name: &str, last: LastSync) -> Option<String> {
    match last {
        LastSync::At(at) if dates::is_today(at) => {
            Some(say!(locale, app.last_sync.holds_today, name = name.to_owned(), time = moments::time(locale, at)))
        }
        LastSync::At(at) => {
            Some(say!(locale, app.last_sync.holds, name = name.to_owned(), at = moments::day_and_time(locale, at)))
        }
        LastSync::Now | LastSync::Never => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use buurtboek_shared::time::Timestamp;

    use super::*;

    const SAMIRA: MemberId = MemberId::from_bytes([1; 16]);

    #[test]
    fn nobody_is_online_now_when_the_connection_is_gone() {
        let asked_at = Timestamp(3_600_000);
        let known = TeamStatus { asked_at, colleagues: BTreeMap::from([(SAMIRA, LastSync::Now)]) };
        let last = |link| last_of(Some(&as_it_is_now(&known, link)), SAMIRA);
        assert_eq!(last(Link::Online), Some(LastSync::Now));
        assert_eq!(last(Link::Offline), Some(LastSync::At(asked_at)));
        assert_eq!(last_of(None, SAMIRA), None);
    }

    #[test]
    fn what_is_known_is_said_with_the_exact_time() {
        let at = LastSync::At(Timestamp(36_720_000));
        assert_eq!(online_words(Locale::nl, at), Some("online 10:12".to_owned()));
        assert_eq!(online_words(Locale::nl, LastSync::Now), Some("nu online".to_owned()));
        assert_eq!(online_words(Locale::nl, LastSync::Never), None);
        assert_eq!(last_words(Locale::nl, at), "Synchroniseerde voor het laatst: 10:12");
        let says = |last| may_hold_text(Locale::nl, "Joost", last);
        let words = "Joost synchroniseerde voor het laatst om 10:12. Misschien heeft Joost nog tekst.";
        assert_eq!(says(at), Some(words.to_owned()));
        let earlier = says(LastSync::At(Timestamp(86_400_000 + 36_720_000)));
        let words = "Joost synchroniseerde voor het laatst op dag 1, 10:12. Misschien heeft Joost nog tekst.";
        assert_eq!(earlier, Some(words.to_owned()));
        assert_eq!(says(LastSync::Now), None);
    }
}
