//! What grants, assigns or freezes is a command, not an edit: order is the server's order, and a repeat is recognised.

use serde::{Deserialize, Serialize};

use super::{
    date::Date,
    refusal::Reason,
    restriction::{MAX_NAMED, Restriction},
    vocabulary::vocabulary,
};
use crate::{
    ids::{Chain, CommandId, DocId, MemberId, Seq},
    time::Timestamp,
};

/// The place in a document's history that was on the screen when somebody decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The last row that was shown.
    pub seq: Seq,
    /// Its chain value; for what ends a signal or an exploration see [`Self::with_intake`].
    pub chain: Chain,
}

impl Shown {
    /// The same place in a triage, or in a dossier that followed from one, with the version of the intake that was on the screen
    /// beside it: what ends it is about both, and the chain goes on over the version as over a row.
    #[must_use]
    pub fn with_intake(self, version: Seq) -> Self {
        let mut bytes = self.chain.0.to_vec();
        bytes.extend(version.0.to_le_bytes());
        Self { chain: Chain::of(&bytes), ..self }
    }
}

/// One decision about one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// Random; the same id is carried out once.
    pub id: CommandId,
    /// The document it is about.
    pub doc: DocId,
    /// For `Finalise`: what was shown. What ends a signal or an exploration may say it: then it is refused when something
    /// came in between, also something of the reporter, see [`Shown::with_intake`]. Other commands leave it out.
    pub expects: Option<Shown>,
    /// When the person decided, by the device's clock: shown, never used to order.
    pub decided_at: Timestamp,
    /// What is to happen.
    pub action: CommandAction,
}

/// What a command does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommandAction {
    /// "Ik pak dit op": on a triage, by a professional.
    TakeUp,
    /// Gives a triage or a dossier to a member.
    Assign {
        /// Who is to do it.
        to: MemberId,
    },
    /// Says that this triage belongs with another, or with a dossier: linked, never suppressed.
    Link {
        /// The other triage, or the dossier.
        with: DocId,
    },
    /// Freezes a note; additions are appended from then on.
    Finalise,
    /// Ends a triage: by whoever has it, or a coordinator.
    Close {
        /// How it ended; one of [`Outcome::CHOICES`].
        outcome: Outcome,
        /// "Toelichting (alleen team)"; at most [`MAX_WHY`] characters.
        #[serde(default)]
        note: Option<String>,
    },
    /// The reporter withdraws the own signal; the team decides what follows.
    Withdraw,
    /// Plans a visit that follows from a triage, or in a dossier.
    PlanVisit(VisitPlan),
    /// "Ik ken deze mensen": the member's own access ends, to a triage with its intake or to a dossier with its notes.
    GiveBack,
    /// "Doorgeven": ends a triage, since others do it.
    Forward {
        /// To whom, in words, for the team alone; at most [`MAX_TO`] characters, never empty.
        to: String,
    },
    /// "Niets voor ons": ends a triage and shows the reporter the way.
    OutOfScope {
        /// "Waar kan de melder heen?"
        signpost: Signpost,
        /// "Waarom? (alleen team)"; at most [`MAX_WHY`] characters; may be empty.
        why: String,
    },
    /// "Heropen": a closed triage is looked at again.
    Reopen {
        /// "Waarom?", for the team alone; at most [`MAX_WHY`] characters, never empty.
        why: String,
    },
    /// Says who of the team may open a triage and its intake; a coordinator's.
    Restrict {
        /// Who.
        to: Restriction,
    },
    /// Gives a planned visit another time, place or company.
    MoveVisit {
        /// The visit, by what was arranged last: the command that planned it, or moved it since. Whoever names an
        /// earlier one did not know of the last.
        visit: CommandId,
        /// What holds from now on.
        plan: VisitPlan,
    },
    /// Calls a planned visit off.
    CancelVisit {
        /// The visit, named as in [`CommandAction::MoveVisit`].
        visit: CommandId,
    },
    /// "Dossier openen, de inwoner wil hulp": ends the exploration of a dossier.
    OpenDossier {
        /// "Datum hulpvraag".
        help_asked_on: Date,
    },
    /// "Geen vervolg": ends the exploration of a dossier; what was written is to be erased after six weeks.
    EndExploration,
    /// "Toegang beëindigen": a colleague no longer works on a dossier; a coordinator's. Unlike `GiveBack` it says nothing
    /// of the colleague, who may be brought in again.
    EndAccess {
        /// Whose access ends, to the dossier with its notes.
        of: MemberId,
    },
    /// "Losmaken": what was linked does not belong with this triage after all. It may be linked again.
    Unlink {
        /// The other triage, or the dossier.
        with: DocId,
    },
}

