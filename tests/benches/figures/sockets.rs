//! What an open socket costs the server in memory.

use buurtboek_shared::ids::DeviceId;
use buurtboek_tests::{
    headless::{login::Login, peer::Peer},
    process::Server,
};

use super::{heading, line, many};

pub(super) async fn measure() {
    let sockets = many(400);
    heading("The server's memory");
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path()).await.unwrap();
    // The first one pays for what all share.
    let mut peers = vec![connected(&server, 0).await];
    let before = server.memory().unwrap();
    line("with one socket", format_args!("{:.1} MB", before as f64 / 1e6));
    for number in 1..=sockets {
        peers.push(connected(&server, number).await);
    }
    let after = server.memory().unwrap();
    let each = after.saturating_sub(before) as f64 / sockets as f64;
    line(&format!("with {} sockets", peers.len()), format_args!("{:.1} MB", after as f64 / 1e6));
    line("for each socket", format_args!("{:.1} kB", each / 1e3));
}

async fn connected(server: &Server, number: usize) -> Peer {
    let mut id = [0x5c; 16];
    id[..8].copy_from_slice(&(number as u64).to_be_bytes());
    let login = Login::choose(server.address(), "truus", DeviceId::from_bytes(id)).await.unwrap();
    Peer::connect(server.address(), &login).await.unwrap()
}
