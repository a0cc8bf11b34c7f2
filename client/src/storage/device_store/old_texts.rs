//! The text of a signal leaves the telephone a month after there was nothing more to say about it. Its list row stays:
//! the street, the day and the sentence.

use buurtboek_shared::{
    domain::feedback::FeedbackEntry,
    ids::{Chain, DocId, DocKind, Seq},
    time::Timestamp,
};

use super::{DeviceStore, transaction::Work};
use crate::storage::{
    database::{Bucket, Mode},
    failure::StorageFailure,
    keys,
    records::{LogChange, LogKey, StoredView},
    summary::Summary,
};

/// How long a text stays after the end, in days.
const KEPT_DAYS: i64 = 30;
const MILLIS_A_DAY: i64 = 24 * 60 * 60 * 1000;

/// What becomes of the text of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Text {
    /// It may be on the device.
    Stays,
    /// It leaves.
    Leaves,
}

/// The rule: thirty days after the end, by the server's time of the end and the device's clock.
fn text_of(entry: &FeedbackEntry, now: Timestamp) -> Text {
    match entry.ended {
        Some(ended) if ended.0.saturating_add(KEPT_DAYS * MILLIS_A_DAY) <= now.0 => Text::Leaves,
        Some(_) | None => Text::Stays,
    }
}

impl DeviceStore {
    /// Takes the texts whose time has come off the device, unless something of theirs still waits to be sent or
    /// fetched, and has those fetched again that the team looks at once more. None when there was nothing to do.
    ///
    /// # Errors
    /// When the storage fails; nothing was done then.
    pub async fn part_with_old_texts(&self, now: Timestamp) -> Result<Option<LogKey>, StorageFailure> {
        let work = self.begin(Mode::Write).await?;
        let views: Vec<(Vec<u8>, StoredView)> = work.range(Bucket::Views, keys::views_of(DocKind::Feedback)).await?;
        let mut changes = Vec::new();
        for entry in views.into_iter().filter_map(|(_, view)| told(view)).flatten() {
            let is_gone = text_is_gone(&work, entry.signal).await?;
            let changed = match text_of(&entry, now) {
                Text::Leaves if !is_gone => part_with(&work, entry.signal).await?,
                Text::Stays if is_gone => have_fetched_again(&work, entry.signal).await?,
                Text::Leaves | Text::Stays => None,
            };
            changes.extend(changed);
        }
        if changes.is_empty() {
            return Ok(None);
        }
        let counters = work.counters().await?;
        let key = work.log(counters, changes).await?;
        work.commit().await?;
        Ok(Some(key))
    }
}

/// Whether the text left the device on purpose: then what the server sends of the document is not kept.
pub(super) async fn text_is_gone(work: &Work, doc: DocId) -> Result<bool, StorageFailure> {
    Ok(work.get::<()>(Bucket::Meta, keys::text_gone(doc)).await?.is_some())
}

fn told(view: StoredView) -> Option<Vec<FeedbackEntry>> {
    match view.digest?.summary {
        Summary::Feedback(entries) => Some(entries),
        Summary::Signal(_)
        | Summary::Intake(_)
        | Summary::Triage(_)
        | Summary::Dossier(_)
        | Summary::Note(_)
        | Summary::Directory(_) => None,
    }
}

async fn part_with(work: &Work, doc: DocId) -> Result<Option<LogChange>, StorageFailure> {
    let Some(mut view) = work.view(doc).await? else { return Ok(None) };
    let is_to_fetch = work.get::<()>(Bucket::Meta, keys::to_fetch(doc)).await?.is_some();
    if is_to_fetch || !work.pending_of(doc).await?.is_empty() {
        return Ok(None);
    }
    // The head stays: the server is told that nothing of it is wanted.
    replace_base(work, doc, None).await?;
    work.forget_in_log(doc).await?;
    if let Some(digest) = &mut view.digest {
        digest.words.clear();
    }
    work.put(Bucket::Views, keys::view(doc), &view)?;
    work.put(Bucket::Meta, keys::text_gone(doc), &())?;
    Ok(Some(LogChange::Replaced(doc)))
}

async fn have_fetched_again(work: &Work, doc: DocId) -> Result<Option<LogChange>, StorageFailure> {
    work.delete(Bucket::Meta, keys::text_gone(doc))?;
    replace_base(work, doc, Some((Seq(0), Chain::default()))).await?;
    work.put(Bucket::Meta, keys::to_fetch(doc), &())?;
    Ok(Some(LogChange::Replaced(doc)))
}

/// Empties the base of a document; the head becomes this one, or stays.
async fn replace_base(work: &Work, doc: DocId, head: Option<(Seq, Chain)>) -> Result<(), StorageFailure> {
    work.delete_span(Bucket::Base, keys::of_document(doc)).await?;
    let mut held = work.held(doc).await?;
    held.generation += 1;
    held.lineage.0 += 1;
    if let Some((seq, chain)) = head {
        (held.seq, held.chain) = (seq, chain);
    }
    work.set_held(doc, &held)
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{domain::feedback::Sentence, ids::Id128};

    use super::*;

    #[test]
    fn a_text_stays_until_thirty_days_after_the_end() {
        let entry = |sentence, ended| FeedbackEntry {
            signal: DocId::new(DocKind::Signal, Id128([1; 16])),
            received: Timestamp(0),
            sentence,
            ended,
        };
        let day = |days: i64| Timestamp(days * MILLIS_A_DAY);
        let done = entry(Sentence::Done, Some(day(2)));
        assert_eq!(text_of(&done, Timestamp(day(32).0 - 1)), Text::Stays);
        assert_eq!(text_of(&done, day(32)), Text::Leaves);
        assert_eq!(text_of(&entry(Sentence::LookingAgain, None), day(999)), Text::Stays, "somebody looks at it again");
    }
}