/// Longest place of a visit or of meeting, longest name of who a signal is forwarded to, in characters.
pub const MAX_TO: usize = 200;
/// Longest explanation for the team, in characters.
pub const MAX_WHY: usize = 500;
/// Most colleagues who come along on a visit.
pub const MAX_ALONG: usize = 16;

/// What is planned of a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitPlan {
    /// "Wanneer".
    pub at: Timestamp,
    /// "Met wie": colleagues who come along, the planner left out; at most [`MAX_ALONG`].
    pub with: Vec<MemberId>,
    /// "Mag de melder mee?"
    pub reporter: ReporterJoins,
    /// "Verzamelen bij"; at most [`MAX_TO`] characters; may be empty.
    pub meet_at: String,
    /// "Waar"; at most [`MAX_TO`] characters; may be empty.
    #[serde(default)]
    pub place: String,
}

/// May the reporter come along on the visit?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReporterJoins {
    /// No; the reporter is not told of the visit.
    No,
    /// Yes, if the resident agrees at the door; the reporter is told time and place.
    IfResidentAgrees,
}

vocabulary!(
    /// How a signal ended.
    Outcome {
        /// Geholpen.
        Helped = "helped",
        /// Geen hulp nodig.
        NoHelpNeeded = "no_help_needed",
        /// Wil geen hulp.
        HelpDeclined = "help_declined",
        /// Doorgegeven.
        PassedOn = "passed_on",
        /// Niet bereikt.
        NotReached = "not_reached",
        /// Ingetrokken.
        Withdrawn = "withdrawn",
        /// Niets voor ons: follows from [`CommandAction::OutOfScope`], and is no choice at closing.
        OutOfScope = "out_of_scope",
    }
);

impl Outcome {
    /// "Hoe liep het af?", in the order of the screen.
    pub const CHOICES: [Self; 6] =
        [Self::Helped, Self::NoHelpNeeded, Self::HelpDeclined, Self::PassedOn, Self::NotReached, Self::Withdrawn];
}

vocabulary!(
    /// "Waar kan de melder heen?"
    Signpost {
        /// De gemeente.
        Municipality = "municipality",
        /// De politie, geen spoed.
        Police = "police",
        /// De woningcorporatie.
        HousingAssociation = "housing_association",
        /// De huisarts.
        GeneralPractitioner = "general_practitioner",
        /// Veilig Thuis.
        SafeAtHome = "safe_at_home",
        /// De dierenambulance.
        AnimalAmbulance = "animal_ambulance",
        /// De buurtbemiddeling.
        NeighbourMediation = "neighbour_mediation",
        /// Een andere organisatie.
        OtherServices = "other_services",
    }
);

