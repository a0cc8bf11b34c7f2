//! The only chance in a simulated world: the same seed gives the same world on every machine and with every library.

use std::{
    cell::Cell,
    hash::{BuildHasher as _, RandomState},
};

use buurtboek_client::sync::core::Random;

/// SplitMix64.
#[derive(Debug)]
pub struct Dice(Cell<u64>);

impl Dice {
    /// From this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(Cell::new(seed))
    }

    /// From a seed that nobody knows, for what need not happen twice.
    #[must_use]
    pub fn unseeded() -> Self {
        Self::new(RandomState::new().hash_one(0))
    }

    /// Other dice, for something whose throws must not depend on how often these are thrown.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self::new(self.next())
    }

    /// 64 random bits.
    pub fn next(&self) -> u64 {
        let state = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&self, end: usize) -> usize {
        // The world is small: the modulo's bias is far below what anything here could notice.
        usize::try_from(self.next() % end as u64).unwrap_or_default()
    }

    /// One of these, which are not none.
    pub fn pick<T: Copy>(&self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// True in so many cases of a hundred.
    pub fn percent(&self, chance: usize) -> bool {
        self.below(100) < chance
    }
}

impl Random for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
    }
}
