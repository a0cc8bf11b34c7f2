//! How long somebody who keeps giving wrong passwords must wait: per user name, with a growing delay, and per address.
//!
//! The count per user name is stored, so that a restart forgives nothing; that per address is a rough bound in memory.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};

use buurtboek_shared::time::Timestamp;

/// Wrong passwords for one user name that cost nothing: people mistype.
pub const FREE_FAILURES: u32 = 4;
/// The wait after the first that does, in seconds; it doubles with each further one.
const FIRST_WAIT_SECONDS: i64 = 60;
/// The longest wait, in seconds.
const LONGEST_WAIT_SECONDS: i64 = 60 * 60;
/// Wrong passwords older than this are forgotten, in milliseconds.
pub const MEMORY_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// Span over which the failures of one address are counted, in milliseconds.
const ADDRESS_SPAN_MILLIS: i64 = 60 * 60 * 1000;
/// Most addresses that are remembered; the one that began longest ago gives way.
const MAX_ADDRESSES: usize = 10_000;

/// When somebody with this many wrong passwords in a row, the last at this moment, may try again.
#[must_use]
pub fn open_again(failures: u32, last: Timestamp) -> Timestamp {
    let Some(beyond) = failures.checked_sub(FREE_FAILURES + 1) else { return last };
    let seconds = FIRST_WAIT_SECONDS.saturating_mul(1_i64.checked_shl(beyond.min(32)).unwrap_or(i64::MAX));
    Timestamp(last.0 + seconds.min(LONGEST_WAIT_SECONDS) * 1000)
}

/// Whole minutes from now until then, rounded up; none when it is then already.
#[must_use]
pub fn minutes_until(then: Timestamp, now: Timestamp) -> Option<u32> {
    let millis = then - now;
    (millis > 0).then(|| u32::try_from((millis + 59_999) / 60_000).unwrap_or(u32::MAX))
}

/// Wrong passwords by address.
#[derive(Debug)]
pub struct Addresses {
    bound: u32,
    seen: Mutex<BTreeMap<IpAddr, Seen>>,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    since: Timestamp,
    failures: u32,
}

impl Addresses {
    /// At most this many wrong passwords from one address in an hour.
    #[must_use]
    pub const fn new(bound: u32) -> Self {
        Self { bound, seen: Mutex::new(BTreeMap::new()) }
    }

    /// When this address may try again; a moment that has passed when it may now.
    #[must_use]
    pub fn open_again(&self, address: IpAddr, now: Timestamp) -> Timestamp {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.get(&network(address)) {
            Some(seen) if seen.failures >= self.bound => Timestamp(seen.since.0 + ADDRESS_SPAN_MILLIS),
            Some(_) | None => now,
        }
    }

    /// Counts a wrong password.
    pub fn failed(&self, address: IpAddr, now: Timestamp) {
        let mut all = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = all.entry(network(address)).or_insert(Seen { since: now, failures: 0 });
        if now - seen.since >= ADDRESS_SPAN_MILLIS {
            *seen = Seen { since: now, failures: 0 };
        }
        seen.failures = seen.failures.saturating_add(1);
        if all.len() > MAX_ADDRESSES
            && let Some(oldest) = all.iter().min_by_key(|(_, seen)| seen.since).map(|(address, _)| *address)
        {
            all.remove(&oldest);
        }
    }
}

/// One household or machine has one IPv4 address, or a whole /64 of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000_000);

    #[test]
    fn the_wait_begins_after_a_few_and_doubles_up_to_an_hour() {
        let waits: Vec<_> = (0..14).map(|failures| (open_again(failures, NOW) - NOW) / 60_000).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!((open_again(u32::MAX, NOW) - NOW) / 60_000, 60);
    }

    #[test]
    fn minutes_are_rounded_up() {
        assert_eq!(minutes_until(Timestamp(NOW.0 + 1), NOW), Some(1));
        assert_eq!(minutes_until(Timestamp(NOW.0 + 60_001), NOW), Some(2));
        assert_eq!(minutes_until(NOW, NOW), None);
    }

    #[test]
    fn one_address_waits_and_its_neighbour_does_not() {
        let addresses = Addresses::new(3);
        let [here, same, there] = ["2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"].map(|text| text.parse().unwrap());
        for _ in 0..3 {
            assert!(addresses.open_again(here, NOW) <= NOW);
            addresses.failed(here, NOW);
        }
        assert!(addresses.open_again(same, NOW) > NOW, "the same network");
        assert!(addresses.open_again(there, NOW) <= NOW);
        let later = addresses.open_again(here, NOW);
        addresses.failed(here, later);
        assert!(addresses.open_again(here, later) <= later, "an hour later it begins anew");
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let addresses = Addresses::new(1);
        for number in 0..=u32::try_from(MAX_ADDRESSES).unwrap() {
            addresses.failed(IpAddr::from(number.to_be_bytes()), Timestamp(NOW.0 + i64::from(number)));
        }
        assert_eq!(addresses.seen.lock().unwrap().len(), MAX_ADDRESSES);
        assert!(addresses.open_again(IpAddr::from([0, 0, 0, 0]), NOW) <= NOW, "the oldest gave way");
    }
}
