use std::sync::Arc;

use buurtboek_shared::{
    domain::{
        access::Access,
        directory::{Neighbourhood, Organisation, OrganisationTie},
        restriction::Restriction,
        role::Role,
    },
    ids::{Chain, DeviceId, DocId, DocKind, Id128, MemberId, OrganisationId, Seq, TeamId},
    protocol::{codec::encode_value, frames::Cursor},
    time::Timestamp,
};
use tempfile::TempDir;

use super::*;
use crate::store::{
    AuditAction, Commit, GrantChange, Header, Part, REACH, Reader as _,
    commit::PutPart,
    content_hash,
    sqlite::{PageLimit, Purpose, open_data_folder},
};

const TEAM: TeamId = TeamId::from_bytes([0x70; 16]);
const EMPLOYER: OrganisationId = OrganisationId::from_bytes([0x80; 16]);
const NOW: Timestamp = Timestamp(1_000_000);
const HOUR: i64 = 3_600_000;

struct Town {
    accounts: Accounts,
    store: StoreHandle,
    reader: SqliteReader,
    _folder: TempDir,
}

/// A database with one team and one organisation.
async fn town() -> Town {
    let folder = tempfile::tempdir().unwrap();
    let (writer, reader) = open_data_folder(folder.path(), Purpose::Live, PageLimit::default()).unwrap();
    let store = StoreHandle::start(writer, Arc::new(reader.clone())).unwrap();
    let accounts = Accounts::new(store.clone(), reader.clone());
    accounts.create_team(team(), NOW).await.unwrap();
    let employer = Organisation { id: EMPLOYER, name: "Welzijn Wolkendam".to_owned(), tie: OrganisationTie::Member };
    accounts.create_organisation(employer).await.unwrap();
    Town { accounts, store, reader, _folder: folder }
}

fn team() -> Team {
    Team { id: TEAM, name: "Oude Dam".to_owned(), phone: "0880000000".to_owned() }
}

fn later(millis: i64) -> Timestamp {
    Timestamp(NOW.0 + millis)
}

fn id(number: u8) -> MemberId {
    MemberId::from_bytes([number; 16])
}

fn newcomer(number: u8, role: Role) -> NewMember {
    NewMember {
        id: id(number),
        team: TEAM,
        role,
        name: format!("Member {number}"),
        username: format!("member{number}").parse().unwrap(),
        organisation: Some(EMPLOYER),
        discipline: "sociaal werker".to_owned(),
        password: Some(PasswordHash(format!("hash {number}"))),
    }
}

impl Town {
    async fn join(&self, number: u8, role: Role) -> Member {
        self.accounts.create_member(newcomer(number, role), NOW).await.unwrap()
    }

    async fn log_in(&self, number: u8, session: u8) -> Session {
        let new = NewSession {
            id: SessionRecordId(Id128([session; 16])),
            token: TokenHash::of(&[session]),
            member: id(number),
            created: NOW,
            expires: later(HOUR),
        };
        self.accounts.create_session(new).await.unwrap()
    }

    /// Makes documents of the team with these grants.
    async fn make(&self, docs: &[DocId], grants: &[(u8, Access)]) {
        for doc in docs {
            let header = Header {
                doc: *doc,
                team: TEAM,
                parent: None,
                schema: 1,
                created_by: id(1),
                created_at: NOW,
                head: Seq(0),
                chain: Chain::default(),
            };
            let grants = grants
                .iter()
                .map(|(number, access)| GrantChange::Give { doc: *doc, member: id(*number), access: *access })
                .collect();
            self.store.commit(Commit { create: vec![header], grants, ..commit(*doc) }).await.unwrap();
        }
    }

