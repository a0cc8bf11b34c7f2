//! What was promised in dossiers and their notes. Folded from the list rows alone.

use buurtboek_shared::{
    domain::agreement::{self, AgreementEntry, AgreementParty},
    ids::{DocId, EntryId, MemberId},
    sorting,
};

use crate::state::{Summary, ViewRow};

/// An agreement as it stands, and what a next version of it replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The dossier in which a next version is written.
    pub dossier: DocId,
    /// The version that counts.
    pub now: AgreementEntry,
    /// The versions in the dossier that a next one replaces; none when it was made in a note and goes on in the dossier.
    pub replaces: Vec<EntryId>,
}

impl Task {
    /// Did this member promise it?
    #[must_use]
    pub fn is_of(&self, member: MemberId) -> bool {
        self.now.who == AgreementParty::Member(member)
    }
}

/// The agreements of one dossier and its notes, in the order in which they were made.
#[must_use]
pub fn agreements(dossier: &ViewRow, notes: &[ViewRow]) -> Vec<Task> {
    let Summary::Dossier(summary) = &dossier.summary else { return Vec::new() };
    let mut own: Vec<&ViewRow> = notes.iter().filter(|note| note.parent == Some(dossier.doc)).collect();
    sorting::sort_by_key(&mut own, |note| (note.created, note.doc));
    let of_notes: Vec<&[AgreementEntry]> = own
        .into_iter()
        .filter_map(|note| {
            let Summary::Note(note) = &note.summary else { return None };
            Some(note.agreements.as_slice())
        })
        .collect();
    let is_here = |id: EntryId| summary.agreements.iter().any(|entry| entry.id == id);
    let standing = agreement::of_case(&summary.agreements, &of_notes).into_iter().map(|agreement| Task {
        dossier: dossier.doc,
        now: agreement.now.clone(),
        replaces: if is_here(agreement.now.id) { agreement.versions() } else { Vec::new() },
    });
    standing.collect()
}

/// Everything that was promised and not done yet, by whom it may be.
#[must_use]
pub fn open_tasks(dossiers: &[ViewRow], notes: &[ViewRow]) -> Vec<Task> {
    let all = dossiers.iter().flat_map(|dossier| agreements(dossier, notes));
    all.filter(|task| task.now.status.is_open()).collect()
}

/// What a member promised and did not do yet: what is due first comes first, what has no day last.
#[must_use]
pub fn tasks(dossiers: &[ViewRow], notes: &[ViewRow], me: MemberId) -> Vec<Task> {
    let mut tasks = open_tasks(dossiers, notes);
    tasks.retain(|task| task.is_of(me));
    sorting::sort_by_key(&mut tasks, |task| (task.now.due.is_none(), task.now.due, task.now.at, task.now.id));
    tasks
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::domain::{agreement::AgreementStatus, date::Date};

    use super::{
        super::agenda::tests::{JOOST, ME, agreement, dossier, note, note_row},
        *,
    };

    #[test]
    fn tasks_are_open_promises_with_what_is_due_first_on_top() {
        let day = |day| Date::new(2026, 3, day);
        let entries = vec![
            agreement(1, ME, None, AgreementStatus::Open),
            agreement(2, ME, day(20), AgreementStatus::NotYet),
            agreement(3, ME, day(2), AgreementStatus::Done),
            agreement(4, JOOST, day(2), AgreementStatus::Open),
        ];
        let dossiers = [dossier(1, Vec::new(), entries)];
        let of_note = note_row(note(&dossiers[0], vec![agreement(5, ME, day(4), AgreementStatus::Open)]));
        let found = tasks(&dossiers, &[of_note], ME);
        assert_eq!(found.iter().map(|task| task.now.id.0.0[0]).collect::<Vec<_>>(), [5, 2, 1]);
        assert_eq!(found[0].replaces, [], "it goes on in the dossier");
        assert_eq!(found[1].replaces, [EntryId::from_bytes([2; 16])]);
    }
}
