//! Stock Yjs clients, unchanged from npm, against the real server: `stock/main.mjs` says what they do.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

use std::{path::Path, time::Duration};

use buurtboek_tests::process::Server;
use tokio::{net::TcpListener, process::Command, time::timeout};

/// Longer than this and something hangs.
const GUARD: Duration = Duration::from_secs(240);

#[tokio::test]
async fn stock_clients_write_together_and_are_told_what_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let mut server = Server::start(data.path()).await.unwrap();
    let control = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut node = Command::new("node")
        .args(["--test-reporter", "spec", "stock/main.mjs"])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .env("BB_TEST_URL", format!("http://{}", server.address()))
        .env("BB_TEST_CONTROL", control.local_addr().unwrap().to_string())
        .kill_on_drop(true)
        .spawn()
        .expect("Node.js runs the stock clients");
    let ended = timeout(GUARD, async {
        loop {
            tokio::select! {
                status = node.wait() => return (status.unwrap(), server),
                asked = control.accept() => {
                    // Whoever asked is answered by the end of the line.
                    let _line = asked.unwrap();
                    server = server.kill_and_restart().await.unwrap();
                }
            }
        }
    });
    let (status, server) = ended.await.expect("the stock clients end");
    assert!(status.success(), "a stock client was disappointed");
    // That no token is in its log is looked at wherever a server ends; here it is used to say where one was.
    let log = server.kill().await.unwrap();
    let said = |words: &str| log.iter().any(|line| line.contains("\"answered\"") && line.contains(words));
    assert!(said("/yjs/{doc}") && said("/documents/{doc}/tokens"), "{log:?}");
}
