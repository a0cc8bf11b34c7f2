//! "Waarnemer": a professional who stands in for the team's coordinators until a moment.

use serde::{Deserialize, Serialize};

use crate::{
    ids::MemberId,
    time::{Millis, Timestamp},
};

/// The longest that somebody stands in by one appointment: 31 days. One that was forgotten comes to an end.
pub const LONGEST: Millis = Millis::seconds(31 * 24 * 60 * 60);

/// Who stands in, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deputy {
    /// The professional.
    pub member: MemberId,
    /// From this moment on no longer, server time.
    pub until: Timestamp,
}

impl Deputy {
    /// Does it hold at this moment?
    #[must_use]
    pub fn stands_in_at(&self, now: Timestamp) -> bool {
        now < self.until
    }

    /// May somebody be appointed now until the end of this?
    #[must_use]
    pub fn may_begin_at(&self, now: Timestamp) -> bool {
        self.stands_in_at(now) && self.until <= now + LONGEST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_stands_in_does_so_until_the_end_and_not_at_it() {
        let deputy = Deputy { member: MemberId::default(), until: Timestamp(1_000) };
        assert!(deputy.stands_in_at(Timestamp(999)));
        assert!(!deputy.stands_in_at(Timestamp(1_000)));
    }

    #[test]
    fn nobody_is_appointed_for_longer_than_a_month_or_for_the_past() {
        let now = Timestamp(1_795_424_400_000);
        let until = |until| Deputy { member: MemberId::default(), until };
        assert!(until(now + Millis(1)).may_begin_at(now));
        assert!(until(now + LONGEST).may_begin_at(now));
        assert!(!until(now).may_begin_at(now));
        assert!(!until(now + LONGEST + Millis(1)).may_begin_at(now));
    }
}
