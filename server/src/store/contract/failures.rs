//! A full disk, and refused bytes.

use buurtboek_shared::ids::Seq;

use super::*;
use crate::store::{
    CommitError, Quarantined,
    quarantine::{DEVICE_RECORD, Origin},
};

contract! {
    a_full_disk_keeps_nothing_of_the_group,
    a_full_disk_heals,
    a_probe_tells_of_a_full_disk,
    refused_bytes_are_kept,
    the_same_refused_bytes_are_kept_once,
    no_more_of_one_member_is_kept_than_may_be,
}

/// More than any page that is free by chance.
fn large() -> Vec<u8> {
    vec![7; 256 * 1024]
}

fn a_full_disk_keeps_nothing_of_the_group(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let small = appending(store.reader(), note(1), b"a");
    let big = with_batch(appending(store.reader(), note(1), &large()), 1);
    store.fill_disk();
    let results = store.writer().commit(vec![
        Commit { create: vec![header(note(2))], ..blank(note(2)) },
        Commit { row: None, ..blank(note(9)) },
        big.clone(),
        small,
    ]);
    assert_eq!(results.len(), 4);
    assert!(
        results.iter().all(|result| matches!(result, Err(CommitError::Storage(_)))),
        "also what would have been refused: {results:?}"
    );
    for _ in 0..2 {
        assert_eq!(store.reader().header(note(2)).unwrap(), None);
        assert_eq!(store.reader().header(note(1)).unwrap().unwrap().head, Seq(0));
        assert_eq!(store.reader().batch(TABLET, BatchNo(1)).unwrap(), None);
        store.reopen();
    }
}

fn a_full_disk_heals(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    store.fill_disk();
    let big = with_batch(appending(store.reader(), note(1), &large()), 1);
    for _ in 0..3 {
        assert!(matches!(store.commit(big.clone()), Err(CommitError::Storage(_))));
    }
    store.free_disk();
    store.writer().probe().unwrap();
    let committed = store.commit(big.clone()).unwrap();
    assert_eq!(committed.receipt.seq, Seq(1));
    assert!(matches!(store.commit(big), Err(CommitError::Known(_))));
}

fn a_probe_tells_of_a_full_disk(store: &mut dyn Subject) {
    store.fill_disk();
    for _ in 0..2 {
        assert!(matches!(store.writer().probe(), Err(CommitError::Storage(_))));
    }
    store.free_disk();
    for _ in 0..2 {
        store.writer().probe().unwrap();
    }
}

fn refused(bytes: &[u8], reason: &str) -> Quarantined {
    Quarantined {
        doc: note(1),
        member: JOOST,
        device: PHONE,
        at: Timestamp(3_000),
        reason: reason.to_owned(),
        bytes: bytes.to_vec(),
    }
}

fn refused_bytes_are_kept(store: &mut dyn Subject) {
    // For a document that does not exist, too.
    let kept = [refused(b"bomb", "malformed"), refused(b"", "malformed"), refused(b"bomb", "frozen")];
    for refused in &kept {
        store.writer().quarantine(refused.clone()).unwrap();
    }
    store.reopen();
    assert_eq!(store.reader().quarantine(note(1)).unwrap(), kept);
    assert_eq!(store.reader().quarantine(note(2)).unwrap(), []);
}

fn the_same_refused_bytes_are_kept_once(store: &mut dyn Subject) {
    let first = refused(b"bomb", "malformed");
    store.writer().quarantine(first.clone()).unwrap();
    store.writer().quarantine(Quarantined { at: Timestamp(4_000), ..first.clone() }).unwrap();
    assert_eq!(store.reader().quarantine(note(1)).unwrap(), std::slice::from_ref(&first));
    store.writer().quarantine(Quarantined { device: TABLET, ..first }).unwrap();
    assert_eq!(store.reader().quarantine(note(1)).unwrap().len(), 2, "from another device it is another thing");
}

fn no_more_of_one_member_is_kept_than_may_be(store: &mut dyn Subject) {
    let most = Origin::Device.most();
    for number in 0..most.count {
        store.writer().quarantine(refused(&number.to_be_bytes(), DEVICE_RECORD)).unwrap();
    }
    let full =
        |store: &mut dyn Subject, kept| matches!(store.writer().quarantine(kept), Err(CommitError::QuarantineFull));
    let more = refused(b"one more", DEVICE_RECORD);
    assert!(full(store, more.clone()));
    assert!(full(store, Quarantined { device: TABLET, ..more.clone() }), "on another device it is the same member's");
    store.writer().quarantine(refused(&0_u64.to_be_bytes(), DEVICE_RECORD)).unwrap();
    assert_eq!(store.reader().quarantine(note(1)).unwrap().len() as u64, most.count, "the same again takes no room");
    store.writer().quarantine(Quarantined { member: SAMIRA, ..more }).unwrap();
    let whole = vec![0; usize::try_from(Origin::Refused.most().bytes).unwrap()];
    assert!(full(store, refused(&[&whole[..], b"!"].concat(), "malformed")));
    store.writer().quarantine(refused(&whole, "malformed")).unwrap();
    assert!(full(store, refused(b"!", "malformed")));
}
