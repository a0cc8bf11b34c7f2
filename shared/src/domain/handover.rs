//! Words of somebody whose access ended before they could arrive: handed to the coordinator, as text.

use serde::{Deserialize, Serialize};

use super::refusal::Reason;
use crate::{
    ids::{DocId, DocKind},
    time::Timestamp,
};

/// Longest text of one handover, in bytes; a longer one is handed over in pieces.
pub const MAX_TEXT: usize = 64 * 1024;
/// Longest name of a root, in bytes.
const MAX_ROOT: usize = 64;

/// One text that its writer can no longer put where it belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// The document that the writer had access to.
    pub doc: DocId,
    /// Where it was written: `doc`, or a note in it that the server never made.
    pub of: DocId,
    /// Name of the root that it was written under.
    pub root: String,
    /// The words.
    pub text: String,
    /// When they were written, by the device's clock.
    pub written: Timestamp,
}

impl Handover {
    /// Checks sizes, and that it is about what a coordinator looks after.
    ///
    /// # Errors
    /// [`Reason::TooLarge`], [`Reason::EntryForm`] for what is empty or nobody's to take.
    pub fn check(&self) -> Result<(), Reason> {
        if self.text.len() > MAX_TEXT || self.root.len() > MAX_ROOT {
            return Err(Reason::TooLarge);
        }
        let in_it = self.of == self.doc || (self.doc.kind == DocKind::Dossier && self.of.kind == DocKind::Note);
        if is_handed_over(self.doc.kind) && in_it && !self.text.trim().is_empty() {
            Ok(())
        } else {
            Err(Reason::EntryForm)
        }
    }
}

/// Whether words in this kind of document go to the coordinator. A report is its reporter's own, and stays with them.
#[must_use]
pub const fn is_handed_over(kind: DocKind) -> bool {
    match kind {
        DocKind::Triage | DocKind::Dossier | DocKind::Note => true,
        DocKind::Signal | DocKind::Intake | DocKind::Feedback | DocKind::Directory => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Id128;

    fn handover(doc: DocKind, of: DocKind, text: &str) -> Handover {
        let id = |kind| DocId::new(kind, Id128([7; 16]));
        Handover { doc: id(doc), of: id(of), root: "text.we_see".into(), text: text.into(), written: Timestamp(1) }
    }

    #[test]
    fn a_report_is_never_handed_over_and_neither_is_nothing() {
        assert_eq!(handover(DocKind::Note, DocKind::Note, "De kamer is koud.").check(), Ok(()));
        assert_eq!(handover(DocKind::Dossier, DocKind::Note, "De kamer is koud.").check(), Ok(()));
        for refused in [
            handover(DocKind::Signal, DocKind::Signal, "De kamer is koud."),
            handover(DocKind::Note, DocKind::Dossier, "De kamer is koud."),
            handover(DocKind::Note, DocKind::Note, " \n"),
        ] {
            assert_eq!(refused.check(), Err(Reason::EntryForm));
        }
        let large = handover(DocKind::Note, DocKind::Note, &"a".repeat(MAX_TEXT + 1));
        assert_eq!(large.check(), Err(Reason::TooLarge));
    }
}
