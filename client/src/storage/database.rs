//! What is asked of a database: ordered byte keys in a few buckets, and transactions that are all or nothing.
//!
//! Narrow on purpose: everything that can go wrong between two writes is written once, above it, in
//! [`super::device_store`], and is tested against both implementations.

use futures_util::future::LocalBoxFuture;

use super::{failure::StorageFailure, sealed::Sealed};

/// One collection of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bucket {
    /// Counters, cursor, generation, heads, what is still to be fetched, what was looked at.
    Meta,
    /// What the server committed.
    Base,
    /// What the server has not acknowledged.
    Outbox,
    /// What happened, in the only order there is.
    Log,
    /// List rows of every document.
    Views,
    /// Texts that could not be processed.
    Rescue,
    /// Unsent signals.
    Drafts,
    /// Wrapped keys, once values are encrypted.
    Keys,
    /// Records that could not be opened.
    Quarantine,
}

impl Bucket {
    /// Every bucket.
    pub const ALL: [Self; 9] = [
        Self::Meta,
        Self::Base,
        Self::Outbox,
        Self::Log,
        Self::Views,
        Self::Rescue,
        Self::Drafts,
        Self::Keys,
        Self::Quarantine,
    ];

    /// Its name in the browser's database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Base => "base",
            Self::Outbox => "outbox",
            Self::Log => "log",
            Self::Views => "views",
            Self::Rescue => "rescue",
            Self::Drafts => "drafts",
            Self::Keys => "keys",
            Self::Quarantine => "quarantine",
        }
    }
}

/// Whether a transaction may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Reading; runs beside other readers.
    Read,
    /// Reading and writing, alone, with strict durability: a commit has reached the disk.
    Write,
}

/// Keys from `from`, up to but without `to`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySpan {
    /// The first key.
    pub from: Vec<u8>,
    /// The key after the last.
    pub to: Vec<u8>,
}

impl KeySpan {
    /// Every key that begins with this. The prefix has a byte below 255.
    #[must_use]
    pub fn prefix(prefix: &[u8]) -> Self {
        let mut to = prefix.to_vec();
        while to.last() == Some(&u8::MAX) {
            to.pop();
        }
        if let Some(last) = to.last_mut() {
            *last += 1;
        }
        Self { from: prefix.to_vec(), to }
    }

    /// Every key of the bucket: no key begins with more than eight bytes of 255.
    #[must_use]
    pub fn all() -> Self {
        Self { from: Vec::new(), to: vec![u8::MAX; 9] }
    }
}

/// A key and its value.
pub type Record = (Vec<u8>, Sealed);

/// A database of one member on one device, open in one tab.
pub trait Database {
    /// Begins a transaction over all buckets. Writers wait for each other, over all tabs.
    fn begin(&self, mode: Mode) -> LocalBoxFuture<'_, Result<Box<dyn Transaction>, StorageFailure>>;
}

/// A transaction. Dropped without a commit, nothing of it happened. Between its calls nothing else may be awaited.
pub trait Transaction {
    /// The value under this key.
    fn get(&self, bucket: Bucket, key: Vec<u8>) -> LocalBoxFuture<'_, Result<Option<Sealed>, StorageFailure>>;

    /// Everything in this span, in the order of the keys.
    fn range(&self, bucket: Bucket, span: KeySpan) -> LocalBoxFuture<'_, Result<Vec<Record>, StorageFailure>>;

    /// The keys in this span, in order.
    fn keys(&self, bucket: Bucket, span: KeySpan) -> LocalBoxFuture<'_, Result<Vec<Vec<u8>>, StorageFailure>>;

    /// Writes a value, over the one that was there.
    ///
    /// # Errors
    /// When the database refuses at once; most refusals show at the commit.
    fn put(&self, bucket: Bucket, key: Vec<u8>, value: Sealed) -> Result<(), StorageFailure>;

    /// Takes away what is under this key, if anything.
    ///
    /// # Errors
    /// See [`Self::put`].
    fn delete(&self, bucket: Bucket, key: Vec<u8>) -> Result<(), StorageFailure>;

    /// Returns once everything is on the disk.
    fn commit(self: Box<Self>) -> LocalBoxFuture<'static, Result<(), StorageFailure>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_spans_exactly_what_begins_with_it() {
        let span = KeySpan::prefix(b"a\xff");
        assert_eq!(span, KeySpan { from: b"a\xff".to_vec(), to: b"b".to_vec() });
        assert_eq!(KeySpan::prefix(b"held/").to, b"held0".to_vec());
    }
}
