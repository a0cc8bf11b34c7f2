//! What happens in a world, as text: a plan that failed is replayed from its lines, and shortened by deleting some.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::people::Person;
use crate::dice::Dice;

/// One thing that happens. Numbers point into what the person sees, modulo its length; what makes no sense at that
/// moment does not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Happening {
    /// Somebody does something on their tablet.
    Does(Person, Deed),
    /// Something befalls somebody's connection.
    Weather(Person, Weather),
    /// A tablet dies in the middle of whatever it does, and is started again after so many milliseconds.
    TabletDies(Person, u32),
    /// The coming write of a tablet fails.
    TabletFails(Person, Mishap),
    /// The server is killed, and started again after so many milliseconds.
    ServerDies(u32),
    /// The server's disk is full for so many writes.
    ServerDiskFull(u8),
    /// An administrator ends somebody's access to a document of the world.
    AccessEnds(Person, u8),
    /// An administrator gives somebody access that they have by their part in the work, again.
    AccessReturns(Person, u8),
    /// So many milliseconds pass.
    Passes(u32),
}

/// What somebody does. A number says with which document of that kind on their own tablet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    /// Sends a signal.
    Report,
    /// Adds to an own signal.
    AddToReport(u8),
    /// Withdraws an own signal.
    Withdraw(u8),
    /// "Ik pak dit op."
    TakeUp(u8),
    /// Gives a signal to somebody.
    Assign(u8, Person),
    /// Says how urgent a signal is.
    Judge(u8, u8),
    /// Remarks on a signal.
    Remark(u8),
    /// Plans a visit.
    PlanVisit(u8),
    /// Links two signals.
    Link(u8, u8),
    /// Closes a signal.
    Close(u8),
    /// Opens a dossier and names it.
    OpenDossier,
    /// Names a dossier anew.
    NameDossier(u8),
    /// Brings somebody into a dossier.
    BringIn(u8, Person),
    /// Begins a note in a dossier.
    BeginNote(u8),
    /// Writes in a note: which, under which heading, where.
    Write(u8, u8, u8),
    /// Takes words out of a note: which, under which heading, which words.
    Erase(u8, u8, u8),
    /// Says how great the worry is.
    Worry(u8, u8),
    /// Finishes a note.
    Finalise(u8),
    /// Adds to a finished note.
    AddToNote(u8),
    /// A broken app writes an answer in a note under a colleague's name, and goes on under its own.
    Forge(u8),
    /// Looks at a note.
    Look(u8),
    /// Looks away from it.
    LookAway(u8),
    /// Puts everything that is open aside: the next edit opens its document anew.
    PutAside,
    /// Presses "Probeer nu".
    TryNow,
}

/// What befalls a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Weather {
    /// It is reset: both sides notice.
    Reset,
    /// It dies and nobody notices.
    Dies,
    /// Nothing gets through, either way, until it clears.
    Storm,
    /// It clears.
    Clears,
}

/// How a write of a tablet fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mishap {
    /// There is no room.
    Full,
    /// It is written, but the tab dies before it hears so.
    DiesAfter,
}

/// A world and what happens in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Decides everything that the lines do not: delays, and who is first.
    pub seed: u64,
    /// In this order.
    pub happenings: Vec<Happening>,
}

/// A text that is no plan.
#[derive(Debug, Error)]
pub enum PlanError {
    /// The first line is not `seed` and a number.
    #[error("the first line says the seed: seed 7")]
    Seed,
    /// A line that is nothing that can happen.
    #[error("line {line} is nothing that can happen: {source}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}", self.seed)?;
        self.happenings.iter().try_for_each(|happening| {
            let line = serde_json::to_string(happening).map_err(|_| fmt::Error)?;
            writeln!(f, "{line}")
        })
    }
}

impl FromStr for Plan {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, PlanError> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let seed = lines.next().and_then(|(_, line)| line.trim().strip_prefix("seed ")?.parse().ok());
        let happenings = lines
            .map(|(at, line)| serde_json::from_str(line).map_err(|source| PlanError::Line { line: at + 1, source }))
            .collect::<Result<_, _>>()?;
        Ok(Self { seed: seed.ok_or(PlanError::Seed)?, happenings })
    }
}

