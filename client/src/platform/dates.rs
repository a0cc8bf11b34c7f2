//! Days and times as the reader's language writes them, through the browser's `Intl`.
//!
//! Natively, where only tests run, everything is Dutch, in UTC, and today is 1 January 1970.

use buurtboek_shared::{domain::date::Date, time::Timestamp};

/// How much of a moment is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// "14:32".
    Time,
    /// "12 maart".
    Day,
    /// "12 maart 2026".
    DayOfYear,
    /// "donderdag 14 maart".
    Weekday,
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use buurtboek_shared::time::Timestamp;
    use js_sys::{Array, Date, Function, Intl::DateTimeFormat, Object, Reflect};
    use wasm_bindgen::JsValue;

    use super::Style;

    /// Writes a moment in the device's time zone. `language` is a tag such as `nl-NL`.
    #[must_use]
    pub fn format(at: Timestamp, language: &str, style: Style) -> String {
        let options = Object::new();
        for (name, value) in fields(style) {
            // Setting a field of a fresh object cannot fail.
            let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
        }
        let format: Function = DateTimeFormat::new(&Array::of1(&JsValue::from_str(language)), &options).format();
        let written = format.call1(&JsValue::UNDEFINED, &date(at));
        written.ok().and_then(|text| text.as_string()).unwrap_or_default()
    }

    /// True when the moment falls on the device's present day.
    #[must_use]
    pub fn is_today(at: Timestamp) -> bool {
        let (then, now) = (date(at), Date::new_0());
        then.get_full_year() == now.get_full_year()
            && then.get_month() == now.get_month()
            && then.get_date() == now.get_date()
    }

    /// Today in the device's time zone, as `YYYY-MM-DD`.
    #[must_use]
    pub fn today() -> String {
        let now = Date::new_0();
        format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
    }

    /// The moment as the clock on the wall reads it: what it says there, as if it were said in UTC.
    #[must_use]
    pub fn on_the_wall(at: Timestamp) -> Timestamp {
        #[expect(clippy::cast_possible_truncation, reason = "whole minutes, less than a day")]
        let behind = date(at).get_timezone_offset() as i64;
        Timestamp(at.0 - behind * 60_000)
    }

    /// The device's midnight at the beginning of this day; `month` from 1.
    pub(super) fn midnight(year: u32, month: u32, day: u32) -> Timestamp {
        let month = i32::try_from(month).unwrap_or(1) - 1;
        let day = i32::try_from(day).unwrap_or(1);
        #[expect(clippy::cast_possible_truncation, reason = "a date's milliseconds are whole and below 2⁵³")]
        let at = Date::new_with_year_month_day(year, month, day).get_time() as i64;
        Timestamp(at)
    }

    fn date(at: Timestamp) -> Date {
        #[expect(clippy::cast_precision_loss, reason = "below 2⁵³ milliseconds for the next 285,000 years")]
        let milliseconds = at.0 as f64;
        Date::new(&JsValue::from_f64(milliseconds))
    }

    const fn fields(style: Style) -> &'static [(&'static str, &'static str)] {
        match style {
            Style::Time => &[("hour", "2-digit"), ("minute", "2-digit")],
            Style::Day => &[("day", "numeric"), ("month", "long")],
            Style::DayOfYear => &[("day", "numeric"), ("month", "long"), ("year", "numeric")],
            Style::Weekday => &[("weekday", "long"), ("day", "numeric"), ("month", "long")],
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use buurtboek_shared::time::Timestamp;

    use super::Style;

    const DAY: i64 = 86_400_000;

    /// See the module.
    #[must_use]
    pub fn format(at: Timestamp, _language: &str, style: Style) -> String {
        let (day, minutes) = (at.0.div_euclid(DAY), at.0.rem_euclid(DAY) / 60_000);
        match style {
            Style::Time => format!("{:02}:{:02}", minutes / 60, minutes % 60),
            Style::Day | Style::DayOfYear => format!("dag {day}"),
            Style::Weekday => format!("weekdag {day}"),
        }
    }

    /// See the module.
    #[must_use]
    pub fn is_today(at: Timestamp) -> bool {
        at.0.div_euclid(DAY) == 0
    }

    /// See the module.
    #[must_use]
    pub fn today() -> String {
        "1970-01-01".to_owned()
    }

    /// See the module.
    #[must_use]
    pub const fn on_the_wall(at: Timestamp) -> Timestamp {
        at
    }

    pub(super) fn midnight(year: u32, month: u32, day: u32) -> Timestamp {
        Timestamp((i64::from(year) - 1970) * 365 * DAY + i64::from(month - 1) * 30 * DAY + i64::from(day - 1) * DAY)
    }
}

#[cfg(target_arch = "wasm32")]
pub use browser::{format, is_today, on_the_wall, today};
#[cfg(not(target_arch = "wasm32"))]
pub use native::{format, is_today, on_the_wall, today};

#[cfg(target_arch = "wasm32")]
use browser::midnight;
#[cfg(not(target_arch = "wasm32"))]
use native::midnight;

/// The beginning of a day that is written as `YYYY-MM-DD`; none when it is not.
#[must_use]
pub fn parse_day(day: &str) -> Option<Timestamp> {
    let mut parts = day.splitn(3, '-').map(|part| part.parse::<u32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let is_day = (1900..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_day.then(|| midnight(year, month, day))
}

/// The end of today in the device's time zone: the midnight that comes.
#[must_use]
pub fn end_of_today() -> Option<Timestamp> {
    let today: Date = today().parse().ok()?;
    parse_day(&Date::from_days(today.days() + 1)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_ends_at_the_midnight_that_comes() {
        assert_eq!(end_of_today(), Some(Timestamp(86_400_000)));
    }

    #[test]
    fn only_a_day_reads_as_a_day() {
        assert_eq!(parse_day("1970-01-02"), Some(Timestamp(86_400_000)));
        for text in ["", "gisteren", "1970-13-01", "1970-00-01", "1970-01", "12-03-2026"] {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }
}
