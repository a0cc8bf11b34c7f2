//! After a refusal: what the person wrote besides is written again on what the server holds, under a fresh client id.

use buurtboek_shared::{
    doc::{
        replay::{Fate, Left, Leftover, Pending, ReplayError, replay},
        write::OpenError,
    },
    domain::refusal::Reason,
    ids::{BatchNo, DocId},
    protocol::outgoing::{Outgoing, OutgoingItem},
    small_map::{SmallMap, small_map},
    time::Timestamp,
};

use super::core::{Random, random_client, random_id};
use crate::storage::{
    device_store::{Again, DeviceStore, NewRescue, Rebuild, RebuildError},
    entry_words::entry_words,
    failure::StorageFailure,
    records::LogKey,
    stored_doc::StoredDoc,
};

/// What the session is told of it.
pub(super) struct Done {
    pub(super) gone: Vec<BatchNo>,
    pub(super) queued: Vec<Outgoing>,
    /// Its place in the log; none when there was nothing left to rebuild.
    pub(super) key: Option<LogKey>,
}

/// Rebuilds the pending work of a document without what was refused.
pub(super) async fn rebuild(
    store: &DeviceStore,
    doc: DocId,
    refused: &[(BatchNo, Reason)],
    now: Timestamp,
    random: &dyn Random,
) -> Result<Done, StorageFailure> {
    loop {
        let Some(read) = store.load(doc, now).await? else {
            let gone = refused.iter().map(|(batch, _)| *batch).collect();
            return Ok(Done { gone, queued: Vec::new(), key: None });
        };
        let planned = plan(&read, refused, random);
        match store.rebuild(&read, planned, now, || random_id(random)).await {
            Ok(rebuilt) => return Ok(Done { gone: rebuilt.gone, queued: rebuilt.queued, key: Some(rebuilt.key) }),
            // A tab wrote to it meanwhile: that is taken along.
            Err(RebuildError::Changed) => {}
            Err(RebuildError::Storage(failure)) => return Err(failure),
        }
    }
}

fn plan(read: &StoredDoc, refused: &[(BatchNo, Reason)], random: &dyn Random) -> Rebuild {
    let refused = small_map(refused.iter().copied());
    match written_again(read, &refused, random) {
        Ok(planned) => planned,
        // What cannot be written again is kept as text, all of it.
        Err(_) => {
            let reason = refused.values().next().copied().unwrap_or(Reason::DependencyUnknown);
            let rescued = read.pending_texts().into_iter().map(|(root, text, written)| NewRescue {
                id: random_id(random),
                root,
                text,
                reason,
                written,
            });
            Rebuild { doc: read.doc, again: SmallMap::new_vec(), rescued: rescued.collect() }
        }
    }
}

fn written_again(
    read: &StoredDoc,
    refused: &SmallMap<BatchNo, Reason>,
    random: &dyn Random,
) -> Result<Rebuild, ReplayError> {
    let mut numbers = Vec::new();
    let mut pending = Vec::new();
    for (batch, waiting) in &read.pending {
        if let OutgoingItem::Update(update) = &waiting.item {
            let fate = if refused.contains_key(batch) { Fate::Drop } else { Fate::Keep };
            pending.push(Pending { update: update.clone(), fate });
            numbers.push((*batch, waiting.since));
        }
    }
    let base: Vec<Vec<u8>> = read.base_updates().map(<[u8]>::to_vec).collect();
    let rebuilt = replay(read.doc.kind, &base, &pending, random_client(random).0)?;
    if rebuilt.outcomes.len() != numbers.len() {
        return Err(ReplayError::Open(OpenError::Missing));
    }
    let mut again = SmallMap::new_vec();
    let mut rescued = Vec::new();
    for ((batch, written), outcome) in numbers.into_iter().zip(rebuilt.outcomes) {
        // What no longer fits although it was not refused itself went with what was.
        let reason = refused.get(&batch).copied().unwrap_or(Reason::Follows);
        for Leftover { root, what } in outcome.leftovers {
            let text = match what {
                Left::Text(text) => text,
                Left::Entry(entry) => entry_words(&root, &entry),
            };
            if !text.is_empty() {
                rescued.push(NewRescue { id: random_id(random), root, text, reason, written });
            }
        }
        if let Some(step) = outcome.again {
            again.insert(batch, Again { update: step.update, intents: step.intents });
        }
    }
    Ok(Rebuild { doc: read.doc, again, rescued })
}
