//! The program's end: told to stop while its clients do not let go.

use std::{
    io::{BufRead as _, BufReader, Lines},
    net::SocketAddr,
    process::{Child, ChildStderr, Command, Stdio},
};

use buurtboek_shared::{
    domain::role::Role,
    ids::{Chain, Seq},
    protocol::{
        codec::encode,
        frames::{ByeReason, ClientFrame, Have, ServerFrame},
    },
    time::Millis,
};
use futures_util::SinkExt as _;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_tungstenite::tungstenite::Message;

use super::{
    running::{frame, greeted},
    serving::large_notes,
    town::{Browser, PASSWORD, Town},
};

/// The program over a town's data, as a process of its own.
struct Program {
    process: Child,
    address: SocketAddr,
    log: Lines<BufReader<ChildStderr>>,
}

impl Program {
    fn over(town: &Town) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_buurtboek"))
            .args(["serve", "--listen", "127.0.0.1:0", "--log-format", "json", "--set", "stop_seconds=2", "--data"])
            .arg(&town.state.config.data)
            .env_clear()
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(process.stderr.take().unwrap()).lines();
        let mut lines = log.by_ref().map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
        let serving = lines.find(|line| line["message"] == "serving").unwrap();
        let address = serving["address"].as_str().unwrap().parse().unwrap();
        Self { process, address, log }
    }

    /// The beginning of a request to log in, as far as its body.
    fn request(&self, length: usize, headers: &str) -> String {
        let address = self.address;
        format!(
            "POST /api/v1/sessions HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n{headers}\r\n"
        )
    }

    async fn logged_in(&self, town: &Town, username: &str) -> Browser {
        let mut browser = town.browser();
        let body = json!({ "username": username, "password": PASSWORD, "device": browser.device }).to_string();
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let request = self.request(body.len(), "Connection: close\r\n") + &body;
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
        browser.cookie = Some(cookie.unwrap().to_owned());
        browser
    }

    /// A request of which the rest never comes, and which the server is waiting for.
    async fn half_a_request(&self) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let request = self.request(100, "Expect: 100-continue\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 100");
        stream.write_all(b"{").await.unwrap();
        stream
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It has ended, unless the test failed.
        let _ = self.process.kill();
    }
}

#[tokio::test]
async fn a_signal_ends_the_program_though_its_clients_do_not_let_go() {
    let town = Town::real().await;
    let samira = town.member("samira", Role::Professional).await.id;
    let notes = large_notes(&town, samira).await;
    let mut program = Program::over(&town);
    let (tablet, phone) = (program.logged_in(&town, "samira").await, program.logged_in(&town, "samira").await);
    let mut listens = greeted(program.address, &tablet).await;
    let mut never_reads = greeted(program.address, &phone).await;
    let nothing = |doc| Have { doc, seq: Seq(0), chain: Chain::default() };
    let open = ClientFrame::Open(notes.into_iter().map(nothing).collect());
    never_reads.send(Message::Binary(encode(&open).unwrap().into())).await.unwrap();
    // The rest of them is more than the network holds.
    while !matches!(frame(&mut never_reads).await, Some(ServerFrame::UpToDate { .. })) {}
    let half = program.half_a_request().await;

    let process = program.process.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &process]).status().unwrap().success());
    let goodbye = loop {
        match frame(&mut listens).await {
            Some(ServerFrame::Bye { reason, retry_after }) => break (reason, retry_after),
            Some(_) => {}
            None => panic!("it hung up without a word"),
        }
    };
    assert_eq!(goodbye, (ByeReason::Stopping, Millis::seconds(2)), "when to come back");
    assert_eq!(program.process.wait().unwrap().code(), Some(0), "without having waited for the two");
    let log: Vec<String> = program.log.by_ref().map(Result::unwrap).collect();
    assert!(log.iter().any(|line| line.contains("some connections did not end in time")), "{log:?}");
    assert!(log.last().unwrap().contains("\"stopped\""), "{log:?}");
    drop((never_reads, half));
}
