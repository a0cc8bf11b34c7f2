//! Somebody who works all the time, connected or not.

use std::time::Duration;

use buurtboek_shared::{
    domain::command::{CommandAction, Outcome, ReporterJoins, VisitPlan},
    ids::{DocId, DocKind},
    protocol::{client_events::Event, client_session::Link},
};
use buurtboek_tests::{
    dice::Dice,
    headless::{
        Headless,
        deeds::{remark, report, typed},
        now,
    },
    tablet::Kept,
};

use super::town::{Power, Town};

/// As long as nothing comes, there is time to do something.
const PATIENCE: Duration = Duration::from_millis(3);
/// With so much waiting somebody only listens.
const MOST_WAITING: usize = 12;

/// What somebody does.
pub(crate) enum Work {
    /// Signals, each a document.
    Reports,
    /// In notes, and remarks on a triage.
    Writes { notes: Vec<DocId>, triage: DocId },
    /// About a triage: a visit, its end, its beginning anew, and so on.
    Decides { triage: DocId, decisions: usize },
}

/// Somebody at a device.
pub(crate) struct Life {
    username: &'static str,
    device: Headless,
    work: Work,
    dice: Dice,
}

impl Life {
    pub(crate) fn new(username: &'static str, device: Headless, work: Work, dice: Dice) -> Self {
        Self { username, device, work, dice }
    }

    /// Works until the server is killed no more.
    pub(crate) async fn goes_on(mut self, town: &Town) -> Self {
        while town.power() != Power::Over {
            if self.dice.percent(10) && self.device.tablet.waiting(now()).len() < MOST_WAITING {
                self.does_something(town);
                self.device.offer().await;
            }
            self.listens(town).await;
        }
        self
    }

    /// Waits until everything is where it belongs.
    pub(crate) async fn comes_home(&mut self, town: &Town) {
        while !(self.device.is_at_rest() && self.device.tablet.waiting(now()).is_empty()) {
            self.listens(town).await;
        }
        assert_eq!(self.device.tablet.rescued(now()), [], "nobody did anything that the server may refuse");
    }

    async fn listens(&mut self, town: &Town) {
        let down = self.device.tablet.status().is_some_and(|status| matches!(status.link, Link::Down { .. }));
        if down && town.power() != Power::Off {
            self.device.tell(Event::TryNow).await;
        }
        self.device.turn_within(PATIENCE).await;
        town.listens(&mut self.device);
    }

    fn does_something(&mut self, town: &Town) {
        if self.dice.percent(20) {
            // The next edit is under a fresh client id, on what is here by then.
            self.device.tablet.puts_aside();
        }
        let mark = town.ledger(|ledger| ledger.fresh_mark());
        let (device, dice) = (&mut self.device, &self.dice);
        let (doc, kept) = match &mut self.work {
            Work::Reports => {
                let doc = DocId::new(DocKind::Signal, device.tablet.id());
                let first = report(device, &mark);
                (doc, device.tablet.creates(doc, None, now(), &[first]))
            }
            Work::Writes { triage, .. } if dice.percent(30) => {
                let remark = remark(device, &mark);
                (*triage, device.tablet.writes(*triage, now(), &remark))
            }
            Work::Writes { notes, .. } => {
                let note = dice.pick(notes);
                (note, device.tablet.writes(note, now(), &typed(0, &mark)))
            }
            Work::Decides { triage, decisions } => {
                let kept = device.tablet.decides(*triage, now(), decision(*decisions, &mark)).1;
                *decisions += usize::from(kept == Kept::Yes);
                (*triage, kept)
            }
        };
        // What is not on the device yet, or is another line of work by now, is opened anew before somebody writes in it.
        if kept == Kept::Yes {
            town.ledger(|ledger| ledger.wrote(self.username, &self.device, doc, mark));
        }
    }
}

/// Each fits what the one before left.
fn decision(number: usize, mark: &str) -> CommandAction {
    match number % 3 {
        2 => CommandAction::PlanVisit(VisitPlan {
            at: now(),
            with: Vec::new(),
            reporter: ReporterJoins::No,
            meet_at: mark.into(),
            place: String::new(),
        }),
        0 => CommandAction::Close { outcome: Outcome::Helped, note: Some(mark.into()) },
        _ => CommandAction::Reopen { why: mark.into() },
    }
}
