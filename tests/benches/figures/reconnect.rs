//! A device with two thousand documents: the first time, and when nothing is new.

use std::time::Instant;

use buurtboek_shared::{
    domain::role::Role,
    ids::DeviceId,
    protocol::{client_events::Event, frames::Cursor},
};
use buurtboek_tests::headless::{
    Headless,
    login::Login,
    now,
    peer::Peer,
    town::{PASSWORD, Town},
};

use super::{SAMIRA, heading, line, many, ratio};

pub(super) async fn measure() {
    let documents = many(2_000);
    heading(&format!("A device with {documents} documents"));
    let town = Town::of(&[(SAMIRA, Role::Professional, "samira")]).await.unwrap();
    town.fill(SAMIRA, documents).await.unwrap();
    let device = DeviceId::from_bytes([0xd1; 16]);
    let login = Login::with_password(town.address(), "samira", PASSWORD, device).await.unwrap();

    let begin = Instant::now();
    let (mut peer, _) = Peer::from_cursor(town.address(), &login, Cursor::default()).await.unwrap();
    let (_, cursor) = peer.changes().await.unwrap();
    let whole = begin.elapsed();
    line("its whole change log", format_args!("{whole:.2?}"));
    let begin = Instant::now();
    let (mut peer, bytes) = Peer::from_cursor(town.address(), &login, cursor).await.unwrap();
    let (_, catalogue) = peer.hear_with_size().await.unwrap();
    let nothing = begin.elapsed();
    let times = ratio(whole, nothing);
    line("with nothing new", format_args!("{nothing:.2?}, {} bytes ({times:.0} × less time)", bytes + catalogue));

    let mut device = Headless::over(town.address(), login);
    let begin = Instant::now();
    device.until("all documents", Headless::is_at_rest).await.unwrap();
    let first = begin.elapsed();
    line("the first fetch of all documents", format_args!("{first:.2?}"));
    device.vanish().await;
    device.tablet.dies();
    let begin = Instant::now();
    device.tablet.starts(now());
    device.tell(Event::TryNow).await;
    device.until("the end of the change log", Headless::is_at_rest).await.unwrap();
    let again = begin.elapsed();
    line("the app opened again", format_args!("{again:.2?} ({:.0} × less)", ratio(first, again)));
}
