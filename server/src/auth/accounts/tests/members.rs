//! Members and what they may open.

use super::*;

#[tokio::test]
async fn a_member_is_found_by_id_and_by_user_name() {
    let town = town().await;
    let member = town.join(1, Role::Professional).await;
    assert_eq!(town.accounts.member(id(1)).unwrap(), Some(member.clone()));
    let name: Username = " MEMBER1 ".parse().unwrap();
    assert_eq!(town.accounts.member_by_username(&name).unwrap(), Some(member.clone()));
    assert_eq!(town.accounts.all_members().unwrap(), std::slice::from_ref(&member));
    assert_eq!(member.principal().role, Role::Professional);
    assert_eq!(town.accounts.password(id(1)).unwrap(), Some(PasswordHash("hash 1".to_owned())));
    assert_eq!(town.accounts.member(id(9)).unwrap(), None);
    assert_eq!(town.accounts.password(id(9)).unwrap(), None);
}

#[test]
fn a_user_name_is_one_word_without_capitals() {
    let parsed = |text: &str| text.parse::<Username>().map(|name| name.as_str().to_owned());
    assert_eq!(parsed("  Samira.Bouzid ").unwrap(), "samira.bouzid");
    assert_eq!(parsed("   "), Err(UsernameError::Empty));
    assert_eq!(parsed("samira bouzid"), Err(UsernameError::Blank));
    assert_eq!(parsed("sam\u{7}"), Err(UsernameError::Blank));
    assert_eq!(parsed(&"é".repeat(64)).unwrap().chars().count(), 64);
    assert_eq!(parsed(&"é".repeat(65)), Err(UsernameError::TooLong));
}

#[tokio::test]
async fn names_and_ids_are_given_once() {
    let town = town().await;
    town.join(1, Role::Professional).await;
    let taken = |result: Result<Member, AccountError>| match result {
        Err(AccountError::Taken(subject)) => subject,
        other => panic!("{other:?}"),
    };
    let create = |new| town.accounts.create_member(new, NOW);
    let same_id = NewMember { username: "other".parse().unwrap(), ..newcomer(1, Role::Professional) };
    assert_eq!(taken(create(same_id).await), Subject::Member);
    let same_name = NewMember { username: "Member1".parse().unwrap(), ..newcomer(2, Role::Volunteer) };
    assert_eq!(taken(create(same_name).await), Subject::Username);
    assert_eq!(town.reader.members(TEAM).unwrap().len(), 1);
    assert!(matches!(town.accounts.create_team(team(), NOW).await, Err(AccountError::Taken(Subject::Team))));
    let again = Organisation {
        id: OrganisationId::from_bytes([1; 16]),
        name: "Welzijn Wolkendam".to_owned(),
        tie: OrganisationTie::Partner,
    };
    assert!(matches!(town.accounts.create_organisation(again).await, Err(AccountError::Taken(Subject::Organisation))));
}

#[tokio::test]
async fn what_a_member_belongs_to_has_to_exist() {
    let town = town().await;
    let nowhere = NewMember { team: TeamId::from_bytes([1; 16]), ..newcomer(1, Role::Volunteer) };
    assert!(matches!(town.accounts.create_member(nowhere, NOW).await, Err(AccountError::Absent(Subject::Team))));
    let unknown = NewMember { organisation: Some(OrganisationId::from_bytes([1; 16])), ..newcomer(1, Role::Volunteer) };
    assert!(matches!(
        town.accounts.create_member(unknown, NOW).await,
        Err(AccountError::Absent(Subject::Organisation))
    ));
    assert!(matches!(
        town.accounts.set_password(id(1), PasswordHash(String::new())).await,
        Err(AccountError::Absent(Subject::Member))
    ));
    assert_eq!(town.accounts.all_members().unwrap(), []);
}

#[tokio::test]
async fn a_volunteer_may_open_their_own_feedback_and_the_directory() {
    let town = town().await;
    town.make(&[doc(DocKind::Triage, 1), doc(DocKind::Intake, 1), doc(DocKind::Dossier, 1)], &[]).await;
    town.join(2, Role::Volunteer).await;
    let expected = [(DocId::feedback(id(2)), Access::Read), (DocId::directory(TEAM), Access::Read)];
    assert_eq!(town.open_to(2), expected);
    assert_eq!(town.reader.changes(id(2), Cursor(0), 9).unwrap().entries.len(), 2, "and a new device is told so");
}

#[tokio::test]
async fn a_coordinator_may_open_everything_of_the_team() {
    let town = town().await;
    let docs =
        [DocKind::Signal, DocKind::Intake, DocKind::Triage, DocKind::Dossier, DocKind::Note].map(|kind| doc(kind, 1));
    town.make(&docs, &[]).await;
    town.join(2, Role::Coordinator).await;
    assert_eq!(
        town.open_to(2),
        [
            (docs[1], Access::Read),
            (docs[2], Access::Write),
            (docs[3], Access::Read),
            (docs[4], Access::Read),
            (DocId::directory(TEAM), Access::Read)
        ],
        "all but what the reporter wrote"
    );
}

