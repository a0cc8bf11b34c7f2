//! What the server is told: one value, read once at the start and checked before anything else happens.
//!
//! Defaults give way to one TOML file, that to `BUURTBOEK_…` variables, those to flags. A setting has one name
//! everywhere: `ping_seconds` in the file is `BUURTBOEK_PING_SECONDS` and `--set ping_seconds=…`.

mod layers;
mod settings;

use std::{fmt, net::SocketAddr, path::PathBuf, time::Duration};

pub use layers::{ConfigError, Layers, Source};
pub use settings::{CONFIG_VARIABLE, SETTINGS, Setting};

/// A value that no log may show.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The value itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(redacted)")
    }
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

/// Whether this is a demonstration, where a click is enough to be somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Real work with real accounts.
    Real,
    /// Invented people and stories; the database is marked as such.
    Demo,
}

/// Whether people reach the server through HTTPS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Directly: for a machine of one's own.
    Plain,
    /// Through something that ends TLS before it: cookies are `Secure`, and HSTS is sent.
    BehindTls,
}

/// Whom to ask about the API: a team or a desk rather than a person, as everybody may read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// What they are called.
    pub name: Option<String>,
    /// Where they read mail.
    pub email: Option<String>,
    /// Where more about them is.
    pub url: Option<String>,
}

/// Everything the server is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Folder of the database and the key that seals its rows.
    pub data: PathBuf,
    /// Folder of the built app; none serves the API alone.
    pub app: Option<PathBuf>,
    /// A demonstration or not.
    pub mode: Mode,
    /// How many days a demonstration's clock runs ahead.
    pub days_later: u16,
    /// Origins that may open sockets and change things besides the server's own (`https://…`, no path).
    pub origins: Vec<String>,
    /// How people reach it.
    pub transport: Transport,
    /// How many proxies before it add to `X-Forwarded-For`; 0 believes no such header.
    pub proxies: u8,
    /// How log lines look.
    pub log_format: LogFormat,
    /// Which log lines, as a `tracing` filter.
    pub log: String,
    /// When set, `/metrics` wants it as bearer token.
    pub metrics_token: Option<Secret>,
    /// Whom the description of the API names.
    pub contact: Contact,
    /// How long a volunteer stays logged in, in days.
    pub volunteer_session_days: u32,
    /// How long everybody else stays logged in, in hours.
    pub staff_session_hours: u32,
    /// How long a token for one document is valid, in hours.
    pub token_hours: u32,
    /// A client sends something at least this often, in seconds; a socket that is silent for twice as long and ten
    /// seconds more is closed.
    pub ping_seconds: u16,
    /// Most sockets at once.
    pub max_sockets: u32,
    /// Largest request body, in bytes (updates travel over the socket, with limits of their own).
    pub max_body_bytes: u32,
    /// Passwords hashed at once; each takes 19 MiB while it is.
    pub password_hashes: u8,
    /// Wrong passwords from one address in an hour before it must wait.
    pub address_failures: u32,
    /// Within how many seconds a stopping server has ended, whatever its connections do.
    pub stop_seconds: u8,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data: PathBuf::from("buurtboek-data"),
            app: None,
            mode: Mode::Real,
            days_later: 0,
            origins: Vec::new(),
            transport: Transport::Plain,
            proxies: 0,
            log_format: LogFormat::Text,
            log: "info".to_owned(),
            metrics_token: None,
            contact: Contact::default(),
            volunteer_session_days: 30,
            staff_session_hours: 12,
            token_hours: 12,
            ping_seconds: 25,
            max_sockets: 4000,
            max_body_bytes: 64 * 1024,
            password_hashes: 2,
            address_failures: 100,
            stop_seconds: 5,
        }
    }
}

impl Config {
    /// How long a socket may be silent before it is closed.
    #[must_use]
    pub const fn idle(&self) -> Duration {
        Duration::from_secs(self.ping_seconds as u64 * 2 + 10)
    }
}
