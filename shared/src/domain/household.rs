//! Who lives somewhere, as versions of each person that are never overwritten: two that were written apart are a question
//! to a person.

use std::collections::BTreeSet;

use super::dossier::PersonEntry;
use crate::{ids::EntryId, sorting};

/// Somebody of a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resident<'a> {
    /// The versions that nobody replaced, by id: at least one, and one of them has a name.
    standing: Vec<&'a PersonEntry>,
}

impl<'a> Resident<'a> {
    /// The versions that nobody replaced, by id. One without a name says that the person is not there any more.
    #[must_use]
    pub fn standing(&self) -> &[&'a PersonEntry] {
        &self.standing
    }

    /// How the person is shown until somebody chose: by a version with a name.
    #[must_use]
    pub fn shown(&self) -> Option<&'a PersonEntry> {
        self.standing.iter().copied().find(|version| !version.name.is_empty())
    }

    /// True when what stands says more than one thing.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.standing.iter().any(|version| !says_the_same(version, self.standing[0]))
    }
}

fn says_the_same(one: &PersonEntry, other: &PersonEntry) -> bool {
    let said = |person: &PersonEntry| {
        [&person.name, &person.address_as, &person.language, &person.interpreter, &person.phone].map(Clone::clone)
    };
    said(one) == said(other)
}

/// The versions between which somebody chose, by id: those that one and the same version replaced and that say something
/// else than it does. Empty where nobody had to choose.
#[must_use]
pub fn gave_way<'a>(people: &'a [PersonEntry], chosen: &PersonEntry) -> Vec<&'a PersonEntry> {
    if chosen.supersedes.len() < 2 {
        return Vec::new();
    }
    let replaced = |person: &&PersonEntry| chosen.supersedes.contains(&person.id) && person.id != chosen.id;
    let mut found: Vec<&PersonEntry> =
        people.iter().filter(replaced).filter(|person| !says_the_same(person, chosen)).collect();
    sorting::sort_by_key(&mut found, |person| person.id);
    found
}

/// The people of a household, in the order in which they were first written down. Versions of which one replaces another
/// are of one person. Who was taken off is left out; who was taken off by one and corrected by another, both without
/// knowing of it, stays until somebody chose. The order of arrival of the versions makes no difference to any of them.
#[must_use]
pub fn fold(people: &[PersonEntry]) -> Vec<Resident<'_>> {
    let mut of: Vec<usize> = (0..people.len()).collect();
    for (at, person) in people.iter().enumerate() {
        for (earlier, other) in people.iter().enumerate() {
            if person.supersedes.contains(&other.id) && of[at] != of[earlier] {
                let (first, second) = (of[at].min(of[earlier]), of[at].max(of[earlier]));
                of.iter_mut().filter(|number| **number == second).for_each(|number| *number = first);
            }
        }
    }
    let replaced: BTreeSet<EntryId> = sorting::gather(
        people.iter().flat_map(|person| person.supersedes.iter().copied().filter(|id| *id != person.id)),
    );
    let standing_of = |number: usize| {
        let versions = people.iter().zip(&of).filter(|(_, of)| **of == number).map(|(person, _)| person);
        let mut standing: Vec<&PersonEntry> = versions.filter(|person| !replaced.contains(&person.id)).collect();
        sorting::sort_by_key(&mut standing, |person| person.id);
        standing
    };
    let numbers = (0..people.len()).filter(|number| of[*number] == *number);
    let residents = numbers.map(|number| Resident { standing: standing_of(number) });
    residents.filter(|resident| resident.shown().is_some()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ids::MemberId, time::Timestamp};

    fn version(id: u8, name: &str, supersedes: &[u8]) -> PersonEntry {
        PersonEntry {
            id: EntryId::from_bytes([id; 16]),
            author: MemberId::from_bytes([id; 16]),
            at: Timestamp(i64::from(id)),
            supersedes: supersedes.iter().map(|id| EntryId::from_bytes([*id; 16])).collect(),
            name: name.to_owned(),
            address_as: String::new(),
            language: String::new(),
            interpreter: String::new(),
            phone: String::new(),
        }
    }

    /// The ids of what stands of each person, and whether it is a question.
    fn folded(people: &[PersonEntry]) -> Vec<(Vec<u8>, bool)> {
        let ids =
            |resident: &Resident<'_>| resident.standing().iter().map(|version| version.id.0.as_bytes()[0]).collect();
        fold(people).iter().map(|resident| (ids(resident), resident.is_open())).collect()
    }

    #[test]
    fn a_correction_takes_the_place_of_what_it_replaces_and_of_nobody_else() {
        let people = [version(1, "Anja", &[]), version(2, "Piet", &[]), version(3, "Anja de Wit", &[1])];
        assert_eq!(folded(&people), [(vec![3], false), (vec![2], false)]);
    }

    #[test]
    fn two_corrections_of_one_person_that_were_written_apart_are_a_question_about_one_person() {
        let people = [version(1, "Anja", &[]), version(3, "Anja de Wit", &[1]), version(2, "Anja Wit", &[1])];
        assert_eq!(folded(&people), [(vec![2, 3], true)]);
        let chosen = [&people[..], &[version(4, "Anja de Wit", &[2, 3])]].concat();
        assert_eq!(folded(&chosen), [(vec![4], false)]);
        let history: Vec<&str> =
            gave_way(&chosen, &chosen[3]).into_iter().map(|version| version.name.as_str()).collect();
        assert_eq!(history, ["Anja Wit"], "what was not taken can still be read");
        assert_eq!(gave_way(&chosen, &chosen[1]), Vec::<&PersonEntry>::new(), "a correction is no choice");
    }

    #[test]
    fn two_corrections_that_say_the_same_agree() {
        let people = [version(1, "Anja", &[]), version(2, "Anja Wit", &[1]), version(3, "Anja Wit", &[1])];
        assert_eq!(folded(&people), [(vec![2, 3], false)]);
    }

    #[test]
    fn who_was_taken_off_is_gone_and_stays_a_question_while_somebody_else_corrected_them() {
        let mut people = vec![version(1, "Anja", &[]), version(2, "", &[1])];
        assert_eq!(folded(&people), []);
        people.push(version(3, "Anja Wit", &[1]));
        assert_eq!(folded(&people), [(vec![2, 3], true)]);
        assert_eq!(fold(&people)[0].shown().unwrap().name, "Anja Wit");
    }

    #[test]
    fn an_entry_that_names_itself_or_another_that_is_not_there_is_somebody_all_the_same() {
        assert_eq!(folded(&[version(1, "Anja", &[1]), version(2, "Piet", &[9])]), [(vec![1], false), (vec![2], false)]);
    }
}
