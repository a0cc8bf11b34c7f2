//! The network in a struct: one line for each tablet, in order and lossless while it lives, as TCP is. What it does
//! besides is be late, be cut, die unnoticed and be refused.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use buurtboek_shared::time::{Millis, Timestamp};

use super::{people::Person, plan::Weather};
use crate::dice::Dice;

/// How late a message may be, in milliseconds.
const LATEST: usize = 400;
/// How long it takes to notice that nobody listens, in milliseconds at most.
const DIALLING: usize = 2_000;

/// One connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(pub u64);

/// What arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// A message.
    Message(Vec<u8>),
    /// The other side closed, or the connection was reset.
    End,
}

/// Which end of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The tablet's.
    Tablet,
    /// The server's.
    Server,
}

#[derive(Debug, Default)]
struct Stream {
    waiting: VecDeque<(Timestamp, Arrival)>,
    /// Nobody listens at the end of it any more.
    abandoned: bool,
}

#[derive(Debug)]
struct Call {
    person: Person,
    /// Nothing arrives any more and nobody is told.
    dead: bool,
    to_tablet: Stream,
    to_server: Stream,
}

/// All lines.
#[derive(Debug)]
pub struct Network {
    dice: Dice,
    calls: BTreeMap<CallId, Call>,
    /// The call that a tablet holds for its own.
    current: BTreeMap<Person, CallId>,
    dialling: BTreeMap<Person, Timestamp>,
    storms: BTreeSet<Person>,
    next: u64,
}

impl Network {
    /// Without any calls.
    #[must_use]
    pub const fn new(dice: Dice) -> Self {
        Self {
            dice,
            calls: BTreeMap::new(),
            current: BTreeMap::new(),
            dialling: BTreeMap::new(),
            storms: BTreeSet::new(),
            next: 1,
        }
    }

    /// A tablet dials; when it will know more.
    pub fn dial(&mut self, person: Person, now: Timestamp) {
        self.hang_up(person, now);
        self.dialling.insert(person, now + self.delay(DIALLING));
    }

    /// Tablets whose dialling comes to an end now.
    #[must_use]
    pub fn dialled(&self, now: Timestamp) -> Vec<Person> {
        self.dialling.iter().filter(|(_, at)| **at <= now).map(|(person, _)| *person).collect()
    }

    /// Connects a tablet that dialled; none when a storm is in the way.
    pub fn connect(&mut self, person: Person) -> Option<CallId> {
        self.dialling.remove(&person);
        if self.storms.contains(&person) {
            return None;
        }
        let id = CallId(self.next);
        self.next += 1;
        let call = Call { person, dead: false, to_tablet: Stream::default(), to_server: Stream::default() };
        self.calls.insert(id, call);
        self.current.insert(person, id);
        Some(id)
    }

    /// Nobody took the call.
    pub fn give_up(&mut self, person: Person) {
        self.dialling.remove(&person);
    }

    /// A tablet says something into its call, if it has one.
    pub fn tablet_says(&mut self, person: Person, now: Timestamp, message: Vec<u8>) {
        if let Some(id) = self.current.get(&person).copied() {
            self.put(id, Side::Server, now, Arrival::Message(message));
        }
    }

    /// The server says something into a call.
    pub fn server_says(&mut self, id: CallId, now: Timestamp, message: Vec<u8>) {
        self.put(id, Side::Tablet, now, Arrival::Message(message));
    }

    /// A tablet leaves its call, or stops dialling.
    pub fn hang_up(&mut self, person: Person, now: Timestamp) {
        self.dialling.remove(&person);
        if let Some(id) = self.current.remove(&person) {
            self.leave(id, Side::Tablet, now);
        }
    }

    /// One side leaves: what it said before still arrives.
    pub fn leave(&mut self, id: CallId, side: Side, now: Timestamp) {
        let other = match side {
            Side::Tablet => Side::Server,
            Side::Server => Side::Tablet,
        };
        self.put(id, other, now, Arrival::End);
        if let Some(call) = self.calls.get_mut(&id) {
            call.stream(side).abandoned = true;
            call.stream(side).waiting.clear();
        }
    }