#[tokio::test]
async fn a_professional_may_open_what_is_open_to_the_team() {
    let town = town().await;
    town.join(1, Role::Coordinator).await;
    let never_kept = [doc(DocKind::Intake, 1), doc(DocKind::Triage, 1)];
    town.make(&never_kept, &[]).await;
    let opened_again = town.make_signal(2, Restriction::Team).await;
    town.make_signal(3, Restriction::CoordinatorOnly).await;
    town.make_signal(4, Restriction::Named(vec![id(9)])).await;
    town.make(&[doc(DocKind::Dossier, 5)], &[]).await;
    town.join(2, Role::Professional).await;
    assert_eq!(
        town.open_to(2),
        [
            (never_kept[0], Access::Read),
            (opened_again[0], Access::Read),
            (never_kept[1], Access::Write),
            (opened_again[1], Access::Write),
            (DocId::directory(TEAM), Access::Read)
        ]
    );
}

#[tokio::test]
async fn other_roles_may_open_the_directory_alone() {
    let town = town().await;
    town.make(&[doc(DocKind::Triage, 1), doc(DocKind::Dossier, 1)], &[]).await;
    for (number, role) in
        (2..).zip([Role::Adviser, Role::ProcessManager, Role::PolicyMaker, Role::PrivacyOfficer, Role::Administrator])
    {
        town.join(number, role).await;
        assert_eq!(town.open_to(number), [(DocId::directory(TEAM), Access::Read)], "{role:?}");
    }
}

#[tokio::test]
async fn documents_of_another_team_stay_closed() {
    let town = town().await;
    town.make(&[doc(DocKind::Triage, 1)], &[]).await;
    let other = TeamId::from_bytes([0x71; 16]);
    town.accounts
        .create_team(Team { id: other, name: "Molenkwartier".to_owned(), phone: String::new() }, NOW)
        .await
        .unwrap();
    let coordinator = NewMember { team: other, ..newcomer(2, Role::Coordinator) };
    town.accounts.create_member(coordinator, NOW).await.unwrap();
    assert_eq!(town.open_to(2), [(DocId::directory(other), Access::Read)]);
}

#[tokio::test]
async fn the_directory_says_who_and_where() {
    let town = town().await;
    assert_eq!(town.accounts.directory(TeamId::from_bytes([1; 16]), NOW).unwrap(), None);
    let area = Neighbourhood {
        code: "BU99000000".to_owned(),
        year: 2026,
        name: "Havenbuurt".to_owned(),
        streets: ["Nevelstraat", "Dauwpad", "Nevelstraat"].map(str::to_owned).to_vec(),
    };
    town.accounts.create_neighbourhood(TEAM, area.clone()).await.unwrap();
    assert!(matches!(
        town.accounts.create_neighbourhood(TEAM, area.clone()).await,
        Err(AccountError::Taken(Subject::Neighbourhood))
    ));
    let next_year = Neighbourhood { year: 2027, streets: Vec::new(), ..area.clone() };
    town.accounts.create_neighbourhood(TEAM, next_year.clone()).await.unwrap();
    assert!(matches!(
        town.accounts.create_neighbourhood(TeamId::from_bytes([1; 16]), area.clone()).await,
        Err(AccountError::Absent(Subject::Team))
    ));
    town.join(2, Role::Volunteer).await;
    town.join(1, Role::Professional).await;
    town.join(3, Role::Professional).await;
    town.accounts.deactivate_member(id(3), NOW).await.unwrap();

    let directory = town.accounts.directory(TEAM, NOW).unwrap().unwrap();
    let streets = ["Dauwpad", "Nevelstraat"].map(str::to_owned).to_vec();
    assert_eq!(directory.public.neighbourhoods, [Neighbourhood { streets, ..area }, next_year]);
    assert_eq!((directory.public.team_name.as_str(), directory.public.phone.as_str()), ("Oude Dam", "0880000000"));
    let staff = directory.staff.unwrap();
    assert_eq!(staff.colleagues.iter().map(|colleague| colleague.id).collect::<Vec<_>>(), [id(1), id(2)]);
    assert_eq!(staff.organisations.len(), 1);
    assert_eq!(town.accounts.teams().unwrap(), [team()]);
    assert_eq!(town.accounts.organisations().unwrap(), staff.organisations);
    assert!(town.reader.header(DocId::directory(TEAM)).unwrap().is_some(), "there is a document for it");
}

#[tokio::test]
async fn a_password_is_replaced() {
    let town = town().await;
    let new = NewMember { password: None, ..newcomer(1, Role::Volunteer) };
    town.accounts.create_member(new, NOW).await.unwrap();
    assert_eq!(town.accounts.password(id(1)).unwrap(), None);
    town.accounts.set_password(id(1), PasswordHash("new".to_owned())).await.unwrap();
    let password = town.accounts.password(id(1)).unwrap().unwrap();
    assert_eq!((password.0.as_str(), format!("{password:?}").as_str()), ("new", "PasswordHash(…)"));
}
