//! The invented town of Wolkendam: who works there, and its streets.

use buurtboek_shared::domain::{directory::OrganisationTie, role::Role};

/// The team.
pub(crate) const TEAM: Team = Team { name: "Buurtteam Wolkendam", phone: "099 990 00 00" };

/// The town's only team. No Dutch number begins with 099.
pub(crate) struct Team {
    pub(crate) name: &'static str,
    pub(crate) phone: &'static str,
}

/// An organisation.
pub(crate) struct Organisation {
    pub(crate) name: &'static str,
    pub(crate) tie: OrganisationTie,
}

pub(crate) const MUNICIPALITY: &str = "Gemeente Wolkendam";
pub(crate) const WELFARE: &str = "Welzijn Wolkendam";
pub(crate) const NURSING: &str = "Wijkzorg Nevelland";
pub(crate) const YOUTH: &str = "Jeugdhulp Windvaan";
pub(crate) const DEBT: &str = "Schuldhulp Opklaring";
pub(crate) const HOUSING: &str = "Woonstichting Stapelwolk";

/// Who is in the team, and who works with it.
pub(crate) const ORGANISATIONS: [Organisation; 6] = [
    Organisation { name: MUNICIPALITY, tie: OrganisationTie::Member },
    Organisation { name: WELFARE, tie: OrganisationTie::Member },
    Organisation { name: NURSING, tie: OrganisationTie::Member },
    Organisation { name: YOUTH, tie: OrganisationTie::Member },
    Organisation { name: DEBT, tie: OrganisationTie::Member },
    Organisation { name: HOUSING, tie: OrganisationTie::Partner },
];

/// Somebody of the team.
pub(crate) struct Person {
    /// Also the name by which the story and the ids know them.
    pub(crate) username: &'static str,
    pub(crate) name: &'static str,
    pub(crate) role: Role,
    pub(crate) organisation: Option<&'static str>,
    pub(crate) discipline: &'static str,
    /// Where they may be called; may be empty.
    pub(crate) phone: &'static str,
    /// One line for whoever chooses who to be.
    pub(crate) about: &'static str,
}

/// Everybody, in the order in which they are offered.
pub(crate) const PEOPLE: [Person; 12] = [
    volunteer("truus", "Truus Vermeer", "099 990 00 01", "Vrijwilliger, 74 jaar"),
    volunteer("henk", "Henk Oosting", "099 990 00 02", "Vrijwilliger, 68 jaar"),
    volunteer("aylin", "Aylin Demirel", "", "Vrijwilliger, 41 jaar"),
    volunteer("oksana", "Oksana Kravets", "099 990 00 04", "Vrijwilliger, 36 jaar, leert Nederlands"),
    professional("samira", "Samira Bouzid", WELFARE, "sociaal werker", "Sociaal werker"),
    professional("joost", "Joost Wielinga", DEBT, "schuldhulp", "Schuldhulp"),
    professional("fatou", "Fatou Diallo", NURSING, "wijkverpleegkundige", "Wijkverpleegkundige"),
    professional("bram", "Bram Tichelaar", YOUTH, "jeugd", "Jeugdwerker"),
    professional("ravi", "Ravi Ramdin", MUNICIPALITY, "werk en inkomen", "Werk en inkomen"),
    professional("ilse", "Ilse van Rhee", WELFARE, "sociaal werker", "Sociaal werker, waarnemer van Marijke"),
    Person {
        username: "marijke",
        name: "Marijke Hoeksma",
        role: Role::Coordinator,
        organisation: Some(WELFARE),
        discipline: "coördinator",
        phone: "",
        about: "Coördinator",
    },
    Person {
        username: "noor",
        name: "Noor Haddad",
        role: Role::Administrator,
        organisation: Some(MUNICIPALITY),
        discipline: "beheerder",
        phone: "",
        about: "Beheerder, ziet geen inhoud",
    },
];

const fn volunteer(username: &'static str, name: &'static str, phone: &'static str, about: &'static str) -> Person {
    Person { username, name, role: Role::Volunteer, organisation: None, discipline: "", phone, about }
}

const fn professional(
    username: &'static str,
    name: &'static str,
    organisation: &'static str,
    discipline: &'static str,
    about: &'static str,
) -> Person {
    let (role, organisation) = (Role::Professional, Some(organisation));
    Person { username, name, role, organisation, discipline, phone: "", about }
}

/// A neighbourhood.
pub(crate) struct Neighbourhood {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) streets: &'static [&'static str],
}

/// The year of the codes.
pub(crate) const YEAR: u16 = 2026;

/// The neighbourhoods of Wolkendam (GM9900): Oude Dam (WK990000) and Molenkwartier (WK990001).
pub(crate) const NEIGHBOURHOODS: [Neighbourhood; 4] = [
    Neighbourhood {
        code: "BU99000000",
        name: "Havenbuurt",
        streets: &[
            "Ankerwolkkade",
            "Havenhoofd",
            "Loodspad",
            "Mistkade",
            "Nevelstraat",
            "Stapelwolkhof",
            "Touwslagerij",
        ],
    },
    Neighbourhood {
        code: "BU99000001",
        name: "Kerkhoek",
        streets: &["Kerkhoek", "Klokkenwolk", "Regenboogplein", "Sluierstraat", "Torenzicht", "Windwijzer"],
    },
    Neighbourhood {
        code: "BU99000100",
        name: "Zaaghoek",
        streets: &["Dauwpad", "Molenwiek", "Spaanderhof", "Zaaghoek", "Zaagselpad", "Zeilkruislaan"],
    },
    Neighbourhood {
        code: "BU99000101",
        name: "Weidelanden",
        streets: &["Buienlaan", "Hagelkruid", "Rijpweide", "Slootmist", "Zonnestraal"],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn everybody_has_an_own_name_and_works_for_an_organisation_that_exists() {
        let names: BTreeSet<_> = PEOPLE.iter().map(|person| person.username).collect();
        assert_eq!(names.len(), PEOPLE.len());
        for organisation in PEOPLE.iter().filter_map(|person| person.organisation) {
            assert!(ORGANISATIONS.iter().any(|known| known.name == organisation), "{organisation}");
        }
    }

    #[test]
    fn streets_are_sorted_and_codes_have_the_form_of_the_cbs() {
        for neighbourhood in &NEIGHBOURHOODS {
            assert!(neighbourhood.streets.is_sorted(), "{}", neighbourhood.name);
            let digits = neighbourhood.code.strip_prefix("BU99").unwrap();
            assert!(digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()));
        }
    }
}
