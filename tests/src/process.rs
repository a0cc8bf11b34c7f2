//! The real server as a process of its own, to be killed.

use std::{
    env, io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::Stdio,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    process::{Child, Command},
};

use crate::server_log::ServerLog;

/// A running server with a demonstration's data.
pub struct Server {
    // Dropped before its log, which ends with it.
    process: Child,
    log: ServerLog,
    address: SocketAddr,
    data: PathBuf,
    app: PathBuf,
    play: Play,
    /// How many days its clock runs ahead.
    days_later: u16,
}

/// What the data are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Play {
    /// A demonstration, in which one chooses who one is.
    Demonstration,
    /// A team's own, in which one logs in.
    Real,
}

impl Server {
    /// Starts a server over this data folder, on a free port. The program is the one that `BB_TEST_BIN` names, or the
    /// debug build.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn start(data: &Path) -> io::Result<Self> {
        Self::start_with(data, &app(), Play::Demonstration).await
    }

    /// The same, with the app of this folder and with these data.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn start_with(data: &Path, app: &Path, play: Play) -> io::Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        Self::run(data, SocketAddr::from((Ipv4Addr::LOCALHOST, port)), app, play, 0).await
    }

    /// Starts a server over this data folder, on this address.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn on(data: &Path, address: SocketAddr) -> io::Result<Self> {
        Self::run(data, address, &app(), Play::Demonstration, 0).await
    }

    async fn run(data: &Path, address: SocketAddr, app: &Path, play: Play, days_later: u16) -> io::Result<Self> {
        // Real work knows no such setting, not even with the value 0.
        let later = (days_later > 0).then(|| format!("days_later={days_later}"));
        let demo: &[&str] = match play {
            Play::Demonstration => &["--demo"],
            Play::Real => &[],
        };
        let (log, lines) = io::pipe()?;
        let process = Command::new(program())
            .arg("serve")
            .args(demo)
            .args(later.iter().flat_map(|later| ["--set", later.as_str()]))
            .args(["--listen", &address.to_string(), "--data"])
            .arg(data)
            .arg("--app")
            .arg(app)
            .env("BUURTBOEK_LOG_FORMAT", "json")
            .env("BUURTBOEK_LOG", "debug")
            .stdout(Stdio::null())
            .stderr(lines)
            .kill_on_drop(true)
            .spawn()?;
        let (log, serves) = ServerLog::of_process(log);
        let server = Self { process, log, address, data: data.to_owned(), app: app.to_owned(), play, days_later };
        serves.await.map_err(|_| io::Error::other("the server ended before it served"))?;
        Ok(server)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The folder of its data.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The value of one line of `/metrics`, by the beginning of the line; 0 when there is none.
    ///
    /// # Errors
    /// When the server does not answer.
    pub async fn metric(&self, begins: &str) -> io::Result<u64> {
        let mut stream = TcpStream::connect(self.address).await?;
        let request = format!("GET /metrics HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        let line = answer.lines().find(|line| line.starts_with(begins));
        Ok(line.and_then(|line| line.rsplit(' ').next()?.parse().ok()).unwrap_or_default())
    }

    /// Memory that it holds now, in bytes.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn memory(&self) -> io::Result<u64> {
        let id = self.process.id().ok_or_else(|| io::Error::other("the server ended"))?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        kilobytes.map(|kilobytes| kilobytes * 1024).ok_or_else(|| io::Error::other("the system does not say"))
    }

    /// Kills it with SIGKILL: it gets no chance to write anything. The last lines of its log.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub async fn kill(mut self) -> io::Result<Vec<String>> {
        self.process.kill().await?;
        Ok(self.log.ended())
    }

    /// Kills it with SIGKILL and starts it again over the same data, on the same address.
    ///
    /// # Errors
    /// When it does not come up again.
    pub async fn kill_and_restart(mut self) -> io::Result<Self> {
        self.process.kill().await?;
        Self::run(&self.data, self.address, &self.app, self.play, self.days_later).await
    }

    /// The same, and it comes up on the next day.
    ///
    /// # Errors
    /// When it does not come up again.
    pub async fn kill_and_restart_a_day_later(self) -> io::Result<Self> {
        let days_later = self.days_later + 1;
        Self { days_later, ..self }.kill_and_restart().await
    }
}

/// Runs a command of the administrator over a data folder, beside a server or without one, and answers what it asks for
/// with these words; returns what it says.
///
/// # Errors
/// When it fails, with what it said of that.
pub async fn admin(data: &Path, arguments: &[&str], answer: &str) -> io::Result<String> {
    let mut process = Command::new(program())
        .args(["admin", "--data"])
        .arg(data)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut input = process.stdin.take().ok_or_else(|| io::Error::other("it asks for nothing"))?;
    input.write_all(answer.as_bytes()).await?;
    drop(input);
    let output = process.wait_with_output().await?;
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(said(&output.stdout)) } else { Err(io::Error::other(said(&output.stderr))) }
}

/// What `buurtboek verify` says of a data folder, the faults if there are any.
///
/// # Errors
/// When something is wrong with the data, or the program does not run.
pub async fn verify(data: &Path) -> io::Result<String> {
    let output = Command::new(program()).arg("verify").arg("--data").arg(data).output().await?;
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() { Ok(report) } else { Err(io::Error::other(report)) }
}

fn program() -> PathBuf {
    env::var_os("BB_TEST_BIN").map_or_else(|| target().join("debug/buurtboek"), PathBuf::from)
}

/// The folder of the built app: the one that `BB_TEST_APP_DIR` names, or where it is built.
#[must_use]
pub fn app() -> PathBuf {
    env::var_os("BB_TEST_APP_DIR").map_or_else(|| target().join("app"), PathBuf::from)
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target")
}
