//! A document as values of the work.

use buurtboek_shared::{
    doc::read::{DossierView, NoteView, SignalView, TriageView},
    domain::{directory::Directory, feedback::FeedbackEntry, intake::Intake},
    ids::DocKind,
    protocol::codec::decode_value,
};
use yrs::Transaction;

use super::team_kinds::team_kinds;

/// What an open document says.
#[derive(Clone, Debug, PartialEq)]
pub enum DocView {
    /// The member's own signal.
    Signal(SignalView),
    /// What was reported.
    Intake(Box<Intake>),
    /// What the team does about it.
    Triage(TriageView),
    /// What the team knows of a household.
    Dossier(DossierView),
    /// The report of one visit.
    Note(Box<NoteView>),
    /// What the reporter may know.
    Feedback(Vec<FeedbackEntry>),
    /// Who and what there is in the team.
    Directory(Box<Directory>),
}

impl DocView {
    /// Reads a yrs document; none for a kind that is a projection, and where the code that reads the kind is not.
    #[must_use]
    pub fn of_document(kind: DocKind, txn: &Transaction<'_>) -> Option<Self> {
        match kind {
            DocKind::Signal => Some(Self::Signal(SignalView::read(txn))),
            DocKind::Triage | DocKind::Dossier | DocKind::Note => (team_kinds()?.view)(kind, txn),
            DocKind::Intake | DocKind::Feedback | DocKind::Directory => None,
        }
    }

    /// Reads a document of the team; none for any other kind.
    pub(super) fn of_team(kind: DocKind, txn: &Transaction<'_>) -> Option<Self> {
        match kind {
            DocKind::Triage => Some(Self::Triage(TriageView::read(txn))),
            DocKind::Dossier => Some(Self::Dossier(DossierView::read(txn))),
            DocKind::Note => Some(Self::Note(Box::new(NoteView::read(txn)))),
            DocKind::Signal | DocKind::Intake | DocKind::Feedback | DocKind::Directory => None,
        }
    }

    /// Reads a projection's value; none when it does not read, or is not of a projection's kind.
    #[must_use]
    pub fn of_projection(kind: DocKind, value: &[u8]) -> Option<Self> {
        match kind {
            DocKind::Intake => decode_value(value).ok().map(Self::Intake),
            DocKind::Feedback => decode_value(value).ok().map(Self::Feedback),
            DocKind::Directory => decode_value(value).ok().map(Self::Directory),
            DocKind::Signal | DocKind::Triage | DocKind::Dossier | DocKind::Note => None,
        }
    }
}
