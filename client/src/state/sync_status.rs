//! What can be said about saving and synchronising, folded from what storage and session report.
//!
//! Three separate truths: saved on this device, waiting for the server, committed by the server. The screens choose
//! their sentence from this value alone.

use buurtboek_shared::time::Timestamp;

pub use buurtboek_shared::time::ClockSkew;

pub use crate::sync::status::Link;

use super::waiting::WaitingItem;
use crate::{storage::failure::StorageFailure, sync::status::LinkReport};

/// Where the words that were typed last are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SaveState {
    /// Nothing was typed since the app opened.
    #[default]
    Idle,
    /// In memory only: not yet committed to the device.
    Typing,
    /// Strictly committed to the device.
    Saved,
    /// The device did not take it; the words are still in memory, and are tried again.
    Failed(StorageFailure),
}

/// Where what the server cannot read now is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Unreadable {
    /// As far as is known it can read everything.
    #[default]
    Nowhere,
    /// Not on the screen.
    Elsewhere,
    /// On the screen.
    OnTheScreen,
}

/// Everything that the status chip and the page "Synchronisatie" say.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct SyncStatus {
    /// Where the words typed last are.
    pub save: SaveState,
    /// The connection.
    pub link: Link,
    /// How many batches wait in the outbox.
    pub waiting: u32,
    /// Since when the oldest of them waits, by the device's clock.
    pub oldest_waiting: Option<Timestamp>,
    /// True while something that was sent is not yet answered.
    pub sending: bool,
    /// True while the device is connected and stands as the server has it, but for what waits here and what the server
    /// cannot read.
    pub caught_up: bool,
    /// Whether the server cannot read something now.
    pub unreadable: Unreadable,
    /// When the server last acknowledged something or said that nothing is new, server time.
    pub last_synced: Option<Timestamp>,
    /// How this device's clock differs from the server's; none before the first greeting.
    pub skew: Option<ClockSkew>,
    /// How many signals a volunteer began and did not send. None for the team, whose status speaks of what they share.
    pub begun: u32,
    /// How many rescue drafts ask for attention.
    pub rescue: u32,
    /// How many records could not be read, and were set aside.
    pub set_aside: u32,
}

impl SyncStatus {
    /// The moment when the device's clock shows `device`: by the server's clock once it is known that the device's is wrong.
    #[must_use]
    pub fn moment_of(&self, device: Timestamp) -> Timestamp {
        self.skew.filter(|skew| skew.is_noticeable()).unwrap_or_default().server_time(device)
    }
}

/// What the status is folded from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts<'a> {
    /// Something is in memory only.
    pub(super) unsaved: bool,
    /// Something was kept since the app opened.
    pub(super) saved: bool,
    /// Why the device does not take it.
    pub(super) failure: Option<StorageFailure>,
    /// What waits.
    pub(super) waiting: &'a [WaitingItem],
    /// What the leader says of the connection.
    pub(super) report: LinkReport,
    /// Where what the server cannot read is.
    pub(super) unreadable: Unreadable,
    /// How many signals a volunteer began and did not send.
    pub(super) begun: usize,
    /// How many rescue drafts there are.
    pub(super) rescue: usize,
    /// How many records were set aside.
    pub(super) set_aside: u32,
}

/// The status that these facts amount to.
pub(super) fn fold(facts: Facts<'_>) -> SyncStatus {
    let save = match (facts.failure.or(facts.report.storage), facts.unsaved) {
        (Some(failure), _) => SaveState::Failed(failure),
        (None, true) => SaveState::Typing,
        (None, false) if facts.saved => SaveState::Saved,
        (None, false) => SaveState::Idle,
    };
    SyncStatus {
        save,
        link: facts.report.link,
        waiting: u32::try_from(facts.waiting.len()).unwrap_or(u32::MAX),
        oldest_waiting: facts.waiting.iter().map(|item| item.since).min(),
        sending: facts.report.sending && !facts.waiting.is_empty(),
        caught_up: facts.report.caught_up,
        unreadable: facts.unreadable,
        last_synced: facts.report.last_synced,
        skew: facts.report.skew,
        begun: u32::try_from(facts.begun).unwrap_or(u32::MAX),
        rescue: u32::try_from(facts.rescue).unwrap_or(u32::MAX),
        set_aside: facts.set_aside,
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::ids::{BatchNo, DocId, DocKind, Id128};

    use super::*;
    use crate::state::waiting::WaitingKind;

    fn facts(waiting: &[WaitingItem]) -> Facts<'_> {
        Facts {
            unsaved: false,
            saved: false,
            failure: None,
            waiting,
            report: LinkReport { link: Link::Online, sending: true, ..LinkReport::default() },
            unreadable: Unreadable::Nowhere,
            begun: 0,
            rescue: 0,
            set_aside: 0,
        }
    }

    fn waits(batch: u64, since: i64) -> WaitingItem {
        let doc = DocId::new(DocKind::Note, Id128([1; 16]));
        WaitingItem { doc, batch: BatchNo(batch), since: Timestamp(since), what: WaitingKind::Written }
    }

    #[test]
    fn a_failed_save_goes_before_everything_else() {
        let failed = Facts { failure: Some(StorageFailure::Full), unsaved: true, saved: true, ..facts(&[]) };
        assert_eq!(fold(failed).save, SaveState::Failed(StorageFailure::Full));
        assert_eq!(fold(Facts { unsaved: true, saved: true, ..facts(&[]) }).save, SaveState::Typing);
        assert_eq!(fold(Facts { saved: true, ..facts(&[]) }).save, SaveState::Saved);
        assert_eq!(fold(facts(&[])).save, SaveState::Idle, "nothing was typed: nothing is called saved");
    }

    #[test]
    fn the_oldest_is_the_one_that_waits_longest_whatever_its_number() {
        let waiting = [waits(7, 300), waits(9, 100)];
        let status = fold(facts(&waiting));
        assert_eq!((status.waiting, status.oldest_waiting), (2, Some(Timestamp(100))));
    }

    #[test]
    fn a_clock_that_is_known_to_be_wrong_is_put_right_and_any_other_counts() {
        const DAY: i64 = 24 * 60 * 60 * 1000;
        let at = |skew: Option<i64>| {
            let status = SyncStatus { skew: skew.map(ClockSkew), ..SyncStatus::default() };
            status.moment_of(Timestamp(7 * DAY))
        };
        assert_eq!(at(Some(-DAY)), Timestamp(6 * DAY), "it runs a day ahead");
        assert_eq!(at(Some(DAY)), Timestamp(8 * DAY));
        assert_eq!(at(Some(20_000)), Timestamp(7 * DAY), "a slow network is no wrong clock");
        assert_eq!(at(None), Timestamp(7 * DAY), "nobody knows before the first greeting");
    }

    #[test]
    fn nothing_is_being_sent_when_nothing_waits() {
        assert!(!fold(facts(&[])).sending);
        assert!(fold(facts(&[waits(1, 1)])).sending);
    }
}
