//! What the team does about a signal: a fold over its transitions, in server order, and over what was written besides, in
//! any order.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    attempt::ContactAttempt,
    choice::{self, ChoiceEntry},
    command::{CommandAction, Outcome, Signpost},
    restriction::Restriction,
    signal::{SignalAddition, YesNo},
    transition::Transition,
    visit::{self, Visit, VisitEvent},
    vocabulary::vocabulary,
};
use crate::{
    ids::{DocId, EntryId, MemberId},
    time::Timestamp,
};

vocabulary!(
    /// "Hoe snel?", as the team judges it; the greater is the safer.
    Urgency {
        /// Kan wachten.
        CanWait = "can_wait",
        /// Deze week.
        ThisWeek = "this_week",
        /// Vandaag.
        Today = "today",
    }
);

/// A remark of the team on a signal; append-only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Random.
    pub id: EntryId,
    /// Who wrote it.
    pub author: MemberId,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// The words.
    pub text: String,
}

/// Where a signal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriagePhase {
    /// Ontvangen: nobody has it.
    Received,
    /// Opgepakt by a professional.
    TakenUp,
    /// Toegewezen by a coordinator.
    Assigned,
    /// Bezoek gepland.
    VisitPlanned,
    /// Afgesloten.
    Closed,
    /// Opgevolgd: somebody of the team spoke with the resident.
    FollowedUp,
}

/// How a triage ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    /// How.
    pub outcome: Outcome,
    /// Who said so.
    pub by: MemberId,
    /// When (server time).
    pub at: Timestamp,
    /// Why, for the team alone.
    pub note: Option<String>,
    /// Whom it was forwarded to, for the team alone.
    pub forwarded_to: Option<String>,
    /// Where the reporter was sent.
    pub signpost: Option<Signpost>,
    /// What whoever said so could know of: answers on the urgency, and what the reporter had added.
    pub judged: Vec<EntryId>,
}

impl Closure {
    /// The decision that ends it once more in the same way, by somebody who knows more by now.
    #[must_use]
    pub fn again(&self) -> CommandAction {
        match (&self.forwarded_to, self.signpost) {
            (Some(to), _) => CommandAction::Forward { to: to.clone() },
            (None, Some(signpost)) => {
                CommandAction::OutOfScope { signpost, why: self.note.clone().unwrap_or_default() }
            }
            (None, None) => CommandAction::Close { outcome: self.outcome, note: self.note.clone() },
        }
    }
}

/// That a closed triage is looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookingAgain {
    /// Somebody reopened it.
    Reopened {
        /// Who.
        by: MemberId,
        /// When (server time).
        at: Timestamp,
        /// Why, for the team alone.
        why: String,
    },
    /// Somebody judged it to be for today, apart from who closed it: more urgent goes before closed, until a person
    /// closes it again.
    Escalated {
        /// Who.
        by: MemberId,
        /// The judgement.
        judgement: EntryId,
    },
}

/// The state of a triage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TriageState {
    /// Where it stands.
    pub phase: TriagePhase,
    /// Who has it, since when (server time).
    pub holder: Option<(MemberId, Timestamp)>,
    /// Triages and dossiers that belong with this one, in the order of linking; what was unlinked since is left out.
    pub links: Vec<DocId>,
    /// Its visits, in the order of planning.
    pub visits: Vec<Visit>,
    /// Who of the team may open it.
    pub restriction: Restriction,
    /// Who said "Ik ken deze mensen", in that order; nobody gives it to them again.
    pub stepped_back: Vec<MemberId>,
    /// How it ended; none while it is open.
    pub closed: Option<Closure>,
    /// That it was closed before.
    pub looking_again: Option<LookingAgain>,
}

impl TriageState {
    /// The visit that comes next.
    #[must_use]
    pub fn next_visit(&self) -> Option<&Visit> {
        visit::next(&self.visits)
    }
}

/// What was written in a triage besides commands. The order of each list makes no difference.
#[derive(Clone, Copy, Debug, Default)]
pub struct Written<'a> {
    /// Answers to "Hoe snel?".
    pub urgency: &'a [ChoiceEntry],
    /// Attempts to reach somebody.
    pub attempts: &'a [ContactAttempt],
    /// What happened in its visits.
    pub visit_events: &'a [VisitEvent],
}

/// The greatest urgency that stands; none when nobody judged.
#[must_use]
pub fn urgency(entries: &[ChoiceEntry]) -> Option<Urgency> {
    choice::standing(entries).into_iter().filter_map(|entry| Urgency::from_code(&entry.value)).max()
}

/// Did the reporter add something that whoever ended it, and could know of what is in `judged`, did not know?
#[must_use]
pub fn was_added_to(judged: &[EntryId], additions: &[SignalAddition]) -> bool {
    additions.iter().any(|addition| !judged.contains(&addition.id))
}

/// Folds transitions alone; see [`state`].
#[must_use]
pub fn fold(transitions: &[Transition]) -> TriageState {
    state(transitions, Written::default())
}

/// Folds transitions, in server order, and what was written besides to the state of a triage.
#[must_use]
pub fn state(transitions: &[Transition], written: Written<'_>) -> TriageState {
    let mut fold = Fold::new();
    for transition in transitions {
        fold.take(transition);
    }
    fold.end(transitions, written)
}

/// How somebody came to have it.
#[derive(Clone, Copy)]
enum Way {
    TookUp,
    WasGiven,
}

