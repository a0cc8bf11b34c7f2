//! Projections: versions and parts.

use buurtboek_shared::{
    ids::{DocKind, Seq},
    protocol::{frames::Cursor, limits::SCHEMA},
};

use super::*;
use crate::store::StoredProjection;

contract! {
    a_projection_is_made_by_its_first_part,
    a_version_grows_once_per_commit,
    writing_the_same_is_no_writing,
    parts_stand_by_key,
    a_yrs_document_has_no_parts,
    a_part_may_be_granted_by_its_own_commit,
    whoever_comes_second_finds_the_projection_made_and_granted,
}

fn feedback() -> DocId {
    doc(DocKind::Feedback, 1)
}

fn put_all(store: &mut dyn Subject, parts: &[(&[u8], &[u8])]) -> Committed {
    let parts = parts.iter().map(|(key, value)| put(feedback(), key, value)).collect();
    store.commit(Commit { parts, ..blank(feedback()) }).unwrap()
}

fn version(store: &dyn Subject) -> Seq {
    store.reader().projection(feedback()).unwrap().unwrap().version
}

fn a_projection_is_made_by_its_first_part(store: &mut dyn Subject) {
    assert_eq!(store.reader().projection(feedback()).unwrap(), None);
    let committed = put_all(store, &[(b"k", b"v")]);
    assert_eq!(committed.projections, [feedback()]);
    assert_eq!(committed.receipt.seq, Seq(0));
    let header = store.reader().header(feedback()).unwrap().unwrap();
    assert_eq!(
        (header.team, header.created_by, header.created_at, header.schema, header.parent, header.head),
        (TEAM, SAMIRA, Timestamp(2_000), SCHEMA, None, Seq(1))
    );
    store.reopen();
    let parts = vec![Part { key: b"k".to_vec(), value: b"v".to_vec() }];
    assert_eq!(store.reader().projection(feedback()).unwrap(), Some(StoredProjection { version: Seq(1), parts }));
}

fn a_version_grows_once_per_commit(store: &mut dyn Subject) {
    store.commit(Commit { grants: vec![give(feedback(), JOOST, Access::Read)], ..creation(feedback()) }).unwrap();
    assert_eq!(store.reader().projection(feedback()).unwrap(), None, "made, but nothing is written");
    put_all(store, &[(b"a", b"1"), (b"b", b"1")]);
    assert_eq!(version(store), Seq(1));
    let after = store.reader().changes(JOOST, Cursor(0), 9).unwrap().cursor;
    let committed = put_all(store, &[(b"a", b"2")]);
    assert_eq!(committed.touched, [JOOST]);
    assert_eq!(version(store), Seq(2));
    assert_eq!(store.reader().changes(JOOST, after, 9).unwrap().entries.len(), 1);
}

fn writing_the_same_is_no_writing(store: &mut dyn Subject) {
    let grants = vec![give(feedback(), JOOST, Access::Read)];
    store.commit(Commit { parts: vec![put(feedback(), b"a", b"1")], grants, ..blank(feedback()) }).unwrap();
    let after = store.reader().changes(JOOST, Cursor(0), 9).unwrap().cursor;
    let committed = put_all(store, &[(b"a", b"1")]);
    assert_eq!((committed.touched, committed.projections), (vec![], vec![]));
    assert_eq!(version(store), Seq(1));
    assert_eq!(store.reader().changes(JOOST, after, 9).unwrap().entries, []);
}

fn parts_stand_by_key(store: &mut dyn Subject) {
    put_all(store, &[(b"b", b"1"), (b"a", b"2"), (b"ab", b""), (b"\xff", b"3"), (b"b", b"4")]);
    let projection = store.reader().projection(feedback()).unwrap().unwrap();
    let parts: Vec<(&[u8], &[u8])> =
        projection.parts.iter().map(|part| (part.key.as_slice(), part.value.as_slice())).collect();
    let expected: [(&[u8], &[u8]); 4] = [(b"a", b"2"), (b"ab", b""), (b"b", b"4"), (b"\xff", b"3")];
    assert_eq!(parts, expected);
}

fn a_yrs_document_has_no_parts(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let commit = Commit { parts: vec![put(note(1), b"k", b"v")], ..blank(note(1)) };
    assert!(matches!(store.commit(commit), Err(CommitError::Absent)));
    assert_eq!(store.reader().projection(note(1)).unwrap(), None);
}

fn a_part_may_be_granted_by_its_own_commit(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let commit = Commit {
        parts: vec![put(feedback(), b"k", b"v")],
        grants: vec![give(feedback(), JOOST, Access::Read)],
        ..appending(store.reader(), note(1), b"x")
    };
    let committed = store.commit(commit).unwrap();
    assert_eq!(committed.touched, [SAMIRA, JOOST]);
    assert_eq!(store.reader().changes(JOOST, Cursor(0), 9).unwrap().entries.len(), 1);
}

/// Two documents' tasks that both saw no projection: nothing of the second is refused.
fn whoever_comes_second_finds_the_projection_made_and_granted(store: &mut dyn Subject) {
    for (number, key) in [(1, b"a"), (2, b"b")] {
        store.commit(creation(note(number))).unwrap();
        let commit = Commit {
            parts: vec![put(feedback(), key, b"v")],
            grants: vec![give(feedback(), SAMIRA, Access::Read)],
            ..appending(store.reader(), note(number), b"x")
        };
        store.commit(commit).unwrap();
    }
    assert_eq!(store.reader().access(feedback(), SAMIRA).unwrap(), Some(Access::Read));
    assert_eq!(store.reader().projection(feedback()).unwrap().unwrap().parts.len(), 2);
    assert_eq!(version(store), Seq(2));
}
