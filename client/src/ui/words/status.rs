//! The status in one sentence: design's table, one row at a time.

use buurtboek_shared::time::Timestamp;

use crate::{
    i18n::{Locale, say},
    state::{
        StorageFailure,
        sync_status::{Link, SaveState, SyncStatus, Unreadable},
    },
    ui::{parts::icon::Icon, words::moments},
};

/// For whom the sentence is, as the two have their own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// A volunteer, who sends signals from a telephone.
    Volunteer {
        /// When the team received the newest signal, server time; none when there is none.
        received: Option<Timestamp>,
    },
    /// A professional or coordinator.
    Staff,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusRow {
    /// Not committed to the device: no room.
    Full,
    /// Not committed to the device, for another reason.
    Failed,
    /// The storage is closed to this page for good: only opening the app again helps.
    Closed,
    /// The app is older than the server allows.
    Outdated,
    /// Log in again.
    SessionOver,
    /// Words are in memory, not yet on the device.
    Typing,
    /// The server cannot store.
    ReadOnly,
    /// The server cannot read a document.
    Unreadable,
    /// On its way.
    Sending,
    /// On the device, not yet on its way: the connection is there, or it was not sent yet.
    Local,
    /// On the device, no connection.
    Waiting,
    /// Refused texts wait for their writer.
    Refused,
    /// Something that was kept could not be read.
    SetAside,
    /// Nothing waits, no connection.
    Offline,
    /// The first connection is being made.
    Connecting,
    /// Connected; nothing was ever sent or received.
    Online,
    /// Everything is with the server.
    Done,
}

/// How a row looks; the words say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    Done,
    /// Something is going on.
    Busy,
    /// No connection: nothing is wrong.
    Offline,
    /// Somebody has to look.
    Attention,
    /// Words may get lost.
    Alarm,
}

impl StatusRow {
    /// The row that this status stands in. What may lose words goes first, what asks nothing of anybody last.
    #[must_use]
    pub const fn of(status: &SyncStatus) -> Self {
        match (status.save, status.link) {
            (SaveState::Failed(StorageFailure::Full), _) => Self::Full,
            (SaveState::Failed(failure), _) if failure.is_permanent() => Self::Closed,
            (SaveState::Failed(_), _) => Self::Failed,
            (_, Link::Outdated) => Self::Outdated,
            (_, Link::SessionOver) => Self::SessionOver,
            (SaveState::Typing, _) => Self::Typing,
            (_, Link::ReadOnly) => Self::ReadOnly,
            (SaveState::Idle | SaveState::Saved, link) => Self::at_rest(status, link),
        }
    }

    const fn at_rest(status: &SyncStatus, link: Link) -> Self {
        let waits = status.waiting > 0;
        match link {
            // What waits in it is sent again and again. A text that was refused waits for its writer, who can do something.
            Link::Online if !matches!(status.unreadable, Unreadable::Nowhere) && status.rescue == 0 => Self::Unreadable,
            Link::Online if status.sending => Self::Sending,
            Link::Online if waits => Self::Local,
            Link::Offline | Link::Connecting if waits => Self::Waiting,
            Link::Offline | Link::Connecting | Link::Online if status.rescue > 0 => Self::Refused,
            Link::Offline | Link::Connecting | Link::Online if status.set_aside > 0 => Self::SetAside,
            // Nobody received what is still being written, whatever came before it.
            Link::Offline | Link::Connecting | Link::Online if status.begun > 0 => Self::Local,
            Link::Offline => Self::Offline,
            // A short break changes nothing that a reader has to know.
            Link::Connecting if status.last_synced.is_some() => Self::Offline,
            Link::Connecting => Self::Connecting,
            Link::Online if status.last_synced.is_some() => Self::Done,
            Link::Online => Self::Online,
            Link::ReadOnly => Self::ReadOnly,
            Link::SessionOver => Self::SessionOver,
            Link::Outdated => Self::Outdated,
        }
    }

