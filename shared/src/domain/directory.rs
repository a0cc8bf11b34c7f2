//! Who and what there is in a team: written whole by the server, two versions: staff read everything, volunteers read
//! the streets and the team's number only.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{deputy::Deputy, role::Role};
use crate::{
    ids::{MemberId, OrganisationId, TeamId},
    time::Timestamp,
};

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// What it is to the team.
    pub tie: OrganisationTie,
}

/// What an organisation is to the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationTie {
    /// Its people are members of the team.
    Member,
    /// It works with the team.
    Partner,
}

/// A colleague.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Their id.
    pub id: MemberId,
    /// Full name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// "sociaal werker", "schuldhulp"; may be empty.
    pub discipline: String,
    /// Their organisation.
    pub organisation: Option<OrganisationId>,
}

/// A neighbourhood and its streets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbourhood {
    /// CBS code: BU and 8 digits.
    pub code: String,
    /// Year of the code.
    pub year: u16,
    /// Its name.
    pub name: String,
    /// The names of its streets, sorted.
    pub streets: Vec<String>,
}

/// What everybody in the team may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicDirectory {
    /// The team.
    pub team: TeamId,
    /// The team's name.
    pub team_name: String,
    /// The team's telephone number, as to be dialled; empty when it has none.
    pub phone: String,
    /// The neighbourhoods it works in.
    pub neighbourhoods: Vec<Neighbourhood>,
}

/// What staff may know besides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffDirectory {
    /// Organisations.
    pub organisations: Vec<Organisation>,
    /// Everybody in the team, volunteers too, so that a name can be shown.
    pub colleagues: Vec<Colleague>,
    /// Who stands in for the coordinators; look at [`Self::deputy_at`], since nobody writes this anew when it ends. Not
    /// among the encoded fields, which were there before: see [`Directory::staff`].
    #[serde(skip)]
    pub deputy: Option<Deputy>,
}

impl StaffDirectory {
    /// Who stands in for the coordinators at this moment.
    #[must_use]
    pub fn deputy_at(&self, now: Timestamp) -> Option<Deputy> {
        self.deputy.filter(|deputy| deputy.stands_in_at(now))
    }
}

/// The value of the document `directory:<team>` for one reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// For everybody.
    pub public: PublicDirectory,
    /// For staff; absent for volunteers.
    #[serde(serialize_with = "write_staff", deserialize_with = "read_staff")]
    pub staff: Option<StaffDirectory>,
}

/// How the staff's part travels and is stored. The first two are spelled as the option that this was before there were
/// deputies, so that a directory without one reads the same as ever, in both directions.
#[derive(Serialize, Deserialize)]
enum Staff {
    None,
    Alone(StaffDirectory),
    WithDeputy(Deputy, StaffDirectory),
}

fn write_staff<S: Serializer>(staff: &Option<StaffDirectory>, serializer: S) -> Result<S::Ok, S::Error> {
    let staff = match staff.clone() {
        None => Staff::None,
        Some(staff) => match staff.deputy {
            None => Staff::Alone(staff),
            Some(deputy) => Staff::WithDeputy(deputy, staff),
        },
    };
    staff.serialize(serializer)
}

fn read_staff<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<StaffDirectory>, D::Error> {
    Ok(match Staff::deserialize(deserializer)? {
        Staff::None => None,
        Staff::Alone(staff) => Some(staff),
        Staff::WithDeputy(deputy, staff) => Some(StaffDirectory { deputy: Some(deputy), ..staff }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::codec::{decode_value, encode_value};

    /// The directory as it was before there were deputies.
    #[derive(Serialize, Deserialize)]
    struct Earlier {
        public: PublicDirectory,
        staff: Option<StaffDirectory>,
    }

    fn public() -> PublicDirectory {
        let (team_name, phone) = ("Oude Dam".to_owned(), String::new());
        PublicDirectory { team: TeamId::from_bytes([7; 16]), team_name, phone, neighbourhoods: Vec::new() }
    }

    fn staff() -> StaffDirectory {
        let colleague = Colleague {
            id: MemberId::from_bytes([1; 16]),
            name: "Ilse van Rhee".to_owned(),
            role: Role::Professional,
            discipline: "sociaal werker".to_owned(),
            organisation: None,
        };
        StaffDirectory { organisations: Vec::new(), colleagues: vec![colleague], deputy: None }
    }

    #[test]
    fn a_directory_without_a_deputy_is_spelled_as_it_always_was() {
        for staff in [None, Some(staff())] {
            let directory = Directory { public: public(), staff: staff.clone() };
            let earlier = encode_value(&Earlier { public: public(), staff }).unwrap();
            assert_eq!(encode_value(&directory).unwrap(), earlier);
            assert_eq!(decode_value::<Directory>(&earlier), Ok(directory));
        }
    }

    #[test]
    fn a_deputy_is_read_back_and_holds_until_the_end() {
        let deputy = Deputy { member: MemberId::from_bytes([1; 16]), until: Timestamp(1_000) };
        let staff = StaffDirectory { deputy: Some(deputy), ..staff() };
        let directory = Directory { public: public(), staff: Some(staff) };
        let read: Directory = decode_value(&encode_value(&directory).unwrap()).unwrap();
        assert_eq!(read, directory);
        let staff = read.staff.unwrap();
        assert_eq!((staff.deputy_at(Timestamp(999)), staff.deputy_at(Timestamp(1_000))), (Some(deputy), None));
    }
}
