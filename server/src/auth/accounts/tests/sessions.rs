//! Sessions, devices and wrong passwords.

use super::*;

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
async fn who_writes_in_a_dossier_may_have_something_unsent_in_it_until_that_access_ends() {
    let town = town().await;
    town.join(1, Role::Professional).await;
    town.make(&[doc(DocKind::Dossier, 1), doc(DocKind::Note, 2), doc(DocKind::Triage, 3)], &[(1, Access::Write)]).await;
    assert_eq!(town.accounts.dossiers_worked_in(id(1)).unwrap(), 1);
    town.accounts.set_phone(id(1), "099 1".to_owned()).await.unwrap();
    assert_eq!(town.accounts.phone(id(1)).unwrap(), "099 1");
    town.accounts.deactivate_member(id(1), NOW).await.unwrap();
    assert_eq!(town.accounts.dossiers_worked_in(id(1)).unwrap(), 0);
    assert_eq!(town.accounts.phone(id(1)).unwrap(), "", "whoever left is not called");
}

#[tokio::test]
async fn who_leaves_keeps_nothing_open() {
    let town = town().await;
    town.join(1, Role::Coordinator).await;
    let dossier = doc(DocKind::Dossier, 1);
    town.make(&[dossier], &[(1, Access::Read)]).await;
    assert_eq!(town.accounts.dossiers_worked_in(id(1)).unwrap(), 0, "whoever reads along has nothing unsent in it");
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
