//! The load generator: headless peers that write at once, each in a note of its own, the next edit once the last one was
//! acknowledged. How many edits a second a server of its own process acknowledges, beside what one peer reaches alone. It
//! ends after so many edits.

use std::{
    net::SocketAddr,
    sync::{Arc, Barrier},
    thread,
    time::{Duration, Instant},
};

use buurtboek_shared::{
    doc::schema::NAME,
    domain::role::Role,
    ids::{DeviceId, DocId, DocKind, MemberId},
};
use buurtboek_tests::{
    headless::{
        Headless,
        deeds::{answer, begins_note, typed},
        login::Login,
        now,
        town::{PASSWORD, inhabited},
    },
    process::{Play, Server, app},
    tablet::Kept,
};
use tokio::runtime;

use super::{heading, line, many};

/// Peers who write at once.
const PEERS: usize = 50;
/// What each of them writes; a device that comes home may bring twenty times as many at once.
const EDITS: usize = 100;

pub(super) async fn measure() {
    let (peers, edits) = (many(PEERS), many(EDITS));
    heading(&format!("{peers} peers that write at once, {edits} edits each"));
    let names: Vec<String> = (0..=peers).map(|number| format!("peer{number}")).collect();
    let members: Vec<(MemberId, Role, &str)> =
        names.iter().zip(1..).map(|(name, number)| (member(number), Role::Professional, name.as_str())).collect();
    let (state, data) = inhabited(&members).await.unwrap();
    drop(state);
    let server = Server::start_with(data.path(), &app(), Play::Real).await.unwrap();
    let (alone, others) = names.split_at(1);
    let (alone, _) = write_at_once(&server, alone, edits).await;
    line("acknowledged edits a second, of one alone", format_args!("{alone:.0}"));
    let (together, group) = write_at_once(&server, others, edits).await;
    let times = together / alone.max(f64::EPSILON);
    line(&format!("of {peers} at once"), format_args!("{together:.0} ({times:.1} × as many)"));
    line("  commits in a group, on average", format_args!("{group:.1}"));
}

fn member(number: u64) -> MemberId {
    let mut id = [0x10; 16];
    id[..8].copy_from_slice(&number.to_be_bytes());
    MemberId::from_bytes(id)
}

/// Each on a thread of its own: acknowledged edits a second of them all, and how many commits a group had.
async fn write_at_once(server: &Server, names: &[String], edits: usize) -> (f64, f64) {
    // One more: whoever reads the counters between getting ready and beginning.
    let (ready, begins) = (Arc::new(Barrier::new(names.len() + 1)), Arc::new(Barrier::new(names.len() + 1)));
    let working: Vec<_> = names
        .iter()
        .map(|name| {
            let (address, name) = (server.address(), name.clone());
            let (ready, begins) = (Arc::clone(&ready), Arc::clone(&begins));
            thread::spawn(move || {
                let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
                let (mut device, note) = runtime.block_on(gets_ready(address, &name));
                ready.wait();
                begins.wait();
                let begin = Instant::now();
                runtime.block_on(writes(&mut device, note, edits));
                (begin, Instant::now())
            })
        })
        .collect();
    ready.wait();
    let before = (commits(server).await, groups(server).await);
    begins.wait();
    let times: Vec<(Instant, Instant)> = working.into_iter().map(|peer| peer.join().unwrap()).collect();
    let after = (commits(server).await, groups(server).await);
    let begin = times.iter().map(|(begin, _)| *begin).min();
    let end = times.iter().map(|(_, end)| *end).max();
    let passed = end.zip(begin).map_or(Duration::ZERO, |(end, begin)| end - begin);
    let rate = (names.len() * edits) as f64 / passed.as_secs_f64().max(f64::EPSILON);
    (rate, (after.0 - before.0) as f64 / (after.1 - before.1).max(1) as f64)
}

async fn commits(server: &Server) -> u64 {
    server.metric("buurtboek_commits_total").await.unwrap()
}

async fn groups(server: &Server) -> u64 {
    server.metric("buurtboek_group_size_count").await.unwrap()
}

/// Somebody with a note on the server.
async fn gets_ready(server: SocketAddr, name: &str) -> (Headless, DocId) {
    let mut id = [0xd0; 16];
    id[..name.len()].copy_from_slice(name.as_bytes());
    let login = Login::with_password(server, name, PASSWORD, DeviceId::from_bytes(id)).await.unwrap();
    let mut device = Headless::over(server, login);
    device.until("the first fetch", Headless::is_at_rest).await.unwrap();
    let dossier = DocId::new(DocKind::Dossier, device.tablet.id());
    let named = answer(&device, NAME, "Huishouden");
    assert_eq!(device.tablet.creates(dossier, None, now(), &[named]), Kept::Yes);
    let note = begins_note(&mut device, dossier).await;
    let arrived = |device: &Headless| device.is_at_rest() && device.tablet.waiting(now()).is_empty();
    device.until("the note on the server", arrived).await.unwrap();
    (device, note)
}

async fn writes(device: &mut Headless, note: DocId, edits: usize) {
    for _ in 0..edits {
        let known = device.acknowledged.len();
        assert_eq!(device.tablet.writes(note, now(), &typed(0, "Nog een woord. ")), Kept::Yes);
        device.offer().await;
        device.until("the acknowledgement", |device| device.acknowledged.len() > known).await.unwrap();
    }
}
