//! What every database promises. The same checks run natively, and in a browser over the real one.

#![allow(unreachable_pub, clippy::unwrap_used, reason = "a test, named by whoever runs it, natively and in a browser")]

use std::rc::Rc;

use buurtboek_client::storage::{
    database::{Bucket, Database, KeySpan, Mode},
    failure::StorageFailure,
    sealed::Sealed,
};
use futures_util::future::join;

type Db = Rc<dyn Database>;

/// Runs every check, each on a fresh database.
pub async fn check_all(fresh: impl Fn() -> Db) {
    what_is_committed_is_there(fresh()).await;
    what_is_dropped_never_happened(fresh()).await;
    a_transaction_sees_its_own_writes(fresh()).await;
    spans_are_ordered_and_half_open(fresh()).await;
    buckets_are_apart(fresh()).await;
    writers_take_turns(fresh()).await;
    readers_see_one_moment(fresh()).await;
    large_values_and_empty_ones_come_back(fresh()).await;
    readers_do_not_write(fresh()).await;
}

fn value(text: &str) -> Sealed {
    Sealed::from_bytes(text.as_bytes().to_vec())
}

async fn put(db: &Db, bucket: Bucket, key: &[u8], text: &str) {
    let write = db.begin(Mode::Write).await.unwrap();
    write.put(bucket, key.to_vec(), value(text)).unwrap();
    write.commit().await.unwrap();
}

async fn get(db: &Db, bucket: Bucket, key: &[u8]) -> Option<Sealed> {
    db.begin(Mode::Read).await.unwrap().get(bucket, key.to_vec()).await.unwrap()
}

async fn what_is_committed_is_there(db: Db) {
    put(&db, Bucket::Meta, b"key", "one").await;
    assert_eq!(get(&db, Bucket::Meta, b"key").await, Some(value("one")));
    put(&db, Bucket::Meta, b"key", "two").await;
    assert_eq!(get(&db, Bucket::Meta, b"key").await, Some(value("two")), "written over");
    let write = db.begin(Mode::Write).await.unwrap();
    write.delete(Bucket::Meta, b"key".to_vec()).unwrap();
    write.delete(Bucket::Meta, b"absent".to_vec()).unwrap();
    write.commit().await.unwrap();
    assert_eq!(get(&db, Bucket::Meta, b"key").await, None);
}

async fn what_is_dropped_never_happened(db: Db) {
    put(&db, Bucket::Meta, b"key", "before").await;
    let write = db.begin(Mode::Write).await.unwrap();
    write.put(Bucket::Meta, b"key".to_vec(), value("after")).unwrap();
    write.put(Bucket::Outbox, b"other".to_vec(), value("after")).unwrap();
    // Waited for, so that the writes have really been made.
    write.get(Bucket::Meta, b"key".to_vec()).await.unwrap();
    drop(write);
    assert_eq!(get(&db, Bucket::Meta, b"key").await, Some(value("before")));
    assert_eq!(get(&db, Bucket::Outbox, b"other").await, None);
}

async fn a_transaction_sees_its_own_writes(db: Db) {
    let write = db.begin(Mode::Write).await.unwrap();
    write.put(Bucket::Base, b"a".to_vec(), value("1")).unwrap();
    write.put(Bucket::Base, b"b".to_vec(), value("2")).unwrap();
    write.delete(Bucket::Base, b"a".to_vec()).unwrap();
    let seen = write.range(Bucket::Base, KeySpan::all()).await.unwrap();
    assert_eq!(seen, [(b"b".to_vec(), value("2"))]);
    write.commit().await.unwrap();
}

async fn spans_are_ordered_and_half_open(db: Db) {
    let write = db.begin(Mode::Write).await.unwrap();
    for key in [&[2_u8, 0][..], &[1], &[255, 255, 255, 255, 255, 255, 255, 255], &[2], &[1, 255], &[3], &[0]] {
        write.put(Bucket::Log, key.to_vec(), value("x")).unwrap();
    }
    write.commit().await.unwrap();
    let read = db.begin(Mode::Read).await.unwrap();
    let keys = read.keys(Bucket::Log, KeySpan { from: vec![1], to: vec![2, 0] }).await.unwrap();
    assert_eq!(keys, [vec![1], vec![1, 255], vec![2]]);
    let keys = read.keys(Bucket::Log, KeySpan::prefix(&[2])).await.unwrap();
    assert_eq!(keys, [vec![2], vec![2, 0]]);
    let all = read.range(Bucket::Log, KeySpan::all()).await.unwrap();
    assert_eq!(all.len(), 7);
    assert!(all.windows(2).all(|pair| pair[0].0 < pair[1].0));
}

async fn buckets_are_apart(db: Db) {
    for bucket in Bucket::ALL {
        put(&db, bucket, b"key", bucket.name()).await;
    }
    for bucket in Bucket::ALL {
        assert_eq!(get(&db, bucket, b"key").await, Some(value(bucket.name())));
    }
}

async fn writers_take_turns(db: Db) {
    let add = async |letter: &str| {
        let write = db.begin(Mode::Write).await.unwrap();
        let before = write.get(Bucket::Meta, b"word".to_vec()).await.unwrap();
        let mut word = before.map(|sealed| sealed.as_bytes().to_vec()).unwrap_or_default();
        word.extend(letter.as_bytes());
        write.put(Bucket::Meta, b"word".to_vec(), Sealed::from_bytes(word)).unwrap();
        write.commit().await.unwrap();
    };
    join(join(add("a"), add("b")), add("c")).await;
    let word = get(&db, Bucket::Meta, b"word").await.unwrap();
    assert_eq!(word.as_bytes().len(), 3, "no writer overwrote another");
}

async fn readers_see_one_moment(db: Db) {
    put(&db, Bucket::Meta, b"a", "old").await;
    put(&db, Bucket::Meta, b"b", "old").await;
    let reader = async {
        let read = db.begin(Mode::Read).await.unwrap();
        let a = read.get(Bucket::Meta, b"a".to_vec()).await.unwrap();
        let b = read.get(Bucket::Meta, b"b".to_vec()).await.unwrap();
        assert_eq!(a, b, "half of a transaction was seen");
    };
    let writer = async {
        let write = db.begin(Mode::Write).await.unwrap();
        write.put(Bucket::Meta, b"a".to_vec(), value("new")).unwrap();
        write.get(Bucket::Meta, b"a".to_vec()).await.unwrap();
        write.put(Bucket::Meta, b"b".to_vec(), value("new")).unwrap();
        write.commit().await.unwrap();
    };
    join(reader, writer).await;
}

async fn large_values_and_empty_ones_come_back(db: Db) {
    let large = Sealed::from_bytes((0..3_000_000_u32).map(|number| number.to_le_bytes()[0]).collect());
    let write = db.begin(Mode::Write).await.unwrap();
    write.put(Bucket::Base, b"large".to_vec(), large.clone()).unwrap();
    write.put(Bucket::Base, b"empty".to_vec(), Sealed::from_bytes(Vec::new())).unwrap();
    write.commit().await.unwrap();
    assert!(get(&db, Bucket::Base, b"large").await == Some(large));
    assert_eq!(get(&db, Bucket::Base, b"empty").await, Some(Sealed::from_bytes(Vec::new())));
}

async fn readers_do_not_write(db: Db) {
    let read = db.begin(Mode::Read).await.unwrap();
    let refused: Result<(), StorageFailure> = read.put(Bucket::Meta, b"key".to_vec(), value("x"));
    assert!(refused.is_err());
    drop(read);
    assert_eq!(get(&db, Bucket::Meta, b"key").await, None);
}
