//! Figures, measured one after the other in one run on one machine: compare them with each other, not with those of
//! another day. Nothing is judged. `BB_TEST_BENCH=small` is quick, to see that it works.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement prints, and one that cannot go on ends")]

mod commit;
mod gate;
mod inbox;
mod load;
mod merge;
mod reconnect;
mod sockets;

use std::time::{Duration, Instant};

use buurtboek_shared::ids::MemberId;

const SAMIRA: MemberId = MemberId::from_bytes([0x0a; 16]);

#[tokio::main]
async fn main() {
    commit::measure().await;
    gate::measure().await;
    merge::measure();
    reconnect::measure().await;
    inbox::measure();
    sockets::measure().await;
    load::measure().await;
}

/// So many, or a few when only the measuring is tried out.
fn many(count: usize) -> usize {
    if std::env::var_os("BB_TEST_BENCH").is_some_and(|size| size == "small") { (count / 20).max(2) } else { count }
}

fn heading(what: &str) {
    println!("\n{what}");
}

fn line(what: &str, figure: impl std::fmt::Display) {
    println!("  {what:<58} {figure}");
}

/// How long each of these takes, the shortest first.
fn times(count: usize, mut act: impl FnMut()) -> Times {
    let each = (0..count).map(|_| {
        let begin = Instant::now();
        act();
        begin.elapsed()
    });
    Times::of(each.collect())
}

/// Durations, the shortest first.
struct Times(Vec<Duration>);

impl Times {
    fn of(mut all: Vec<Duration>) -> Self {
        all.sort();
        Self(all)
    }

    fn median(&self) -> Duration {
        self.at(50)
    }

    /// The time that so many of a hundred stay below.
    fn at(&self, percent: usize) -> Duration {
        let place = (self.0.len() * percent / 100).min(self.0.len().saturating_sub(1));
        self.0.get(place).copied().unwrap_or_default()
    }
}

/// How many times as long.
fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64().max(f64::EPSILON)
}
