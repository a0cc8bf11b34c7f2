//! Commits that share one write.

use buurtboek_shared::ids::Seq;

use super::*;
use crate::store::Needed;

contract! {
    each_commit_of_a_group_stands_on_its_own,
    a_commit_sees_those_before_it,
    an_empty_group_has_no_answers,
    access_that_ends_in_a_group_is_over_for_the_rest,
}

fn each_commit_of_a_group_stands_on_its_own(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let row = appending(store.reader(), note(1), b"a");
    let results = store.writer().commit(vec![
        creation(note(2)),
        // Everything of it that was written before it failed is taken back.
        Commit { create: vec![header(note(3)), header(note(1))], ..blank(note(3)) },
        row,
        Commit { grants: vec![give(note(9), JOOST, Access::Read)], ..blank(note(1)) },
        creation(note(4)),
    ]);
    assert!(matches!(results[..], [Ok(_), Err(CommitError::Exists), Ok(_), Err(CommitError::Absent), Ok(_)]));
    store.reopen();
    let there = |doc| store.reader().header(doc).unwrap().is_some();
    assert_eq!([note(2), note(3), note(4)].map(there), [true, false, true]);
    assert_eq!(store.reader().header(note(1)).unwrap().unwrap().head, Seq(1));
}

fn a_commit_sees_those_before_it(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let push = with_batch(appending(store.reader(), note(1), b"a"), 1);
    let rival = with_batch(appending(store.reader(), note(1), b"b"), 2);
    let results = store.writer().commit(vec![push.clone(), push, rival]);
    assert!(matches!(results[..], [Ok(_), Err(CommitError::Known(_)), Err(CommitError::Moved)]));
}

fn an_empty_group_has_no_answers(store: &mut dyn Subject) {
    assert!(store.writer().commit(Vec::new()).is_empty());
}

fn access_that_ends_in_a_group_is_over_for_the_rest(store: &mut dyn Subject) {
    store.commit(Commit { grants: vec![give(note(1), JOOST, Access::Write)], ..creation(note(1)) }).unwrap();
    let ending = Commit { grants: vec![end(note(1), JOOST)], ..blank(note(1)) };
    let needs = Some(Needed { doc: note(1), access: Access::Write });
    let push = Commit { member: JOOST, device: PHONE, needs, ..appending(store.reader(), note(1), b"late") };
    let results = store.writer().commit(vec![ending, push]);
    assert!(matches!(results[..], [Ok(_), Err(CommitError::NoAccess)]));
}
