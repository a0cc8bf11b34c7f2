//! A day of the calendar, without a clock: what people write in a field for a date.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// A text that is not a day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a date is YYYY-MM-DD and a day that exists")]
pub struct ParseDateError;

/// A day of the Gregorian calendar from 0001-01-01 to 9999-12-31, written `YYYY-MM-DD`. Ordered as days are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: i64 = 719_468;
/// Days in 400 years.
const ERA: i64 = 146_097;

impl Date {
    /// The day with these numbers; none when the calendar has no such day.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year == 0 || year > 9999 || day == 0 || day > days_in(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// The day this many days after 1970-01-01; none outside the years 1 to 9999.
    #[must_use]
    pub fn from_days(days: i64) -> Option<Self> {
        // Years are counted from March, so that a leap day is the last of its year.
        let shifted = days.checked_add(EPOCH)?;
        let (era, of_era) = (shifted.div_euclid(ERA), shifted.rem_euclid(ERA));
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / (ERA - 1)) / 365;
        let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// Whole days since 1970-01-01; negative before it.
    #[must_use]
    pub fn days(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let from_march = if month > 2 { month - 3 } else { month + 9 };
        let day_of_year = (153 * from_march + 2) / 5 + day - 1;
        era * ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - EPOCH
    }

    /// The day of the week: 0 is Monday, 6 Sunday.
    #[must_use]
    pub fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        u8::try_from((self.days() + 3).rem_euclid(7)).unwrap_or_default()
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }
}

const fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => 0,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shape {
            return Err(ParseDateError);
        }
        let number = |range| text.get(range).and_then(|digits: &str| digits.parse::<u16>().ok());
        let small = |range| number(range).and_then(|number| u8::try_from(number).ok());
        match (number(0..4), small(5..7), small(8..10)) {
            (Some(year), Some(month), Some(day)) => Self::new(year, month, day).ok_or(ParseDateError),
            (_, _, _) => Err(ParseDateError),
        }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_reads_back_what_it_shows() {
        for text in ["2026-03-14", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
            let date: Date = text.parse().unwrap();
            assert_eq!(date.to_string(), text);
            assert_eq!(serde_json::to_value(date).unwrap(), text);
            assert_eq!(postcard::from_bytes::<Date>(&postcard::to_allocvec(&date).unwrap()).unwrap(), date);
        }
    }

    #[test]
    fn what_the_calendar_does_not_have_is_no_date() {
        for text in [
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "0000-01-01",
            "26-01-01",
            "2026/01/01",
            "2026-1-1",
            "vandaag",
            "２０26",
            "",
            "2026-01-01 ",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn days_are_counted_one_by_one() {
        let mut before = None;
        for days in -719_162..=2_932_896 {
            let date = Date::from_days(days).unwrap();
            assert_eq!(date.days(), days);
            assert!(before < Some(date));
            before = Some(date);
        }
        assert_eq!(Date::from_days(-719_163), None);
        assert_eq!(Date::from_days(2_932_897), None);
        assert_eq!(Date::from_days(i64::MAX), None);
    }

    #[test]
    fn weekdays_begin_on_monday() {
        let weekday = |text: &str| text.parse::<Date>().unwrap().weekday();
        assert_eq!((weekday("1970-01-01"), weekday("2026-03-16"), weekday("2026-03-22")), (3, 0, 6));
        assert_eq!(weekday("0001-01-01"), 0);
    }
}
