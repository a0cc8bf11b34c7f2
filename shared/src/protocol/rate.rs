//! A pace: so many at once, so many a second.

use crate::time::Timestamp;

/// A token bucket over a clock that is passed in.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    burst: u32,
    per_second: u32,
    /// In thousandths, so that milliseconds add up without fractions.
    tokens: u64,
    at: Timestamp,
}

impl Pace {
    /// Full at `now`.
    #[must_use]
    pub fn new(burst: u32, per_second: u32, now: Timestamp) -> Self {
        Self { burst, per_second, tokens: u64::from(burst) * 1000, at: now }
    }

    /// True when there is room for one more, which is then taken.
    pub fn take(&mut self, now: Timestamp) -> bool {
        self.refill(now);
        let allowed = self.tokens >= 1000;
        if allowed {
            self.tokens -= 1000;
        }
        allowed
    }

    /// True when there is room for one more; nothing is taken.
    pub fn has_room(&mut self, now: Timestamp) -> bool {
        self.refill(now);
        self.tokens >= 1000
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
}
