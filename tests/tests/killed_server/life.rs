//! Somebody who works all the time, connected or not.

use std::time::Duration;

use buurtboek_shared::{
    doc::{
        entries::Entry,
        read::NoteView,
        schema::{PRESENT, VISIT_DATE, WORRY},
        write::Intent,
    },
    domain::{
        choice::{ChoiceEntry, standing},
        command::{CommandAction, Outcome, ReporterJoins, VisitPlan},
        note::{NoteState, Worry},
    },
    ids::{DocId, DocKind},
    protocol::{client_events::Event, client_session::Link},
};
use buurtboek_tests::{
    dice::Dice,
    headless::{
        Headless,
        deeds::{answer, member, remark, report, typed},
        now,
    },
    tablet::Kept,
};
use yrs::Transact;

use super::{
    ledger::Deed,
    town::{Power, Town},
};

/// As long as nothing comes, there is time to do something.
const PATIENCE: Duration = Duration::from_millis(3);
/// With so much waiting somebody only listens.
const MOST_WAITING: usize = 12;

/// With fewer notes open somebody begins one.
const OPEN_NOTES: usize = 2;

/// What somebody does.
pub(crate) enum Work {
    /// Signals, each a document.
    Reports,
    /// In the notes of a dossier, which it finishes and begins anew, and remarks on a triage. This is how great it finds
    /// the worry.
    Writes { dossier: DocId, triage: DocId, worry: Worry },
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
        town.ledger(|ledger| ledger.check_kept_texts(&self.device));
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
        let (deed, doc, mark, kept) = match &mut self.work {
            Work::Reports => {
                let doc = DocId::new(DocKind::Signal, device.tablet.id());
                let first = report(device, &mark);
                let kept = device.tablet.creates(doc, None, now(), &[first]);
                (Deed::Reports, doc, mark, kept)
            }
            Work::Writes { triage, .. } if dice.percent(30) => {
                let remark = remark(device, &mark);
                let kept = device.tablet.writes(*triage, now(), &remark);
                (Deed::Remarks, *triage, mark, kept)
            }
            Work::Writes { dossier, worry, .. } => {
                let open = open_notes(device, *dossier);
                if open.len() < OPEN_NOTES {
                    begins_note(device, *dossier, mark)
                } else {
                    works_on_note(device, dice, dice.pick(&open), *worry, mark)
                }
            }
            Work::Decides { triage, decisions } => {
                let kept = device.tablet.decides(*triage, now(), decision(*decisions, &mark)).1;
                *decisions += usize::from(kept == Kept::Yes);
                (Deed::Decides, *triage, mark, kept)
            }
        };
        // What is not on the device yet, or is another line of work by now, is opened anew before somebody writes in it.
        if kept == Kept::Yes {
            town.ledger(|ledger| ledger.did(self.username, deed, &self.device, doc, mark));
        }
    }
}

/// What was done in which document, by which mark, and whether it was kept.
type Done = (Deed, DocId, String, Kept);

/// The notes of a dossier that stand open on the screen. A screen that stays open does not follow: on it a note may be
/// open that somebody else finished.
fn open_notes(device: &mut Headless, dossier: DocId) -> Vec<DocId> {
    let mut notes: Vec<DocId> = device
        .tablet
        .list(DocKind::Note, now())
        .into_iter()
        .filter(|row| row.parent == Some(dossier))
        .map(|row| row.doc)
        .collect();
    notes.retain(|note| {
        let state = device.tablet.reads(*note, now(), |open| NoteView::read(&open.transact()).state);
        state == Some(NoteState::Open)
    });
    notes
}

/// A note is begun with all that it must have to be finished.
fn begins_note(device: &mut Headless, dossier: DocId, mark: String) -> Done {
    let note = DocId::new(DocKind::Note, device.tablet.id());
    let first = [typed(0, &mark), answer(device, VISIT_DATE, "2026-11-20"), answer(device, PRESENT, "mevrouw Bakema")];
    let kept = device.tablet.creates(note, Some(dossier), now(), &first);
    (Deed::BeginsNote, note, mark, kept)
}

fn works_on_note(device: &mut Headless, dice: &Dice, note: DocId, worry: Worry, mark: String) -> Done {
    match dice.below(10) {
        0 => {
            let (command, kept) = device.tablet.decides(note, now(), CommandAction::Finalise);
            (Deed::FinishesNote, note, command.to_string(), kept)
        }
        1..4 => {
            let shown = device.tablet.reads(note, now(), |open| NoteView::read(&open.transact()).worry);
            let instead_of = standing(&shown.unwrap_or_default()).into_iter().map(|answer| answer.id).collect();
            let answer = ChoiceEntry {
                id: device.tablet.entry_id(),
                value: worry.code().to_owned(),
                author: member(device),
                at: now(),
                supersedes: instead_of,
                why: mark.clone(),
            };
            let answer = Intent::Append { root: WORRY.into(), entry: Entry::Choice(answer) };
            (Deed::Worries, note, mark, device.tablet.writes(note, now(), &answer))
        }
        _ => {
            let kept = device.tablet.writes(note, now(), &typed(0, &mark));
            (Deed::Types, note, mark, kept)
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
