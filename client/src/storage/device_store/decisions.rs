//! Some decisions are about what was on the screen and nothing else: finishing a note freezes just that. So the server
//! wants to hear which row it was.
//! The writer's own last words are part of what was on the screen, but become rows only when the server has them: so
//! the command waits in the outbox until they are, and is withdrawn when a colleague's row came in between. What ends a
//! signal, or an exploration that followed from one, is about its reporter's words too, which stand in a document beside.

use buurtboek_shared::{
    domain::{
        command::{Command, Shown},
        refusal::Reason,
    },
    ids::{BatchNo, DocId, Id128, MemberId, Seq},
    protocol::outgoing::OutgoingItem,
    time::Timestamp,
};

use super::transaction::Work;
use crate::storage::{
    database::Bucket,
    failure::StorageFailure,
    keys,
    records::{Counters, LogChange, Offer, Pending, RescueDraft, Rescued},
};

/// Whether a command waits for the own work before it: one that says what was shown does. `reported` is the version of the
/// intake of the signal.
pub(super) fn offer_of(command: &Command, reported: Option<Seq>) -> Offer {
    match (command.expects, reported) {
        (None, _) => Offer::Now,
        (Some(_), None) => Offer::AfterOwnWork,
        (Some(_), Some(version)) => Offer::AfterOwnWorkAsReported(version),
    }
}

/// What became of a waiting command.
enum Verdict {
    /// Own work is still on its way.
    Waits,
    /// Everything since it was decided is the writer's own.
    Ready(Shown),
    /// Somebody else wrote since.
    Changed,
}

/// Looks again at the commands of a document that wait for own work. The batches that may be offered now.
pub(super) async fn ripen(
    work: &Work,
    doc: DocId,
    own: MemberId,
    now: Timestamp,
    counters: &mut Counters,
    ids: &mut impl FnMut() -> Id128,
) -> Result<(Vec<LogChange>, Vec<BatchNo>), StorageFailure> {
    let pending = work.pending_of(doc).await?;
    let (mut changes, mut ready) = (Vec::new(), Vec::new());
    for (batch, waiting) in &pending {
        let OutgoingItem::Command(command) = &waiting.item else { continue };
        let reported = match waiting.offer {
            Offer::Now => continue,
            Offer::AfterOwnWork => None,
            Offer::AfterOwnWorkAsReported(version) => Some(version),
        };
        match verdict(work, doc, own, &pending, command.expects).await? {
            Verdict::Waits => {}
            Verdict::Ready(shown) => {
                let shown = reported.map_or(shown, |version| shown.with_intake(version));
                let number = BatchNo(counters.batch);
                counters.batch += 1;
                let command = Command { expects: Some(shown), ..command.clone() };
                let offered = Pending { item: OutgoingItem::Command(command), offer: Offer::Now, ..waiting.clone() };
                work.delete(Bucket::Outbox, keys::outbox(doc, *batch))?;
                work.put(Bucket::Outbox, keys::outbox(doc, number), &offered)?;
                changes.push(LogChange::Left(doc, vec![*batch]));
                changes.push(LogChange::Queued(doc, vec![offered.queued(number)]));
                ready.push(number);
            }
            Verdict::Changed => changes.extend(give_back(work, doc, *batch, waiting, now, ids)?),
        }
    }
    Ok((changes, ready))
}

/// Gives the commands of a document that wait for own work back to the one who decided: part of what was on the screen
/// could not be kept, so that what they would freeze is something else.
pub(super) async fn give_all_back(
    work: &Work,
    doc: DocId,
    now: Timestamp,
    ids: &mut impl FnMut() -> Id128,
) -> Result<Vec<LogChange>, StorageFailure> {
    let mut changes = Vec::new();
    for (batch, waiting) in work.pending_of(doc).await? {
        if waiting.offer != Offer::Now {
            changes.extend(give_back(work, doc, batch, &waiting, now, ids)?);
        }
    }
    Ok(changes)
}

fn give_back(
    work: &Work,
    doc: DocId,
    batch: BatchNo,
    waiting: &Pending,
    now: Timestamp,
    ids: &mut impl FnMut() -> Id128,
) -> Result<Vec<LogChange>, StorageFailure> {
    let OutgoingItem::Command(command) = &waiting.item else { return Ok(Vec::new()) };
    let draft = RescueDraft {
        id: ids(),
        doc,
        what: Rescued::Decision(command.clone()),
        text: String::new(),
        reason: Reason::ChangedSince,
        written: waiting.since,
        at: now,
    };
    work.delete(Bucket::Outbox, keys::outbox(doc, batch))?;
    work.put(Bucket::Rescue, keys::id(draft.id), &draft)?;
    Ok(vec![LogChange::Left(doc, vec![batch]), LogChange::Rescue])
}

async fn verdict(
    work: &Work,
    doc: DocId,
    own: MemberId,
    pending: &[(BatchNo, Pending)],
    shown: Option<Shown>,
) -> Result<Verdict, StorageFailure> {
    let unsent = pending.iter().any(|(_, waiting)| match waiting.item {
        OutgoingItem::Update(_) | OutgoingItem::Create(_) => true,
        OutgoingItem::Command(_) | OutgoingItem::HandOver(_) => false,
    });
    let stored = work.stored(doc).await?;
    // An own row beyond the head: the rows before it are on their way.
    if unsent || stored.rows.last().is_some_and(|row| row.seq > stored.seq) {
        return Ok(Verdict::Waits);
    }
    let now = Shown { seq: stored.seq, chain: stored.chain };
    let Some(shown) = shown else { return Ok(Verdict::Changed) };
    let since: Vec<_> = stored.rows.iter().filter(|row| row.seq > shown.seq).collect();
    let all_here = since.len() as u64 == now.seq.0.saturating_sub(shown.seq.0);
    let unchanged = shown.seq <= now.seq && all_here && since.iter().all(|row| row.member == own);
    // Up to what was shown it must be the same history too: with no row since, the chain says so.
    let same = !since.is_empty() || shown.chain == now.chain;
    Ok(if unchanged && same { Verdict::Ready(now) } else { Verdict::Changed })
}
