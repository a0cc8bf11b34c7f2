//! How much memory the open documents may take together.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Encoded bytes of all open documents together. In memory a document takes some ten times its encoded size.
const BUDGET: usize = 64 * 1024 * 1024;

/// Whether the open documents are within the budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fits {
    Yes,
    No,
}

/// What the open documents of this process take.
#[derive(Debug)]
pub(super) struct Budget {
    held: AtomicUsize,
    most: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { held: AtomicUsize::new(0), most: BUDGET }
    }
}

impl Budget {
    /// A task that counted `before` bytes counts `now` from here on.
    pub(super) fn change(&self, before: usize, now: usize) -> Fits {
        self.held.fetch_add(now, Ordering::Relaxed);
        let held = self.held.fetch_sub(before, Ordering::Relaxed) - before;
        if held > self.most { Fits::No } else { Fits::Yes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_fits_until_the_most_and_again_when_something_goes() {
        let budget = Budget { held: AtomicUsize::new(0), most: 10 };
        assert_eq!(budget.change(0, 6), Fits::Yes);
        assert_eq!(budget.change(0, 5), Fits::No);
        assert_eq!(budget.change(6, 5), Fits::Yes, "the first task shrank");
        assert_eq!(budget.change(5, 0), Fits::Yes);
    }
}
