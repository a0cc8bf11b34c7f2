//! What is left of a job when it panics.

use buurtboek_shared::{
    ids::{BatchNo, DocId, SessionId},
    protocol::outgoing::OutgoingItem,
};

use super::{
    actor::{BatchJob, From, Job},
    plan::Offer,
};

/// Who waits, and the bytes that may have done it.
#[derive(Debug)]
pub(super) struct Brought {
    pub(super) waits: Option<(SessionId, BatchNo, DocId)>,
    pub(super) update: Option<(Offer, Vec<u8>)>,
}

impl Brought {
    pub(super) fn of(job: &Job) -> Self {
        match job {
            Job::Batch(job) => Self::of_batch(job),
            #[cfg(test)]
            Job::Panic(job) => Self::of_batch(job),
            Job::Stock { offer, update, .. } => Self { waits: None, update: Some((*offer, update.clone())) },
            Job::Reach { .. } | Job::Difference { .. } => Self { waits: None, update: None },
        }
    }

    fn of_batch(job: &BatchJob) -> Self {
        let update = match &job.outgoing.item {
            OutgoingItem::Update(update) => Some((job.offer, update.clone())),
            OutgoingItem::Create(_) | OutgoingItem::Command(_) | OutgoingItem::HandOver(_) => None,
        };
        let waits = match &job.from {
            From::Session(session) => Some((*session, job.outgoing.batch, job.outgoing.doc)),
            From::Caller(_) => None,
        };
        Self { waits, update }
    }
}
