//! Moments as the API writes them.

use super::date::Date;
use crate::time::Timestamp;

const DAY: i64 = 86_400_000;

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
}
