//! A device with two thousand documents, of which nothing is new, comes back: one round trip, less than a kilobyte.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

use buurtboek_shared::{
    domain::role::Role,
    ids::{DeviceId, DocKind, Id128, MemberId},
    protocol::{
        client_events::Event,
        codec::decode,
        frames::{ClientFrame, Cursor, ServerFrame},
    },
};
use buurtboek_tests::headless::{
    Headless,
    login::Login,
    now,
    peer::Peer,
    town::{PASSWORD, Town},
};

const SAMIRA: MemberId = MemberId(Id128([0x0a; 16]));
const DOCUMENTS: usize = 2_000;
/// Bytes of payload, both ways together.
const LITTLE: usize = 1_000;

async fn town() -> Town {
    let town = Town::of(&[(SAMIRA, Role::Professional, "samira")]).await.unwrap();
    town.fill(SAMIRA, DOCUMENTS).await.unwrap();
    town
}

async fn login(town: &Town) -> Login {
    Login::with_password(town.address(), "samira", PASSWORD, DeviceId::from_bytes([0xd1; 16])).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_says_that_nothing_changed_in_one_round_trip_and_less_than_a_kilobyte() {
    let town = town().await;
    let login = login(&town).await;
    let (mut first, _) = Peer::from_cursor(town.address(), &login, Cursor::default()).await.unwrap();
    let (changes, cursor) = first.changes().await.unwrap();
    let dossiers = changes.iter().filter(|change| change.doc.kind == DocKind::Dossier);
    assert_eq!(dossiers.count(), DOCUMENTS);

    let (mut second, mut bytes) = Peer::from_cursor(town.address(), &login, cursor).await.unwrap();
    let (frame, received) = second.hear_with_size().await.unwrap();
    bytes += received;
    assert_eq!(frame, ServerFrame::Catalogue { entries: Vec::new(), cursor, remaining: 0 });
    assert!(bytes < LITTLE, "{bytes} bytes");
    second.say(&ClientFrame::Ping { nonce: 7 }).await.unwrap();
    assert_eq!(second.hear().await.unwrap(), ServerFrame::Pong { nonce: 7 }, "nothing else was on its way");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_with_two_thousand_documents_asks_for_none_of_them_again() {
    let town = town().await;
    let mut device = Headless::over(town.address(), login(&town).await);
    for part in 1..=10 {
        // In parts, so that a slow machine is no reason to give up.
        let came = |device: &Headless| device.traffic.received.len() >= part * DOCUMENTS / 10;
        device.until("the next documents", came).await.unwrap();
    }
    device.until("all documents on the device", Headless::is_at_rest).await.unwrap();
    assert_eq!(device.tablet.list(DocKind::Dossier, now()).len(), DOCUMENTS);

    device.vanish().await;
    device.tablet.dies();
    device.tablet.starts(now());
    device.traffic = Default::default();
    device.tell(Event::TryNow).await;
    device.until("the end of the change log", Headless::is_at_rest).await.unwrap();
    let bytes = device.traffic.bytes();
    assert!(bytes < LITTLE, "{bytes} bytes");
    // Whatever it would say besides stands before this in the line.
    device.tell(Event::TryNow).await;
    let is_pong = |message: &Vec<u8>| matches!(decode(message), Ok(ServerFrame::Pong { .. }));
    device.until("the answer", |device| device.traffic.received.iter().any(is_pong)).await.unwrap();

    let sent: Vec<ClientFrame> = device.traffic.sent.iter().map(|message| decode(message).unwrap()).collect();
    assert!(matches!(sent[..], [ClientFrame::Hello(_), ClientFrame::Ping { .. }]), "{sent:?}");
    let received: Vec<ServerFrame> = device.traffic.received.iter().map(|message| decode(message).unwrap()).collect();
    let [ServerFrame::Welcome(_), ServerFrame::Catalogue { entries, remaining: 0, .. }, ServerFrame::Pong { .. }] =
        &received[..]
    else {
        panic!("{received:?}");
    };
    assert_eq!(entries[..], []);
}