    /// Makes a signal of the team that reaches so far.
    async fn make_signal(&self, number: u8, reach: Restriction) -> [DocId; 2] {
        let docs = [doc(DocKind::Intake, number), doc(DocKind::Triage, number)];
        self.make(&docs, &[]).await;
        let part = Part { key: REACH.to_vec(), value: encode_value(&reach).unwrap() };
        let parts = vec![PutPart { doc: docs[0], team: TEAM, part }];
        self.store.commit(Commit { parts, ..commit(docs[1]) }).await.unwrap();
        docs
    }

    fn open_to(&self, number: u8) -> Vec<(DocId, Access)> {
        let documents = self.reader.documents(id(number), None, 100).unwrap();
        let access = |doc| self.reader.access(doc, id(number)).unwrap().unwrap();
        documents.into_iter().map(|header| (header.doc, access(header.doc))).collect()
    }
}

/// A commit of the server that changes nothing yet.
fn commit(doc: DocId) -> Commit {
    Commit {
        doc,
        member: id(1),
        device: DeviceId::default(),
        at: NOW,
        batch: None,
        command: None,
        hash: content_hash(b""),
        create: Vec::new(),
        row: None,
        bind: Vec::new(),
        grants: Vec::new(),
        parts: Vec::new(),
        escrow: None,
        needs: None,
        audit: AuditAction::Create,
    }
}

fn doc(kind: DocKind, number: u8) -> DocId {
    DocId::new(kind, Id128([number; 16]))
}

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
async fn a_session_is_good_until_it_expires() {
    let town = town().await;
    let member = town.join(1, Role::Professional).await;
    let session = town.log_in(1, 7).await;
    let token = TokenHash::of(&[7]);
    let login = town.accounts.login(token, later(HOUR - 1)).unwrap().unwrap();
    assert_eq!((login.session, login.member), (session, member));
    assert_eq!(town.accounts.login(token, later(HOUR)).unwrap(), None);
    assert_eq!(town.accounts.login(TokenHash::of(&[8]), NOW).unwrap(), None);
    assert_eq!(town.accounts.sessions_of(id(1), later(HOUR)).unwrap(), []);
}

#[tokio::test]
async fn a_session_needs_somebody_who_may_log_in() {
    let town = town().await;
    let new = NewSession {
        id: SessionRecordId(Id128([1; 16])),
        token: TokenHash::of(b"x"),
        member: id(1),
        created: NOW,
        expires: later(HOUR),
    };
    assert!(matches!(town.accounts.create_session(new).await, Err(AccountError::Absent(Subject::Member))));
    town.join(1, Role::Volunteer).await;
    town.accounts.deactivate_member(id(1), NOW).await.unwrap();
    assert!(matches!(town.accounts.create_session(new).await, Err(AccountError::Absent(Subject::Member))));
}

#[tokio::test]
async fn the_last_use_is_noted_to_the_minute() {
    let town = town().await;
    town.join(1, Role::Professional).await;
    let session = town.log_in(1, 7).await;
    let seen = || town.accounts.sessions_of(id(1), NOW).unwrap()[0].last_seen;
    town.accounts.note_session_seen(&session, later(59_999)).await.unwrap();
    assert_eq!(seen(), NOW);
    town.accounts.note_session_seen(&session, later(60_000)).await.unwrap();
    assert_eq!(seen(), later(60_000));
}

#[tokio::test]
async fn a_session_is_revoked_once() {
    let town = town().await;
    town.join(1, Role::Professional).await;
    town.join(2, Role::Professional).await;
    let (first, second) = (town.log_in(1, 7).await, town.log_in(1, 8).await);
    let other = town.log_in(2, 9).await;
    assert_eq!(town.accounts.revoke_session(first.id, NOW).await.unwrap(), Some(first));
    assert_eq!(town.accounts.revoke_session(first.id, NOW).await.unwrap(), None);
    assert_eq!(town.accounts.login(TokenHash::of(&[7]), NOW).unwrap(), None);
    assert_eq!(town.accounts.sessions_of(id(1), NOW).unwrap(), [second]);
    assert_eq!(town.accounts.revoke_sessions_of(id(1), NOW).await.unwrap(), [second]);
    assert_eq!(town.accounts.sessions_of(id(2), NOW).unwrap(), [other], "somebody else's goes on");
}

