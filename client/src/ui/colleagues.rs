//! Who and what there is in the team, from the directory on the device.

use buurtboek_shared::{
    domain::{
        directory::{Colleague, Directory},
        role::Role,
    },
    ids::{DocKind, MemberId},
    sorting,
    time::Timestamp,
};
use leptos::prelude::*;

use super::{context::notebook, language::locale};
use crate::{
    i18n::say,
    state::{Summary, identity::Identity},
};

/// The directory, as far as this member may read it.
#[derive(Clone, Copy)]
pub struct Colleagues {
    directory: Memo<Option<Directory>>,
    own: StoredValue<(MemberId, String)>,
}

impl Colleagues {
    /// Looks into the notebook's directory; call it once, where the notebook is provided.
    #[must_use]
    pub fn of_notebook() -> Self {
        let notebook = notebook();
        let identity = notebook.identity();
        let rows = notebook.list(DocKind::Directory);
        let directory = Memo::new(move |_| {
            rows.with(|rows| {
                rows.iter().find_map(|row| {
                    let Summary::Directory(directory) = &row.summary else { return None };
                    Some((**directory).clone())
                })
            })
        });
        Self { directory, own: StoredValue::new((identity.member, identity.name)) }
    }

    /// Full name; "Een collega" for somebody who is not in the directory.
    #[must_use]
    pub fn name(self, member: MemberId) -> String {
        let own = self.own.with_value(|(own, name)| (*own == member).then(|| name.clone()));
        let listed =
            || self.directory.with(|directory| find(directory.as_ref(), member).map(|found| found.name.clone()));
        own.or_else(listed).unwrap_or_else(|| say!(locale(), app.somebody).to_owned())
    }

    /// First name, as colleagues call each other.
    #[must_use]
    pub fn first_name(self, member: MemberId) -> String {
        let name = self.name(member);
        match self.directory.with(|directory| find(directory.as_ref(), member).is_some()) {
            true => first_word(&name).to_owned(),
            false => name,
        }
    }

    /// Professionals and coordinators, by name: who a signal can be given to.
    #[must_use]
    pub fn staff(self) -> Vec<Colleague> {
        let works_here = |colleague: &&Colleague| matches!(colleague.role, Role::Professional | Role::Coordinator);
        let mut staff: Vec<Colleague> = self.directory.with(|directory| {
            let colleagues = directory.as_ref().and_then(|directory| directory.staff.as_ref());
            let colleagues = colleagues.map(|staff| staff.colleagues.as_slice()).unwrap_or_default();
            colleagues.iter().filter(works_here).cloned().collect()
        });
        sorting::sort_by(&mut staff, |one, other| one.name.cmp(&other.name));
        staff
    }

    /// Who stands in for the coordinators at this moment, and until when.
    #[must_use]
    pub fn deputy_at(self, now: Timestamp) -> Option<(MemberId, Timestamp)> {
        let deputy = self.directory.with(|directory| directory.as_ref()?.staff.as_ref()?.deputy_at(now));
        deputy.map(|deputy| (deputy.member, deputy.until))
    }

    /// The streets of the team's neighbourhoods, sorted, each once.
    #[must_use]
    pub fn streets(self) -> Vec<String> {
        let mut streets: Vec<String> = self.directory.with(|directory| {
            let neighbourhoods = directory.as_ref().map(|directory| directory.public.neighbourhoods.as_slice());
            neighbourhoods.unwrap_or_default().iter().flat_map(|area| area.streets.iter().cloned()).collect()
        });
        sorting::sort_by(&mut streets, Ord::cmp);
        streets.dedup();
        streets
    }
}

/// Does this member judge and give signals at this moment: as a coordinator, or standing in for one? As the server has it.
#[must_use]
pub fn coordinates_signals(identity: &Identity, colleagues: Colleagues, now: Timestamp) -> bool {
    match identity.role {
        Role::Coordinator => true,
        Role::Professional => colleagues.deputy_at(now).is_some_and(|(deputy, _)| deputy == identity.member),
        Role::Volunteer
        | Role::Adviser
        | Role::ProcessManager
        | Role::PolicyMaker
        | Role::PrivacyOfficer
        | Role::Administrator => false,
    }
}

/// The directory that the frame provided.
#[must_use]
pub fn colleagues() -> Colleagues {
    expect_context::<Colleagues>()
}

fn find(directory: Option<&Directory>, member: MemberId) -> Option<&Colleague> {
    directory?.staff.as_ref()?.colleagues.iter().find(|colleague| colleague.id == member)
}

/// "Samira Bouzid" → "Samira".
#[must_use]
pub fn first_word(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

/// "Samira", "Samira en Joost", "Samira, Joost en Ilse".
#[must_use]
pub fn enumeration(names: &[String], and: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} {and} {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_joined_as_in_a_sentence() {
        let names = ["Samira", "Joost", "Ilse"].map(str::to_owned);
        assert_eq!(enumeration(&names[..1], "en"), "Samira");
        assert_eq!(enumeration(&names[..2], "en"), "Samira en Joost");
        assert_eq!(enumeration(&names, "en"), "Samira, Joost en Ilse");
        assert_eq!(first_word("Samira Bouzid"), "Samira");
    }
}
