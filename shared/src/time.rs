//! Moments and spans, always passed in: nothing in this crate looks at a clock.

use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

use crate::domain::date::Date;

const DAY: i64 = 86_400_000;

/// A moment: milliseconds since 1970-01-01T00:00:00Z, leap seconds left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The moment as the API writes it: RFC 3339 in UTC, to the millisecond.
    #[must_use]
    pub fn to_rfc3339(self) -> Option<String> {
        let (date, of_day) = (Date::from_days(self.0.div_euclid(DAY))?, self.0.rem_euclid(DAY));
        let (seconds, millis) = (of_day / 1000, of_day % 1000);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        Some(format!("{date}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z"))
    }

    /// The moment that the API wrote: RFC 3339 in UTC, with or without a fraction, of which what is below a millisecond
    /// is left out.
    #[must_use]
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
        let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
        let number = |digits: &str, below: i64| {
            let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse::<i64>().ok().filter(|number| is_number && *number < below)
        };
        let mut parts = time.splitn(3, ':').map(|part| number(part, 60));
        let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
        let millis = number(format!("{fraction:0<3}").get(..3)?, 1000)?;
        let seconds = (date.parse::<Date>().ok()?.days() * 24 + hour) * 3600 + minute * 60 + second;
        (hour < 24).then_some(Self(seconds * 1000 + millis))
    }
}

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
    fn a_moment_reads_as_the_api_writes_it() {
        for (text, at) in [
            ("2026-11-23T09:00:00Z", 1_795_424_400_000),
            ("2026-11-23T09:00:00.5Z", 1_795_424_400_500),
            ("2026-11-23T09:00:00.123456789Z", 1_795_424_400_123),
            ("1969-12-31T23:59:59.999Z", -1),
        ] {
            assert_eq!(Timestamp::from_rfc3339(text), Some(Timestamp(at)), "{text}");
            assert_eq!(Timestamp::from_rfc3339(&Timestamp(at).to_rfc3339().unwrap()), Some(Timestamp(at)));
        }
        for text in ["", "Z", "2026-11-23", "2026-11-23T09:00Z", "2026-11-23T24:00:00Z", "2026-11-23T09:00:00+01:00"] {
            assert_eq!(Timestamp::from_rfc3339(text), None, "{text}");
        }
        assert_eq!(Timestamp(i64::MAX).to_rfc3339(), None);
    }

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
