//! What somebody may open, and tokens for stock clients.

use axum::http::StatusCode;
use buurtboek_server::{auth::tokens::Token, demo, store::sqlite::DATABASE_FILE};
use buurtboek_shared::{
    domain::access::Access,
    ids::{DocId, DocKind},
};
use serde_json::json;

use super::town::Town;

#[tokio::test]
async fn documents_are_listed_page_by_page() {
    let town = Town::demo().await;
    let mut samira = town.chosen("samira").await;
    let all = samira.get("/api/v1/documents?limit=1000").await.json();
    assert!(all.get("next").is_none());
    let all = all["items"].as_array().unwrap().clone();
    let mut paged = Vec::new();
    let mut query = "limit=7".to_owned();
    loop {
        let page = samira.get(&format!("/api/v1/documents?{query}")).await.json();
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= 7);
        paged.extend(items.iter().cloned());
        let Some(next) = page.get("next") else { break };
        query = format!("limit=7&after={}", next.as_str().unwrap());
    }
    assert_eq!(paged, all);
    let note = DocId::new(DocKind::Note, demo::id("verslag 2"));
    let item = all.iter().find(|item| item["id"] == note.to_string()).unwrap();
    assert_eq!((&item["kind"], &item["seq"]), (&"note".into(), &8.into()));

    for query in ["limit=0", "limit=1001", "limit=abc", "limit=-1", "after=note"] {
        assert_eq!(samira.get(&format!("/api/v1/documents?{query}")).await.problem(), (400, "invalid".into()));
    }
    assert_eq!(town.browser().get("/api/v1/documents").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_opens_one_document_for_twelve_hours_or_until_it_is_revoked() {
    let town = Town::demo().await;
    let mut samira = town.chosen("samira").await;
    let note = DocId::new(DocKind::Note, demo::id("verslag 2"));
    let path = format!("/api/v1/documents/{note}/tokens");
    let answer = samira.post(&path, &json!({ "access": "write" })).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let made = answer.json();
    assert_eq!(made["expires"], "2026-11-23T21:00:00Z");
    let hash = Token::shown(made["token"].as_str().unwrap()).hash();
    let opens = || town.state.accounts.doc_token(hash, town.state.clock.now()).unwrap();
    let (token, member) = opens().unwrap();
    assert_eq!((token.doc, token.access, member.username.as_str()), (note, Access::Write, "samira"));
    town.pass(12 * 3600 - 1);
    assert!(opens().is_some());
    town.pass(1);
    assert!(opens().is_none());

    let mut samira = town.chosen("samira").await;
    let made = samira.post(&path, &json!({ "access": "read" })).await.json();
    let hash = Token::shown(made["token"].as_str().unwrap()).hash();
    let of_it = format!("{path}/{}", made["id"].as_str().unwrap());
    let listed = samira.get(&path).await.json();
    let expected = json!({ "items": [{
        "id": made["id"], "access": "read", "created": "2026-11-23T21:00:00Z", "expires": made["expires"],
    }] });
    assert_eq!(listed, expected, "without the token itself, and without those that ran out");
    assert_eq!(town.chosen("joost").await.get(&path).await.json(), json!({ "items": [] }));
    assert_eq!(town.chosen("joost").await.delete(&of_it).await.problem(), (404, "absent".into()));
    assert!(town.state.accounts.doc_token(hash, town.state.clock.now()).unwrap().is_some());
    assert_eq!(samira.delete(&of_it).await.status, StatusCode::NO_CONTENT);
    assert!(town.state.accounts.doc_token(hash, town.state.clock.now()).unwrap().is_none());
    assert_eq!(samira.delete(&of_it).await.problem(), (404, "absent".into()));
}

#[tokio::test]
async fn whoever_may_not_open_it_gets_no_token_and_is_not_told_whether_it_exists() {
    let town = Town::demo().await;
    let note = DocId::new(DocKind::Note, demo::id("verslag 2"));
    let mut answers = Vec::new();
    for (username, doc, access) in [
        ("truus", note.to_string(), "read"),
        ("ravi", note.to_string(), "read"),
        ("marijke", note.to_string(), "write"),
        ("samira", format!("note:{}", "0".repeat(32)), "read"),
        ("samira", format!("directory:{}", demo::id("Buurtteam Wolkendam")), "read"),
        ("samira", "note".to_owned(), "read"),
    ] {
        let path = format!("/api/v1/documents/{doc}/tokens");
        let answer = town.chosen(username).await.post(&path, &json!({ "access": access })).await;
        assert_eq!(answer.problem(), (404, "absent".into()), "{username} {doc}");
        answers.push(answer.body);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    let path = format!("/api/v1/documents/{note}/tokens");
    let read = town.chosen("marijke").await.post(&path, &json!({ "access": "read" })).await;
    assert_eq!(read.status, StatusCode::CREATED, "the coordinator may read along");
    let bad = town.chosen("samira").await.post(&path, &json!({ "access": "all" })).await;
    assert_eq!(bad.problem(), (400, "invalid".into()));
}

#[tokio::test]
async fn whoever_looks_at_a_reporters_name_is_recorded_once_and_nobody_else_may() {
    let town = Town::demo().await;
    let mut samira = town.chosen("samira").await;
    let all = samira.get("/api/v1/documents?limit=1000").await.json();
    let items = all["items"].as_array().unwrap();
    let intake: DocId =
        items.iter().find(|item| item["kind"] == "intake").unwrap()["id"].as_str().unwrap().parse().unwrap();
    let path = format!("/api/v1/signals/{}/reporter-views", intake.id);
    let look = json!({ "id": "0f1e2d3c4b5a69788796a5b4c3d2e1f0" });
    for _ in 0..2 {
        assert_eq!(samira.post(&path, &look).await.status, StatusCode::CREATED);
    }
    let database = town.state.config.data.join(DATABASE_FILE);
    let trail = rusqlite::Connection::open(database).unwrap();
    let looks: i64 =
        trail.query_row("SELECT count(*) FROM audit WHERE action = 'view_reporter'", (), |row| row.get(0)).unwrap();
    assert_eq!(looks, 1, "asking twice is looking once");
    // Only the number of who said that they may be called is told.
    let mut phones = Vec::new();
    for (number, item) in items.iter().filter(|item| item["kind"] == "intake").enumerate() {
        let intake: DocId = item["id"].as_str().unwrap().parse().unwrap();
        let look = json!({ "id": format!("{number:032x}") });
        let told = samira.post(&format!("/api/v1/signals/{}/reporter-views", intake.id), &look).await.json();
        phones.push(told["phone"].as_str().unwrap().to_owned());
    }
    let told = |phone: &str| phones.iter().filter(|told| *told == phone).count();
    assert_eq!(["099 990 00 04", "099 990 00 02"].map(told), [1, 1], "Henk said so in one of his three");
    let mut truus = town.chosen("truus").await;
    let other = json!({ "id": "1f1e2d3c4b5a69788796a5b4c3d2e1f0" });
    assert_eq!(truus.post(&path, &other).await.problem(), (404, "absent".into()));
    assert_eq!(town.browser().post(&path, &other).await.status, StatusCode::UNAUTHORIZED);
}
