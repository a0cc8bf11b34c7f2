//! A database in memory, with the failures of a real one on demand: for tests, for headless clients, and for the app
//! where it runs without a browser.

use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    future::Future,
    pin::Pin,
    rc::Rc,
    sync::Arc,
    task::{Context, Poll},
};

use futures_util::{
    FutureExt as _,
    future::LocalBoxFuture,
    lock::{Mutex, OwnedMutexGuard},
};

use super::{
    database::{Bucket, Database, KeySpan, Mode, Record, Transaction},
    failure::StorageFailure,
    sealed::Sealed,
};

type Records = BTreeMap<(Bucket, Vec<u8>), Sealed>;

/// What happens to a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is refused, and nothing of it is kept.
    Refused(StorageFailure),
    /// It reaches the disk, but the tab dies before it is told: the caller sees [`StorageFailure::Closed`].
    DiedAfter,
}

#[derive(Default)]
struct Shared {
    records: RefCell<Records>,
    faults: RefCell<VecDeque<Option<Fault>>>,
    commits: RefCell<u64>,
    writer: Arc<Mutex<()>>,
}

/// A database in memory; clones are the same database, as two tabs see it.
#[derive(Clone, Default)]
pub struct MemoryDatabase {
    shared: Rc<Shared>,
}

impl MemoryDatabase {
    /// What happens to the coming write commits, one each; after that they succeed.
    pub fn script(&self, faults: impl IntoIterator<Item = Option<Fault>>) {
        self.shared.faults.borrow_mut().extend(faults);
    }

    /// How many write transactions were committed.
    #[must_use]
    pub fn commits(&self) -> u64 {
        *self.shared.commits.borrow()
    }

    /// Puts bytes where no transaction would, as a damaged disk does.
    pub fn damage(&self, bucket: Bucket, key: &[u8], bytes: Vec<u8>) {
        self.shared.records.borrow_mut().insert((bucket, key.to_vec()), Sealed::from_bytes(bytes));
    }

    /// Everything in one bucket, as it is on the disk.
    #[must_use]
    pub fn bucket(&self, bucket: Bucket) -> Vec<Record> {
        span_of(&self.shared.records.borrow(), bucket, &KeySpan::all())
    }
}

impl Database for MemoryDatabase {
    fn begin(&self, mode: Mode) -> LocalBoxFuture<'_, Result<Box<dyn Transaction>, StorageFailure>> {
        async move {
            let turn = match mode {
                Mode::Read => None,
                Mode::Write => Some(self.shared.writer.clone().lock_owned().await),
            };
            let records = RefCell::new(self.shared.records.borrow().clone());
            let transaction: Box<dyn Transaction> =
                Box::new(MemoryTransaction { shared: Rc::clone(&self.shared), mode, records, turn });
            Ok(transaction)
        }
        .boxed_local()
    }
}

struct MemoryTransaction {
    shared: Rc<Shared>,
    mode: Mode,
    records: RefCell<Records>,
    turn: Option<OwnedMutexGuard<()>>,
}

impl MemoryTransaction {
    fn write(&self) -> Result<std::cell::RefMut<'_, Records>, StorageFailure> {
        match self.mode {
            Mode::Read => Err(StorageFailure::Other),
            Mode::Write => Ok(self.records.borrow_mut()),
        }
    }
}

impl Transaction for MemoryTransaction {
    fn get(&self, bucket: Bucket, key: Vec<u8>) -> LocalBoxFuture<'_, Result<Option<Sealed>, StorageFailure>> {
        async move {
            OthersFirst::default().await;
            Ok(self.records.borrow().get(&(bucket, key)).cloned())
        }
        .boxed_local()
    }

    fn range(&self, bucket: Bucket, span: KeySpan) -> LocalBoxFuture<'_, Result<Vec<Record>, StorageFailure>> {
        async move {
            OthersFirst::default().await;
            Ok(span_of(&self.records.borrow(), bucket, &span))
        }
        .boxed_local()
    }

    fn keys(&self, bucket: Bucket, span: KeySpan) -> LocalBoxFuture<'_, Result<Vec<Vec<u8>>, StorageFailure>> {
        async move { Ok(self.range(bucket, span).await?.into_iter().map(|(key, _)| key).collect()) }.boxed_local()
    }

    fn put(&self, bucket: Bucket, key: Vec<u8>, value: Sealed) -> Result<(), StorageFailure> {
        self.write()?.insert((bucket, key), value);
        Ok(())
    }

    fn delete(&self, bucket: Bucket, key: Vec<u8>) -> Result<(), StorageFailure> {
        self.write()?.remove(&(bucket, key));
        Ok(())
    }

    fn commit(self: Box<Self>) -> LocalBoxFuture<'static, Result<(), StorageFailure>> {
        async move {
            OthersFirst::default().await;
            if self.mode == Mode::Read {
                return Ok(());
            }
            let fault = self.shared.faults.borrow_mut().pop_front().flatten();
            if let Some(Fault::Refused(failure)) = fault {
                return Err(failure);
            }
            *self.shared.records.borrow_mut() = self.records.take();
            *self.shared.commits.borrow_mut() += 1;
            drop(self.turn);
            match fault {
                Some(Fault::DiedAfter) => Err(StorageFailure::Closed),
                Some(Fault::Refused(_)) | None => Ok(()),
            }
        }
        .boxed_local()
    }
}

fn span_of(records: &Records, bucket: Bucket, span: &KeySpan) -> Vec<Record> {
    records
        .range((bucket, span.from.clone())..(bucket, span.to.clone()))
        .map(|((_, key), value)| (key.clone(), value.clone()))
        .collect()
}

/// Lets every other task that is ready run first, as a real database would: a race that can happen does happen.
#[derive(Default)]
struct OthersFirst {
    waited: bool,
}

impl Future for OthersFirst {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.waited {
            return Poll::Ready(());
        }
        self.waited = true;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}
