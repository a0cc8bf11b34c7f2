//! The server's life and its deaths, and what everybody shares meanwhile.

use std::cell::{Cell, RefCell};

use buurtboek_tests::{dice::Dice, headless::Headless, process::Server};
use tokio::sync::watch;

use super::ledger::Ledger;

/// How often the server is killed.
pub(crate) const KILLS: usize = 50;
/// It is killed after at most so many frames both ways, over all devices: some times in the middle of saying hello, some
/// times in the middle of everything.
const MOST_FRAMES: usize = 120;

/// Whether the server is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Power {
    On,
    Off,
    /// On, and not killed any more.
    Over,
}

/// What everybody shares.
pub(crate) struct Town {
    power: Cell<Power>,
    frames: watch::Sender<usize>,
    ledger: RefCell<Ledger>,
}

impl Default for Town {
    fn default() -> Self {
        Self { power: Cell::new(Power::On), frames: watch::Sender::new(0), ledger: RefCell::default() }
    }
}

impl Town {
    pub(crate) fn power(&self) -> Power {
        self.power.get()
    }

    /// Writes in the ledger.
    pub(crate) fn ledger<T>(&self, write: impl FnOnce(&mut Ledger) -> T) -> T {
        write(&mut self.ledger.borrow_mut())
    }

    pub(crate) fn into_ledger(self) -> Ledger {
        self.ledger.into_inner()
    }

    /// Counts what went over a device's sockets since the last time, and notes what it shows after that.
    pub(crate) fn listens(&self, device: &mut Headless) {
        let went = std::mem::take(&mut device.traffic);
        if !went.received.is_empty() {
            self.ledger(|ledger| ledger.listens(device));
        }
        self.frames.send_modify(|count| *count += went.sent.len() + went.received.len());
    }

    /// Kills the server again and again, and starts it again over the same data, at the same address.
    pub(crate) async fn kills(&self, mut server: Server, dice: Dice) -> Server {
        let mut watch = self.frames.subscribe();
        for _ in 0..KILLS {
            let end = *self.frames.borrow() + 1 + dice.below(MOST_FRAMES);
            watch.wait_for(|count| *count >= end).await.unwrap();
            self.power.set(Power::Off);
            server = server.kill_and_restart().await.unwrap();
            self.power.set(Power::On);
        }
        self.ledger(Ledger::killing_is_over);
        self.power.set(Power::Over);
        server
    }
}
