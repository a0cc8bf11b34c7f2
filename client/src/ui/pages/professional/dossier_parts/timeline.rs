//! "Tijdlijn": everything that happened with a household, in the order of time, from every document that says so.

use buurtboek_shared::{
    doc::read::{DossierView, TriageView},
    domain::{
        agreement::{AgreementEntry, AgreementStatus},
        attempt::ContactAttempt,
        command::{CommandAction, Outcome},
        date::Date,
        transition::Transition,
        visit::{VisitEvent, VisitStep},
        wish::WishEntry,
    },
    ids::{DocId, MemberId},
    sorting,
    time::Timestamp,
};

use crate::state::{Summary, ViewRow};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When: server time for what was decided, the writer's clock for what was written.
    pub at: Timestamp,
    /// Who did it; none for what came from outside the team.
    pub by: Option<MemberId>,
    /// What it was.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A signal came in.
    Signal(DocId),
    /// Somebody took it up.
    TakenUp,
    /// It was given to a colleague.
    Given(MemberId),
    /// A colleague was brought into the dossier.
    BroughtIn(MemberId),
    /// Somebody knows these people.
    SteppedBack,
    /// A visit was planned, for this moment.
    Planned(Timestamp),
    /// A visit got another time, this one.
    Moved(Timestamp),
    /// A visit was called off.
    CalledOff,
    /// A visit began, or ended.
    Visit(VisitStep),
    /// Somebody tried to reach the resident.
    Attempt(Box<ContactAttempt>),
    /// The resident wants something, or does not; an entry that says nothing lifts a wish.
    Wish(Box<WishEntry>),
    /// An agreement, or what became of it.
    Agreement(Box<AgreementEntry>),
    /// A report was begun; its dossier, itself, and the day of the visit.
    Report(DocId, String),
    /// A report was finished.
    ReportFinished(DocId, String),
    /// The resident asked for help.
    HelpAsked(Date),
    /// Nothing follows.
    ExplorationEnded,
    /// The signal was closed.
    Closed(Outcome),
    /// The signal was looked at again.
    Reopened,
}

/// Everything that is known of a household, besides its dossier.
#[derive(Clone, Copy, Default)]
pub struct Around<'a> {
    /// The triage that the dossier followed from, as far as it is open here.
    pub triage: Option<&'a TriageView>,
    /// When its signal came in (server time), and its page.
    pub signal: Option<(Timestamp, DocId)>,
    /// List rows of notes, of any dossier.
    pub notes: &'a [ViewRow],
}

/// Folds all of it to one list, the newest on top.
#[must_use]
pub fn fold(doc: DocId, dossier: &DossierView, around: Around<'_>) -> Vec<Happening> {
    let mut found = Vec::new();
    if let Some((at, triage)) = around.signal {
        found.push(Happening { at, by: None, what: What::Signal(triage) });
    }
    if let Some(triage) = around.triage {
        found.extend(triage.transitions.iter().filter_map(|done| decided(done, What::Given)));
        found.extend(triage.attempts.iter().map(attempt));
        found.extend(triage.visit_events.iter().map(event));
    }
    found.extend(dossier.transitions.iter().filter_map(|done| decided(done, What::BroughtIn)));
    found.extend(dossier.attempts.iter().map(attempt));
    found.extend(dossier.visit_events.iter().map(event));
    found.extend(dossier.wishes.iter().map(|wish| Happening {
        at: wish.at,
        by: Some(wish.author),
        what: What::Wish(Box::new(wish.clone())),
    }));
    found.extend(dossier.agreements.iter().map(agreement));
    for row in around.notes.iter().filter(|row| row.parent == Some(doc)) {
        let Summary::Note(note) = &row.summary else { continue };
        found.push(Happening { at: row.created, by: None, what: What::Report(row.doc, note.date.clone()) });
        found.extend(note.agreements.iter().map(agreement));
        if let Some((by, at)) = note.finalised {
            found.push(Happening { at, by: Some(by), what: What::ReportFinished(row.doc, note.date.clone()) });
        }
    }
    // What is of the same moment keeps the order in which it was read, whatever came first to this device.
    sorting::sort_by_key(&mut found, |happening| std::cmp::Reverse(happening.at));
    found
}

fn attempt(attempt: &ContactAttempt) -> Happening {
    Happening { at: attempt.at, by: Some(attempt.author), what: What::Attempt(Box::new(attempt.clone())) }
}

fn event(event: &VisitEvent) -> Happening {
    Happening { at: event.at, by: Some(event.author), what: What::Visit(event.step) }
}

