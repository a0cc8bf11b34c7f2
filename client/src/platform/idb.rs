//! The browser's database: IndexedDB with strict durability.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use futures_channel::oneshot;
use futures_util::{
    FutureExt as _,
    future::{Either, LocalBoxFuture, select},
};
use indexed_db_futures::{
    KeyRange,
    database::Database as Connection,
    error::{DomException, Error, OpenDbError},
    internals::SystemRepr as _,
    object_store::ObjectStore,
    prelude::*,
    transaction::{Transaction as IdbTransaction, TransactionDurability, TransactionMode, TransactionOptions},
    typed_array::Uint8Array,
};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};

use crate::storage::{
    database::{Bucket, Database, KeySpan, Mode, Record, Transaction},
    failure::StorageFailure,
    sealed::Sealed,
};

/// Version of the database's layout: which buckets there are.
const LAYOUT: u32 = 1;

/// A database of this origin, opened when it is first used and again after the browser closed it.
#[derive(Clone)]
pub struct IdbDatabase {
    shared: Rc<Shared>,
}

struct Shared {
    name: String,
    connection: RefCell<Option<&'static Connection>>,
    /// True once it was open: from then on there is something in it.
    was_open: Cell<bool>,
    /// Why this page cannot use it any more.
    given_up: Cell<Option<StorageFailure>>,
}

impl IdbDatabase {
    /// The database with this name.
    #[must_use]
    pub fn new(name: String) -> Self {
        let shared =
            Shared { name, connection: RefCell::new(None), was_open: Cell::default(), given_up: Cell::default() };
        Self { shared: Rc::new(shared) }
    }

    async fn connection(&self) -> Result<&'static Connection, StorageFailure> {
        if let Some(failure) = self.shared.given_up.get() {
            return Err(failure);
        }
        if let Some(connection) = *self.shared.connection.borrow() {
            return Ok(connection);
        }
        let Opened { connection, was_made } = open(&self.shared.name).await?;
        if was_made && self.shared.was_open.get() {
            connection.as_sys().close();
            self.shared.given_up.set(Some(StorageFailure::Emptied));
            return Err(StorageFailure::Emptied);
        }
        self.shared.was_open.set(true);
        // Transactions borrow the connection, and a page opens one or two in its life.
        let connection: &'static Connection = Box::leak(Box::new(connection));
        self.watch(connection);
        *self.shared.connection.borrow_mut() = Some(connection);
        Ok(connection)
    }

    /// The browser may close a database (its data cleared, the disk gone), and another tab may want to upgrade it.
    fn watch(&self, connection: &'static Connection) {
        let closed = Rc::downgrade(&self.shared);
        let on_close = Closure::<dyn FnMut()>::new(move || {
            if let Some(shared) = closed.upgrade() {
                *shared.connection.borrow_mut() = None;
            }
        });
        let outdated = Rc::downgrade(&self.shared);
        let on_version_change = Closure::<dyn FnMut()>::new(move || {
            // Whoever waits for us to close would wait for ever otherwise.
            connection.as_sys().close();
            if let Some(shared) = outdated.upgrade() {
                *shared.connection.borrow_mut() = None;
                shared.given_up.set(Some(StorageFailure::VersionChange));
            }
        });
        connection.as_sys().set_onclose(Some(on_close.into_js_value().unchecked_ref()));
        connection.as_sys().set_onversionchange(Some(on_version_change.into_js_value().unchecked_ref()));
    }

    fn transaction(&self, connection: &'static Connection, mode: Mode) -> Result<IdbTransaction<'static>, Error> {
        let names = Bucket::ALL.map(Bucket::name);
        match mode {
            Mode::Read => connection.transaction(names).with_mode(TransactionMode::Readonly).build(),
            Mode::Write => {
                let strict = TransactionOptions::new().with_durability(TransactionDurability::Strict);
                connection.transaction(names).with_mode(TransactionMode::Readwrite).with_options(strict).build()
            }
        }
    }
}

impl Database for IdbDatabase {
    fn begin(&self, mode: Mode) -> LocalBoxFuture<'_, Result<Box<dyn Transaction>, StorageFailure>> {
        async move {
            let connection = self.connection().await?;
            let transaction = match self.transaction(connection, mode) {
                Ok(transaction) => transaction,
                // Closed without an event having told us: once more on a new connection.
                Err(error) if failure(&error) == StorageFailure::Closed => {
                    *self.shared.connection.borrow_mut() = None;
                    let connection = self.connection().await?;
                    self.transaction(connection, mode).map_err(|error| failure(&error))?
                }
                Err(error) => return Err(failure(&error)),
            };
            let transaction: Box<dyn Transaction> = Box::new(Open(transaction));
            Ok(transaction)
        }
        .boxed_local()
    }
}

struct Open(IdbTransaction<'static>);

impl Open {
    fn store(&self, bucket: Bucket) -> Result<ObjectStore<'_>, StorageFailure> {
        self.0.object_store(bucket.name()).map_err(|error| failure(&error))
    }
}

