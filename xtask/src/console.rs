//! What the person at the terminal sees: each step by name, and how long it took.

use std::fmt::Display;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use crate::error::Error;

/// Runs one named step and tells its duration, also when it fails.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    line(format_args!("▸ {name}"));
    let start = Instant::now();
    let result = work();
    let mark = if result.is_ok() { '✓' } else { '✗' };
    line(format_args!("{mark} {name}: {}", seconds(start.elapsed())));
    result
}

/// A step that had nothing to do.
pub(crate) fn already(name: &str) {
    line(format_args!("✓ {name}: already done"));
}

/// One line of explanation.
pub(crate) fn note(text: impl Display) {
    line(format_args!("  {text}"));
}

/// One line of output. Nobody may be reading any more (`cargo xtask size | head`), and that is no reason to stop.
pub(crate) fn line(text: impl Display) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// The last word when a command stops.
pub(crate) fn failure(error: &Error) {
    eprintln!("\ncargo xtask: {error}");
}

/// A duration as people read it.
pub(crate) fn seconds(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 60.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{} min {:02} s", duration.as_secs() / 60, duration.as_secs() % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_naturally() {
        assert_eq!(seconds(Duration::from_millis(1240)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(61)), "1 min 01 s");
    }
}
