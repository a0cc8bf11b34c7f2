//! What ends a stock client's socket. What goes over it is proven with the provider of npm, in `tests/stock`.

use std::{net::SocketAddr, time::Duration};

use buurtboek_server::{demo, docs::plan::Offer, random};
use buurtboek_shared::{
    domain::command::{Command, CommandAction},
    ids::{BatchNo, CommandId, DeviceId, DocId, DocKind, MemberId},
    protocol::outgoing::{Outgoing, OutgoingItem},
};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::json;
use tokio::time::timeout;
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, protocol::CloseFrame},
};

use super::{
    running::{Socket, running},
    town::{Browser, MORNING, Town},
};

/// A socket that is not ended by now never will be.
const GUARD: Duration = Duration::from_secs(30);

fn note() -> DocId {
    DocId::new(DocKind::Note, demo::id("verslag 2"))
}

async fn token(browser: &mut Browser, access: &str) -> String {
    let answer = browser.post(&format!("/api/v1/documents/{}/tokens", note()), &json!({ "access": access })).await;
    assert_eq!(answer.status, 201);
    answer.json()["token"].as_str().unwrap().to_owned()
}

async fn connect(address: SocketAddr, doc: &str, token: &str) -> Socket {
    connect_async(format!("ws://{address}/yjs/{doc}?token={token}")).await.unwrap().0
}

/// A socket that is in the document: what the server says first has come.
async fn inside(town: &Town, address: SocketAddr, who: &str) -> Socket {
    let token = token(&mut town.chosen(who).await, "write").await;
    let mut socket = connect(address, &note().to_string(), &token).await;
    assert!(matches!(socket.next().await, Some(Ok(Message::Binary(_)))));
    socket
}

/// The code and the word with which the server ended it.
async fn farewell(mut socket: Socket) -> Option<(u16, String)> {
    let ended = async {
        while let Some(Ok(message)) = socket.next().await {
            if let Message::Close(Some(CloseFrame { code, reason })) = message {
                return Some((code.into(), reason.to_string()));
            }
        }
        None
    };
    timeout(GUARD, ended).await.expect("it is ended")
}

fn said(code: u16, word: &str) -> Option<(u16, String)> {
    Some((code, word.to_owned()))
}

#[tokio::test]
async fn a_token_is_for_one_document_and_some_hours() {
    let town = Town::demo().await;
    let (address, _) = running(&town).await;
    let token = token(&mut town.chosen("samira").await, "read").await;
    let other = DocId::new(DocKind::Note, demo::id("verslag 1"));
    let directory = DocId::new(DocKind::Directory, demo::id("team"));
    for (doc, token, code, word) in [
        (note().to_string(), "", 4401, "token_over"),
        (note().to_string(), "0123", 4401, "token_over"),
        (other.to_string(), &token, 4403, "no_access"),
        (directory.to_string(), &token, 4403, "no_access"),
        ("verslag".to_owned(), &token, 4403, "no_access"),
    ] {
        assert_eq!(farewell(connect(address, &doc, token).await).await, said(code, word), "{doc}");
    }
    town.pass(12 * 60 * 60);
    assert_eq!(farewell(connect(address, &note().to_string(), &token).await).await, said(4401, "token_over"));
    town.state.sockets.close();
    town.state.sockets.wait().await;
    assert_eq!(town.state.metrics.open_sockets(), 0);
}

#[tokio::test]
async fn who_leaves_the_team_leaves_its_documents() {
    let town = Town::demo().await;
    let (address, _) = running(&town).await;
    let (hers, his) = (inside(&town, address, "samira").await, inside(&town, address, "joost").await);
    let samira = MemberId(demo::id("samira"));
    town.state.accounts.deactivate_member(samira, town.state.clock.now()).await.unwrap();
    assert_eq!(farewell(hers).await, said(4401, "token_over"));
    town.state.stopping.cancel();
    assert_eq!(farewell(his).await, said(4503, "stopping"), "he was left alone until now");
}

#[tokio::test]
async fn who_logs_out_takes_the_tokens_along() {
    let town = Town::demo().await;
    let (address, _) = running(&town).await;
    let mut samira = town.chosen("samira").await;
    let token = token(&mut samira, "write").await;
    let socket = connect(address, &note().to_string(), &token).await;
    assert_eq!(samira.delete("/api/v1/sessions/current").await.status, 204);
    assert_eq!(farewell(socket).await, said(4401, "token_over"));
    assert_eq!(farewell(connect(address, &note().to_string(), &token).await).await, said(4401, "token_over"));
}

#[tokio::test]
async fn who_goes_too_fast_is_sent_away_and_comes_back_no_faster() {
    let town = Town::demo().await;
    let (address, _) = running(&town).await;
    let token = token(&mut town.chosen("samira").await, "write").await;
    // An update with nothing in it. The clock of this town stands still.
    let nothing = Message::Binary(vec![0, 2, 2, 0, 0].into());
    let mut socket = connect(address, &note().to_string(), &token).await;
    for _ in 0..2_001 {
        socket.send(nothing.clone()).await.unwrap();
    }
    assert_eq!(farewell(socket).await, said(4503, "too_fast"));
    let mut again = connect(address, &note().to_string(), &token).await;
    again.send(nothing).await.unwrap();
    assert_eq!(farewell(again).await, said(4503, "too_fast"));
    assert!(town.browser().get("/metrics").await.text().contains("buurtboek_refusals_total{reason=\"too_fast\"} 2"));
}

#[tokio::test]
async fn who_loses_access_to_the_document_hears_nothing_more_of_it() {
    let town = Town::demo().await;
    let (address, _) = running(&town).await;
    let socket = inside(&town, address, "joost").await;
    let dossier = town.state.store.reader().header(note()).unwrap().unwrap().parent.unwrap();
    let marijke = town.state.accounts.member_by_username(&"marijke".parse().unwrap()).unwrap().unwrap().principal();
    let end = CommandAction::EndAccess { of: MemberId(demo::id("joost")) };
    let id = CommandId(random::id().unwrap());
    let command = Command { id, doc: dossier, expects: None, decided_at: MORNING, action: end };
    let outgoing = Outgoing { batch: BatchNo(1), doc: dossier, item: OutgoingItem::Command(command) };
    let device = DeviceId(random::id().unwrap());
    let offer = Offer { principal: marijke, device, at: MORNING, fresh_client: random::yrs_client().unwrap() };
    town.state.documents.carry_out(offer, outgoing).await.unwrap();
    assert_eq!(farewell(socket).await, said(4403, "no_access"));
}

#[tokio::test]
async fn who_does_not_read_fast_enough_comes_back_later() {
    let town = Town::demo().await;
    let (address, _) = running(&town).await;
    let socket = inside(&town, address, "samira").await;
    // One thread runs everything here, so nobody reads in between.
    for _ in 0..5_000 {
        town.state.documents.feed().tell_members(&[MemberId(demo::id("samira"))]);
    }
    assert_eq!(farewell(socket).await, said(4503, "too_slow"));
}

#[tokio::test]
async fn what_is_no_message_ends_the_connection() {
    let town = Town::demo().await;
    let (address, _) = running(&town).await;
    let too_long = vec![0; 300_000];
    for message in [Message::Text("hallo".into()), Message::Binary(vec![9].into()), Message::Binary(too_long.into())] {
        let mut socket = inside(&town, address, "samira").await;
        socket.send(message).await.unwrap();
        assert_eq!(farewell(socket).await, said(4400, "misbehaved"));
    }
}
