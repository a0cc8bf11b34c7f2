//! Logging in and out, and opening the notebook of whoever is logged in.

use std::rc::Rc;

use buurtboek_shared::{
    domain::role::Role,
    ids::{DeviceId, MemberId},
    sorting,
};
use futures_util::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    identity::Identity,
    notebook::{AppFiles, Notebook},
    readiness::{StorageInfo, WindowSigns},
};
use crate::{
    platform::{
        browser::Browser,
        device_memory::DeviceMemory,
        http::{self, HttpFailure},
        storage_info::{self, StorageReport},
    },
    storage::{device_store::DeviceStore, failure::StorageFailure, records::TabId},
    sync::core::random_tab,
};

/// Somebody whom one can be in the demonstration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Person {
    /// Who.
    pub id: MemberId,
    /// Full name.
    pub name: String,
    /// As what.
    pub role: Role,
    /// One line about them, in Dutch.
    pub about: String,
}

/// Why somebody is not logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LoginError {
    /// The server cannot be reached.
    #[error("no connection")]
    Offline,
    /// User name or password is wrong.
    #[error("wrong user name or password")]
    WrongCredentials,
    /// Too many wrong passwords.
    #[error("too many attempts; wait {minutes} minutes")]
    TooOften {
        /// Whole minutes to wait.
        minutes: u32,
    },
    /// Nobody is logged in; for the demonstration's people: this is none.
    #[error("not logged in")]
    NotLoggedIn,
    /// The device's storage failed.
    #[error(transparent)]
    Storage(#[from] StorageFailure),
    /// The server failed.
    #[error("the server failed")]
    Failed,
}

#[derive(Deserialize)]
struct People {
    items: Vec<Person>,
}

#[derive(Serialize)]
struct Choice {
    person: MemberId,
    device: DeviceId,
}

#[derive(Serialize)]
struct Credentials<'a> {
    username: &'a str,
    password: &'a str,
    device: DeviceId,
}

/// Whom one can be; [`LoginError::NotLoggedIn`] where this is no demonstration.
///
/// # Errors
/// See [`LoginError`].
pub async fn people() -> Result<Vec<Person>, LoginError> {
    http::get("/api/v1/demo/people").await.map(|people: People| people.items).map_err(why)
}

/// Becomes somebody in the demonstration.
///
/// # Errors
/// See [`LoginError`].
pub async fn demo_login(person: MemberId) -> Result<Identity, LoginError> {
    let account = person.to_string();
    begin(&account, |device| async move { http::post("/api/v1/demo/sessions", &Choice { person, device }).await }).await
}

/// Logs in with a password.
///
/// # Errors
/// See [`LoginError`].
pub async fn login(username: &str, password: &str) -> Result<Identity, LoginError> {
    begin(&username.to_lowercase(), |device| async move {
        http::post("/api/v1/sessions", &Credentials { username, password, device }).await
    })
    .await
}

/// Who the server takes this device for.
///
/// # Errors
/// See [`LoginError`].
pub async fn me() -> Result<Identity, LoginError> {
    let identity: Identity = http::get("/api/v1/me").await.map_err(why)?;
    remember(&identity).await?;
    Ok(identity)
}

/// Who was logged in last on this device: the app opens for them without a connection too.
///
/// # Errors
/// When the storage fails.
pub async fn last_identity() -> Result<Option<Identity>, StorageFailure> {
    let kept = DeviceMemory::default().last().await?;
    Ok(kept.and_then(|identity| serde_json::from_str(&identity).ok()))
}