impl Plan {
    /// A plan of this length, all of it decided by the seed. It begins with work to be quarrelled about.
    #[must_use]
    pub fn random(seed: u64, length: usize) -> Self {
        let dice = Dice::new(seed ^ 0x706c_616e);
        let mut happenings = vec![
            Happening::Does(Person::Truus, Deed::Report),
            Happening::Does(Person::Samira, Deed::OpenDossier),
            Happening::Passes(3_000),
            Happening::Does(Person::Samira, Deed::BringIn(0, Person::Joost)),
            Happening::Does(Person::Samira, Deed::BeginNote(0)),
            Happening::Passes(3_000),
        ];
        happenings.extend((0..length).map(|_| happening(&dice)));
        Self { seed, happenings }
    }
}

fn happening(dice: &Dice) -> Happening {
    let person = dice.pick(&Person::ALL);
    let number = |dice: &Dice| u8::try_from(dice.below(256)).unwrap_or_default();
    let pause = |dice: &Dice| u32::try_from(dice.below(20_000)).unwrap_or_default();
    match dice.below(100) {
        0..70 => Happening::Does(person, deed(dice, person)),
        70..82 => Happening::Weather(
            person,
            dice.pick(&[Weather::Reset, Weather::Dies, Weather::Storm, Weather::Clears, Weather::Clears]),
        ),
        82..85 => Happening::TabletDies(person, pause(dice)),
        85..87 => Happening::TabletFails(person, dice.pick(&[Mishap::Full, Mishap::DiesAfter])),
        87..90 => Happening::ServerDies(pause(dice)),
        90..92 => Happening::ServerDiskFull(1 + number(dice) % 4),
        92..94 => Happening::AccessEnds(dice.pick(&[Person::Samira, Person::Joost, Person::Joost]), number(dice)),
        94..95 => Happening::AccessReturns(dice.pick(&[Person::Samira, Person::Joost]), number(dice)),
        _ => Happening::Passes(pause(dice)),
    }
}

fn deed(dice: &Dice, person: Person) -> Deed {
    let number = || u8::try_from(dice.below(256)).unwrap_or_default();
    if person == Person::Truus {
        return match dice.below(10) {
            0..5 => Deed::Report,
            5..8 => Deed::AddToReport(number()),
            8..9 => Deed::Withdraw(number()),
            _ => Deed::TryNow,
        };
    }
    let colleague = dice.pick(&[Person::Samira, Person::Joost, Person::Marijke]);
    match dice.below(100) {
        0..34 => Deed::Write(number(), number(), number()),
        34..44 => Deed::Erase(number(), number(), number()),
        44..52 => Deed::Worry(number(), number()),
        52..55 => Deed::Finalise(number()),
        55..59 => Deed::AddToNote(number()),
        59..62 => Deed::Forge(number()),
        62..65 => Deed::BeginNote(number()),
        65..67 => Deed::OpenDossier,
        67..69 => Deed::NameDossier(number()),
        69..72 => Deed::BringIn(number(), colleague),
        72..75 => Deed::TakeUp(number()),
        75..77 => Deed::Assign(number(), colleague),
        77..81 => Deed::Judge(number(), number()),
        81..84 => Deed::Remark(number()),
        84..86 => Deed::PlanVisit(number()),
        86..87 => Deed::Link(number(), number()),
        87..88 => Deed::Close(number()),
        88..92 => Deed::Look(number()),
        92..94 => Deed::LookAway(number()),
        94..97 => Deed::PutAside,
        97..98 => Deed::Report,
        _ => Deed::TryNow,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_reads_back_what_it_shows() {
        let plan = Plan::random(7, 200);
        assert_eq!(plan.to_string().parse::<Plan>().unwrap(), plan);
        assert!("Passes".parse::<Plan>().is_err());
        assert!("seed 7\nnonsense".parse::<Plan>().is_err());
    }
}
