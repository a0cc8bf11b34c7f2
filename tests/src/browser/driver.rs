//! One chromedriver for a test, on a free port, ended with it.

use std::{env, io, process::Stdio};

use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// A running chromedriver.
pub struct Driver {
    address: String,
    _process: Child,
}

/// How often it is started before a test gives up.
const STARTS: usize = 3;

impl Driver {
    /// Starts the driver that `CHROMEDRIVER` names, or the one on the path.
    ///
    /// # Errors
    /// When it is not there or does not come up.
    pub async fn start() -> io::Result<Self> {
        for _ in 0..STARTS {
            if let Some(driver) = Self::try_start().await? {
                return Ok(driver);
            }
        }
        Err(io::Error::other("chromedriver ended before it said its port"))
    }

    /// None when it ended by itself: it takes a free port of one address family, and may find it taken in the other.
    async fn try_start() -> io::Result<Option<Self>> {
        let program = env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut process = Command::new(program)
            .arg("--port=0")
            // The clock of the demonstration, the whole year: its days begin at another moment than those of a machine elsewhere.
            .env("TZ", "Etc/GMT-1")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let out = process.stdout.take().ok_or_else(|| io::Error::other("chromedriver has no output"))?;
        let mut lines = BufReader::new(out).lines();
        while let Some(line) = lines.next_line().await? {
            // "ChromeDriver was started successfully on port 34567."
            if let Some((_, port)) = line.split_once("on port ")
                && line.contains("successfully")
            {
                let port = port.trim_end_matches('.').trim();
                let address = format!("http://127.0.0.1:{port}");
                // Its output is read to the end, or it would block when the pipe is full.
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Ok(Some(Self { address, _process: process }));
            }
        }
        Ok(None)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}
