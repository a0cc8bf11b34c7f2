//! The real server inside the test's own process, on a real port.

use std::{io, net::SocketAddr, path::Path};

use buurtboek_server::{
    auth::accounts::{NewMember, PasswordHash, Team},
    clock::Clock,
    config::{Config, Mode},
    demo,
    serve::run_until_stopped,
    state::AppState,
    store::sqlite::{DATABASE_FILE, SEAL_KEY_FILE},
};
use buurtboek_shared::{
    domain::role::Role,
    ids::{MemberId, TeamId},
};
use futures_util::future::join_all;
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinHandle};

use super::stored::dossier;
use crate::server_log::ServerLog;

/// The password of everybody in [`Town::of`].
pub const PASSWORD: &str = "een lang wachtwoord";
/// The team of everybody in [`Town::of`].
pub const TEAM: TeamId = TeamId::from_bytes([0x7e; 16]);

/// A server that runs until it is dropped.
pub struct Town {
    /// What it consists of: for a look at its store.
    pub state: AppState,
    address: SocketAddr,
    /// Of all towns in this process.
    log: ServerLog,
    serving: JoinHandle<()>,
    _data: TempDir,
}

impl Town {
    /// The demonstration.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn open() -> io::Result<Self> {
        let (state, data) = closed(Mode::Demo)?;
        demo::prepare(&state).await.map_err(io::Error::other)?;
        Self::serve(state, data).await
    }

    /// A town for real work with one team, of these members by these user names.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn of(members: &[(MemberId, Role, &str)]) -> io::Result<Self> {
        let (state, data) = inhabited(members).await?;
        Self::serve(state, data).await
    }

    /// A copy of its data as they are now, as a backup has them.
    ///
    /// # Errors
    /// When they cannot be copied.
    pub fn copy(&self) -> io::Result<TempDir> {
        let (from, to) = (&self.state.config.data, tempfile::tempdir()?);
        let database = Connection::open(from.join(DATABASE_FILE)).map_err(io::Error::other)?;
        let path = to.path().join(DATABASE_FILE);
        database.execute("VACUUM INTO ?1", [path.to_string_lossy()]).map_err(io::Error::other)?;
        std::fs::copy(from.join(SEAL_KEY_FILE), to.path().join(SEAL_KEY_FILE))?;
        Ok(to)
    }

    /// A server that goes on from a copy of this one's data. From here on they are other data, and of another generation.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn restored(&self, copy: TempDir) -> io::Result<Self> {
        draw_generation(&copy.path().join(DATABASE_FILE)).map_err(io::Error::other)?;
        Self::serve(over(copy.path(), self.state.config.mode)?, copy).await
    }

    /// Gives a member of [`TEAM`] so many dossiers, each with a name.
    ///
    /// # Errors
    /// When the store does not take them.
    pub async fn fill(&self, member: MemberId, count: usize) -> io::Result<()> {
        let at = self.state.clock.now();
        let commits = (0..count).map(|number| self.state.store.commit(dossier(member, number, at)));
        for committed in join_all(commits).await {
            committed.map_err(io::Error::other)?;
        }
        Ok(())
    }

    async fn serve(state: AppState, data: TempDir) -> io::Result<Self> {
        let log = ServerLog::of_this_process();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let served = run_until_stopped(state.clone(), listener);
        let serving = tokio::spawn(async move {
            if let Err(error) = served.await {
                eprintln!("the server ended: {error}");
            }
        });
        Ok(Self { state, address, log, serving, _data: data })
    }

    /// The last lines that it and the other towns in this process logged.
    #[must_use]
    pub fn log(&self) -> Vec<String> {
        self.log.last()
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

/// What [`Town::of`] serves, and the folder of its data: for a server that somebody else starts over it.
///
/// # Errors
/// When it cannot be made.
pub async fn inhabited(members: &[(MemberId, Role, &str)]) -> io::Result<(AppState, TempDir)> {
    let (state, data) = closed(Mode::Real)?;
    let now = state.clock.now();
    let team = Team { id: TEAM, name: "Buurtteam Oost".into(), phone: String::new() };
    state.accounts.create_team(team, now).await.map_err(io::Error::other)?;
    for (id, role, username) in members {
        let hash = state.door.passwords.hash(PASSWORD.to_owned()).await.map_err(io::Error::other)?;
        let new = NewMember {
            id: *id,
            team: TEAM,
            role: *role,
            name: format!("{username} de Vries"),
            username: username.parse().map_err(io::Error::other)?,
            organisation: None,
            discipline: String::new(),
            phone: String::new(),
            password: Some(PasswordHash(hash)),
        };
        state.accounts.create_member(new, now).await.map_err(io::Error::other)?;
    }
    Ok((state, data))
}

/// Makes a database one of another generation.
fn draw_generation(database: &Path) -> rusqlite::Result<()> {
    Connection::open(database)?.execute("UPDATE meta SET generation = generation + 1", []).map(drop)
}

/// A server that does not listen yet.
fn closed(mode: Mode) -> io::Result<(AppState, TempDir)> {
    let data = tempfile::tempdir()?;
    Ok((over(data.path(), mode)?, data))
}

/// A server over this folder that does not listen yet.
fn over(data: &Path, mode: Mode) -> io::Result<AppState> {
    let config = Config { data: data.to_owned(), mode, ..Config::default() };
    AppState::open(config, Clock::system()).map_err(io::Error::other)
}

impl Drop for Town {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
