//! Records that were set aside, for the server to keep as well: whoever must find out what went wrong rarely has the
//! device. They stay here all the same.

use buurtboek_shared::{ids::DocId, protocol::limits::MAX_DEVICE_RECORD, time::Timestamp};

use super::{DeviceStore, transaction::Work};
use crate::storage::{
    database::{Bucket, KeySpan, Mode},
    failure::StorageFailure,
    keys,
    records::Quarantined,
};

/// Names a record that was set aside, on this device.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordName(Vec<u8>);

/// A record that was set aside, as the server is to have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DamagedRecord {
    /// Names it here.
    pub name: RecordName,
    /// What it belongs to.
    pub doc: Option<DocId>,
    /// As it was found.
    pub bytes: Vec<u8>,
}

impl DeviceStore {
    /// A record that the server does not have yet: the first one after `after`, or else the first of all.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn next_to_upload(&self, after: Option<&RecordName>) -> Result<Option<DamagedRecord>, StorageFailure> {
        let work = self.begin(Mode::Read).await?;
        let mut names = work.keys(Bucket::Quarantine, KeySpan::all()).await?;
        let first = after.map_or(0, |after| names.partition_point(|name| *name <= after.0));
        names.rotate_left(first);
        for name in names {
            if let Some(record) = to_upload(&work, name).await? {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// The server keeps this record now.
    ///
    /// # Errors
    /// When the storage fails: the record is offered once more, and the server knows it.
    pub async fn uploaded(&self, name: &RecordName, at: Timestamp) -> Result<(), StorageFailure> {
        let work = self.begin(Mode::Write).await?;
        work.put(Bucket::Meta, keys::uploaded(&name.0), &at)?;
        work.commit().await
    }
}

async fn to_upload(work: &Work, name: Vec<u8>) -> Result<Option<DamagedRecord>, StorageFailure> {
    let done: Option<Timestamp> = work.get(Bucket::Meta, keys::uploaded(&name)).await?;
    let record: Option<Quarantined> = work.get(Bucket::Quarantine, name.clone()).await?;
    let (None, Some(record)) = (done, record) else { return Ok(None) };
    let bucket = Bucket::ALL.into_iter().find(|bucket| bucket.name() == record.bucket);
    // What is longer than the server takes is a state that it has itself.
    let leaves = bucket.is_some_and(may_leave) && record.bytes.len() <= MAX_DEVICE_RECORD;
    let doc = bucket.and_then(|bucket| document_of(bucket, &record.key));
    Ok(leaves.then_some(DamagedRecord { name: RecordName(name), doc, bytes: record.bytes }))
}

/// Whether a damaged record of this kind may leave the device. Nobody decided to send a draft, and a key opens the rest.
const fn may_leave(bucket: Bucket) -> bool {
    match bucket {
        Bucket::Meta | Bucket::Base | Bucket::Outbox | Bucket::Log | Bucket::Views | Bucket::Rescue => true,
        Bucket::Drafts | Bucket::Keys | Bucket::Quarantine => false,
    }
}

fn document_of(bucket: Bucket, key: &[u8]) -> Option<DocId> {
    match bucket {
        Bucket::Base => keys::read_document(key),
        Bucket::Outbox => keys::read_outbox(key).map(|(doc, _)| doc),
        Bucket::Views => keys::read_view(key),
        Bucket::Meta | Bucket::Log | Bucket::Rescue | Bucket::Drafts | Bucket::Keys | Bucket::Quarantine => None,
    }
}