/// The first names of the members who have unsent work on this device, by name. Of the work itself nothing is read: whether
/// there is any shows from the keys.
///
/// # Errors
/// When the device's memory fails; a member's storage that does not open is left out.
pub async fn waiting_members() -> Result<Vec<String>, StorageFailure> {
    let mut names = Vec::new();
    for known in DeviceMemory::default().known().await? {
        let Ok(identity) = serde_json::from_str::<Identity>(&known) else { continue };
        let database = Rc::new(Browser::database(identity.member));
        let store = DeviceStore::new(database, identity.member, identity.device, TabId::default());
        if store.has_unsent_work().await.unwrap_or(false) {
            names.push(identity.name.split_whitespace().next().unwrap_or_default().to_owned());
        }
    }
    sorting::sort_by(&mut names, Ord::cmp);
    Ok(names)
}

/// Logs out. What waits stays on the device until the same member logs in again.
///
/// # Errors
/// [`LoginError::Offline`] without a connection; the device forgets who was logged in all the same.
pub async fn logout() -> Result<(), LoginError> {
    DeviceMemory::default().set_last(None).await?;
    match http::delete("/api/v1/sessions/current").await {
        Ok(()) | Err(HttpFailure::Refused { status: 401, .. }) => Ok(()),
        Err(failure) => Err(why(failure)),
    }
}

/// Opens the notebook of this member in this tab. `can_read`: see [`Notebook::start`].
#[must_use]
pub fn open_notebook(identity: Identity, build: &str, can_read: LocalBoxFuture<'static, ()>) -> Notebook {
    let host = Browser::new(identity.member);
    let tab: TabId = random_tab(host.as_ref());
    let database = Rc::new(Browser::database(identity.member));
    let store = DeviceStore::new(database, identity.member, identity.device, tab);
    Notebook::start(identity, store, host, build, can_read)
}

/// Asks the browser not to clear the storage, and tells the notebook what it says.
pub async fn ask_to_persist(notebook: &Notebook, app: AppFiles) {
    notebook.report_platform(app, info(storage_info::ask_to_persist().await));
}

/// Tells the notebook what the browser says of its storage now.
pub async fn look_at_storage(notebook: &Notebook, app: AppFiles) {
    notebook.report_platform(app, info(storage_info::look().await));
}

fn info(report: StorageReport) -> StorageInfo {
    let StorageReport { persistent, free_bytes, used_bytes, quota_bytes, memory_bytes, files } = report;
    let window = WindowSigns { persistent, files, quota_bytes, memory_bytes }.window();
    StorageInfo { persistent, free_bytes, used_bytes, window }
}

async fn begin<F>(account: &str, ask: impl Fn(DeviceId) -> F) -> Result<Identity, LoginError>
where
    F: Future<Output = Result<Identity, HttpFailure>>,
{
    let memory = DeviceMemory::default();
    let device = memory.device_for(account).await?;
    let asked = match ask(device).await {
        // The id belongs to another member, of another server that was here before: draw another, once.
        Err(HttpFailure::Refused { status: 409, .. }) => {
            memory.forget_device(account).await?;
            ask(memory.device_for(account).await?).await
        }
        asked => asked,
    };
    let identity = asked.map_err(|failure| match failure {
        HttpFailure::Refused { status: 401, .. } => LoginError::WrongCredentials,
        HttpFailure::Refused { .. } | HttpFailure::Unreachable | HttpFailure::Unreadable => why(failure),
    })?;
    remember(&identity).await?;
    Ok(identity)
}

async fn remember(identity: &Identity) -> Result<(), LoginError> {
    let kept = serde_json::to_string(identity).map_err(|_| LoginError::Failed)?;
    DeviceMemory::default().set_last(Some((identity.member, &kept))).await?;
    Ok(())
}

fn why(failure: HttpFailure) -> LoginError {
    match failure {
        HttpFailure::Unreachable => LoginError::Offline,
        HttpFailure::Refused { status: 401 | 404, .. } => LoginError::NotLoggedIn,
        HttpFailure::Refused { status: 429, wait_minutes } => {
            LoginError::TooOften { minutes: wait_minutes.unwrap_or(1) }
        }
        HttpFailure::Refused { .. } | HttpFailure::Unreadable => LoginError::Failed,
    }
}
