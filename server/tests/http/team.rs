//! What staff ask about their team, and who may not.

use std::net::SocketAddr;

use buurtboek_server::auth::accounts::Member;
use buurtboek_shared::{
    domain::role::Role,
    ids::{Chain, DocId, Seq},
    protocol::{
        codec::encode,
        frames::{ClientFrame, Have, ServerFrame},
    },
};
use futures_util::SinkExt as _;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::{
    running::{Socket, frame, goodbye, greeted, running},
    town::{Browser, Town},
};

const COLLEAGUES: &str = "/api/v1/team/colleagues";

/// A socket that was told everything; the server has noted it when the answer to a ping is there.
async fn caught_up(address: SocketAddr, browser: &Browser) -> Socket {
    let mut socket = greeted(address, browser).await;
    while !matches!(frame(&mut socket).await, Some(ServerFrame::Catalogue { remaining: 0, .. })) {}
    ping(&mut socket).await;
    socket
}

async fn ping(socket: &mut Socket) {
    let bytes = encode(&ClientFrame::Ping { nonce: 9 }).unwrap();
    socket.send(Message::Binary(bytes.into())).await.unwrap();
    while !matches!(frame(socket).await, Some(ServerFrame::Pong { nonce: 9 })) {}
}

/// What is said of one colleague.
fn of(answer: &Value, member: &Member) -> Value {
    let items = answer["items"].as_array().unwrap();
    let found = items.iter().find(|item| item["member"] == member.id.to_string()).unwrap();
    json!([found["synchronised"], found["lastSynced"]])
}

#[tokio::test]
async fn staff_learn_when_a_colleague_was_last_told_everything() {
    let town = Town::real().await;
    let samira = town.member("samira", Role::Professional).await;
    let joost = town.member("joost", Role::Professional).await;
    let marijke = town.member("marijke", Role::Coordinator).await;
    let (address, serving) = running(&town).await;
    let mut asks = town.logged_in("marijke").await;

    let first = asks.get(COLLEAGUES).await.json();
    assert_eq!(first["askedAt"], "2026-11-23T09:00:00Z");
    for member in [&samira, &joost, &marijke] {
        assert_eq!(of(&first, member), json!(["never", null]), "logging in is not synchronising");
    }

    let tablet = town.logged_in("joost").await;
    let mut on_tablet = caught_up(address, &tablet).await;
    town.pass(30);
    let connected = asks.get(COLLEAGUES).await.json();
    assert_eq!(of(&connected, &joost), json!(["now", "2026-11-23T09:00:30Z"]));
    assert_eq!(of(&connected, &samira), json!(["never", null]));

    ping(&mut on_tablet).await;
    // Nobody hears the tablet after this: that the line is dead is noticed later.
    town.pass(20);
    town.state.stopping.cancel();
    goodbye(on_tablet).await;
    serving.await.unwrap().unwrap();
    let synced = town.state.accounts.last_synced(town.team).unwrap();
    let of_joost = synced.into_iter().find(|(member, _)| *member == joost.id).unwrap().1;
    assert_eq!(of_joost, Some(super::town::MORNING + buurtboek_shared::time::Millis::seconds(30)));
}

#[tokio::test]
async fn a_device_that_went_is_said_with_its_last_moment_and_a_revoked_one_not_at_all() {
    let town = Town::real().await;
    let joost = town.member("joost", Role::Professional).await;
    let (address, _) = running(&town).await;
    let (mut asks, tablet) = (town.logged_in("joost").await, town.logged_in("joost").await);
    let socket = caught_up(address, &tablet).await;
    drop(socket);
    // The server notices by itself; until then it takes him for connected.
    while town.state.metrics.open_sockets() > 0 {
        tokio::task::yield_now().await;
    }
    town.pass(60);
    assert_eq!(of(&asks.get(COLLEAGUES).await.json(), &joost), json!(["earlier", "2026-11-23T09:00:00Z"]));

    let device = tablet.device.parse().unwrap();
    town.state.accounts.revoke_device(device, town.state.clock.now()).await.unwrap();
    assert_eq!(of(&asks.get(COLLEAGUES).await.json(), &joost), json!(["never", null]));
}

/// What was handed over may be lost on its way: a line that dies then left nothing on the device.
#[tokio::test]
async fn a_device_of_which_nothing_was_heard_since_it_was_told_everything_counts_as_behind() {
    let town = Town::real().await;
    let joost = town.member("joost", Role::Professional).await;
    let (address, _) = running(&town).await;
    let (mut asks, tablet) = (town.logged_in("joost").await, town.logged_in("joost").await);
    let directory = Have { doc: DocId::directory(town.team), seq: Seq(0), chain: Chain::default() };
    let open = encode(&ClientFrame::Open(vec![directory])).unwrap();
    for (says, expected) in [("nothing", "never"), ("what it lacks", "never"), ("a ping", "earlier")] {
        let mut socket = greeted(address, &tablet).await;
        while !matches!(frame(&mut socket).await, Some(ServerFrame::Catalogue { remaining: 0, .. })) {}
        if says != "nothing" {
            socket.send(Message::Binary(open.clone().into())).await.unwrap();
            while !matches!(frame(&mut socket).await, Some(ServerFrame::UpToDate { .. })) {}
        }
        if says == "a ping" {
            ping(&mut socket).await;
        }
        drop(socket);
        while town.state.metrics.open_sockets() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(of(&asks.get(COLLEAGUES).await.json(), &joost)[0], expected, "{says}");
    }
}

#[tokio::test]
async fn volunteers_are_not_among_the_colleagues_and_may_not_ask() {
    let town = Town::real().await;
    town.member("truus", Role::Volunteer).await;
    town.member("noor", Role::Administrator).await;
    town.member("samira", Role::Professional).await;
    for (who, expected) in [("truus", 404), ("noor", 404), ("samira", 200)] {
        let answer = town.logged_in(who).await.get(COLLEAGUES).await;
        assert_eq!(answer.status, expected, "{who}");
        if expected == 200 {
            assert_eq!(answer.json()["items"].as_array().unwrap().len(), 1, "only those who work with signals");
        }
    }
    assert_eq!(town.browser().get(COLLEAGUES).await.problem(), (401, "not-logged-in".into()));
}
