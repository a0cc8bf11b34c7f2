//! The hours in which signals are read: workdays from 9 to 17, by the clock on the wall. Public holidays count as
//! workdays: then a signal stands out sooner than it has to, never later.

use buurtboek_shared::time::{Millis, Timestamp};

const HOUR: i64 = 60 * 60 * 1000;
const DAY: i64 = 24 * HOUR;
const OPENS: i64 = 9 * HOUR;
const CLOSES: i64 = 17 * HOUR;

/// Were there this many working hours between two moments? Both as the clock on the wall reads them: see
/// [`crate::platform::dates::on_the_wall`].
#[must_use]
pub fn have_passed(span: Millis, from: Timestamp, to: Timestamp) -> bool {
    let wanted = i64::from(span.0);
    let (first, last) = (from.0.div_euclid(DAY), to.0.div_euclid(DAY));
    let mut worked = 0;
    for day in first..=last {
        if is_workday(day) {
            let (opens, closes) = (day * DAY + OPENS, day * DAY + CLOSES);
            worked += (to.0.min(closes) - from.0.max(opens)).max(0);
        }
        if worked >= wanted {
            return true;
        }
    }
    worked >= wanted
}

/// Monday to Friday; days are counted from 1970-01-01, a Thursday.
const fn is_workday(day: i64) -> bool {
    (day + 3).rem_euclid(7) < 5
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE_HOUR: Millis = Millis::seconds(60 * 60);

    /// A moment of the first days of 1970: day 1 is Friday 2 January.
    const fn at(day: i64, hour: i64, minute: i64) -> Timestamp {
        Timestamp(day * DAY + hour * HOUR + minute * 60_000)
    }

    #[test]
    fn within_the_day_an_hour_is_an_hour() {
        assert!(!have_passed(ONE_HOUR, at(1, 10, 0), at(1, 10, 59)));
        assert!(have_passed(ONE_HOUR, at(1, 10, 0), at(1, 11, 0)));
    }

    #[test]
    fn the_night_and_the_weekend_do_not_count() {
        assert!(!have_passed(ONE_HOUR, at(0, 19, 0), at(1, 9, 59)), "Thursday evening to Friday before ten");
        assert!(have_passed(ONE_HOUR, at(0, 19, 0), at(1, 10, 0)));
        assert!(!have_passed(ONE_HOUR, at(1, 16, 30), at(4, 9, 29)), "Friday afternoon to Monday morning");
        assert!(have_passed(ONE_HOUR, at(1, 16, 30), at(4, 9, 30)), "half an hour before and half an hour after");
        assert!(!have_passed(ONE_HOUR, at(2, 0, 0), at(3, 23, 59)), "nothing in a whole weekend");
    }

    #[test]
    fn a_clock_that_runs_backwards_counts_nothing() {
        assert!(!have_passed(ONE_HOUR, at(4, 12, 0), at(1, 12, 0)));
        assert!(have_passed(Millis(0), at(1, 3, 0), at(1, 3, 0)));
    }
}
