//! What the team knows of one household: an exploration first, and a dossier when the resident wants help.

use serde::{Deserialize, Serialize};

use super::{
    command::CommandAction,
    date::Date,
    transition::Transition,
    visit::{self, Visit, VisitEvent},
};
use crate::{
    ids::{EntryId, MemberId},
    time::Timestamp,
};

/// How long an exploration that ended is kept, in milliseconds: six weeks.
pub const ERASE_AFTER: i64 = 6 * 7 * 24 * 60 * 60 * 1000;

/// A person of the household, as one entry; a later entry supersedes an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonEntry {
    /// Random.
    pub id: EntryId,
    /// Who wrote it.
    pub author: MemberId,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// The entries that this one replaces.
    pub supersedes: Vec<EntryId>,
    /// "Naam". Empty, as everything else, when nobody is there any more in the place of those that it replaces.
    pub name: String,
    /// "Aanspreken als"; may be empty.
    #[serde(default)]
    pub address_as: String,
    /// "Taal"; may be empty.
    #[serde(default)]
    pub language: String,
    /// "Tolk nodig"; may be empty.
    #[serde(default)]
    pub interpreter: String,
    /// "Telefoon, als dat nodig is"; may be empty.
    #[serde(default)]
    pub phone: String,
}

/// Where a dossier stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DossierPhase {
    /// Verkenning: there was no contact yet, or the resident has not asked for help.
    #[default]
    Exploration,
    /// Geen vervolg: it waits for its erasure.
    ToBeErased,
    /// The resident asked for help.
    Plan,
}

/// That the resident asked for help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelpAsked {
    /// "Datum hulpvraag".
    pub on: Date,
    /// Who opened the dossier.
    pub by: MemberId,
    /// When (server time).
    pub at: Timestamp,
}

/// The state of a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierState {
    /// Where it stands.
    pub phase: DossierPhase,
    /// Who it was given to last, and when (server time); none when it is its maker's.
    pub holder: Option<(MemberId, Timestamp)>,
    /// Since when it is a dossier.
    pub help_asked: Option<HelpAsked>,
    /// When it is to be erased (server time); none when it is not.
    pub erase_at: Option<Timestamp>,
    /// Its visits, in the order of planning.
    pub visits: Vec<Visit>,
    /// Who said "Ik ken deze mensen", in that order.
    pub stepped_back: Vec<MemberId>,
}

impl DossierState {
    /// The visit that comes next.
    #[must_use]
    pub fn next_visit(&self) -> Option<&Visit> {
        visit::next(&self.visits)
    }
}

/// Folds transitions, in server order, and events, in any order, to the state of a dossier. Help that was asked for goes
/// before an end of the exploration, whichever came first. Where nothing follows nobody goes any more: what was still
/// planned is called off as long as that is so.
#[must_use]
pub fn fold(transitions: &[Transition], events: &[VisitEvent]) -> DossierState {
    let mut state = DossierState {
        phase: DossierPhase::Exploration,
        holder: None,
        help_asked: None,
        erase_at: None,
        visits: visit::fold(transitions, events),
        stepped_back: Vec::new(),
    };
    for Transition { by, at, action, .. } in transitions {
        match action {
            CommandAction::Assign { to } => state.holder = Some((*to, *at)),
            CommandAction::GiveBack => {
                state.holder = state.holder.filter(|(holder, _)| holder != by);
                if !state.stepped_back.contains(by) {
                    state.stepped_back.push(*by);
                }
            }
            CommandAction::EndAccess { of } => state.holder = state.holder.filter(|(holder, _)| holder != of),
            CommandAction::OpenDossier { help_asked_on } => {
                state.help_asked.get_or_insert(HelpAsked { on: *help_asked_on, by: *by, at: *at });
            }
            CommandAction::EndExploration => {
                state.erase_at.get_or_insert(Timestamp(at.0.saturating_add(ERASE_AFTER)));
            }
            // Visits have a fold of their own; the rest is a signal's, a triage's or a note's.
            CommandAction::PlanVisit(_)
            | CommandAction::MoveVisit { .. }
            | CommandAction::CancelVisit { .. }
            | CommandAction::TakeUp
            | CommandAction::Link { .. }
            | CommandAction::Unlink { .. }
            | CommandAction::Finalise
            | CommandAction::Close { .. }
            | CommandAction::Withdraw
            | CommandAction::Forward { .. }
            | CommandAction::OutOfScope { .. }
            | CommandAction::Reopen { .. }
            | CommandAction::Restrict { .. } => {}
        }
    }
    if state.help_asked.is_some() {
        state.erase_at = None;
    }
    state.phase = match (state.help_asked, state.erase_at) {
        (Some(_), _) => DossierPhase::Plan,
        (None, Some(_)) => DossierPhase::ToBeErased,
        (None, None) => DossierPhase::Exploration,
    };
    if state.phase == DossierPhase::ToBeErased {
        visit::call_off(&mut state.visits);
    }
    state
}
