//! The list row of a document, made again after it changed.

use buurtboek_shared::ids::{DocId, MemberId, YClient};
use yrs::Transact as _;

use super::super::transaction::Work;
use crate::storage::{
    database::Bucket,
    failure::StorageFailure,
    keys,
    summary::{digest_of_document, digest_of_projection},
};

/// Client id of a document that is opened only to be read.
const READER: YClient = YClient(1);

/// Makes the list row of a document again; true when it changed.
pub(in crate::storage::device_store) async fn refresh_digest(
    work: &Work,
    doc: DocId,
    own: MemberId,
) -> Result<bool, StorageFailure> {
    let Some(mut view) = work.view(doc).await? else { return Ok(false) };
    let stored = work.stored(doc).await?;
    let digest = match &stored.projection {
        Some(value) => digest_of_projection(doc, value),
        None => stored.open(READER, own).ok().and_then(|opened| {
            let txn = opened.doc.try_transact().ok()?;
            digest_of_document(doc.kind, &txn)
        }),
    };
    if digest.is_none() || digest == view.digest {
        return Ok(false);
    }
    view.digest = digest;
    work.put(Bucket::Views, keys::view(doc), &view)?;
    Ok(true)
}
