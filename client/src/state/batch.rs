//! What was done in memory, put together to the batches that are offered.

use buurtboek_shared::protocol::limits::MAX_UPDATE;
use yrs::merge_updates_v1;

use super::loaded::Step;
use crate::storage::device_store::NewItem;

/// Room that merging may need besides the updates themselves, in bytes.
const MARGIN: usize = 16 * 1024;

/// The fewest batches that hold these steps, in order, none larger than the server takes.
pub(super) fn batches(steps: &[Step]) -> Vec<NewItem> {
    let mut batches = Vec::new();
    let mut rest = steps;
    while !rest.is_empty() {
        let mut size = 0;
        let fitting = rest
            .iter()
            .take_while(|(update, _)| {
                size += update.len();
                size <= MAX_UPDATE - MARGIN
            })
            .count();
        let (group, later) = rest.split_at(fitting.max(1));
        batches.extend(merged(group));
        rest = later;
    }
    batches
}

fn merged(group: &[Step]) -> Vec<NewItem> {
    let intents = |steps: &[Step]| steps.iter().flat_map(|(_, intents)| intents.clone()).collect();
    if let [(update, _)] = group {
        return vec![NewItem::Update(update.clone(), intents(group))];
    }
    match merge_updates_v1(group.iter().map(|(update, _)| update)) {
        Ok(update) => vec![NewItem::Update(update, intents(group))],
        // They were made here a moment ago; should they not merge, each goes by itself.
        Err(_) => group.iter().map(|(update, intents)| NewItem::Update(update.clone(), intents.clone())).collect(),
    }
}
