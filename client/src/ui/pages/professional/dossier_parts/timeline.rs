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
    ids::{DocId, DocKind, MemberId},
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
    /// Its reporter added to it, or corrected it.
    Added(DocId),
    /// Its reporter took it back.
    Withdrawn(DocId),
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
    /// List rows of the intakes that belong with the dossier.
    pub intakes: &'a [&'a ViewRow],
    /// List rows of notes, of any dossier.
    pub notes: &'a [ViewRow],
}

/// Folds all of it to one list, the newest on top.
#[must_use]
pub fn fold(doc: DocId, dossier: &DossierView, around: Around<'_>) -> Vec<Happening> {
    let mut found = Vec::new();
    found.extend(around.intakes.iter().flat_map(|row| reported(row)));
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

/// What a reporter told. By nobody: who it was is not the team's to read here.
fn reported(row: &ViewRow) -> Vec<Happening> {
    let Summary::Intake(intake) = &row.summary else { return Vec::new() };
    let triage = row.doc.sibling(DocKind::Triage);
    let told = |at, what: fn(DocId) -> What| Happening { at, by: None, what: what(triage) };
    let mut found = vec![told(intake.received, What::Signal)];
    found.extend(intake.additions.iter().map(|addition| told(addition.at, What::Added)));
    found.extend(intake.withdrawn.map(|at| told(at, What::Withdrawn)));
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
        domain::{
            command::{ReporterJoins, VisitPlan},
            intake::Intake,
            signal::{AdditionKind, FeltUrgency, Place, Report, SignalAddition, Since},
        },
        ids::{CommandId, EntryId, Id128, Seq},
        protocol::frames::Access,
    };
    use yrs::Transact;

    use super::*;

    const SAMIRA: MemberId = MemberId::from_bytes([1; 16]);
    const JOOST: MemberId = MemberId::from_bytes([2; 16]);

    fn done(at: i64, action: CommandAction) -> Transition {
        let command = CommandId::from_bytes([u8::try_from(at).unwrap(); 16]);
        Transition { command, by: SAMIRA, at: Timestamp(at), action, judged: Vec::new() }
    }

    fn intake(triage: DocId, at: i64, additions: &[i64], withdrawn: Option<i64>) -> ViewRow {
        let reporter = MemberId::from_bytes([9; 16]);
        let report = Report {
            id: EntryId::default(),
            author: reporter,
            at: Timestamp(at),
            observation: String::new(),
            place: Place::Description(String::new()),
            since: Since::Unknown,
            urgency: FeltUrgency::Unknown,
            relation: None,
            contact: None,
            person_knows: None,
            interpretation: String::new(),
            may_call: None,
            wants_along: None,
        };
        let added = |at: &i64| SignalAddition {
            id: EntryId::default(),
            author: reporter,
            at: Timestamp(*at),
            text: String::new(),
            kind: AdditionKind::More,
        };
        let additions = additions.iter().map(added).collect();
        let sent = (reporter, Timestamp(at));
        let intake = Intake::of(sent, report, additions, Vec::new(), withdrawn.map(Timestamp));
        ViewRow {
            doc: triage.sibling(DocKind::Intake),
            parent: None,
            created: Timestamp(at),
            access: Access::Read,
            seq: Seq(1),
            summary: Summary::Intake(Box::new(intake)),
            words: String::new(),
        }
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
        let (signal, repeat) =
            (DocId::new(DocKind::Triage, Id128([4; 16])), DocId::new(DocKind::Triage, Id128([5; 16])));
        let first = intake(signal, 1, &[6], None);
        let second = intake(repeat, 10, &[], Some(11));
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
        let around = Around { triage: Some(&triage), intakes: &[&first, &second], notes: &[] };
        let told: Vec<What> = fold(doc, &dossier, around).into_iter().map(|happening| happening.what).collect();
        assert_eq!(
            told,
            [
                What::Withdrawn(repeat),
                What::Signal(repeat),
                What::Given(JOOST),
                What::BroughtIn(JOOST),
                What::Added(signal),
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