#[tokio::test]
async fn a_device_belongs_to_its_first_member() {
    let town = town().await;
    town.join(1, Role::Professional).await;
    town.join(2, Role::Professional).await;
    let tablet = DeviceId::from_bytes([0xd1; 16]);
    let (own, others) = (town.log_in(1, 7).await, town.log_in(2, 8).await);
    town.accounts.use_device(own.id, tablet, NOW).await.unwrap();
    town.accounts.use_device(own.id, tablet, later(5)).await.unwrap();
    let device = town.accounts.device(tablet).unwrap().unwrap();
    assert_eq!((device.member, device.first_seen, device.last_seen), (id(1), NOW, later(5)));
    assert_eq!(town.accounts.sessions_of(id(1), NOW).unwrap()[0].device, Some(tablet));
    assert!(matches!(town.accounts.use_device(others.id, tablet, NOW).await, Err(AccountError::DeviceOfAnother)));
    assert!(matches!(
        town.accounts.use_device(own.id, DeviceId::from_bytes([0xd2; 16]), NOW).await,
        Err(AccountError::SessionOfAnotherDevice)
    ));
    assert!(matches!(
        town.accounts.use_device(own.id, tablet, later(HOUR)).await,
        Err(AccountError::Absent(Subject::Session))
    ));
    assert_eq!(town.accounts.devices_of(id(2)).unwrap(), []);
}

#[tokio::test]
async fn a_revoked_device_never_comes_back() {
    let town = town().await;
    town.join(1, Role::Professional).await;
    let (lost, kept) = (DeviceId::from_bytes([0xd1; 16]), DeviceId::from_bytes([0xd2; 16]));
    let (on_lost, on_kept) = (town.log_in(1, 7).await, town.log_in(1, 8).await);
    town.accounts.use_device(on_lost.id, lost, NOW).await.unwrap();
    town.accounts.use_device(on_kept.id, kept, NOW).await.unwrap();
    let ended = town.accounts.revoke_device(lost, later(1)).await.unwrap();
    assert_eq!(ended.iter().map(|session| session.id).collect::<Vec<_>>(), [on_lost.id]);
    assert_eq!(town.accounts.login(TokenHash::of(&[7]), later(2)).unwrap(), None);
    assert!(town.accounts.login(TokenHash::of(&[8]), later(2)).unwrap().is_some());
    let again = town.log_in(1, 9).await;
    assert!(matches!(town.accounts.use_device(again.id, lost, later(2)).await, Err(AccountError::DeviceRevoked)));
    town.accounts.revoke_device(lost, later(3)).await.unwrap();
    assert_eq!(town.accounts.device(lost).unwrap().unwrap().revoked, Some(later(1)), "the first time counts");
    let unknown = DeviceId::from_bytes([1; 16]);
    assert!(matches!(town.accounts.revoke_device(unknown, NOW).await, Err(AccountError::Absent(Subject::Device))));
}

#[tokio::test]
async fn who_leaves_keeps_nothing_open() {
    let town = town().await;
    town.join(1, Role::Coordinator).await;
    let dossier = doc(DocKind::Dossier, 1);
    town.make(&[dossier], &[(1, Access::Read)]).await;
    let session = town.log_in(1, 7).await;
    let cursor = town.reader.changes(id(1), Cursor(0), 9).unwrap().cursor;
    let deactivated = town.accounts.deactivate_member(id(1), NOW).await.unwrap();
    assert_eq!(deactivated.sessions, [session]);
    assert_eq!(deactivated.ended, [dossier, DocId::directory(TEAM)]);
    assert_eq!(town.open_to(1), []);
    assert_eq!(town.reader.changes(id(1), cursor, 9).unwrap().entries.len(), 2, "their device is told to wipe");
    assert_eq!(town.accounts.password(id(1)).unwrap(), None);
    assert_eq!(town.reader.members(TEAM).unwrap(), []);
    assert_eq!(town.accounts.member(id(1)).unwrap().unwrap().state, MemberState::Deactivated);
    assert!(matches!(town.accounts.deactivate_member(id(1), NOW).await, Err(AccountError::Absent(Subject::Member))));
}