impl Transaction for Open {
    fn get(&self, bucket: Bucket, key: Vec<u8>) -> LocalBoxFuture<'_, Result<Option<Sealed>, StorageFailure>> {
        async move {
            let store = self.store(bucket)?;
            let found: Option<JsValue> = store.get(Uint8Array::new(key)).await.map_err(|error| failure(&error))?;
            Ok(found.map(|value| Sealed::from_bytes(bytes(&value))))
        }
        .boxed_local()
    }

    fn range(&self, bucket: Bucket, span: KeySpan) -> LocalBoxFuture<'_, Result<Vec<Record>, StorageFailure>> {
        async move {
            let store = self.store(bucket)?;
            // Both requests go out before the first is waited for; they see the same state.
            let keys = store.get_all_keys::<JsValue>().with_query::<Uint8Array, _>(bounds(&span)).primitive();
            let values = store.get_all::<JsValue>().with_query::<Uint8Array, _>(bounds(&span)).primitive();
            let keys = keys.map_err(|error| failure(&error))?.await.map_err(|error| failure(&error))?;
            let values = values.map_err(|error| failure(&error))?.await.map_err(|error| failure(&error))?;
            keys.zip(values)
                .map(|(key, value)| match (key, value) {
                    (Ok(key), Ok(value)) => Ok((bytes(&key), Sealed::from_bytes(bytes(&value)))),
                    (Err(error), _) | (_, Err(error)) => Err(failure(&error)),
                })
                .collect()
        }
        .boxed_local()
    }

    fn keys(&self, bucket: Bucket, span: KeySpan) -> LocalBoxFuture<'_, Result<Vec<Vec<u8>>, StorageFailure>> {
        async move {
            let store = self.store(bucket)?;
            let keys = store.get_all_keys::<JsValue>().with_query::<Uint8Array, _>(bounds(&span)).primitive();
            let keys = keys.map_err(|error| failure(&error))?.await.map_err(|error| failure(&error))?;
            keys.map(|key| key.map(|key| bytes(&key)).map_err(|error| failure(&error))).collect()
        }
        .boxed_local()
    }

    fn put(&self, bucket: Bucket, key: Vec<u8>, value: Sealed) -> Result<(), StorageFailure> {
        let store = self.store(bucket)?;
        let value = Uint8Array::new(value.as_bytes().to_vec());
        // The request is out; what becomes of it shows at the commit.
        let _sent = store
            .put(value)
            .with_key(Uint8Array::new(key))
            .without_key_type()
            .primitive()
            .map_err(|error| failure(&error))?;
        Ok(())
    }

    fn delete(&self, bucket: Bucket, key: Vec<u8>) -> Result<(), StorageFailure> {
        let store = self.store(bucket)?;
        let _sent = store.delete(Uint8Array::new(key)).primitive().map_err(|error| failure(&error))?;
        Ok(())
    }

    fn commit(self: Box<Self>) -> LocalBoxFuture<'static, Result<(), StorageFailure>> {
        async move {
            // Kept for its error: an abort by the browser itself (a full disk) carries none of a request.
            let transaction = self.0.as_sys().clone();
            self.0.commit().await.map_err(|error| match transaction.error() {
                Some(cause) => named(&cause.name()),
                None => failure(&error),
            })
        }
        .boxed_local()
    }
}

struct Opened {
    connection: Connection,
    /// There was none of this name.
    was_made: bool,
}

async fn open(name: &str) -> Result<Opened, StorageFailure> {
    let (tell_blocked, blocked) = oneshot::channel::<()>();
    let made = Rc::new(Cell::new(false));
    let makes = Rc::clone(&made);
    let request = Connection::open(name)
        .with_version(LAYOUT)
        .with_on_blocked(move |_| {
            let _nobody_waits = tell_blocked.send(());
            Ok(())
        })
        .with_on_upgrade_needed(move |_, database| {
            let known: Vec<String> = database.object_store_names().collect();
            makes.set(known.is_empty());
            for bucket in Bucket::ALL {
                if !known.iter().any(|name| name == bucket.name()) {
                    database.create_object_store(bucket.name()).build()?;
                }
            }
            Ok(())
        })
        .build()
        .map_err(|error| open_failure(&error))?;
    // The sender lives in the request's listener: without a block it is dropped with it, and says nothing.
    let blocked = blocked.then(|told| async move {
        if told.is_err() {
            std::future::pending::<()>().await;
        }
    });
    match select(request, blocked.boxed_local()).await {
        Either::Left((opened, _)) => {
            let connection = opened.map_err(|error| open_failure(&error))?;
            Ok(Opened { connection, was_made: made.get() })
        }
        Either::Right(((), _)) => Err(StorageFailure::Blocked),
    }
}

fn bounds(span: &KeySpan) -> KeyRange<Uint8Array> {
    KeyRange::Bound(Uint8Array::new(span.from.clone()), false, Uint8Array::new(span.to.clone()), true)
}

/// The bytes of a value or key: a value comes back as the array that it was, a key as a buffer.
fn bytes(value: &JsValue) -> Vec<u8> {
    js_sys::Uint8Array::new(value).to_vec()
}

fn open_failure(error: &OpenDbError) -> StorageFailure {
    match error {
        OpenDbError::Base(error) => failure(error),
        OpenDbError::VersionZero | OpenDbError::UnsupportedEnvironment | OpenDbError::NullFactory => {
            StorageFailure::Unreadable
        }
    }
}

fn failure(error: &Error) -> StorageFailure {
    match error {
        Error::DomException(exception) => named(&exception_name(exception)),
        Error::Serialisation(_) | Error::MissingData(_) | Error::Unknown(_) => StorageFailure::Other,
    }
}

fn exception_name(exception: &DomException) -> String {
    exception.as_sys().name()
}

/// The meaning of the names that IndexedDB gives its errors.
fn named(name: &str) -> StorageFailure {
    match name {
        "QuotaExceededError" => StorageFailure::Full,
        "InvalidStateError" | "TransactionInactiveError" => StorageFailure::Closed,
        "VersionError" => StorageFailure::VersionChange,
        "NotFoundError" | "DataError" => StorageFailure::Unreadable,
        _ => StorageFailure::Other,
    }
}
