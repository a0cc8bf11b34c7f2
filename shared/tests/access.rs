//! The policy, cell by cell: every kind of document, role, action and tie.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buurtboek_shared::{
    domain::{
        access::{Access, Action, Basis, Effect, Relation, Resource, Rule, TeamAction, decide, decide_for_team},
        command::CommandKind,
        role::{Principal, Role, Standing},
    },
    ids::{DocKind, MemberId, TeamId},
};

const TEAM: TeamId = TeamId::from_bytes([1; 16]);
const OTHER: TeamId = TeamId::from_bytes([2; 16]);

/// What tie an action asks for.
#[derive(Clone, Copy, Debug)]
enum Needs {
    /// No tie is enough.
    Never,
    /// None at all.
    Nothing,
    /// A grant to read.
    Read,
    /// A grant to write.
    Write,
    /// Having made it.
    Made,
    /// Having made it, and a grant to write.
    MadeWrite,
}

impl Needs {
    fn met_by(self, relation: Relation) -> bool {
        let made = matches!(relation, Relation::Maker(_));
        let write = matches!(relation, Relation::Granted(Access::Write) | Relation::Maker(Access::Write));
        match self {
            Self::Never => false,
            Self::Nothing => true,
            Self::Read => !matches!(relation, Relation::None),
            Self::Write => write,
            Self::Made => made,
            Self::MadeWrite => made && write,
        }
    }
}

const ACTIONS: [Action; 22] = [
    Action::Create,
    Action::Read,
    Action::Edit,
    Action::Annotate,
    Action::Command(CommandKind::TakeUp),
    Action::Command(CommandKind::Assign),
    Action::Command(CommandKind::Link),
    Action::Command(CommandKind::Finalise),
    Action::Command(CommandKind::Close),
    Action::Command(CommandKind::Withdraw),
    Action::Command(CommandKind::PlanVisit),
    Action::Command(CommandKind::MoveVisit),
    Action::Command(CommandKind::CancelVisit),
    Action::Command(CommandKind::GiveBack),
    Action::Command(CommandKind::Forward),
    Action::Command(CommandKind::OutOfScope),
    Action::Command(CommandKind::Reopen),
    Action::Command(CommandKind::Restrict),
    Action::Command(CommandKind::OpenDossier),
    Action::Command(CommandKind::EndExploration),
    Action::Command(CommandKind::EndAccess),
    Action::Command(CommandKind::Unlink),
];

/// One line of the table: a letter an action, in the order of [`ACTIONS`].
///
/// `-` never · `0` without a tie · `r` granted to read · `w` granted to write · `m` made · `M` made and granted to write
fn line(kind: DocKind, role: Role, standing: Standing) -> &'static str {
    use Role::{Coordinator, Professional, Volunteer};
    // create read edit annotate | take up, assign, link, finalise, close, withdraw | plan, move, cancel a visit
    // | give back, forward, out of scope, reopen, restrict | open dossier, end exploration, end access | unlink
    match (kind, role) {
        (DocKind::Triage, Professional) if standing == Standing::Deputy => "-rw- www-w- www wwwww --- w",
        (DocKind::Signal, Volunteer | Professional | Coordinator) => "0mM- -----M --- ----- --- -",
        (DocKind::Intake, Professional | Coordinator) => "-r-- ------ --- ----- --- -",
        (DocKind::Triage, Professional) => "-rw- w-w-w- www wwww- --- w",
        (DocKind::Triage, Coordinator) => "-rw- www-w- www -wwww --- w",
        (DocKind::Dossier, Professional) => "0rw- -w---- www w---- ww- -",
        (DocKind::Dossier, Coordinator) => "-rw- -r---- www ----- wwr -",
        (DocKind::Note, Professional) => "wrww ---w-- --- ----- --- -",
        (DocKind::Note, Coordinator) => "wrMr ---M-- --- ----- --- -",
        (DocKind::Feedback, Volunteer | Professional | Coordinator) => "-r-- ------ --- ----- --- -",
        (DocKind::Directory, Volunteer | Professional | Coordinator | Role::Adviser | Role::ProcessManager) => {
            "-r-- ------ --- ----- --- -"
        }
        _ => "---- ------ --- ----- --- -",
    }
}

