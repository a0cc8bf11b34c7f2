//! What is written down when somebody chooses between two answers.

use buurtboek_shared::{
    doc::write::Intent,
    domain::visit::VisitStep,
    ids::{CommandId, EntryId},
};

use crate::ui::authoring::Author;

/// What the answers are, and so what the choice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Choosing {
    /// Answers to a field, each with room for why.
    #[default]
    Answer,
    /// Ends of this visit, among what happened in it.
    EndOf(CommandId),
}

impl Choosing {
    /// Is there room for why?
    pub(super) const fn says_why(self) -> bool {
        match self {
            Self::Answer => true,
            Self::EndOf(_) => false,
        }
    }

    /// What is written in `root`; none for a value that is no answer.
    pub(super) fn written(
        self,
        author: Author,
        root: &str,
        value: &str,
        instead_of: Vec<EntryId>,
        why: &str,
    ) -> Option<Intent> {
        match self {
            Self::Answer => Some(author.answer(root, value, instead_of, why)),
            Self::EndOf(visit) => VisitStep::from_code(value).map(|step| author.visit_step(visit, step, instead_of)),
        }
    }
}
