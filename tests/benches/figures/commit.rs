//! A commit beside the bare fsync of the same disk, alone and under load.

use std::{
    fs::File,
    io::Write as _,
    time::{Duration, Instant},
};

use buurtboek_shared::domain::role::Role;
use buurtboek_tests::headless::{stored::dossier, town::Town};
use futures_util::future::join_all;

use super::{SAMIRA, Times, heading, line, many, ratio, times};

const WRITERS: usize = 8;

pub(super) async fn measure() {
    heading("A commit");
    let folder = tempfile::tempdir().unwrap();
    let mut file = File::create(folder.path().join("bare")).unwrap();
    let fsync = times(many(400), || {
        file.write_all(&[0x5a; 4096]).unwrap();
        file.sync_data().unwrap();
    });
    line("4 kB and a bare fsync, median", format_args!("{:.2?}", fsync.median()));
    let town = Town::of(&[(SAMIRA, Role::Professional, "samira")]).await.unwrap();
    for writers in [1, WRITERS] {
        let (times, groups, passed) = under_load(&town, writers, many(400)).await;
        let commits = times.0.len();
        line(&format!("commit with {writers} writers at once, median"), format_args!("{:.2?}", times.median()));
        line("  99 of 100 within", format_args!("{:.2?}", times.at(99)));
        line("  in bare fsyncs", format_args!("{:.1}", ratio(times.median(), fsync.median())));
        line("  commits in a group, on average", format_args!("{:.1}", commits as f64 / groups.max(1) as f64));
        line("  commits a second", format_args!("{:.0}", commits as f64 / passed.as_secs_f64()));
    }
}

/// Writers who each wait for one commit before the next: how long each took, in how many groups, and all of it.
async fn under_load(town: &Town, writers: usize, each: usize) -> (Times, u64, Duration) {
    let groups = || town.state.store.metrics().figures().groups.iter().sum::<u64>();
    let before = groups();
    let begin = Instant::now();
    let working = (0..writers).map(|writer| {
        let store = town.state.store.clone();
        tokio::spawn(async move {
            let mut times = Vec::new();
            for number in 0..each {
                // Each a document of its own: 1 writer and 8 writers never make the same one.
                let number = (writers * WRITERS + writer) * 1_000_000 + number;
                let commit = dossier(SAMIRA, number, buurtboek_tests::headless::now());
                let begin = Instant::now();
                store.commit(commit).await.unwrap();
                times.push(begin.elapsed());
            }
            times
        })
    });
    let times = join_all(working).await.into_iter().flat_map(|times| times.unwrap()).collect();
    (Times::of(times), groups() - before, begin.elapsed())
}
