//! Moments as people read them, in their language and in the device's time zone.

use buurtboek_shared::time::Timestamp;

use crate::{
    i18n::{Locale, say},
    platform::dates::{self, Style},
};

/// The time when it is today, otherwise day and time: never "an hour ago".
#[must_use]
pub fn moment(locale: Locale, at: Timestamp) -> String {
    if dates::is_today(at) { time(locale, at) } else { day_and_time(locale, at) }
}

/// The same within a sentence: "om 14:32", "op 12 maart om 14:32".
#[must_use]
pub fn when(locale: Locale, at: Timestamp) -> String {
    if dates::is_today(at) {
        say!(locale, app.at_time, time = time(locale, at))
    } else {
        say!(locale, app.on_day_at, day = day(locale, at), time = time(locale, at))
    }
}

/// "14:32".
#[must_use]
pub fn time(locale: Locale, at: Timestamp) -> String {
    dates::format(at, tag(locale), Style::Time)
}

/// "12 maart".
#[must_use]
pub fn day(locale: Locale, at: Timestamp) -> String {
    dates::format(at, tag(locale), Style::Day)
}

/// "12 maart, 14:32".
#[must_use]
pub fn day_and_time(locale: Locale, at: Timestamp) -> String {
    say!(locale, app.day_at, day = day(locale, at), time = time(locale, at))
}

/// "donderdag 14 maart".
#[must_use]
pub fn weekday(locale: Locale, at: Timestamp) -> String {
    dates::format(at, tag(locale), Style::Weekday)
}

/// "12 maart 2026" of a day written as `YYYY-MM-DD`; what is not such a day is shown as it is.
#[must_use]
pub fn written_day(locale: Locale, day: &str) -> String {
    dates::parse_day(day).map_or_else(|| day.to_owned(), |at| dates::format(at, tag(locale), Style::DayOfYear))
}

const fn tag(locale: Locale) -> &'static str {
    match locale {
        Locale::nl => "nl-NL",
        Locale::en => "en-GB",
    }
}
