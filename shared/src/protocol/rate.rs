//! A pace: so many at once, so many a second.

use crate::time::Timestamp;

/// Batches at once, and a second: a tablet that comes home after a day offline stays under it.
const BATCHES: (u32, u32) = (2_000, 100);
/// Refusals at once, and a second. Refusing costs work too.
const REFUSALS: (u32, u32) = (200, 1);

/// What one device may bring and how often it may be refused, over all its connections: coming back begins nothing anew.
#[derive(Clone, Copy, Debug)]
pub struct Paces {
    batches: Pace,
    refusals: Pace,
}

impl Paces {
    /// Of a device that brought nothing lately.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self { batches: Pace::new(BATCHES.0, BATCHES.1, now), refusals: Pace::new(REFUSALS.0, REFUSALS.1, now) }
    }

    /// True when one more batch may come now; it then counts.
    pub fn admits(&mut self, now: Timestamp) -> bool {
        self.batches.take(now) && self.refusals.has_room(now)
    }

    /// A batch of it was refused for good.
    pub fn refused(&mut self, now: Timestamp) {
        self.refusals.take(now);
    }

    /// True when nothing of what it brought counts any more: forgetting it changes nothing.
    #[must_use]
    pub fn is_rested(&mut self, now: Timestamp) -> bool {
        self.batches.is_full(now) && self.refusals.is_full(now)
    }
}

/// A token bucket over a clock that is passed in.
#[derive(Clone, Copy, Debug)]
struct Pace {
    burst: u32,
    per_second: u32,
    /// In thousandths, so that milliseconds add up without fractions.
    tokens: u64,
    at: Timestamp,
}

impl Pace {
    /// Full at `now`.
    fn new(burst: u32, per_second: u32, now: Timestamp) -> Self {
        Self { burst, per_second, tokens: u64::from(burst) * 1000, at: now }
    }

    /// True when there is room for one more, which is then taken.
    fn take(&mut self, now: Timestamp) -> bool {
        self.refill(now);
        let allowed = self.tokens >= 1000;
        if allowed {
            self.tokens -= 1000;
        }
        allowed
    }

    /// True when there is room for one more; nothing is taken.
    fn has_room(&mut self, now: Timestamp) -> bool {
        self.refill(now);
        self.tokens >= 1000
    }

    fn is_full(&mut self, now: Timestamp) -> bool {
        self.refill(now);
        self.tokens == u64::from(self.burst) * 1000
    }

    fn refill(&mut self, now: Timestamp) {
        let passed = u64::try_from(now - self.at).unwrap_or(0);
        self.tokens = self
            .tokens
            .saturating_add(passed.saturating_mul(u64::from(self.per_second)))
            .min(u64::from(self.burst) * 1000);
        // A clock that jumps back neither gives nor takes.
        self.at = self.at.max(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_at_once_then_so_many_a_second() {
        let mut pace = Pace::new(3, 2, Timestamp(0));
        let taken = (0..5).filter(|_| pace.take(Timestamp(0))).count();
        assert_eq!(taken, 3);
        assert!(!pace.take(Timestamp(499)));
        assert!(pace.take(Timestamp(500)));
        assert!(!pace.take(Timestamp(100)), "a clock that jumps back gives nothing");
    }

    #[test]
    fn a_device_is_forgotten_only_when_nothing_of_it_counts() {
        let mut paces = Paces::new(Timestamp(0));
        assert!(paces.is_rested(Timestamp(0)));
        assert!(paces.admits(Timestamp(0)));
        assert!(!paces.is_rested(Timestamp(9)));
        assert!(paces.is_rested(Timestamp(10)));
        paces.refused(Timestamp(10));
        assert!(!paces.is_rested(Timestamp(1_009)));
        assert!(paces.is_rested(Timestamp(1_010)));
    }

    #[test]
    fn who_is_refused_too_often_brings_nothing_for_a_while() {
        let mut paces = Paces::new(Timestamp(0));
        for _ in 0..REFUSALS.0 {
            assert!(paces.admits(Timestamp(0)));
            paces.refused(Timestamp(0));
        }
        assert!(!paces.admits(Timestamp(999)));
        assert!(paces.admits(Timestamp(1_000)));
    }
}
