//! Who lives in the world.

use buurtboek_shared::{
    domain::{
        directory::{Colleague, Directory, Neighbourhood, PublicDirectory, StaffDirectory},
        role::{Principal, Role},
    },
    ids::{DeviceId, MemberId, TeamId},
};
use serde::{Deserialize, Serialize};

use crate::tablet::Owner;

/// The one team.
pub const TEAM: TeamId = TeamId::from_bytes([0x7e; 16]);
/// Whoever runs the server: ends and gives grants.
pub const ADMINISTRATOR: MemberId = MemberId::from_bytes([0xad; 16]);

/// Somebody with a tablet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Person {
    /// A volunteer.
    Truus,
    /// A professional.
    Samira,
    /// Her colleague.
    Joost,
    /// The coordinator.
    Marijke,
}

impl Person {
    /// Everybody.
    pub const ALL: [Self; 4] = [Self::Truus, Self::Samira, Self::Joost, Self::Marijke];

    /// Their part.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::Truus => Role::Volunteer,
            Self::Samira | Self::Joost => Role::Professional,
            Self::Marijke => Role::Coordinator,
        }
    }

    /// Their name on the server.
    #[must_use]
    pub const fn member(self) -> MemberId {
        MemberId::from_bytes([self as u8 + 1; 16])
    }

    /// Their tablet.
    #[must_use]
    pub const fn device(self) -> DeviceId {
        DeviceId::from_bytes([self as u8 + 0xd1; 16])
    }

    /// Whose tablet theirs is.
    #[must_use]
    pub const fn owner(self) -> Owner {
        Owner { member: self.member(), team: TEAM, device: self.device() }
    }

    /// As whom the server takes them.
    #[must_use]
    pub const fn principal(self) -> Principal {
        Principal::new(self.member(), TEAM, self.role())
    }
}

/// The team's directory.
#[must_use]
pub fn directory() -> Directory {
    let colleague = |person: Person| Colleague {
        id: person.member(),
        name: format!("{person:?} van der Wereld"),
        role: person.role(),
        discipline: String::new(),
        organisation: None,
    };
    let neighbourhood = Neighbourhood {
        code: "BU00000001".into(),
        year: 2026,
        name: "Havenbuurt".into(),
        streets: vec!["Nevelstraat".into()],
    };
    Directory {
        public: PublicDirectory {
            team: TEAM,
            team_name: "Havenbuurt".into(),
            phone: String::new(),
            neighbourhoods: vec![neighbourhood],
        },
        staff: Some(StaffDirectory {
            organisations: Vec::new(),
            colleagues: Person::ALL.into_iter().map(colleague).collect(),
            deputy: None,
        }),
    }
}
