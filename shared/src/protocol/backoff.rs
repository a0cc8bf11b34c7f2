//! How long to wait before trying again: full jitter, for ever.

use crate::time::Millis;

/// Ceiling of the first wait.
const FIRST: u32 = 500;
/// Ceiling of every later wait: a minute.
const LONGEST: u32 = 60_000;

/// A wait between nothing and a ceiling that doubles with each attempt, up to a minute. `jitter` is any random number;
/// `at_least` is what the server asked for, on top of which the jitter comes.
#[must_use]
pub fn full_jitter(attempt: u32, jitter: u32, at_least: Millis) -> Millis {
    let ceiling = FIRST.saturating_mul(1 << attempt.min(7)).min(LONGEST);
    Millis(at_least.0.saturating_add(jitter % (ceiling + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_stays_under_its_ceiling_and_over_what_was_asked() {
        for attempt in 0..40 {
            for jitter in [0, 1, 499, 500, 501, 59_999, u32::MAX] {
                let wait = full_jitter(attempt, jitter, Millis::seconds(2));
                assert!(wait >= Millis::seconds(2) && wait.0 <= 2000 + LONGEST, "{wait:?}");
            }
        }
        assert!(full_jitter(0, 12_345, Millis(0)).0 <= FIRST, "the first attempt comes soon");
    }
}
