//! What the lists show of a document, so that no list has to open two thousand documents.

mod digest;
mod team_digest;
mod untouched;
mod visits;

pub use digest::{digest_of_document, digest_of_projection};
pub(super) use team_digest::digest_of_team;
pub use visits::VisitSummary;

use std::collections::BTreeSet;

use buurtboek_shared::{
    domain::{
        agreement::AgreementEntry,
        attention::Attention,
        command::Outcome,
        directory::Directory,
        dossier::DossierPhase,
        feedback::FeedbackEntry,
        intake::Intake,
        note::Worry,
        triage::{TriagePhase, Urgency},
        visit::VisitEvent,
    },
    ids::{CommandId, DocId, EntryId, MemberId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// What a list row says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Summary {
    /// Of the member's own signal.
    Signal(SignalSummary),
    /// Of the intake: all of it, it is small.
    Intake(Box<Intake>),
    /// Of a triage.
    Triage(TriageSummary),
    /// Of a dossier.
    Dossier(DossierSummary),
    /// Of a note.
    Note(NoteSummary),
    /// What the reporter may know: all of it.
    Feedback(Vec<FeedbackEntry>),
    /// The directory: all of it.
    Directory(Box<Directory>),
}

/// "Nevelstraat · 12 maart": the street only, since a phone lies about at home.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SignalSummary {
    /// The street; empty for a place in own words, which may say more than others should see.
    pub street: String,
    /// When it was sent, by the device's clock; none before it is.
    pub sent_at: Option<Timestamp>,
    /// When it was withdrawn, server time.
    pub withdrawn: Option<Timestamp>,
}

/// Where a signal stands in the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriageSummary {
    /// Its phase.
    pub phase: TriagePhase,
    /// Who has it, since when (server time).
    pub holder: Option<(MemberId, Timestamp)>,
    /// The most urgent answer that stands.
    pub urgency: Option<Urgency>,
    /// Visits that are still to be ended, in the order of planning.
    pub visits: Vec<VisitSummary>,
    /// What happened in visits whose plan is not in the document: as long as it waits for the server.
    pub ahead: Vec<VisitEvent>,
    /// Whom it was given to and when (server time), without them having done anything in it since.
    pub untouched: Vec<(MemberId, Timestamp)>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// What whoever ended it could know of, among it what the reporter had added; empty while it is open.
    pub judged: Vec<EntryId>,
    /// Why it is looked at again after it was closed.
    pub again: Option<Again>,
    /// Triages and dossiers that it was linked with.
    pub links: Vec<DocId>,
}

/// Why a closed signal is looked at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Again {
    /// Somebody reopened it.
    Reopened,
    /// Somebody judged it to be for today, apart from who closed it.
    Escalated,
}

/// What a dossier is called, and what is to be done in it.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DossierSummary {
    /// "Mevrouw Bakema"; the first of several answers.
    pub name: String,
    /// Where the household lives; the first of several answers.
    pub address: String,
    /// Who has it.
    pub holder: Option<MemberId>,
    /// How many people are recorded.
    pub people: u32,
    /// Where it stands.
    pub phase: DossierPhase,
    /// Visits that are still to be ended, in the order of planning.
    pub visits: Vec<VisitSummary>,
    /// What happened in visits whose plan is not in the document: as long as it waits for the server.
    pub ahead: Vec<VisitEvent>,
    /// Every version of its agreements: those of its notes go on here.
    pub agreements: Vec<AgreementEntry>,
    /// Who was brought in and when (server time), without having done anything in it since.
    pub untouched: Vec<(MemberId, Timestamp)>,
}

/// Where a note stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteSummary {
    /// The day of the visit, `YYYY-MM-DD`; empty when nobody filled it in.
    pub date: String,
    /// Who finished it and when (server time); none while it is open.
    pub finalised: Option<(MemberId, Timestamp)>,
    /// The greatest worry that stands.
    pub worry: Option<Worry>,
    /// How many choice fields wait for somebody to choose.
    pub open_choices: u32,
    /// The first words of it.
    pub excerpt: String,
    /// Who asked something beside the text that nobody else answered.
    pub askers: BTreeSet<MemberId>,
    /// Whose questions beside the text were answered, and who did not see that yet.
    pub answered: BTreeSet<MemberId>,
    /// What was ticked off with "Gezien".
    pub seen: BTreeSet<Attention>,
    /// The visit that it is of; none when nobody said.
    pub visit: Option<CommandId>,
    /// Every version of its agreements.
    pub agreements: Vec<AgreementEntry>,
    /// Who answered something in it.
    pub authors: Vec<MemberId>,
}
