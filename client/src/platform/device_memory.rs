//! What the device remembers outside anybody's notebook: who was logged in last, and its own id for each account.

use buurtboek_shared::ids::{DeviceId, Id128, MemberId};

use super::{idb::IdbDatabase, random};
use crate::storage::{
    database::{Bucket, Database as _, KeySpan, Mode},
    failure::StorageFailure,
    sealed::Sealed,
};

/// Members who were logged in once, by their id.
const KNOWN: &[u8] = b"known/";
/// The member who was logged in last, as JSON of the server's answer.
const LAST: &[u8] = b"last";

/// The device's memory.
#[derive(Clone)]
pub struct DeviceMemory(IdbDatabase);

impl Default for DeviceMemory {
    fn default() -> Self {
        Self(IdbDatabase::new("buurtboek-device".to_owned()))
    }
}

impl DeviceMemory {
    /// Who was logged in last, as it was kept; none when nobody was, or after logging out.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn last(&self) -> Result<Option<String>, StorageFailure> {
        let transaction = self.0.begin(Mode::Read).await?;
        let found = transaction.get(Bucket::Meta, LAST.to_vec()).await?;
        Ok(found.and_then(|sealed| sealed.open().ok()))
    }

    /// Everybody who was ever logged in on this device, as they were kept, the last time each.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn known(&self) -> Result<Vec<String>, StorageFailure> {
        let transaction = self.0.begin(Mode::Read).await?;
        let found = transaction.range(Bucket::Meta, KeySpan::prefix(KNOWN)).await?;
        Ok(found.into_iter().filter_map(|(_, sealed)| sealed.open().ok()).collect())
    }

    /// Keeps who is logged in, or forgets it; that they were here is remembered.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn set_last(&self, identity: Option<(MemberId, &str)>) -> Result<(), StorageFailure> {
        let transaction = self.0.begin(Mode::Write).await?;
        match identity {
            Some((member, identity)) => {
                let known = [KNOWN, member.to_string().as_bytes()].concat();
                transaction.put(Bucket::Meta, LAST.to_vec(), Sealed::seal(&identity)?)?;
                transaction.put(Bucket::Meta, known, Sealed::seal(&identity)?)?;
            }
            None => transaction.delete(Bucket::Meta, LAST.to_vec())?,
        }
        transaction.commit().await
    }

    /// This device's id for an account, drawn when it is first asked for.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn device_for(&self, account: &str) -> Result<DeviceId, StorageFailure> {
        let transaction = self.0.begin(Mode::Write).await?;
        let found = transaction.get(Bucket::Meta, key_of(account)).await?;
        if let Some(device) = found.and_then(|sealed| sealed.open().ok()) {
            return Ok(device);
        }
        let device = fresh_device();
        transaction.put(Bucket::Meta, key_of(account), Sealed::seal(&device)?)?;
        transaction.commit().await?;
        Ok(device)
    }

    /// Draws another id for an account: the server says that this one is somebody else's.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn forget_device(&self, account: &str) -> Result<(), StorageFailure> {
        let transaction = self.0.begin(Mode::Write).await?;
        transaction.delete(Bucket::Meta, key_of(account))?;
        transaction.commit().await
    }
}

fn fresh_device() -> DeviceId {
    let mut bytes = [0; 16];
    random::fill(&mut bytes);
    DeviceId(Id128::from_bytes(bytes))
}

fn key_of(account: &str) -> Vec<u8> {
    [b"device/", account.as_bytes()].concat()
}
