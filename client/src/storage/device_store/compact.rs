//! Making the base smaller. Only the base: what waits is never touched.
//!
//! Rows are kept verbatim until they are older than the longest backup interval, since a restored server asks for them.

use buurtboek_shared::{
    doc::write::{apply, open_doc},
    ids::{Chain, DocId, MemberId, Seq, YClient},
    protocol::frames::{Row, SnapshotBody},
    small_map::{SmallMap, put_in},
    time::Timestamp,
};
use yrs::{ReadTxn, StateVector, Transact};

use super::DeviceStore;
use crate::storage::{
    database::{Bucket, KeySpan, Mode},
    failure::StorageFailure,
    keys,
    records::{Ground, LogKey},
    stored_doc::add_authors,
};

/// Rows that are worth compacting; fewer are left as they are.
const WORTH_IT: usize = 64;

/// A base made smaller outside any transaction, ready to be put in place.
#[derive(Clone, Debug)]
pub struct Compaction {
    doc: DocId,
    generation: u64,
    /// Exactly the keys that were read.
    read: Vec<Vec<u8>>,
    ground: Ground,
}

impl DeviceStore {
    /// Reads what is old of a document's base and merges it; none when it is not worth it. Rows of `before` and later
    /// stay as they are.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn prepare_compaction(
        &self,
        doc: DocId,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<Option<Compaction>, StorageFailure> {
        let work = self.begin(Mode::Read).await?;
        let held = work.held(doc).await?;
        let ground: Option<Ground> = work.get(Bucket::Base, keys::base(doc, Seq(0))).await?;
        let span = KeySpan { from: keys::base(doc, Seq(1)), to: keys::base(doc, held.seq.next()) };
        let rows: Vec<(Vec<u8>, Row)> = work.range(Bucket::Base, span).await?;
        self.finish(work, now).await?;
        let old: Vec<(Vec<u8>, Row)> = rows.into_iter().take_while(|(_, row)| row.at < before).collect();
        if old.len() < WORTH_IT {
            return Ok(None);
        }
        let (mut seq, mut chain, body) = match ground {
            Some(Ground::State { seq, chain, body }) => (seq, chain, Some(body)),
            None => (Seq(0), Chain::default(), None),
            Some(Ground::Projection(_)) => return Ok(None),
        };
        for (_, row) in &old {
            if row.seq != seq.next() {
                return Ok(None);
            }
            chain = row.chain(doc, chain);
            seq = row.seq;
        }
        let Some(body) = merge(doc, body, &old) else { return Ok(None) };
        let read = old.into_iter().map(|(key, _)| key).collect();
        let ground = Ground::State { seq, chain, body };
        Ok(Some(Compaction { doc, generation: held.generation, read, ground }))
    }

    /// Puts a compaction in place, unless the base was replaced since it was read.
    ///
    /// # Errors
    /// When the storage fails; the base is then as it was.
    pub async fn finish_compaction(&self, compaction: Compaction) -> Result<Option<LogKey>, StorageFailure> {
        let work = self.begin(Mode::Write).await?;
        let mut held = work.held(compaction.doc).await?;
        if held.generation != compaction.generation {
            return Ok(None);
        }
        // Not "every row up to": a row that came meanwhile, out of order, is not in what was merged.
        for key in compaction.read {
            work.delete(Bucket::Base, key)?;
        }
        work.put(Bucket::Base, keys::base(compaction.doc, Seq(0)), &compaction.ground)?;
        held.generation += 1;
        work.set_held(compaction.doc, &held)?;
        let counters = work.counters().await?;
        let key = work.log(counters, Vec::new()).await?;
        work.commit().await?;
        Ok(Some(key))
    }
}

/// Merges through a document that collects garbage: merging updates would keep every deleted word. None when something
/// does not apply: then nothing is touched.
fn merge(doc: DocId, below: Option<SnapshotBody>, rows: &[(Vec<u8>, Row)]) -> Option<SnapshotBody> {
    let merged = open_doc(1);
    let mut authors: SmallMap<YClient, MemberId> = SmallMap::new_vec();
    if let Some(body) = below {
        apply(&merged, &body.state).ok()?;
        put_in(&mut authors, body.authors);
    }
    for (_, row) in rows {
        apply(&merged, &row.update).ok()?;
        add_authors(&mut authors, doc.kind, &row.update, row.member);
    }
    let state = merged.try_transact().ok()?.encode_state_as_update_v1(&StateVector::default());
    Some(SnapshotBody { state, authors: authors.into_iter().collect() })
}
