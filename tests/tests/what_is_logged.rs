//! A server at its most talkative, while people log in, write, are refused and use tokens: its log says what happened,
//! never content, names or tokens. Wherever else a test has a server, the end of that server looks for the same.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

use buurtboek_shared::{
    domain::role::Role,
    ids::{DeviceId, DocId, DocKind, MemberId},
};
use buurtboek_tests::{
    headless::{
        Headless,
        deeds::sends_signal,
        http::{get_as, post, post_as},
        login::Login,
        peer::Peer,
        town::{PASSWORD, Town},
    },
    server_log::secret,
};
use futures_util::StreamExt;
use serde_json::json;
use tokio::net::TcpStream;
use tokio_tungstenite::client_async;

const TRUUS: MemberId = MemberId::from_bytes([0x0b; 16]);
const DEVICE: DeviceId = DeviceId::from_bytes([0xd1; 16]);

/// Opens a document as a stock client does, with the token in the address; true when something comes.
async fn opens(town: &Town, doc: DocId, token: &str) -> bool {
    let stream = TcpStream::connect(town.address()).await.unwrap();
    let address = format!("ws://{}/yjs/{doc}?token={token}", town.address());
    let (mut socket, _) = client_async(address, stream).await.unwrap();
    matches!(socket.next().await, Some(Ok(message)) if message.is_binary())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_at_its_most_talkative_logs_no_content_names_or_tokens() {
    let town = Town::of(&[(TRUUS, Role::Volunteer, "truus")]).await.unwrap();
    let server = town.address();
    let wrong = json!({ "username": "truus", "password": format!("niet {PASSWORD}"), "device": DEVICE });
    assert_eq!(post(server, "/api/v1/sessions", &wrong).await.unwrap().status, 401);
    let login = Login::with_password(server, "truus", PASSWORD, DEVICE).await.unwrap();
    let mut truus = Headless::over(server, login.clone());
    truus.until("the first fetch", Headless::is_at_rest).await.unwrap();
    let signal = sends_signal(&mut truus, "KANARIE-SIGNAAL").await;
    truus.until("the acknowledgement", Headless::is_at_rest).await.unwrap();
    let path = format!("/api/v1/documents/{signal}/tokens");
    let made = post_as(server, &login.cookie, &path, &json!({ "access": "read" })).await.unwrap();
    let token: serde_json::Value = made.json().unwrap();
    assert!(opens(&town, signal, token["token"].as_str().unwrap()).await);
    assert_eq!(get_as(server, &login.cookie, "/api/v1/me?of=KANARIE-ADRES").await.unwrap().status, 200);
    // What is refused is kept, as bytes, for who looks after the server; the log says nothing of it.
    drop(truus);
    let mut by_hand = Peer::connect(server, &login).await.unwrap();
    let foreign = DocId::new(DocKind::Triage, signal.id);
    for doc in [signal, foreign] {
        assert!(by_hand.push(doc, b"KANARIE-GEWEIGERD").await.unwrap().is_err());
    }

    let log = town.log();
    let says = |words: &[&str]| log.iter().any(|line| words.iter().all(|word| line.contains(word)));
    assert!(says(&["answered", "/api/v1/sessions", "401"]) && says(&["answered", "/tokens", "201"]), "{log:?}");
    assert!(says(&["answered", "/yjs/{doc}", "101"]), "{log:?}");
    assert_eq!(log.iter().find_map(|line| secret(line)), None);
}
