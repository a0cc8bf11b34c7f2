//! A document is announced: that it is there, how far, and what the member may do in it.

use buurtboek_shared::{
    ids::{BatchNo, Id128, Seq},
    protocol::frames::{CatalogueChange, CatalogueEntry, Have},
    time::Timestamp,
};

use super::{
    super::{
        old_texts::text_is_gone,
        take_back::{Returned, returned},
        transaction::Work,
    },
    Effects,
};
use crate::storage::{
    database::Bucket,
    failure::StorageFailure,
    keys,
    records::{Counters, LogChange, StoredView},
};

pub(super) async fn announce(
    work: &Work,
    entry: &CatalogueEntry,
    now: Timestamp,
    (counters, ids): (&mut Counters, &mut impl FnMut() -> Id128),
    effects: &mut Effects,
) -> Result<(), StorageFailure> {
    match entry.change {
        CatalogueChange::Stands { seq, access, parent, created } => {
            match returned(work, entry.doc, seq, now, ids).await? {
                Returned::Never => {}
                Returned::Empty => return Ok(()),
                Returned::Sent(withdrawal) => {
                    let batch = BatchNo(counters.batch);
                    counters.batch += 1;
                    work.put(Bucket::Outbox, keys::outbox(entry.doc, batch), &*withdrawal)?;
                    effects.changes.push(LogChange::Queued(entry.doc, vec![withdrawal.queued(batch)]));
                    effects.ready.push((entry.doc, batch));
                }
            }
            let known = work.view(entry.doc).await?;
            let digest = known.and_then(|view| view.digest);
            let held = work.held(entry.doc).await?;
            // Its list row was lost; what it says is in what is held.
            if digest.is_none() && held.seq > Seq(0) {
                effects.stale.insert(entry.doc);
            }
            let view = StoredView { access, parent, created, announced: seq, digest };
            work.put(Bucket::Views, keys::view(entry.doc), &view)?;
            let have = Have { doc: entry.doc, seq: held.seq, chain: held.chain };
            if (have.seq < seq || !have.is_comparable()) && !text_is_gone(work, entry.doc).await? {
                work.put(Bucket::Meta, keys::to_fetch(entry.doc), &())?;
            }
            // Of what is still empty nothing will come: all of it is here, and the lists may say so.
            if seq == Seq(0) && !entry.doc.kind.is_projection() {
                effects.stale.insert(entry.doc);
            }
            effects.listed.insert(entry.doc);
            Ok(())
        }
        // The session has the document wiped on its own, before the cursor that says so.
        CatalogueChange::Revoked => Ok(()),
    }
}