    /// How it looks.
    #[must_use]
    pub const fn tone(self) -> Tone {
        match self {
            Self::Full | Self::Failed | Self::Closed => Tone::Alarm,
            Self::Outdated | Self::SessionOver | Self::ReadOnly | Self::Unreadable | Self::Refused | Self::SetAside => {
                Tone::Attention
            }
            Self::Typing | Self::Sending | Self::Local | Self::Connecting => Tone::Busy,
            Self::Waiting | Self::Offline => Tone::Offline,
            Self::Online | Self::Done => Tone::Done,
        }
    }

    /// The icon beside the sentence.
    #[must_use]
    pub const fn icon(self) -> Icon {
        match self {
            Self::Full
            | Self::Failed
            | Self::Closed
            | Self::Outdated
            | Self::SessionOver
            | Self::ReadOnly
            | Self::Unreadable
            | Self::Refused
            | Self::SetAside => Icon::Alarm,
            Self::Typing => Icon::Pencil,
            Self::Local => Icon::Kept,
            Self::Sending | Self::Connecting => Icon::CloudUp,
            Self::Waiting | Self::Offline => Icon::CloudOff,
            Self::Online | Self::Done => Icon::CloudCheck,
        }
    }
}

/// The sentence of the row that `status` stands in.
#[must_use]
pub fn sentence(locale: Locale, audience: Audience, status: &SyncStatus) -> String {
    match audience {
        Audience::Volunteer { received } => volunteer(locale, StatusRow::of(status), status, received),
        Audience::Staff => staff(locale, StatusRow::of(status), status),
    }
}

fn volunteer(locale: Locale, row: StatusRow, status: &SyncStatus, received: Option<Timestamp>) -> String {
    match row {
        StatusRow::Full => say!(locale, status.volunteer.full).to_owned(),
        StatusRow::Failed => say!(locale, status.volunteer.failed).to_owned(),
        StatusRow::Closed => say!(locale, status.closed).to_owned(),
        StatusRow::Outdated => say!(locale, status.outdated).to_owned(),
        StatusRow::SessionOver => say!(locale, status.volunteer.session_over).to_owned(),
        StatusRow::Typing => say!(locale, status.volunteer.typing).to_owned(),
        StatusRow::ReadOnly => say!(locale, status.volunteer.read_only).to_owned(),
        StatusRow::Unreadable => say!(locale, status.volunteer.unreadable).to_owned(),
        StatusRow::Sending => say!(locale, status.volunteer.sending).to_owned(),
        StatusRow::Local => say!(locale, status.volunteer.local).to_owned(),
        StatusRow::Waiting => say!(locale, status.volunteer.waiting).to_owned(),
        StatusRow::Refused => say!(locale, status.volunteer.refused).to_owned(),
        StatusRow::SetAside => set_aside(locale, status),
        StatusRow::Offline => say!(locale, status.volunteer.offline).to_owned(),
        StatusRow::Connecting => say!(locale, status.volunteer.connecting).to_owned(),
        StatusRow::Online | StatusRow::Done => match received {
            Some(at) => say!(locale, status.volunteer.done, at = moments::when(locale, at)),
            None => say!(locale, status.volunteer.online).to_owned(),
        },
    }
}

fn staff(locale: Locale, row: StatusRow, status: &SyncStatus) -> String {
    let moment = |at: Timestamp| moments::moment(locale, at);
    match row {
        StatusRow::Full => say!(locale, status.staff.full).to_owned(),
        StatusRow::Failed => say!(locale, status.staff.failed).to_owned(),
        StatusRow::Closed => say!(locale, status.closed).to_owned(),
        StatusRow::Outdated => say!(locale, status.outdated).to_owned(),
        StatusRow::SessionOver => say!(locale, status.staff.session_over).to_owned(),
        StatusRow::Typing => say!(locale, status.staff.typing).to_owned(),
        StatusRow::ReadOnly => say!(locale, status.staff.read_only).to_owned(),
        StatusRow::Unreadable => say!(locale, status.staff.unreadable).to_owned(),
        StatusRow::Sending => say!(locale, status.staff.sending).to_owned(),
        StatusRow::Local => say!(locale, status.staff.local).to_owned(),
        StatusRow::Waiting => {
            let oldest = status.oldest_waiting.map(moment).unwrap_or_default();
            if status.waiting == 1 {
                say!(locale, status.staff.waiting_one, oldest = oldest)
            } else {
                say!(locale, status.staff.waiting, count = status.waiting, oldest = oldest)
            }
        }
        StatusRow::Refused if status.rescue == 1 => say!(locale, status.staff.refused_one).to_owned(),
        StatusRow::Refused => say!(locale, status.staff.refused, count = status.rescue),
        StatusRow::SetAside => set_aside(locale, status),
        StatusRow::Offline => match status.last_synced {
            Some(at) => say!(locale, status.staff.offline, at = moments::when(locale, at)),
            None => say!(locale, status.staff.offline_never).to_owned(),
        },
        StatusRow::Connecting => say!(locale, status.staff.connecting).to_owned(),
        StatusRow::Done => match status.last_synced {
            Some(at) => say!(locale, status.staff.done, at = moments::when(locale, at)),
            None => say!(locale, status.staff.online).to_owned(),
        },
        StatusRow::Online => say!(locale, status.staff.online).to_owned(),
    }
}

