//! The server's clock: the one place where it is looked at.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use buurtboek_shared::time::Timestamp;

/// Where the time comes from. Cheap to clone; clones of a set clock share its hands.
#[derive(Clone, Debug, Default)]
pub struct Clock(Hands);

#[derive(Clone, Debug, Default)]
enum Hands {
    #[default]
    System,
    /// The system's, so many milliseconds ahead.
    Ahead(i64),
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self(Hands::System)
    }

    /// The system's clock, so many days ahead: for a demonstration, which need not wait for a later day.
    #[must_use]
    pub fn system_ahead(days: u16) -> Self {
        Self(Hands::Ahead(i64::from(days) * 86_400_000))
    }

    /// A clock that stands still until it is moved: for tests, which must not wait for lock-outs and expiry.
    #[must_use]
    pub fn standing(at: Timestamp) -> Self {
        Self(Hands::Set(Arc::new(AtomicI64::new(at.0))))
    }

    /// The moment it is.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Hands::System => system_now(),
            Hands::Ahead(millis) => Timestamp(system_now().0.saturating_add(*millis)),
            Hands::Set(at) => Timestamp(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a standing clock forward by this many seconds; the system's clock is not touched.
    pub fn advance(&self, seconds: i64) {
        match &self.0 {
            Hands::System | Hands::Ahead(_) => {}
            Hands::Set(at) => {
                at.fetch_add(seconds * 1000, Ordering::SeqCst);
            }
        }
    }
}

fn system_now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
