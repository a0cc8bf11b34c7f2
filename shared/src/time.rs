//! Moments and spans, always passed in: nothing in this crate looks at a clock.

use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970-01-01T00:00:00Z, leap seconds left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A span of time in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub u32);

impl Millis {
    /// This many whole seconds.
    #[must_use]
    pub const fn seconds(seconds: u32) -> Self {
        Self(seconds * 1000)
    }
}

impl Add<Millis> for Timestamp {
    type Output = Self;

    fn add(self, span: Millis) -> Self {
        Self(self.0.saturating_add(i64::from(span.0)))
    }
}

impl Sub for Timestamp {
    type Output = i64;

    /// Milliseconds from `earlier` to this moment; negative when it is the later one.
    fn sub(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// How far the server's clock is ahead of a device's, as one greeting showed it; negative when it is behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClockSkew(pub i64);

impl ClockSkew {
    /// A device whose clock differs by more than this is told: below it nobody sees a difference on a screen.
    const NOTICEABLE: i64 = 5 * 60 * 1000;

    /// What shows when the server says `server` at the device's `device`.
    #[must_use]
    pub fn measured(server: Timestamp, device: Timestamp) -> Self {
        Self(server - device)
    }

    /// What the server's clock shows when the device's shows `device`.
    #[must_use]
    pub const fn server_time(self, device: Timestamp) -> Timestamp {
        Timestamp(device.0.saturating_add(self.0))
    }

    /// True when somebody has to be told: "De klok van dit apparaat loopt niet gelijk".
    #[must_use]
    pub const fn is_noticeable(self) -> bool {
        self.0.unsigned_abs() > Self::NOTICEABLE.unsigned_abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_a_day_off_is_noticed_and_a_slow_network_is_not() {
        let day = 24 * 60 * 60 * 1000;
        let behind = ClockSkew::measured(Timestamp(day), Timestamp(0));
        let ahead = ClockSkew::measured(Timestamp(0), Timestamp(day));
        assert!(behind.is_noticeable() && ahead.is_noticeable());
        assert!(!ClockSkew::measured(Timestamp(20_000), Timestamp(0)).is_noticeable());
        assert_eq!(behind.server_time(Timestamp(7)), Timestamp(day + 7));
        assert_eq!(ahead.server_time(Timestamp(day + 7)), Timestamp(7));
    }
}