fn set_aside(locale: Locale, status: &SyncStatus) -> String {
    match status.set_aside {
        1 => say!(locale, status.set_aside_one).to_owned(),
        count => say!(locale, status.set_aside, count = count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT_1432: Timestamp = Timestamp(52_320_000);
    const AT_1402: Timestamp = Timestamp(50_520_000);

    fn status() -> SyncStatus {
        SyncStatus { save: SaveState::Saved, link: Link::Online, last_synced: Some(AT_1432), ..SyncStatus::default() }
    }

    fn says(status: &SyncStatus) -> (String, String) {
        let volunteer = Audience::Volunteer { received: Some(AT_1432) };
        (sentence(Locale::nl, volunteer, status), sentence(Locale::nl, Audience::Staff, status))
    }

    #[test]
    fn every_row_has_the_words_of_the_design() {
        let waiting = SyncStatus { waiting: 3, oldest_waiting: Some(AT_1402), ..status() };
        let table = [
            (SyncStatus { save: SaveState::Typing, ..waiting.clone() }, "Bezig met bewaren…", "Bezig met opslaan…"),
            (
                waiting.clone(),
                "Bewaard op uw telefoon. Nog niet verstuurd.",
                "Opgeslagen op dit apparaat. Nog niet gesynchroniseerd.",
            ),
            (
                SyncStatus { link: Link::Offline, ..waiting.clone() },
                "Wacht op internet. Open de app weer als u internet heeft.",
                "Wacht op verbinding (3 wijzigingen, oudste 14:02)",
            ),
            (SyncStatus { sending: true, ..waiting.clone() }, "Bezig met versturen…", "Bezig met synchroniseren…"),
            (status(), "Ontvangen door het buurtteam om 14:32", "Gesynchroniseerd om 14:32"),
            (
                SyncStatus { link: Link::Offline, ..status() },
                "Geen internet. Er wacht niets.",
                "Geen verbinding. Alles was gesynchroniseerd om 14:32.",
            ),
            (
                SyncStatus { rescue: 1, ..status() },
                "Dit kon niet worden verstuurd. Uw tekst is bewaard.",
                "1 wijziging geweigerd. De tekst is bewaard.",
            ),
            (
                SyncStatus { link: Link::ReadOnly, ..waiting.clone() },
                "Het buurtteam kan nu niets ontvangen. Wij proberen het opnieuw.",
                "De server kan nu niet opslaan. Uw werk blijft op dit apparaat.",
            ),
            (
                SyncStatus { save: SaveState::Failed(StorageFailure::Full), ..waiting.clone() },
                "Niet bewaard. Uw telefoon is vol. Sluit de app niet. Maak ruimte en kies \"Probeer opnieuw\".",
                "Niet bewaard. Uw apparaat is vol. Sluit de app niet. Maak ruimte en kies \"Probeer opnieuw\".",
            ),
            (
                SyncStatus { link: Link::SessionOver, ..waiting },
                "Log opnieuw in om te versturen. Uw tekst blijft hier.",
                "Log opnieuw in om te versturen. Uw tekst blijft hier.",
            ),
        ];
        for (status, volunteer, staff) in table {
            assert_eq!(says(&status), (volunteer.to_owned(), staff.to_owned()), "{status:?}");
        }
    }

    #[test]
    fn what_may_lose_words_is_said_before_anything_else() {
        let everything = SyncStatus {
            save: SaveState::Failed(StorageFailure::Full),
            link: Link::SessionOver,
            waiting: 2,
            sending: true,
            rescue: 1,
            ..status()
        };
        assert_eq!(StatusRow::of(&everything), StatusRow::Full);
        assert_eq!(StatusRow::of(&everything).tone(), Tone::Alarm);
    }

    #[test]
    fn a_storage_that_stays_closed_asks_for_the_app_to_be_opened_again() {
        let closed = |failure| StatusRow::of(&SyncStatus { save: SaveState::Failed(failure), ..status() });
        for failure in [StorageFailure::Emptied, StorageFailure::VersionChange, StorageFailure::Unreadable] {
            assert_eq!(closed(failure), StatusRow::Closed, "trying again in this page cannot help");
        }
        for failure in [StorageFailure::Closed, StorageFailure::Blocked, StorageFailure::Other] {
            assert_eq!(closed(failure), StatusRow::Failed, "it is opened anew at the next try");
        }
    }

    #[test]
    fn what_the_server_cannot_read_is_said_whatever_waits_or_goes_on_but_for_a_refused_text() {
        let status = SyncStatus { unreadable: Unreadable::Elsewhere, ..status() };
        for (waiting, sending) in [(0, false), (1, false), (1, true)] {
            let (volunteer, staff) = says(&SyncStatus { waiting, sending, ..status.clone() });
            assert_eq!(volunteer, "De server kan een deel nu niet lezen. Uw tekst is bewaard.");
            assert_eq!(staff, "De server kan een deel nu niet lezen. Uw werk blijft op dit apparaat.");
        }
        assert_eq!(StatusRow::of(&SyncStatus { rescue: 1, ..status.clone() }), StatusRow::Refused);
        assert_eq!(StatusRow::of(&SyncStatus { save: SaveState::Typing, ..status }), StatusRow::Typing);
    }

    #[test]
    fn what_could_not_be_read_is_said_before_everything_is_called_well() {
        let (volunteer, staff) = says(&SyncStatus { set_aside: 1, ..status() });
        assert_eq!(volunteer, "1 bewaard stuk kon niet worden gelezen. Het is apart gezet.");
        assert_eq!(volunteer, staff);
    }

    #[test]
    fn a_volunteer_is_not_reassured_about_what_nobody_received() {
        let nothing_sent = Audience::Volunteer { received: None };
        assert_eq!(sentence(Locale::nl, nothing_sent, &status()), "Er wacht niets.");
    }

    #[test]
    fn a_signal_that_was_begun_is_not_called_received_for_what_was_sent_before() {
        for link in [Link::Offline, Link::Connecting, Link::Online] {
            let (volunteer, _) = says(&SyncStatus { begun: 1, link, ..status() });
            assert_eq!(volunteer, "Bewaard op uw telefoon. Nog niet verstuurd.", "{link:?}");
        }
    }

    #[test]
    fn one_change_is_not_changes() {
        let one = SyncStatus { link: Link::Offline, waiting: 1, oldest_waiting: Some(AT_1402), ..status() };
        assert_eq!(says(&one).1, "Wacht op verbinding (1 wijziging, 14:02)");
        assert_eq!(says(&SyncStatus { rescue: 2, ..status() }).1, "2 wijzigingen geweigerd. De tekst is bewaard.");
    }

    #[test]
    fn waiting_text_is_never_called_synchronised() {
        for link in [Link::Offline, Link::Connecting, Link::Online, Link::ReadOnly, Link::SessionOver, Link::Outdated] {
            for sending in [false, true] {
                let row = StatusRow::of(&SyncStatus { link, sending, waiting: 1, ..status() });
                assert!(!matches!(row, StatusRow::Done | StatusRow::Online | StatusRow::Offline), "{link:?}: {row:?}");
            }
        }
    }
}