fn agreement(entry: &AgreementEntry) -> Happening {
    Happening { at: entry.at, by: Some(entry.author), what: What::Agreement(Box::new(entry.clone())) }
}

/// What a decision says to a reader of the timeline; none for what is no event in the resident's life. `given` says what
/// it means to give this document to somebody.
fn decided(done: &Transition, given: fn(MemberId) -> What) -> Option<Happening> {
    let what = match &done.action {
        CommandAction::TakeUp => What::TakenUp,
        CommandAction::Assign { to } => given(*to),
        CommandAction::GiveBack => What::SteppedBack,
        CommandAction::PlanVisit(plan) => What::Planned(plan.at),
        CommandAction::MoveVisit { plan, .. } => What::Moved(plan.at),
        CommandAction::CancelVisit { .. } => What::CalledOff,
        CommandAction::OpenDossier { help_asked_on } => What::HelpAsked(*help_asked_on),
        CommandAction::EndExploration => What::ExplorationEnded,
        CommandAction::Close { outcome, .. } => What::Closed(*outcome),
        CommandAction::Forward { .. } => What::Closed(Outcome::PassedOn),
        CommandAction::OutOfScope { .. } => What::Closed(Outcome::OutOfScope),
        CommandAction::Reopen { .. } => What::Reopened,
        CommandAction::Link { .. }
        | CommandAction::Unlink { .. }
        | CommandAction::Finalise
        | CommandAction::Withdraw
        | CommandAction::Restrict { .. }
        | CommandAction::EndAccess { .. } => return None,
    };
    Some(Happening { at: done.at, by: Some(done.by), what })
}

/// True for a version that is not the first: the agreement was made before.
#[must_use]
pub fn is_later_version(entry: &AgreementEntry) -> bool {
    !entry.supersedes.is_empty() || entry.status != AgreementStatus::Open
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        doc::write::open_doc,
        domain::command::{ReporterJoins, VisitPlan},
        ids::{CommandId, DocKind, EntryId, Id128},
    };
    use yrs::Transact;

    use super::*;

    const SAMIRA: MemberId = MemberId::from_bytes([1; 16]);
    const JOOST: MemberId = MemberId::from_bytes([2; 16]);

    fn done(at: i64, action: CommandAction) -> Transition {
        let command = CommandId::from_bytes([u8::try_from(at).unwrap(); 16]);
        Transition { command, by: SAMIRA, at: Timestamp(at), action, judged: Vec::new() }
    }

    fn views() -> (DossierView, TriageView) {
        let doc = open_doc(1);
        let txn = doc.transact();
        (DossierView::read(&txn), TriageView::read(&txn))
    }

    #[test]
    fn what_happened_in_several_documents_is_told_as_one_story_with_the_newest_on_top() {
        let (mut dossier, mut triage) = views();
        let doc = DocId::new(DocKind::Dossier, Id128([3; 16]));
        let signal = DocId::new(DocKind::Triage, Id128([4; 16]));
        let plan = VisitPlan {
            at: Timestamp(50),
            with: Vec::new(),
            reporter: ReporterJoins::No,
            meet_at: String::new(),
            place: String::new(),
        };
        triage.transitions = vec![done(2, CommandAction::TakeUp), done(8, CommandAction::Assign { to: JOOST })];
        dossier.transitions = vec![
            done(3, CommandAction::PlanVisit(plan)),
            done(7, CommandAction::Assign { to: JOOST }),
            done(9, CommandAction::Finalise),
        ];
        dossier.visit_events = vec![VisitEvent {
            id: EntryId::default(),
            author: JOOST,
            at: Timestamp(5),
            visit: CommandId::default(),
            step: VisitStep::NoAnswer,
            supersedes: Vec::new(),
        }];
        let around = Around { triage: Some(&triage), signal: Some((Timestamp(1), signal)), notes: &[] };
        let told: Vec<What> = fold(doc, &dossier, around).into_iter().map(|happening| happening.what).collect();
        assert_eq!(
            told,
            [
                What::Given(JOOST),
                What::BroughtIn(JOOST),
                What::Visit(VisitStep::NoAnswer),
                What::Planned(Timestamp(50)),
                What::TakenUp,
                What::Signal(signal),
            ]
        );
    }

    #[test]
    fn a_dossier_in_which_nothing_happened_has_nothing_to_tell() {
        let (dossier, _) = views();
        assert_eq!(fold(DocId::new(DocKind::Dossier, Id128([3; 16])), &dossier, Around::default()), []);
    }
}
