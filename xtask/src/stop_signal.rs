//! Ctrl-C and SIGTERM: the servers started from here are stopped in order before xtask itself ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::Error;

/// Remembers whether somebody asked to stop.
#[derive(Debug)]
pub(crate) struct StopSignal(Arc<AtomicBool>);

impl StopSignal {
    /// From now on the signals no longer end xtask at once. Once per process.
    pub(crate) fn listen() -> Result<Self, Error> {
        let came = Arc::new(AtomicBool::new(false));
        let signal = Arc::clone(&came);
        ctrlc::set_handler(move || signal.store(true, Ordering::Relaxed))?;
        Ok(Self(came))
    }

    pub(crate) fn came(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