struct Fold {
    holder: Option<(MemberId, Timestamp, Way)>,
    links: Vec<DocId>,
    restriction: Restriction,
    stepped_back: Vec<MemberId>,
    closed: Option<Closure>,
    looking_again: Option<LookingAgain>,
}

impl Fold {
    const fn new() -> Self {
        Self {
            holder: None,
            links: Vec::new(),
            restriction: Restriction::Team,
            stepped_back: Vec::new(),
            closed: None,
            looking_again: None,
        }
    }

    fn take(&mut self, transition: &Transition) {
        let Transition { by, at, .. } = transition;
        match &transition.action {
            CommandAction::TakeUp => self.holder = Some((*by, *at, Way::TookUp)),
            CommandAction::Assign { to } => {
                self.holder = Some((*to, *at, Way::WasGiven));
                if !self.restriction.admits(*to) && *to != *by {
                    self.restriction = self.restriction.and(*to);
                }
            }
            CommandAction::Link { with } => {
                if !self.links.contains(with) {
                    self.links.push(*with);
                }
            }
            CommandAction::Unlink { with } => self.links.retain(|link| link != with),
            CommandAction::GiveBack => {
                self.let_go(|holder| holder == *by);
                if !self.stepped_back.contains(by) {
                    self.stepped_back.push(*by);
                }
            }
            CommandAction::Restrict { to } => {
                self.let_go(|holder| holder != *by && !to.admits(holder));
                self.restriction = to.clone();
            }
            CommandAction::Reopen { why } => {
                self.closed = None;
                self.looking_again = Some(LookingAgain::Reopened { by: *by, at: *at, why: why.clone() });
            }
            CommandAction::Close { outcome, note } => self.close(transition, *outcome, note.clone(), None, None),
            CommandAction::Forward { to } => {
                self.close(transition, Outcome::PassedOn, None, Some(to.clone()), None);
            }
            CommandAction::OutOfScope { signpost, why } => {
                let note = (!why.is_empty()).then(|| why.clone());
                self.close(transition, Outcome::OutOfScope, note, None, Some(*signpost));
            }
            // Visits have a fold of their own. The rest is a signal's, a dossier's or a note's: the server never writes it
            // here, and an old file that has one still reads.
            CommandAction::PlanVisit(_)
            | CommandAction::MoveVisit { .. }
            | CommandAction::CancelVisit { .. }
            | CommandAction::Finalise
            | CommandAction::Withdraw
            | CommandAction::OpenDossier { .. }
            | CommandAction::EndExploration
            | CommandAction::EndAccess { .. } => {}
        }
    }

    fn let_go(&mut self, goes: impl Fn(MemberId) -> bool) {
        self.holder = self.holder.filter(|(holder, ..)| !goes(*holder));
    }

    /// The last who closes it counts: each knows more.
    fn close(
        &mut self,
        transition: &Transition,
        outcome: Outcome,
        note: Option<String>,
        forwarded_to: Option<String>,
        signpost: Option<Signpost>,
    ) {
        let Transition { by, at, .. } = *transition;
        let judged = transition.judged.clone();
        self.closed = Some(Closure { outcome, by, at, note, forwarded_to, signpost, judged });
        self.looking_again = None;
    }

    fn end(self, transitions: &[Transition], written: Written<'_>) -> TriageState {
        let visits = visit::fold(transitions, written.visit_events);
        let escalation = self.closed.as_ref().and_then(|closure| escalation(written.urgency, &closure.judged));
        let (closed, looking_again) = match escalation {
            Some(escalation) => (None, Some(escalation)),
            None => (self.closed, self.looking_again),
        };
        let was_contact = visits.iter().any(|visit| visit.phase.was_contact())
            || written.attempts.iter().any(|attempt| attempt.reached == YesNo::Yes);
        let phase = match (&closed, visit::next(&visits), &self.holder) {
            (Some(_), ..) => TriagePhase::Closed,
            (None, Some(_), _) => TriagePhase::VisitPlanned,
            (None, None, _) if was_contact => TriagePhase::FollowedUp,
            (None, None, Some((.., Way::TookUp))) => TriagePhase::TakenUp,
            (None, None, Some((.., Way::WasGiven))) => TriagePhase::Assigned,
            (None, None, None) => TriagePhase::Received,
        };
        TriageState {
            phase,
            holder: self.holder.map(|(holder, since, _)| (holder, since)),
            links: self.links,
            visits,
            restriction: self.restriction,
            stepped_back: self.stepped_back,
            closed,
            looking_again,
        }
    }
}

/// A judgement "Vandaag" that who closed it could not know of; the one with the least id. Another judgement that replaces
/// it closes nothing: a person does.
fn escalation(urgency: &[ChoiceEntry], judged: &[EntryId]) -> Option<LookingAgain> {
    let known = known(urgency, judged);
    urgency
        .iter()
        .filter(|entry| Urgency::from_code(&entry.value) == Some(Urgency::Today) && !known.contains(&entry.id))
        .min_by_key(|entry| entry.id)
        .map(|entry| LookingAgain::Escalated { by: entry.author, judgement: entry.id })
}

/// The answers that stood, and those that led to them.
fn known(urgency: &[ChoiceEntry], judged: &[EntryId]) -> BTreeSet<EntryId> {
    let mut known = BTreeSet::new();
    let mut ahead = judged.to_vec();
    while let Some(id) = ahead.pop() {
        if known.insert(id) {
            ahead.extend(
                urgency.iter().filter(|entry| entry.id == id).flat_map(|entry| entry.supersedes.iter().copied()),
            );
        }
    }
    known
}
