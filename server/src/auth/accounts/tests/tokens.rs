//! Tokens for one document, and the count of what ended.

use super::*;

const TABLET: DeviceId = DeviceId::from_bytes([0xd1; 16]);
const TOKEN: &[u8] = b"t";

fn note() -> DocId {
    doc(DocKind::Note, 1)
}

/// A member who uses a tablet, and the token to be made there.
async fn on_a_tablet(town: &Town) -> (Member, NewDocToken) {
    let member = town.join(1, Role::Professional).await;
    let session = town.log_in(1, 1).await.id;
    town.accounts.use_device(session, TABLET, NOW).await.unwrap();
    let grants = DocToken {
        id: DocTokenId(Id128([1; 16])),
        doc: note(),
        member: id(1),
        session,
        device: TABLET,
        access: Access::Write,
        created: NOW,
        expires: later(HOUR),
    };
    (member, NewDocToken { token: TokenHash::of(TOKEN), grants })
}

/// The same, made.
async fn given(town: &Town) -> DocToken {
    let (_, new) = on_a_tablet(town).await;
    town.make(&[note()], &[]).await;
    town.accounts.create_doc_token(new).await.unwrap();
    new.grants
}

fn opens(town: &Town, now: Timestamp) -> Option<DocToken> {
    town.accounts.doc_token(TokenHash::of(TOKEN), now).unwrap().map(|(token, _)| token)
}

#[tokio::test]
async fn a_token_opens_one_document_for_a_while() {
    let town = town().await;
    let (member, new) = on_a_tablet(&town).await;
    let NewDocToken { grants, .. } = new;
    assert!(matches!(town.accounts.create_doc_token(new).await, Err(AccountError::Absent(Subject::Document))));
    town.make(&[note()], &[]).await;
    town.accounts.create_doc_token(new).await.unwrap();
    assert_eq!(town.accounts.doc_token(new.token, NOW).unwrap(), Some((grants, member)));
    assert_eq!(opens(&town, later(HOUR)), None);
    assert_eq!(town.accounts.doc_token(TokenHash::of(b"u"), NOW).unwrap(), None);
    assert_eq!(town.accounts.doc_tokens(id(1), note(), NOW).unwrap(), [grants]);
    assert_eq!(town.accounts.doc_tokens(id(1), doc(DocKind::Note, 2), NOW).unwrap(), []);
    assert_eq!(town.accounts.revoke_doc_token(id(2), grants.id, NOW).await.unwrap(), None, "not somebody else's");
    assert_eq!(town.accounts.revoke_doc_token(id(1), grants.id, NOW).await.unwrap(), Some(grants));
    assert_eq!(opens(&town, NOW), None);
    assert_eq!(town.accounts.revoke_doc_token(id(1), grants.id, NOW).await.unwrap(), None);
}

#[tokio::test]
async fn a_token_ends_with_its_session_whatever_ends_that() {
    for end in ["logging out", "the device is revoked", "the password is new", "the member leaves"] {
        let town = town().await;
        let token = given(&town).await;
        let before = town.accounts.endings().unwrap();
        match end {
            "logging out" => drop(town.accounts.revoke_session(token.session, NOW).await.unwrap()),
            "the device is revoked" => drop(town.accounts.revoke_device(TABLET, NOW).await.unwrap()),
            "the password is new" => drop(town.accounts.revoke_sessions_of(id(1), NOW).await.unwrap()),
            _ => drop(town.accounts.deactivate_member(id(1), NOW).await.unwrap()),
        }
        assert_eq!(opens(&town, NOW), None, "{end}");
        assert_eq!(town.accounts.doc_tokens(id(1), note(), NOW).unwrap(), [], "{end}");
        assert!(town.accounts.endings().unwrap() > before, "{end}: open sockets are told to look");
    }
}

#[tokio::test]
async fn what_ends_nothing_is_not_counted_as_an_end() {
    let town = town().await;
    let token = given(&town).await;
    let before = town.accounts.endings().unwrap();
    town.accounts.use_device(token.session, TABLET, later(5)).await.unwrap();
    town.log_in(1, 2).await;
    assert_eq!(town.accounts.endings().unwrap(), before);
    town.accounts.revoke_doc_token(id(1), token.id, NOW).await.unwrap();
    assert_eq!(town.accounts.endings().unwrap(), before + 1);
}
