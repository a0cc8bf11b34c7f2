//! Who stands in for a team's coordinators.

use buurtboek_shared::domain::role::Role;

use super::*;

contract!(the_deputy_is_a_professional_of_the_team_until_the_end, the_last_appointment_counts);

fn deputy(member: MemberId, until: i64) -> Deputy {
    Deputy { member, until: Timestamp(until) }
}

fn the_deputy_is_a_professional_of_the_team_until_the_end(subject: &mut dyn Subject) {
    for (member, role) in [(SAMIRA, Role::Professional), (MARIJKE, Role::Coordinator)] {
        subject.add_member(TEAM, TeamMember { member, role });
    }
    assert_eq!(subject.reader().deputy(TEAM, Timestamp(1)).unwrap(), None);
    subject.appoint_deputy(TEAM, deputy(SAMIRA, 100));
    subject.reopen();
    assert_eq!(subject.reader().deputy(TEAM, Timestamp(99)).unwrap(), Some(deputy(SAMIRA, 100)));
    assert_eq!(subject.reader().deputy(TEAM, Timestamp(100)).unwrap(), None);
    let elsewhere = TeamId::from_bytes([0x71; 16]);
    assert_eq!(subject.reader().deputy(elsewhere, Timestamp(99)).unwrap(), None);
}

fn the_last_appointment_counts(subject: &mut dyn Subject) {
    for member in [SAMIRA, JOOST] {
        subject.add_member(TEAM, TeamMember { member, role: Role::Professional });
        subject.appoint_deputy(TEAM, deputy(member, 100));
    }
    assert_eq!(subject.reader().deputy(TEAM, Timestamp(1)).unwrap(), Some(deputy(JOOST, 100)));
}
