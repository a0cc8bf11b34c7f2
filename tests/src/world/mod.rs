//! A world in a box: a server, a few people with tablets, and a network that cannot be trusted. Everything runs on one
//! thread and on one clock that is moved, and everything that chance decides comes from one seed; so a world that went
//! wrong goes wrong again.
//!
//! What runs in it is the product: sessions, gate, plans, stores, tablets' storage. What is made for it: the network,
//! the people, and the few lines that carry out what the sessions ask.

mod connection;
mod deeds;
pub mod facts;
pub mod invariants;
mod life;
pub mod network;
pub mod people;
pub mod plan;
pub mod server;
pub mod tally;

use std::collections::{BTreeMap, BTreeSet};

use buurtboek_shared::{
    ids::{BatchNo, DocId},
    protocol::frames::Receipt,
    time::Timestamp,
};

use facts::Fact;
use network::Network;
use people::Person;
use plan::Plan;
use server::Server;
use tally::Tally;
use thiserror::Error;

use crate::{dice::Dice, tablet::Tablet};

/// When worlds begin.
const BEGINNING: Timestamp = Timestamp(1_790_000_000_000);

/// What is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct Violation(pub String);

/// A world.
pub struct World {
    dice: Dice,
    now: Timestamp,
    /// What each tablet's clock is ahead of the world's, in milliseconds.
    skew: BTreeMap<Person, i64>,
    tablets: BTreeMap<Person, Tablet>,
    network: Network,
    server: Server,
    server_down_until: Option<Timestamp>,
    tablet_off_until: BTreeMap<Person, Timestamp>,
    words: usize,
    facts: Vec<Fact>,
    /// What each tablet was told is committed.
    acknowledged: BTreeMap<(Person, BatchNo), Receipt>,
    /// Whose access to what an administrator ended at some time.
    ended: BTreeSet<(DocId, Person)>,
    /// Words that reached somebody's tablet who may not read them.
    leaks: Vec<String>,
    tally: Tally,
}

impl World {
    /// A new world, in which nothing has happened yet.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let dice = Dice::new(seed);
        let tablets =
            Person::ALL.into_iter().map(|person| (person, Tablet::new(person.owner(), dice.fork()))).collect();
        let skew = Person::ALL.into_iter().map(|person| (person, dice.below(600_000) as i64 - 300_000)).collect();
        let network = Network::new(dice.fork());
        let server = Server::new(dice.fork());
        let mut world = Self {
            dice,
            now: BEGINNING,
            skew,
            tablets,
            network,
            server,
            server_down_until: None,
            tablet_off_until: BTreeMap::new(),
            words: 0,
            facts: Vec::new(),
            acknowledged: BTreeMap::new(),
            ended: BTreeSet::new(),
            leaks: Vec::new(),
            tally: Tally::default(),
        };
        for person in Person::ALL {
            let now = world.clock(person);
            world.tablet(person).starts(now);
        }
        world
    }

    /// Lives through a plan, comes to rest, and is judged.
    ///
    /// # Errors
    /// What is not as it must be.
    pub fn run(plan: &Plan) -> Result<Self, Violation> {
        let mut world = Self::new(plan.seed);
        for happening in &plan.happenings {
            world.happens(*happening);
            for _ in 0..world.dice.below(12) {
                world.step(Patience::Impatient);
            }
        }
        world.rest()?;
        world.judge()?;
        Ok(world)
    }

    /// What came to pass in it.
    #[must_use]
    pub fn tally(&self) -> Tally {
        Tally { acknowledged: self.acknowledged.len(), done: self.facts.len(), ..self.tally }
    }

    fn clock(&self, person: Person) -> Timestamp {
        Timestamp(self.now.0 + self.skew.get(&person).copied().unwrap_or_default())
    }

    fn tablet(&mut self, person: Person) -> &mut Tablet {
        self.tablets.entry(person).or_insert_with(|| Tablet::new(person.owner(), Dice::new(0)))
    }
}

/// Whether time moves when nothing is ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Patience {
    /// Only what is ready now is done.
    Impatient,
    /// Time moves to the next moment at which something is ready.
    Waits,
}
