//! A finished report ends the visit that it is of: in the dossier, or in the signal that the dossier followed from.

use buurtboek_shared::{
    doc::{read::NoteView, write::Intent},
    domain::visit::{Visit, VisitStep},
    ids::DocId,
};
use leptos::prelude::*;

use super::{
    super::case::{case_of, triage_of},
    follow,
};
use crate::{state::notebook::Notebook, ui::may_write::may_write};

/// What a report says of its visit when it is finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Where the visit was planned.
    of: DocId,
    /// The visit as it stands.
    visit: Visit,
    /// What happened.
    step: VisitStep,
}

impl Ending {
    /// What is written, and where.
    #[must_use]
    pub fn written(&self, notebook: &Notebook) -> (DocId, Intent) {
        (self.of, follow(notebook, &self.visit, self.step))
    }
}

/// The visit that a note of this dossier is of, and where it was planned; none for who may not write there.
#[must_use]
pub fn visit_of(dossier: DocId, note: Memo<Option<NoteView>>) -> Memo<Option<(DocId, Visit)>> {
    let id = Memo::new(move |_| note.with(|note| note.as_ref().and_then(NoteView::visit_now)));
    let triage = triage_of(dossier);
    let places = Memo::new(move |_| {
        let docs = std::iter::once(dossier).chain(triage.get());
        docs.map(|doc| (doc, may_write(doc), case_of(doc))).collect::<Vec<_>>()
    });
    Memo::new(move |_| {
        let id = id.get()?;
        let places = places.get().into_iter().filter(|(_, writes, _)| writes.get());
        let mut visits = places.filter_map(|(doc, _, case)| {
            case.with(|case| case.as_ref().and_then(|case| case.visit(id).cloned())).map(|visit| (doc, visit))
        });
        visits.next()
    })
}

/// What finishing a note says of its visit; none when it is of no visit, and when that did not begin or ended already.
#[must_use]
pub fn ending(visit: Memo<Option<(DocId, Visit)>>) -> Memo<Option<Ending>> {
    Memo::new(move |_| visit.get().and_then(|(doc, visit)| ended(doc, visit)))
}

/// The ending of a visit that a finished report is of.
fn ended(of: DocId, visit: Visit) -> Option<Ending> {
    let step = visit.phase.step_of_finished_report()?;
    Some(Ending { of, visit, step })
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::visit::VisitPhase,
        ids::{DocKind, Id128},
    };

    use super::{super::list::tests::visit, *};

    fn said_of(phase: VisitPhase) -> Option<VisitStep> {
        ended(DocId::new(DocKind::Triage, Id128([1; 16])), visit(1, 0, phase)).map(|ending| ending.step)
    }

    #[test]
    fn a_finished_report_ends_a_visit_that_was_begun_and_no_other() {
        assert_eq!(said_of(VisitPhase::Started), Some(VisitStep::Finished));
        assert_eq!(said_of(VisitPhase::Planned), None, "it is still to be made");
        for over in [VisitPhase::Cancelled, VisitPhase::NoAnswer, VisitPhase::Finished, VisitPhase::NotWanted] {
            assert_eq!(said_of(over), None, "what happened stands: {over:?}");
        }
    }
}
