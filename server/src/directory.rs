//! Publishes a team's directory: the projection that its members' devices hold.

use buurtboek_shared::{
    domain::refusal::Reason,
    ids::{DocId, Hash256, TeamId},
    time::Timestamp,
};
use thiserror::Error;

use crate::{
    auth::accounts::{AccountError, Accounts},
    docs::{plan::by_server, projection::directory_parts},
    store::{CommitError, Committed, ReadError, StoreHandle},
};

/// Why a directory was not published.
#[derive(Debug, Error)]
pub enum PublishError {
    /// The accounts.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// A value that cannot be encoded.
    #[error("the directory cannot be encoded: {0}")]
    Encode(Reason),
    /// The store could not write.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The store could not read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// Writes the directory of a team as it stands now; none when it was published as it stands, or when there is no such
/// team.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn publish(
    store: &StoreHandle,
    accounts: &Accounts,
    team: TeamId,
    now: Timestamp,
) -> Result<Option<Committed>, PublishError> {
    let Some(directory) = accounts.directory(team, now)? else { return Ok(None) };
    let doc = DocId::directory(team);
    let published = store.reader().projection(doc)?.map(|projection| projection.parts).unwrap_or_default();
    let mut parts = directory_parts(&directory).map_err(PublishError::Encode)?;
    parts.retain(|put| !published.contains(&put.part));
    if parts.is_empty() {
        return Ok(None);
    }
    let content: Vec<u8> = parts.iter().flat_map(|put| put.part.value.iter().copied()).collect();
    let mut commit = by_server(doc, now, Hash256::of(&content));
    commit.parts = parts;
    Ok(Some(store.commit(commit).await?))
}

/// Brings the directories of all teams up to date. A team is changed in one transaction and its directory published in
/// another: whoever did the first may have ended before the second. Nobody is told, so for the start, before there are
/// sockets.
///
/// # Errors
/// The first [`PublishError`]; the other teams' directories are published all the same.
pub async fn publish_all(store: &StoreHandle, accounts: &Accounts, now: Timestamp) -> Result<(), PublishError> {
    let mut outcome = Ok(());
    for team in accounts.teams()? {
        outcome = outcome.and(publish(store, accounts, team.id, now).await.map(drop));
    }
    outcome
}
