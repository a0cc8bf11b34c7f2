//! What came to pass in a world: a world in which something never happens proves nothing of it.

use std::ops::AddAssign;

/// How often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Things that people did.
    pub done: usize,
    /// Acknowledgements that reached a tablet.
    pub acknowledged: usize,
    /// Batches that a tablet heard were refused for good.
    pub refused: usize,
    /// Documents that a tablet heard it may no longer hold.
    pub revoked: usize,
    /// Tablets that were started again after they died.
    pub tablets_restarted: usize,
    /// Times that the server was started again after it was killed.
    pub servers_restarted: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.done += other.done;
        self.acknowledged += other.acknowledged;
        self.refused += other.refused;
        self.revoked += other.revoked;
        self.tablets_restarted += other.tablets_restarted;
        self.servers_restarted += other.servers_restarted;
    }
}
