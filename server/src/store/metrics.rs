//! What the writer thread counts.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// Upper bounds of the buckets of group sizes: the last is [`super::thread::LARGEST_GROUP`].
pub const GROUP_BUCKETS: [u64; 9] = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/// Counters since the start. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct StoreMetrics(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    committed: AtomicU64,
    declined: AtomicU64,
    lost: AtomicU64,
    groups: [AtomicU64; GROUP_BUCKETS.len()],
    group_micros: AtomicU64,
    queued: AtomicU64,
}

/// The counters at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoreFigures {
    /// Commits that are on disk.
    pub committed: u64,
    /// Commits that were answered with a reason: moved on, known, no access and the like.
    pub declined: u64,
    /// Commits that failed with the database.
    pub lost: u64,
    /// Groups by size: how many had at most so many commits, and more than the bucket before.
    pub groups: [u64; GROUP_BUCKETS.len()],
    /// Time spent in all groups together, in microseconds, the fsync included.
    pub group_micros: u64,
    /// Commits that wait for the writer now.
    pub queued: u64,
}

impl StoreMetrics {
    /// The counters now.
    #[must_use]
    pub fn figures(&self) -> StoreFigures {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        StoreFigures {
            committed: read(&self.0.committed),
            declined: read(&self.0.declined),
            lost: read(&self.0.lost),
            groups: std::array::from_fn(|bucket| read(&self.0.groups[bucket])),
            group_micros: read(&self.0.group_micros),
            queued: read(&self.0.queued),
        }
    }

    pub(super) fn count_queued(&self) {
        self.0.queued.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn count_unqueued(&self) {
        self.0.queued.fetch_sub(1, Ordering::Relaxed);
    }

    pub(super) fn count_group(&self, group: Group) {
        let add = |counter: &AtomicU64, count: u64| counter.fetch_add(count, Ordering::Relaxed);
        add(&self.0.committed, group.committed);
        add(&self.0.declined, group.declined);
        add(&self.0.lost, group.lost);
        add(&self.0.group_micros, group.micros);
        let size = group.committed + group.declined + group.lost;
        let bucket = GROUP_BUCKETS.iter().position(|bound| size <= *bound).unwrap_or(GROUP_BUCKETS.len() - 1);
        add(&self.0.groups[bucket], 1);
    }
}

/// What became of one group.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Group {
    pub(super) committed: u64,
    pub(super) declined: u64,
    pub(super) lost: u64,
    pub(super) micros: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_lands_in_the_smallest_bucket_that_holds_it() {
        let metrics = StoreMetrics::default();
        for committed in [1, 2, 3, 4, 256] {
            metrics.count_group(Group { committed, ..Group::default() });
        }
        assert_eq!(metrics.figures().groups, [1, 1, 2, 0, 0, 0, 0, 0, 1]);
        assert_eq!(metrics.figures().committed, 266);
    }
}
