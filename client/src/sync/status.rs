//! How the connection is, as every tab shows it.

use buurtboek_shared::{
    protocol::client_session::{Link as SessionLink, LinkStatus},
    time::{ClockSkew, Timestamp},
};
use serde::{Deserialize, Serialize};

use crate::storage::failure::StorageFailure;

/// What stands between this device and the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Link {
    /// No connection.
    Offline,
    /// Trying, or nothing is known yet.
    #[default]
    Connecting,
    /// Connected.
    Online,
    /// Connected, but the server cannot store anything now.
    ReadOnly,
    /// The session ended: log in again. Work stays.
    SessionOver,
    /// The server speaks a newer protocol: the app must be renewed.
    Outdated,
}

/// What the leader tells the other tabs about the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LinkReport {
    /// The connection.
    pub link: Link,
    /// True while something that was sent is not yet answered.
    pub sending: bool,
    /// True while the device is connected and stands as the server has it, but for what waits here and what the server
    /// cannot read.
    pub caught_up: bool,
    /// When the device last stood as the server has it, server time.
    pub last_synced: Option<Timestamp>,
    /// How the two clocks differ; none before the first greeting.
    pub skew: Option<ClockSkew>,
    /// Why the leader cannot take anything from the server.
    pub storage: Option<StorageFailure>,
}

impl LinkReport {
    /// What a session's status amounts to.
    #[must_use]
    pub fn of(status: LinkStatus, before: Self, now: Timestamp) -> Self {
        let link = match status.link {
            SessionLink::Down { .. } | SessionLink::StorageFailed => Link::Offline,
            SessionLink::Connecting { .. } => Link::Connecting,
            SessionLink::Up if status.server_read_only => Link::ReadOnly,
            SessionLink::Up => Link::Online,
            SessionLink::SessionOver => Link::SessionOver,
            SessionLink::Outdated => Link::Outdated,
        };
        let caught_up = status.listed && status.to_fetch == 0;
        let all_there = link == Link::Online && status.waiting == 0 && caught_up && status.unreadable == 0;
        let skew = status.skew.or(before.skew);
        let last_synced = if all_there { skew.map(|skew| skew.server_time(now)) } else { before.last_synced };
        Self { link, sending: status.sending, caught_up, last_synced, skew, storage: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(5_000);

    fn up() -> LinkStatus {
        LinkStatus {
            link: SessionLink::Up,
            waiting: 0,
            sending: false,
            server_read_only: false,
            to_fetch: 0,
            unreadable: 0,
            listed: true,
            skew: Some(ClockSkew(0)),
        }
    }

    #[test]
    fn synchronised_is_said_only_when_nothing_waits_either_way() {
        let before = LinkReport::default();
        assert_eq!(LinkReport::of(up(), before, NOW).last_synced, Some(NOW));
        for status in [
            LinkStatus { waiting: 1, ..up() },
            LinkStatus { to_fetch: 1, ..up() },
            LinkStatus { unreadable: 1, ..up() },
            LinkStatus { listed: false, ..up() },
            LinkStatus { server_read_only: true, ..up() },
            LinkStatus { link: SessionLink::Connecting { until: NOW }, ..up() },
        ] {
            assert_eq!(LinkReport::of(status, before, NOW).last_synced, None, "{status:?}");
        }
    }

    #[test]
    fn who_has_all_that_the_server_can_read_is_not_called_synchronised_and_waits_for_nothing_else() {
        let report = LinkReport::of(LinkStatus { unreadable: 1, ..up() }, LinkReport::default(), NOW);
        assert_eq!((report.caught_up, report.last_synced), (true, None));
    }

    #[test]
    fn whoever_only_reads_is_told_that_the_server_cannot_store_until_it_can() {
        let before = LinkReport::of(up(), LinkReport::default(), NOW);
        let meanwhile = LinkReport::of(LinkStatus { server_read_only: true, ..up() }, before, Timestamp(9_000));
        assert_eq!((meanwhile.link, meanwhile.last_synced), (Link::ReadOnly, Some(NOW)));
        assert_eq!(LinkReport::of(up(), meanwhile, NOW), before);
    }

    #[test]
    fn the_last_time_stays_known_without_a_connection() {
        let before = LinkReport::of(up(), LinkReport::default(), NOW);
        let down = LinkStatus { link: SessionLink::Down { retry_at: NOW }, waiting: 2, ..up() };
        let report = LinkReport::of(down, before, Timestamp(9_000));
        assert_eq!((report.link, report.last_synced), (Link::Offline, Some(NOW)));
    }

    #[test]
    fn the_time_of_synchronising_is_the_servers_however_the_devices_clock_stands() {
        let day_behind = LinkStatus { skew: Some(ClockSkew(86_400_000)), ..up() };
        let report = LinkReport::of(day_behind, LinkReport::default(), NOW);
        assert_eq!(report.last_synced, Some(Timestamp(86_405_000)));
        let down = LinkStatus { link: SessionLink::Down { retry_at: NOW }, skew: None, ..up() };
        assert_eq!(LinkReport::of(down, report, NOW).skew, report.skew, "what was measured stays known");
    }
}
