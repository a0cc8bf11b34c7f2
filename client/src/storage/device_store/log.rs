//! Following what other tabs do.

use super::DeviceStore;
use crate::storage::{
    database::{Bucket, Mode},
    failure::StorageFailure,
    keys,
    records::{LogEntry, LogKey},
};

/// What happened after a log entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPage {
    /// The entries, in order.
    pub entries: Vec<LogEntry>,
    /// The last of them.
    pub key: LogKey,
    /// Whether entries in between are gone from the log.
    pub hole: LogHole,
}

/// Whether a tab saw everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogHole {
    /// Everything is here.
    None,
    /// The tab slept too long: it loads everything again.
    Missed,
}

impl DeviceStore {
    /// What happened after this entry.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn log_after(&self, after: LogKey) -> Result<LogPage, StorageFailure> {
        let work = self.begin(Mode::Read).await?;
        let last = LogKey(work.counters().await?.log - 1);
        let records = work.range(Bucket::Log, keys::log_from(after.0 + 1)).await?;
        let unbroken = records
            .iter()
            .zip(after.0 + 1..)
            .all(|((key, _), number): (&(Vec<u8>, LogEntry), u64)| keys::read_log(key) == Some(number));
        let complete = unbroken && after.0 + records.len() as u64 == last.0;
        Ok(LogPage {
            entries: records.into_iter().map(|(_, entry)| entry).collect(),
            key: last,
            hole: if complete { LogHole::None } else { LogHole::Missed },
        })
    }
}
