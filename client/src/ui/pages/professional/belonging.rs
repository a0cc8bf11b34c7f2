//! Which signals and dossiers belong together: by what came of what, and by what was linked.

use buurtboek_shared::{
    domain::dossier::DossierPhase,
    ids::{DocId, DocKind},
    protocol::frames::Access,
};
use leptos::prelude::*;

use crate::{
    state::{Summary, ViewRow},
    ui::context::notebook,
};

/// The dossier in which the work on a signal goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoesOnIn {
    /// It came of the signal.
    Own(DocId),
    /// The household was known before: the signal was linked with this dossier, or with the signal that it came of.
    Known(DocId),
}

/// Where the work on a triage goes on.
#[must_use]
pub fn dossier_after(triage: DocId) -> Memo<Option<GoesOnIn>> {
    let (triages, dossiers) = (notebook().list(DocKind::Triage), notebook().list(DocKind::Dossier));
    Memo::new(move |_| triages.with(|triages| dossiers.with(|dossiers| goes_on_in(triage, triages, dossiers))))
}

/// The triages and dossiers that belong with a dossier.
#[must_use]
pub fn belonging(dossier: DocId) -> Memo<Vec<DocId>> {
    let (triages, dossiers) = (notebook().list(DocKind::Triage), notebook().list(DocKind::Dossier));
    Memo::new(move |_| {
        let parent = dossiers.with(|rows| rows.iter().find(|row| row.doc == dossier).and_then(|row| row.parent));
        triages.with(|triages| belonging_to(dossier, parent, triages))
    })
}

/// Where the work on a triage goes on; none while nothing came of it and it was not linked with exactly one dossier that
/// goes on and in which the reader may write: between two a person chooses.
#[must_use]
pub fn goes_on_in(triage: DocId, triages: &[ViewRow], dossiers: &[ViewRow]) -> Option<GoesOnIn> {
    let goes_on =
        |row: &&ViewRow| matches!(&row.summary, Summary::Dossier(dossier) if dossier.phase != DossierPhase::ToBeErased);
    let own = |row: &&ViewRow| row.parent == Some(triage);
    let links = links_of(triages, triage);
    let is_known = |row: &&ViewRow| {
        links.contains(&row.doc) || row.parent.is_some_and(|parent| are_linked(triages, triage, parent))
    };
    let mut known = dossiers.iter().filter(goes_on).filter(|row| row.access == Access::Write).filter(is_known);
    let first_own = dossiers.iter().filter(goes_on).find(own).or_else(|| dossiers.iter().find(own));
    match (first_own, known.next(), known.next()) {
        (Some(own), Some(known), None) if !goes_on(&own) => Some(GoesOnIn::Known(known.doc)),
        (Some(own), _, _) => Some(GoesOnIn::Own(own.doc)),
        (None, Some(known), None) => Some(GoesOnIn::Known(known.doc)),
        (None, _, _) => None,
    }
}

/// The triages that belong with a dossier: the one that it followed from, and those that were linked with that, or with
/// the dossier. What else the first was linked with, another dossier, is among them.
fn belonging_to(dossier: DocId, parent: Option<DocId>, triages: &[ViewRow]) -> Vec<DocId> {
    let mut found: Vec<DocId> = parent.into_iter().collect();
    let own_links = parent.map(|parent| links_of(triages, parent)).unwrap_or_default();
    let linked = triages.iter().map(|row| row.doc).filter(|triage| {
        links_of(triages, *triage).contains(&dossier)
            || parent.is_some_and(|parent| are_linked(triages, *triage, parent))
    });
    for doc in own_links.iter().copied().chain(linked) {
        if doc != dossier && !found.contains(&doc) {
            found.push(doc);
        }
    }
    found
}

/// A link belongs to both, whichever of them was on the screen when it was made.
fn are_linked(triages: &[ViewRow], one: DocId, other: DocId) -> bool {
    links_of(triages, one).contains(&other) || links_of(triages, other).contains(&one)
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
pub fn intakes_of<'a>(belonging: &[DocId], intakes: &'a [ViewRow]) -> Vec<&'a ViewRow> {
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

    fn ended(row: ViewRow) -> ViewRow {
        let Summary::Dossier(mut summary) = row.summary else { panic!("made as a dossier") };
        summary.phase = DossierPhase::ToBeErased;
        ViewRow { summary: Summary::Dossier(summary), ..row }
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
    fn a_signal_that_was_linked_with_an_earlier_one_goes_on_in_the_dossier_of_that_whichever_names_the_other() {
        let [first, second] = [1, 2].map(|number| id(DocKind::Triage, number));
        let dossiers = [of(5, Some(first))];
        for triages in [[linked(1, &[]), linked(2, &[first])], [linked(1, &[second]), linked(2, &[])]] {
            assert_eq!(goes_on_in(second, &triages, &dossiers), Some(GoesOnIn::Known(dossiers[0].doc)));
            assert_eq!(goes_on_in(first, &triages, &dossiers), Some(GoesOnIn::Own(dossiers[0].doc)));
            assert_eq!(belonging_to(dossiers[0].doc, Some(first), &triages), [first, second]);
        }
    }

    #[test]
    fn between_two_households_a_person_chooses() {
        let (one, other) = (of(5, None), of(6, None));
        let triages = [linked(1, &[one.doc, other.doc])];
        assert_eq!(goes_on_in(triages[0].doc, &triages, &[one, other]), None);
    }

    #[test]
    fn where_nothing_followed_from_the_signal_itself_its_household_goes_on() {
        let triages = [linked(1, &[id(DocKind::Dossier, 6)])];
        let own = ended(of(5, Some(triages[0].doc)));
        let found = |dossiers: &[ViewRow]| goes_on_in(triages[0].doc, &triages, dossiers);
        assert_eq!(found(&[own.clone(), of(6, None)]), Some(GoesOnIn::Known(id(DocKind::Dossier, 6))));
        assert_eq!(found(std::slice::from_ref(&own)), Some(GoesOnIn::Own(own.doc)));
    }

    #[test]
    fn a_dossier_that_ended_or_that_is_only_read_takes_no_further_work() {
        let triages = [linked(1, &[id(DocKind::Dossier, 5)])];
        let known = of(5, None);
        let read = ViewRow { access: Access::Read, ..known.clone() };
        assert_eq!(goes_on_in(triages[0].doc, &triages, &[read]), None);
        assert_eq!(goes_on_in(triages[0].doc, &triages, &[ended(known)]), None);
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
