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

    /// The day on which a moment falls in the device's time zone, as `YYYY-MM-DD`, and its time, as `HH:MM`.
    #[must_use]
    pub fn day_and_clock(at: Timestamp) -> (String, String) {
        let at = date(at);
        let day = format!("{:04}-{:02}-{:02}", at.get_full_year(), at.get_month() + 1, at.get_date());
        (day, format!("{:02}:{:02}", at.get_hours(), at.get_minutes()))
    }

    /// This many minutes after the device's midnight at the beginning of this day; `month` from 1.
    pub(super) fn local(year: u32, month: u32, day: u32, minutes: u32) -> Timestamp {
        let month = i32::try_from(month).unwrap_or(1) - 1;
        let [day, hours, minutes] =
            [day, minutes / 60, minutes % 60].map(|part| i32::try_from(part).unwrap_or_default());
        let at = Date::new_with_year_month_day_hr_min(year, month, day, hours, minutes);
        #[expect(clippy::cast_possible_truncation, reason = "a date's milliseconds are whole and below 2⁵³")]
        let at = at.get_time() as i64;
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
    use buurtboek_shared::{domain::date::Date, time::Timestamp};

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

    /// See the module.
    #[must_use]
    pub fn day_and_clock(at: Timestamp) -> (String, String) {
        let (days, minutes) = (at.0.div_euclid(DAY), at.0.rem_euclid(DAY) / 60_000);
        let day = Date::from_days(days).map(|day| day.to_string()).unwrap_or_default();
        (day, format!("{:02}:{:02}", minutes / 60, minutes % 60))
    }

    pub(super) fn local(year: u32, month: u32, day: u32, minutes: u32) -> Timestamp {
        let [month, day] = [month, day].map(|part| u8::try_from(part).unwrap_or_default());
        let date = u16::try_from(year).ok().and_then(|year| Date::new(year, month, day));
        Timestamp(date.map_or(0, Date::days) * DAY + i64::from(minutes) * 60_000)
    }
}

#[cfg(target_arch = "wasm32")]
pub use browser::{day_and_clock, format, is_today, on_the_wall, today};
#[cfg(not(target_arch = "wasm32"))]
pub use native::{day_and_clock, format, is_today, on_the_wall, today};

#[cfg(target_arch = "wasm32")]
use browser::local;
#[cfg(not(target_arch = "wasm32"))]
use native::local;

/// The beginning of a day that is written as `YYYY-MM-DD`; none when it is not.
#[must_use]
pub fn parse_day(day: &str) -> Option<Timestamp> {
    on_day(day, 0)
}

/// The moment on a day that is written as `YYYY-MM-DD` at a time that is written as `HH:MM`; none when they are not.
#[must_use]
pub fn parse_moment(day: &str, clock: &str) -> Option<Timestamp> {
    let (hours, minutes) = clock.split_once(':')?;
    let (hours, minutes) = (hours.parse::<u32>().ok()?, minutes.parse::<u32>().ok()?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    on_day(day, hours * 60 + minutes)
}

fn on_day(day: &str, minutes: u32) -> Option<Timestamp> {
    let mut parts = day.splitn(3, '-').map(|part| part.parse::<u32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let is_day = (1900..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_day.then(|| local(year, month, day, minutes))
}

/// The end of a day that is written as `YYYY-MM-DD`, in the device's time zone: the midnight after it.
#[must_use]
pub fn end_of_day(day: &str) -> Option<Timestamp> {
    let day: Date = day.parse().ok()?;
    parse_day(&Date::from_days(day.days() + 1)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_the_midnight_after_it() {
        assert_eq!(end_of_day(&today()), Some(Timestamp(86_400_000)));
        assert_eq!(end_of_day(""), None);
    }

    #[test]
    fn only_a_day_reads_as_a_day() {
        assert_eq!(parse_day("1970-01-02"), Some(Timestamp(86_400_000)));
        for text in ["", "gisteren", "1970-13-01", "1970-00-01", "1970-01", "12-03-2026"] {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_and_a_time_make_a_moment() {
        let at = parse_moment("2026-03-14", "10:05").unwrap();
        assert_eq!(day_and_clock(at), ("2026-03-14".to_owned(), "10:05".to_owned()));
        for (day, clock) in [("2026-03-14", ""), ("", "10:00"), ("2026-03-14", "24:00"), ("2026-03-14", "10")] {
            assert_eq!(parse_moment(day, clock), None, "{day} {clock}");
        }
    }
}