vocabulary!(
    /// A command's kind alone, for the policy table and for metrics.
    CommandKind {
        /// See [`CommandAction::TakeUp`].
        TakeUp = "take_up",
        /// See [`CommandAction::Assign`].
        Assign = "assign",
        /// See [`CommandAction::Link`].
        Link = "link",
        /// See [`CommandAction::Finalise`].
        Finalise = "finalise",
        /// See [`CommandAction::Close`].
        Close = "close",
        /// See [`CommandAction::Withdraw`].
        Withdraw = "withdraw",
        /// See [`CommandAction::PlanVisit`].
        PlanVisit = "plan_visit",
        /// See [`CommandAction::GiveBack`].
        GiveBack = "give_back",
        /// See [`CommandAction::Forward`].
        Forward = "forward",
        /// See [`CommandAction::OutOfScope`].
        OutOfScope = "out_of_scope",
        /// See [`CommandAction::Reopen`].
        Reopen = "reopen",
        /// See [`CommandAction::Restrict`].
        Restrict = "restrict",
        /// See [`CommandAction::MoveVisit`].
        MoveVisit = "move_visit",
        /// See [`CommandAction::CancelVisit`].
        CancelVisit = "cancel_visit",
        /// See [`CommandAction::OpenDossier`].
        OpenDossier = "open_dossier",
        /// See [`CommandAction::EndExploration`].
        EndExploration = "end_exploration",
        /// See [`CommandAction::EndAccess`].
        EndAccess = "end_access",
        /// See [`CommandAction::Unlink`].
        Unlink = "unlink",
    }
);

impl CommandAction {
    /// The kind of this action.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::TakeUp => CommandKind::TakeUp,
            Self::Assign { .. } => CommandKind::Assign,
            Self::Link { .. } => CommandKind::Link,
            Self::Finalise => CommandKind::Finalise,
            Self::Close { .. } => CommandKind::Close,
            Self::Withdraw => CommandKind::Withdraw,
            Self::PlanVisit(_) => CommandKind::PlanVisit,
            Self::GiveBack => CommandKind::GiveBack,
            Self::Forward { .. } => CommandKind::Forward,
            Self::OutOfScope { .. } => CommandKind::OutOfScope,
            Self::Reopen { .. } => CommandKind::Reopen,
            Self::Restrict { .. } => CommandKind::Restrict,
            Self::MoveVisit { .. } => CommandKind::MoveVisit,
            Self::CancelVisit { .. } => CommandKind::CancelVisit,
            Self::OpenDossier { .. } => CommandKind::OpenDossier,
            Self::EndExploration => CommandKind::EndExploration,
            Self::EndAccess { .. } => CommandKind::EndAccess,
            Self::Unlink { .. } => CommandKind::Unlink,
        }
    }

    /// Checks lengths, and that what must be said is said.
    ///
    /// # Errors
    /// [`Reason::TooLarge`] for what is too long or too many, [`Reason::EntryForm`] for what is empty or no choice.
    pub fn check(&self) -> Result<(), Reason> {
        match self {
            Self::Close { outcome, note } => {
                if !Outcome::CHOICES.contains(outcome) {
                    return Err(Reason::EntryForm);
                }
                at_most(note.as_deref().unwrap_or_default(), MAX_WHY)
            }
            Self::PlanVisit(plan) | Self::MoveVisit { plan, .. } => {
                few(plan.with.len(), MAX_ALONG)?;
                at_most(&plan.meet_at, MAX_TO)?;
                at_most(&plan.place, MAX_TO)
            }
            Self::Forward { to } => said(to, MAX_TO),
            Self::OutOfScope { why, .. } => at_most(why, MAX_WHY),
            Self::Reopen { why } => said(why, MAX_WHY),
            Self::Restrict { to: Restriction::Named(named) } => few(named.len(), MAX_NAMED),
            Self::Restrict { to: Restriction::Team | Restriction::CoordinatorOnly }
            | Self::TakeUp
            | Self::Assign { .. }
            | Self::Link { .. }
            | Self::Finalise
            | Self::Withdraw
            | Self::GiveBack
            | Self::CancelVisit { .. }
            | Self::OpenDossier { .. }
            | Self::EndExploration
            | Self::EndAccess { .. }
            | Self::Unlink { .. } => Ok(()),
        }
    }
}

fn at_most(text: &str, characters: usize) -> Result<(), Reason> {
    if text.chars().nth(characters).is_none() { Ok(()) } else { Err(Reason::TooLarge) }
}

fn said(text: &str, characters: usize) -> Result<(), Reason> {
    if text.trim().is_empty() { Err(Reason::EntryForm) } else { at_most(text, characters) }
}

const fn few(count: usize, most: usize) -> Result<(), Reason> {
    if count <= most { Ok(()) } else { Err(Reason::TooLarge) }
}
