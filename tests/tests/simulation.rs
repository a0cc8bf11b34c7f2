//! Whole worlds, lived through and judged. A world that goes wrong prints its plan; written to a file and named by
//! `BB_TEST_PLAN` it is lived through again, and in `tests/plans/` by every run from then on. `BB_TEST_WORLDS` says
//! how many more worlds there are to be.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

use std::{ops::Range, path::Path};

use buurtboek_tests::world::{World, plan::Plan, tally::Tally};

/// Things that happen in one world.
const LENGTH: usize = 80;
/// Worlds of every run.
const WORLDS: u64 = 40;

fn live(plan: &Plan) -> Tally {
    match World::run(plan) {
        Ok(world) => world.tally(),
        Err(violation) => panic!("{violation}\n\nthe plan:\n{plan}"),
    }
}

fn worlds(seeds: Range<u64>) {
    let mut all = Tally::default();
    let mut wrong = Vec::new();
    for seed in seeds {
        let plan = Plan::random(seed, LENGTH);
        match World::run(&plan) {
            Ok(world) => all += world.tally(),
            Err(violation) => {
                println!("seed {seed}: {violation}");
                wrong.push(plan);
            }
        }
    }
    println!("{all:?}");
    assert!(wrong.is_empty(), "{} worlds went wrong; the plan of the first:\n{}", wrong.len(), wrong[0]);
    let Tally { done, acknowledged, refused, revoked, tablets_restarted, servers_restarted } = all;
    let least = [done, acknowledged, refused, revoked, tablets_restarted, servers_restarted].into_iter().min();
    assert!(least > Some(0), "what never happens proves nothing: {all:?}");
}

#[test]
fn every_world_comes_to_rest_with_nothing_lost_doubled_or_leaked() {
    worlds(0..WORLDS);
}

/// Each went wrong once; the name of its file says over what.
#[test]
fn the_worlds_that_once_went_wrong_are_well() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
    let mut lived = 0;
    for file in std::fs::read_dir(folder).expect("the kept plans") {
        let path = file.expect("a kept plan").path();
        let text = std::fs::read_to_string(&path).expect("a kept plan's text");
        println!("{}", path.display());
        live(&text.parse().expect("a plan"));
        lived += 1;
    }
    assert!(lived > 0, "no plan is found where they are kept");
}

#[test]
fn the_worlds_that_somebody_asks_for() {
    if let Ok(path) = std::env::var("BB_TEST_PLAN") {
        let text = std::fs::read_to_string(&path).expect("the plan's file");
        live(&text.parse().expect("a plan"));
    }
    if let Ok(more) = std::env::var("BB_TEST_WORLDS") {
        worlds(WORLDS..WORLDS + more.parse::<u64>().expect("a number"));
    }
}

#[test]
fn the_same_plan_gives_the_same_world() {
    let plan = Plan::random(3, LENGTH);
    assert_eq!(live(&plan), live(&plan));
}
