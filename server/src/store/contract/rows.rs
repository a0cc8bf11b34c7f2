//! Rows, their chain, and snapshots.

use buurtboek_shared::{
    ids::{Chain, DocKind, Hash256, Seq},
    protocol::frames::Row,
};

use super::*;
use crate::store::StoredSnapshot;

contract! {
    rows_follow_one_another,
    a_row_for_another_head_does_not_fit,
    rows_come_in_pages_by_bytes,
    rows_come_back_after_a_restart,
    a_snapshot_replaces_the_one_before,
    a_projection_has_no_rows,
    a_place_beyond_the_end_has_nothing,
}

fn append(store: &mut dyn Subject, doc: DocId, update: &[u8]) -> Committed {
    let commit = appending(store.reader(), doc, update);
    store.commit(commit).unwrap()
}

fn rows_follow_one_another(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let first = append(store, note(1), b"a");
    let second = append(store, note(1), b"b");
    let mut prev = Chain::default();
    for (committed, seq, update) in [(&first, Seq(1), b"a"), (&second, Seq(2), b"b")] {
        let receipt = committed.receipt;
        let mut row = Row {
            seq,
            member: SAMIRA,
            device: TABLET,
            at: Timestamp(2_000),
            update: update.to_vec(),
            seal: Hash256::default(),
        };
        prev = row.chain(note(1), prev);
        row.seal = KEY.seal(prev);
        assert_eq!((receipt.seq, receipt.chain, receipt.seal), (seq, prev, row.seal));
        assert_eq!((receipt.hash, receipt.at), (content_hash(update), Timestamp(2_000)));
        assert_eq!(store.reader().chain_at(note(1), seq).unwrap(), Some(prev));
        assert_eq!(store.reader().rows(note(1), Seq(seq.0 - 1), 1).unwrap(), [row]);
    }
    let header = store.reader().header(note(1)).unwrap().unwrap();
    assert_eq!((header.head, header.chain), (Seq(2), prev));
    assert_eq!(store.reader().chain_at(note(1), Seq(0)).unwrap(), Some(Chain::default()));
    assert_eq!(store.reader().chain_at(note(1), Seq(3)).unwrap(), None);
}

fn a_row_for_another_head_does_not_fit(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let stale = appending(store.reader(), note(1), b"stale");
    append(store, note(1), b"a");
    assert!(matches!(store.commit(stale), Err(CommitError::Moved)));
    let mut forked = appending(store.reader(), note(1), b"forked");
    forked.row.as_mut().unwrap().after.1 = Hash256([3; 32]);
    assert!(matches!(store.commit(forked), Err(CommitError::Moved)), "the chain counts, not the number alone");
    assert_eq!(store.reader().rows(note(1), Seq(0), usize::MAX).unwrap().len(), 1);
}

fn rows_come_in_pages_by_bytes(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    for length in [10, 10, 30, 1] {
        append(store, note(1), &vec![b'x'; length]);
    }
    let page = |after, max_bytes| -> Vec<u64> {
        store.reader().rows(note(1), Seq(after), max_bytes).unwrap().iter().map(|row| row.seq.0).collect()
    };
    assert_eq!(page(0, 20), [1, 2]);
    assert_eq!(page(0, 19), [1]);
    assert_eq!(page(0, 0), [1], "at least one, or a reader would never get past it");
    assert_eq!(page(2, 20), [3], "the one that is larger than the page comes alone");
    assert_eq!(page(2, 31), [3, 4]);
    assert_eq!(page(0, usize::MAX), [1, 2, 3, 4]);
    assert_eq!(page(4, 100), [0; 0]);
}

fn rows_come_back_after_a_restart(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    append(store, note(1), b"a");
    append(store, note(1), b"");
    let before = store.reader().rows(note(1), Seq(0), usize::MAX).unwrap();
    assert_eq!(before.len(), 2);
    store.reopen();
    assert_eq!(store.reader().rows(note(1), Seq(0), usize::MAX).unwrap(), before);
    let third = append(store, note(1), b"c");
    assert_eq!(third.receipt.seq, Seq(3));
}

fn a_snapshot_replaces_the_one_before(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    assert_eq!(store.reader().snapshot(note(1)).unwrap(), None);
    for (update, state) in [(b"a", Some(b"A")), (b"b", None), (b"c", Some(b"C"))] {
        let mut commit = appending(store.reader(), note(1), update);
        commit.row.as_mut().unwrap().snapshot = state.map(|state| state.to_vec());
        store.commit(commit).unwrap();
    }
    store.reopen();
    let chain = store.reader().header(note(1)).unwrap().unwrap().chain;
    let newest = StoredSnapshot { seq: Seq(3), chain, state: b"C".to_vec() };
    assert_eq!(store.reader().snapshot(note(1)).unwrap(), Some(newest));
    assert_eq!(store.reader().rows(note(1), Seq(0), usize::MAX).unwrap().len(), 3, "rows stay");
}

fn a_projection_has_no_rows(store: &mut dyn Subject) {
    let feedback = doc(DocKind::Feedback, 1);
    store.commit(creation(feedback)).unwrap();
    let row = appending(store.reader(), feedback, b"a");
    assert!(matches!(store.commit(row), Err(CommitError::Absent)));
}

fn a_place_beyond_the_end_has_nothing(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    append(store, note(1), b"a");
    for seq in [Seq(2), Seq(1 << 63), Seq(u64::MAX)] {
        assert_eq!(store.reader().rows(note(1), seq, 100).unwrap(), []);
        assert_eq!(store.reader().chain_at(note(1), seq).unwrap(), None);
    }
    assert_eq!(store.reader().rows(note(2), Seq(0), 100).unwrap(), []);
}
