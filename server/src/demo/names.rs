//! Ids that are the same in every demonstration, so that a test or a bookmark finds its way.

use buurtboek_shared::ids::{Hash256, Id128};

/// The id of what has this name in the demonstration.
#[must_use]
pub fn id(name: &str) -> Id128 {
    let Hash256(hash) = Hash256::of(format!("buurtboek demonstration: {name}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Id128(bytes)
}