    /// Something befalls a tablet's line.
    pub fn befalls(&mut self, person: Person, weather: Weather, now: Timestamp) {
        let current = self.current.get(&person).copied();
        match weather {
            Weather::Reset => {
                if let Some(id) = current {
                    self.reset(id, now);
                }
            }
            Weather::Dies => {
                if let Some(call) = current.and_then(|id| self.calls.get_mut(&id)) {
                    call.dead = true;
                }
            }
            Weather::Storm => {
                self.storms.insert(person);
            }
            Weather::Clears => {
                self.storms.remove(&person);
            }
        }
    }

    /// What was on its way is gone, and each side that still listens hears the end.
    pub fn reset(&mut self, id: CallId, now: Timestamp) {
        for side in [Side::Tablet, Side::Server] {
            if let Some(call) = self.calls.get_mut(&id) {
                call.stream(side).waiting.clear();
            }
            self.put(id, side, now, Arrival::End);
        }
    }

    /// The ends at which something has arrived by now.
    #[must_use]
    pub fn arrived(&self, now: Timestamp) -> Vec<(CallId, Side)> {
        self.heads().filter(|(_, _, at)| *at <= now).map(|(id, side, _)| (id, side)).collect()
    }

    /// When something arrives next, or a dialling ends.
    #[must_use]
    pub fn next_arrival(&self) -> Option<Timestamp> {
        self.heads().map(|(_, _, at)| at).chain(self.dialling.values().copied()).min()
    }

    /// True when nothing is on its way.
    #[must_use]
    pub fn is_still(&self) -> bool {
        self.dialling.is_empty() && self.heads().next().is_none()
    }

    /// True when everybody is in a call that lives.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let lives = |person| self.current.get(&person).and_then(|id| self.calls.get(id)).is_some_and(|call| !call.dead);
        Person::ALL.into_iter().all(lives)
    }

    /// Takes what arrived at an end, and whose line it is.
    pub fn take(&mut self, id: CallId, side: Side) -> Option<(Person, Arrival)> {
        let call = self.calls.get_mut(&id)?;
        let person = call.person;
        let (_, arrival) = call.stream(side).waiting.pop_front()?;
        if arrival == Arrival::End {
            call.stream(side).abandoned = true;
            if side == Side::Tablet && self.current.get(&person) == Some(&id) {
                self.current.remove(&person);
            }
        }
        self.calls.retain(|_, call| !(call.to_tablet.abandoned && call.to_server.abandoned));
        Some((person, arrival))
    }

    fn heads(&self) -> impl Iterator<Item = (CallId, Side, Timestamp)> {
        let open = self.calls.iter().filter(|(_, call)| !call.dead && !self.storms.contains(&call.person));
        open.flat_map(|(id, call)| {
            let head = |side, stream: &Stream| stream.waiting.front().map(|(at, _)| (*id, side, *at));
            [head(Side::Tablet, &call.to_tablet), head(Side::Server, &call.to_server)].into_iter().flatten()
        })
    }

    fn put(&mut self, id: CallId, at: Side, now: Timestamp, arrival: Arrival) {
        let due = now + self.delay(LATEST);
        let Some(call) = self.calls.get_mut(&id) else { return };
        let stream = call.stream(at);
        if !stream.abandoned {
            let behind = stream.waiting.back().map_or(due, |(before, _)| due.max(*before));
            stream.waiting.push_back((behind, arrival));
        }
    }

    fn delay(&self, most: usize) -> Millis {
        Millis(u32::try_from(self.dice.below(most)).unwrap_or_default())
    }
}

impl Call {
    /// What is on its way to this side.
    const fn stream(&mut self, side: Side) -> &mut Stream {
        match side {
            Side::Tablet => &mut self.to_tablet,
            Side::Server => &mut self.to_server,
        }
    }
}