fn needs(letter: char) -> Needs {
    match letter {
        '-' => Needs::Never,
        '0' => Needs::Nothing,
        'r' => Needs::Read,
        'w' => Needs::Write,
        'm' => Needs::Made,
        'M' => Needs::MadeWrite,
        other => panic!("no such letter: {other}"),
    }
}

fn principal(role: Role) -> Principal {
    Principal::new(MemberId::from_bytes([9; 16]), TEAM, role)
}

fn everybody() -> impl Iterator<Item = (Role, Standing)> {
    Role::ALL.into_iter().flat_map(|role| Standing::ALL.map(|standing| (role, standing)))
}

#[test]
fn every_cell_of_the_table() {
    let mut cells = 0;
    for kind in DocKind::ALL {
        for (role, standing) in everybody() {
            let letters = line(kind, role, standing).chars().filter(|letter| !letter.is_whitespace());
            let who = Principal { standing, ..principal(role) };
            for (action, letter) in ACTIONS.into_iter().zip(letters) {
                for relation in Relation::ALL {
                    let decision = decide(&who, action, &Resource { kind, team: TEAM, relation });
                    let allowed = decision.effect == Effect::Allow;
                    let cell = format!("{role:?} {standing:?} {action:?} {kind:?} {relation:?}");
                    assert_eq!(allowed, needs(letter).met_by(relation), "{cell}");
                    assert_eq!(allowed, decision.basis != Basis::None, "{cell}: what is allowed has a ground");
                    cells += 1;
                }
            }
        }
    }
    assert_eq!(cells, 7 * 8 * 2 * 22 * 5);
    assert_eq!(ACTIONS.len(), 4 + CommandKind::ALL.len());
}

#[test]
fn another_team_is_nobodys_business() {
    for kind in DocKind::ALL {
        for (role, standing) in everybody() {
            let who = Principal { standing, ..principal(role) };
            for action in ACTIONS {
                for relation in Relation::ALL {
                    let decision = decide(&who, action, &Resource { kind, team: OTHER, relation });
                    assert_eq!((decision.effect, decision.rule), (Effect::Deny, Rule::OtherTeam));
                }
            }
        }
    }
}

#[test]
fn who_never_reads_content_never_does() {
    let content = [DocKind::Signal, DocKind::Intake, DocKind::Triage, DocKind::Dossier, DocKind::Note];
    let roles = [Role::ProcessManager, Role::PolicyMaker, Role::PrivacyOfficer, Role::Administrator];
    for kind in content {
        for role in roles {
            for relation in Relation::ALL {
                let decision = decide(&principal(role), Action::Read, &Resource { kind, team: TEAM, relation });
                assert_eq!(decision.effect, Effect::Deny, "{role:?} {kind:?}");
            }
        }
    }
}

#[test]
fn every_cell_of_what_is_done_with_a_team() {
    for (role, standing) in everybody() {
        let who = Principal { standing, ..principal(role) };
        for (action, roles) in [
            (TeamAction::SeeWhoSynchronised, &[Role::Professional, Role::Coordinator][..]),
            (TeamAction::AppointDeputy, &[Role::Coordinator]),
            (TeamAction::ReadEscrow, &[Role::Coordinator]),
        ] {
            let decision = decide_for_team(&who, action, TEAM);
            assert_eq!(decision.effect == Effect::Allow, roles.contains(&role), "{role:?} {standing:?} {action:?}");
            let elsewhere = decide_for_team(&who, action, OTHER);
            assert_eq!((elsewhere.effect, elsewhere.rule), (Effect::Deny, Rule::OtherTeam));
        }
    }
}
