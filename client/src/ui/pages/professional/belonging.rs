//! Which signals and dossiers belong together: by what came of what, and by what was linked.

use buurtboek_shared::{
    domain::dossier::DossierPhase,
    ids::{DocId, DocKind},
    protocol::frames::Access,
};

use crate::state::{Summary, ViewRow};

/// The dossier in which the work on a signal goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoesOnIn {
    /// It came of the signal.
    Own(DocId),
    /// The signal, or one that it was linked with, was linked with it: the household was known before.
    Known(DocId),
}

impl GoesOnIn {
    /// The dossier.
    #[must_use]
    pub const fn dossier(self) -> DocId {
        match self {
            Self::Own(dossier) | Self::Known(dossier) => dossier,
        }
    }
}

/// Where the work on a triage goes on; none while nothing came of it and it is linked with no dossier that goes on and in
/// which the reader may write.
#[must_use]
pub(super) fn goes_on_in(triage: DocId, triages: &[ViewRow], dossiers: &[ViewRow]) -> Option<GoesOnIn> {
    if let Some(row) = dossiers.iter().find(|row| row.parent == Some(triage)) {
        return Some(GoesOnIn::Own(row.doc));
    }
    let links = links_of(triages, triage);
    let takes_work = |row: &&ViewRow| {
        row.access == Access::Write
            && matches!(&row.summary, Summary::Dossier(dossier) if dossier.phase != DossierPhase::ToBeErased)
    };
    let direct = || dossiers.iter().filter(takes_work).find(|row| links.contains(&row.doc));
    let by_signal =
        || dossiers.iter().filter(takes_work).find(|row| row.parent.is_some_and(|parent| links.contains(&parent)));
    direct().or_else(by_signal).map(|row| GoesOnIn::Known(row.doc))
}

/// The triages that belong with a dossier: the one that it followed from, what that was linked with, and every one on
/// this device that was linked with either. What else the first was linked with, another dossier, is among them.
#[must_use]
pub(super) fn belonging_to(dossier: DocId, parent: Option<DocId>, triages: &[ViewRow]) -> Vec<DocId> {
    let mut found: Vec<DocId> = parent.into_iter().collect();
    let own_links = parent.map(|parent| links_of(triages, parent)).unwrap_or_default();
    let linked_with_it = triages.iter().filter(|row| {
        let links = links_of(triages, row.doc);
        links.iter().any(|link| *link == dossier || Some(*link) == parent)
    });
    for doc in own_links.iter().copied().chain(linked_with_it.map(|row| row.doc)) {
        if doc != dossier && !found.contains(&doc) {
            found.push(doc);
        }
    }
    found
}

fn links_of(triages: &[ViewRow], triage: DocId) -> &[DocId] {
    triages
        .iter()
        .find(|row| row.doc == triage)
        .and_then(|row| match &row.summary {
            Summary::Triage(summary) => Some(summary.links.as_slice()),
            Summary::Signal(_)
            | Summary::Intake(_)
            | Summary::Dossier(_)
            | Summary::Note(_)
            | Summary::Feedback(_)
            | Summary::Directory(_) => None,
        })
        .unwrap_or_default()
}

/// The intakes of what belongs with a dossier.
#[must_use]
pub(super) fn intakes_of<'a>(belonging: &[DocId], intakes: &'a [ViewRow]) -> Vec<&'a ViewRow> {
    let signals = belonging.iter().filter(|doc| doc.kind == DocKind::Triage);
    signals.filter_map(|triage| intakes.iter().find(|row| row.doc == triage.sibling(DocKind::Intake))).collect()
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::ids::Id128;

    use super::{
        super::today::agenda::tests::{ME, dossier, triage},
        *,
    };

    fn linked(id: u8, links: &[DocId]) -> ViewRow {
        let row = triage(id, ME, Vec::new());
        let Summary::Triage(summary) = row.summary else { panic!("made as a triage") };
        let summary = Summary::Triage(crate::state::TriageSummary { links: links.to_vec(), ..summary });
        ViewRow { summary, ..row }
    }

    fn of(id: u8, parent: Option<DocId>) -> ViewRow {
        ViewRow { parent, ..dossier(id, Vec::new(), Vec::new()) }
    }

    fn id(kind: DocKind, id: u8) -> DocId {
        DocId::new(kind, Id128([id; 16]))
    }

    #[test]
    fn work_goes_on_in_the_dossier_that_came_of_the_signal_before_one_that_it_was_linked_with() {
        let (own, known) = (of(5, Some(id(DocKind::Triage, 1))), of(6, None));
        let triages = [linked(1, &[known.doc])];
        let found = |dossiers: &[ViewRow]| goes_on_in(triages[0].doc, &triages, dossiers);
        assert_eq!(found(&[known.clone(), own.clone()]), Some(GoesOnIn::Own(own.doc)));
        assert_eq!(found(std::slice::from_ref(&known)), Some(GoesOnIn::Known(known.doc)));
        assert_eq!(found(&[of(7, None)]), None);
    }

    #[test]
    fn a_signal_that_was_linked_with_an_earlier_one_goes_on_in_the_dossier_of_that() {
        let triages = [linked(1, &[]), linked(2, &[id(DocKind::Triage, 1)])];
        let dossiers = [of(5, Some(triages[0].doc))];
        assert_eq!(goes_on_in(triages[1].doc, &triages, &dossiers), Some(GoesOnIn::Known(dossiers[0].doc)));
    }

    #[test]
    fn a_dossier_that_ended_or_that_is_only_read_takes_no_further_work() {
        let triages = [linked(1, &[id(DocKind::Dossier, 5)])];
        let known = of(5, None);
        let read = ViewRow { access: Access::Read, ..known.clone() };
        assert_eq!(goes_on_in(triages[0].doc, &triages, &[read]), None);
        let Summary::Dossier(mut summary) = known.summary.clone() else { panic!("made as a dossier") };
        summary.phase = DossierPhase::ToBeErased;
        let ended = ViewRow { summary: Summary::Dossier(summary), ..known };
        assert_eq!(goes_on_in(triages[0].doc, &triages, &[ended]), None);
    }

    #[test]
    fn every_signal_that_was_linked_with_a_dossier_or_with_its_signal_belongs_to_it() {
        let household = id(DocKind::Dossier, 9);
        let first = id(DocKind::Triage, 1);
        let triages = [
            linked(1, &[id(DocKind::Triage, 2)]),
            linked(2, &[]),
            linked(3, &[household]),
            linked(4, &[first]),
            linked(5, &[]),
        ];
        let found = belonging_to(household, Some(first), &triages);
        assert_eq!(found, [1, 2, 3, 4].map(|number| id(DocKind::Triage, number)));
        assert_eq!(belonging_to(household, None, &triages), [id(DocKind::Triage, 3)]);
    }
}
