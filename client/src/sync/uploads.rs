//! When records that were set aside are brought to the server: one at a time, while there is a connection. A record that
//! is not taken holds up no other.

use buurtboek_shared::time::{Millis, Timestamp};

use super::{host::UploadOutcome, status::Link};
use crate::storage::device_store::RecordName;

/// How long until somebody looks again, when nothing was left or something was not taken.
const LOOK_AGAIN: Millis = Millis::seconds(600);

/// What is known of the uploads.
#[derive(Debug, Default)]
pub(super) struct Uploads {
    /// When to look for the next record; none without a connection, and while one is on its way.
    due: Option<Timestamp>,
    /// The one that was not taken last: the next one comes first.
    not_taken: Option<RecordName>,
    link: Link,
}

impl Uploads {
    /// How the connection is now.
    pub(super) fn linked(&mut self, now: Timestamp, link: Link) {
        let before = std::mem::replace(&mut self.link, link);
        if link != Link::Online {
            self.due = None;
        } else if before != Link::Online {
            self.due = Some(now);
        }
    }

    /// When to look for the next record.
    pub(super) const fn next_deadline(&self) -> Option<Timestamp> {
        self.due
    }

    /// After which record to look.
    pub(super) const fn after(&self) -> Option<&RecordName> {
        self.not_taken.as_ref()
    }

    /// A record is on its way.
    pub(super) const fn begun(&mut self) {
        self.due = None;
    }

    /// There is nothing to bring now.
    pub(super) fn at_rest(&mut self, now: Timestamp) {
        self.due = Some(now + LOOK_AGAIN);
    }

    /// What became of a record.
    pub(super) fn answered(&mut self, now: Timestamp, name: RecordName, outcome: UploadOutcome) {
        let online = self.link == Link::Online;
        match outcome {
            UploadOutcome::Taken => self.due = online.then_some(now),
            UploadOutcome::NotTaken => {
                self.not_taken = Some(name);
                self.due = online.then(|| now + LOOK_AGAIN);
            }
        }
    }
}
