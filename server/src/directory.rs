//! Publishes a team's directory: the projection that its members' devices hold.

use buurtboek_shared::{
    domain::refusal::Reason,
    ids::{DocId, Hash256, MemberId, TeamId},
    time::Timestamp,
};
use thiserror::Error;

use crate::{
    auth::accounts::{AccountError, Accounts},
    docs::{gate::SERVER_DEVICE, projection::directory_parts},
    store::{Commit, CommitError, Committed, ReadError, StoreHandle, commit::AuditAction},
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
    let Some(directory) = accounts.directory(team)? else { return Ok(None) };
    let doc = DocId::directory(team);
    let published = store.reader().projection(doc)?.map(|projection| projection.parts).unwrap_or_default();
    let mut parts = directory_parts(&directory).map_err(PublishError::Encode)?;
    parts.retain(|put| !published.contains(&put.part));
    if parts.is_empty() {
        return Ok(None);
    }
    let content: Vec<u8> = parts.iter().flat_map(|put| put.part.value.iter().copied()).collect();
    let commit = Commit {
        doc,
        member: MemberId::default(),
        device: SERVER_DEVICE,
        at: now,
        batch: None,
        command: None,
        hash: Hash256::of(&content),
        create: Vec::new(),
        row: None,
        bind: Vec::new(),
        grants: Vec::new(),
        parts,
        escrow: None,
        needs: None,
        audit: AuditAction::Server,
    };
    Ok(Some(store.commit(commit).await?))
}
