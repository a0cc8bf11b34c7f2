//! How long signals wait until somebody takes them up.

use buurtboek_shared::{domain::triage::Urgency, sorting, time::Timestamp};

use crate::ui::pages::professional::signal_list::SignalItem;

/// How long the signals of one urgency wait that nobody took up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Which urgency.
    pub urgency: Urgency,
    /// How many signals.
    pub count: usize,
    /// Half of them wait at most this long, in milliseconds.
    pub median: i64,
    /// The one that waits longest, in milliseconds.
    pub longest: i64,
}

/// The waits of each urgency that has signals nobody took up, the most urgent first.
#[must_use]
pub fn waits(items: &[SignalItem], now: Timestamp) -> Vec<Wait> {
    let urgencies = Urgency::ALL.iter().rev();
    urgencies.filter_map(|urgency| wait(items, *urgency, now)).collect()
}

fn wait(items: &[SignalItem], urgency: Urgency, now: Timestamp) -> Option<Wait> {
    let waiting = items.iter().filter(|item| item.waits_for_somebody() && item.urgency == urgency);
    // A device whose clock is behind sees nothing wait for less than no time.
    let mut spans: Vec<i64> = waiting.map(|item| (now - item.received).max(0)).collect();
    sorting::sort_by(&mut spans, Ord::cmp);
    let median = *spans.get(spans.len().checked_sub(1)? / 2)?;
    Some(Wait { urgency, count: spans.len(), median, longest: *spans.last()? })
}

/// A span in whole hours, or in whole days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Less than an hour.
    Short,
    /// This many hours, below two days.
    Hours(i64),
    /// This many days.
    Days(i64),
}

impl Span {
    /// The span of this many milliseconds.
    #[must_use]
    pub const fn of(milliseconds: i64) -> Self {
        match milliseconds / 3_600_000 {
            0 => Self::Short,
            hours if hours < 48 => Self::Hours(hours),
            hours => Self::Days(hours / 24),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::pages::professional::signal_list::tests::{ME, item};

    #[test]
    fn each_urgency_says_how_long_half_wait_and_how_long_the_last() {
        let at = |id, received, urgency| SignalItem { received: Timestamp(received), ..item(id, "A", urgency) };
        let held = SignalItem { holder: Some((ME, Timestamp(0))), ..at(9, 0, Urgency::Today) };
        let items = [
            at(1, 900, Urgency::Today),
            at(2, 500, Urgency::Today),
            at(3, 100, Urgency::Today),
            at(4, 700, Urgency::CanWait),
            at(5, 2000, Urgency::CanWait),
            held,
        ];
        let waits = waits(&items, Timestamp(1000));
        assert_eq!(
            waits,
            [
                Wait { urgency: Urgency::Today, count: 3, median: 500, longest: 900 },
                Wait { urgency: Urgency::CanWait, count: 2, median: 0, longest: 300 },
            ]
        );
    }

    #[test]
    fn a_span_is_said_in_hours_and_after_two_days_in_days() {
        let hours = |hours: i64| Span::of(hours * 3_600_000);
        assert_eq!(Span::of(3_599_999), Span::Short);
        assert_eq!(hours(1), Span::Hours(1));
        assert_eq!(hours(47), Span::Hours(47));
        assert_eq!(hours(48), Span::Days(2));
        assert_eq!(hours(71), Span::Days(2));
    }
}
