//! A batch or command that comes again.

use buurtboek_shared::ids::{BatchNo, CommandId};

use super::*;
use crate::store::{KnownBatch, Needed};

contract! {
    a_repeated_batch_gets_the_first_answer,
    a_number_used_for_something_else_is_said,
    numbers_count_per_device,
    a_repeated_command_gets_the_first_answer,
    a_commit_that_failed_leaves_its_number_free,
    a_repeat_is_known_though_access_ended,
    numbers_of_any_size_are_remembered,
}

fn a_repeated_batch_gets_the_first_answer(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let push = with_batch(appending(store.reader(), note(1), b"a"), 7);
    let first = store.commit(push.clone()).unwrap();
    for _ in 0..2 {
        let later = Commit { at: Timestamp(9_000), ..push.clone() };
        match store.commit(later) {
            Err(CommitError::Known(receipt)) => assert_eq!(receipt, first.receipt),
            other => panic!("{other:?}"),
        }
        let known = KnownBatch { doc: note(1), receipt: first.receipt };
        assert_eq!(store.reader().batch(TABLET, BatchNo(7)).unwrap(), Some(known));
        assert_eq!(store.reader().batch(TABLET, BatchNo(8)).unwrap(), None);
        store.reopen();
    }
    assert_eq!(store.reader().header(note(1)).unwrap().unwrap().head.0, 1, "there once");
}

fn a_number_used_for_something_else_is_said(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    store.commit(creation(note(2))).unwrap();
    let first = with_batch(appending(store.reader(), note(1), b"a"), 7);
    store.commit(first).unwrap();
    let other_bytes = with_batch(appending(store.reader(), note(1), b"b"), 7);
    assert!(matches!(store.commit(other_bytes), Err(CommitError::NumberReused)));
    let other_document = with_batch(appending(store.reader(), note(2), b"a"), 7);
    assert!(matches!(store.commit(other_document), Err(CommitError::NumberReused)));
}

fn numbers_count_per_device(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let tablet = with_batch(appending(store.reader(), note(1), b"a"), 1);
    store.commit(tablet).unwrap();
    let phone = Commit { device: PHONE, ..with_batch(appending(store.reader(), note(1), b"b"), 1) };
    store.commit(phone).unwrap();
    assert_ne!(
        store.reader().batch(TABLET, BatchNo(1)).unwrap().unwrap().receipt,
        store.reader().batch(PHONE, BatchNo(1)).unwrap().unwrap().receipt,
    );
}

fn a_repeated_command_gets_the_first_answer(store: &mut dyn Subject) {
    let id = CommandId::from_bytes([0xc0; 16]);
    store.commit(creation(note(1))).unwrap();
    let command = Commit { command: Some(id), ..with_batch(appending(store.reader(), note(1), b"finalise"), 3) };
    let first = store.commit(command.clone()).unwrap();
    assert_eq!(store.reader().command(id).unwrap(), Some(KnownBatch { doc: note(1), receipt: first.receipt }));
    // Delivered again under a new number, from a device that was set up anew.
    let again = Commit { batch: Some(BatchNo(4)), device: PHONE, ..command.clone() };
    assert!(matches!(store.commit(again), Err(CommitError::Known(receipt)) if receipt == first.receipt));
    let other = Commit { batch: Some(BatchNo(5)), hash: content_hash(b"close"), ..command };
    assert!(matches!(store.commit(other), Err(CommitError::NumberReused)));
    store.reopen();
    assert!(store.reader().command(id).unwrap().is_some());
    assert_eq!(store.reader().command(CommandId::from_bytes([1; 16])).unwrap(), None);
}

fn a_commit_that_failed_leaves_its_number_free(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let stale = with_batch(appending(store.reader(), note(1), b"b"), 2);
    let first = with_batch(appending(store.reader(), note(1), b"a"), 1);
    store.commit(first).unwrap();
    assert!(matches!(store.commit(stale), Err(CommitError::Moved)));
    assert_eq!(store.reader().batch(TABLET, BatchNo(2)).unwrap(), None);
    let retry = with_batch(appending(store.reader(), note(1), b"b"), 2);
    store.commit(retry).unwrap();
}

fn a_repeat_is_known_though_access_ended(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let needs = Some(Needed { doc: note(1), access: Access::Write });
    let push = Commit { needs, ..with_batch(appending(store.reader(), note(1), b"a"), 1) };
    store.commit(push.clone()).unwrap();
    store.commit(Commit { grants: vec![end(note(1), SAMIRA)], ..blank(note(1)) }).unwrap();
    assert!(matches!(store.commit(push), Err(CommitError::Known(_))), "it was committed when it was allowed");
}

fn numbers_of_any_size_are_remembered(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    for number in [0, 1 << 63, u64::MAX] {
        let push = with_batch(appending(store.reader(), note(1), b"a"), number);
        store.commit(push).unwrap();
        assert!(store.reader().batch(TABLET, BatchNo(number)).unwrap().is_some());
    }
}