#[tokio::test]
async fn wrong_passwords_are_counted_and_forgotten() {
    let town = town().await;
    let name: Username = "nobody".parse().unwrap();
    let forgotten = Forgotten(NOW);
    assert_eq!(town.accounts.login_failures(&name, forgotten).unwrap(), None);
    for failures in 1..=3 {
        let now = later(i64::from(failures));
        let counted = town.accounts.note_login_failure(name.clone(), now, forgotten).await.unwrap();
        assert_eq!(counted, Attempts { failures, last_failed: now });
        assert_eq!(town.accounts.login_failures(&name, forgotten).unwrap(), Some(counted));
    }
    assert_eq!(town.accounts.login_failures(&name, Forgotten(later(4))).unwrap(), None);
    let afresh = town.accounts.note_login_failure(name.clone(), later(9), Forgotten(later(4))).await.unwrap();
    assert_eq!(afresh.failures, 1);
    town.accounts.forget_login_failures(name.clone()).await.unwrap();
    assert_eq!(town.accounts.login_failures(&name, forgotten).unwrap(), None);
}

#[tokio::test]
async fn a_token_opens_one_document_for_a_while() {
    let town = town().await;
    let member = town.join(1, Role::Professional).await;
    let note = doc(DocKind::Note, 1);
    let grants = DocToken {
        id: DocTokenId(Id128([1; 16])),
        doc: note,
        member: id(1),
        access: Access::Read,
        created: NOW,
        expires: later(HOUR),
    };
    let new = NewDocToken { token: TokenHash::of(b"t"), grants };
    assert!(matches!(town.accounts.create_doc_token(new).await, Err(AccountError::Absent(Subject::Document))));
    town.make(&[note], &[]).await;
    town.accounts.create_doc_token(new).await.unwrap();
    assert_eq!(town.accounts.doc_token(new.token, NOW).unwrap(), Some((grants, member)));
    assert_eq!(town.accounts.doc_token(new.token, later(HOUR)).unwrap(), None);
    assert_eq!(town.accounts.doc_token(TokenHash::of(b"u"), NOW).unwrap(), None);
    assert_eq!(town.accounts.doc_tokens(id(1), note, NOW).unwrap(), [grants]);
    assert_eq!(town.accounts.doc_tokens(id(1), doc(DocKind::Note, 2), NOW).unwrap(), []);
    assert_eq!(town.accounts.revoke_doc_token(id(2), grants.id, NOW).await.unwrap(), None, "not somebody else's");
    assert_eq!(town.accounts.revoke_doc_token(id(1), grants.id, NOW).await.unwrap(), Some(grants));
    assert_eq!(town.accounts.doc_token(new.token, NOW).unwrap(), None);
    assert_eq!(town.accounts.revoke_doc_token(id(1), grants.id, NOW).await.unwrap(), None);
}

#[tokio::test]
async fn a_token_of_somebody_who_left_opens_nothing() {
    let town = town().await;
    town.join(1, Role::Professional).await;
    let note = doc(DocKind::Note, 1);
    town.make(&[note], &[]).await;
    let grants = DocToken {
        id: DocTokenId(Id128([1; 16])),
        doc: note,
        member: id(1),
        access: Access::Write,
        created: NOW,
        expires: later(HOUR),
    };
    let token = TokenHash::of(b"t");
    town.accounts.create_doc_token(NewDocToken { token, grants }).await.unwrap();
    town.accounts.deactivate_member(id(1), NOW).await.unwrap();
    assert_eq!(town.accounts.doc_token(token, NOW).unwrap(), None);
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
