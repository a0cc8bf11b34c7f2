//! What each member is told of.

use buurtboek_shared::{
    ids::{DocKind, Seq},
    protocol::frames::{CatalogueChange, CatalogueEntry, Cursor},
};

use super::*;
use crate::store::ChangePage;

contract! {
    everybody_who_may_open_it_hears_of_a_row,
    nobody_else_hears_of_it,
    a_document_is_told_once_however_much_changed,
    pages_follow_one_another_without_a_hole,
    an_end_is_told_once_and_not_to_a_new_device,
    giving_again_is_told_again,
    giving_what_one_has_is_no_news,
    an_entry_says_what_one_needs_to_fetch_it,
    a_cursor_of_another_life_starts_over,
    one_commit_touches_each_member_once,
    the_log_goes_on_after_a_restart,
    access_begins_at_the_head_of_its_time_and_anew_after_an_end,
}

fn changes(store: &dyn Subject, member: MemberId, after: Cursor) -> ChangePage {
    store.reader().changes(member, after, 100).unwrap()
}

fn docs(page: &ChangePage) -> Vec<DocId> {
    page.entries.iter().map(|entry| entry.doc).collect()
}

fn append(store: &mut dyn Subject, doc: DocId) -> Committed {
    let commit = appending(store.reader(), doc, b"x");
    store.commit(commit).unwrap()
}

fn grant(store: &mut dyn Subject, change: GrantChange) -> Committed {
    let doc = match change {
        GrantChange::Give { doc, .. } | GrantChange::End { doc, .. } => doc,
    };
    store.commit(Commit { grants: vec![change], ..blank(doc) }).unwrap()
}

fn everybody_who_may_open_it_hears_of_a_row(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    grant(store, give(note(1), JOOST, Access::Read));
    let (samira, joost) = (changes(store, SAMIRA, Cursor(0)).cursor, changes(store, JOOST, Cursor(0)).cursor);
    let committed = append(store, note(1));
    assert_eq!(committed.touched, [SAMIRA, JOOST], "the writer too: they have another device");
    for (member, after, access) in [(SAMIRA, samira, Access::Write), (JOOST, joost, Access::Read)] {
        let page = changes(store, member, after);
        let change = CatalogueChange::Stands { seq: Seq(1), access, parent: None, created: Timestamp(1_000) };
        assert_eq!(page.entries, [CatalogueEntry { doc: note(1), change }]);
        assert_eq!((page.cursor, page.remaining), (committed.cursor, 0));
        assert_eq!(changes(store, member, page.cursor).entries, []);
    }
}

fn nobody_else_hears_of_it(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    store.commit(creation(note(2))).unwrap();
    grant(store, give(note(2), JOOST, Access::Read));
    let after = changes(store, JOOST, Cursor(0)).cursor;
    let committed = append(store, note(1));
    assert_eq!(committed.touched, [SAMIRA]);
    assert_eq!(changes(store, JOOST, after).entries, []);
    assert_eq!(changes(store, MARIJKE, Cursor(0)).entries, []);
}

fn a_document_is_told_once_however_much_changed(store: &mut dyn Subject) {
    for number in [1, 2] {
        store.commit(creation(note(number))).unwrap();
    }
    let after = changes(store, SAMIRA, Cursor(0)).cursor;
    for doc in [note(1), note(2), note(1)] {
        append(store, doc);
    }
    let page = changes(store, SAMIRA, after);
    assert_eq!(docs(&page), [note(2), note(1)], "by their last change");
    assert_eq!(docs(&changes(store, SAMIRA, Cursor(0))), [note(2), note(1)]);
}

fn pages_follow_one_another_without_a_hole(store: &mut dyn Subject) {
    // Five documents in one commit: a page may end between them.
    let create = (1..=5).map(|number| header(note(number))).collect();
    let grants = (1..=5).map(|number| give(note(number), SAMIRA, Access::Write)).collect();
    store.commit(Commit { create, grants, ..blank(note(1)) }).unwrap();
    let mut told = Vec::new();
    let mut cursor = Cursor(0);
    for remaining in [3, 1, 0] {
        let page = store.reader().changes(SAMIRA, cursor, 2).unwrap();
        assert_eq!(page.remaining, remaining);
        told.extend(docs(&page));
        cursor = page.cursor;
    }
    assert_eq!(told, [note(1), note(2), note(3), note(4), note(5)]);
    assert_eq!(changes(store, SAMIRA, cursor).entries, []);
}

fn an_end_is_told_once_and_not_to_a_new_device(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    grant(store, give(note(1), JOOST, Access::Write));
    let after = changes(store, JOOST, Cursor(0)).cursor;
    let committed = grant(store, end(note(1), JOOST));
    assert_eq!(committed.touched, [JOOST]);
    assert_eq!(committed.ended, [(note(1), JOOST)]);
    let page = changes(store, JOOST, after);
    assert_eq!(page.entries, [CatalogueEntry { doc: note(1), change: CatalogueChange::Revoked }]);
    assert_eq!(changes(store, JOOST, page.cursor).entries, []);
    let new_device = changes(store, JOOST, Cursor(0));
    assert_eq!((new_device.entries, new_device.remaining), (vec![], 0));
    assert_eq!(new_device.cursor, committed.cursor, "what is over is over for the new device as well");
    // The document goes on without them.
    assert_eq!(append(store, note(1)).touched, [SAMIRA]);
    assert_eq!(changes(store, JOOST, page.cursor).entries, []);
    assert_eq!(store.reader().access(note(1), JOOST).unwrap(), None);
    let again = grant(store, end(note(1), JOOST));
    assert_eq!((again.touched, again.ended), (vec![], vec![]));
}

fn giving_again_is_told_again(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    grant(store, give(note(1), JOOST, Access::Write));
    grant(store, end(note(1), JOOST));
    let after = changes(store, JOOST, Cursor(0)).cursor;
    grant(store, give(note(1), JOOST, Access::Read));
    let page = changes(store, JOOST, after);
    assert!(matches!(
        page.entries[..],
        [CatalogueEntry { change: CatalogueChange::Stands { access: Access::Read, .. }, .. }]
    ));
}

fn giving_what_one_has_is_no_news(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let before = changes(store, SAMIRA, Cursor(0)).cursor;
    let same = grant(store, give(note(1), SAMIRA, Access::Write));
    assert_eq!((same.touched, same.cursor), (vec![], before));
    let less = grant(store, give(note(1), SAMIRA, Access::Read));
    assert_eq!(less.touched, [SAMIRA]);
    assert_eq!(docs(&changes(store, SAMIRA, before)), [note(1)]);
}

fn an_entry_says_what_one_needs_to_fetch_it(store: &mut dyn Subject) {
    let dossier = doc(DocKind::Dossier, 1);
    let child = Header { parent: Some(dossier), created_at: Timestamp(5_000), ..header(note(1)) };
    store
        .commit(Commit {
            create: vec![header(dossier), child],
            grants: vec![give(note(1), SAMIRA, Access::Read)],
            ..blank(note(1))
        })
        .unwrap();
    let change =
        CatalogueChange::Stands { seq: Seq(0), access: Access::Read, parent: Some(dossier), created: Timestamp(5_000) };
    assert_eq!(changes(store, SAMIRA, Cursor(0)).entries, [CatalogueEntry { doc: note(1), change }]);
}

fn a_cursor_of_another_life_starts_over(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let end = changes(store, SAMIRA, Cursor(0)).cursor;
    for beyond in [end.0 + 1, 1 << 63, u64::MAX] {
        let page = changes(store, SAMIRA, Cursor(beyond));
        assert_eq!((docs(&page), page.cursor), (vec![note(1)], end));
    }
}

fn one_commit_touches_each_member_once(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let feedback = doc(DocKind::Feedback, 1);
    store.commit(Commit { grants: vec![give(feedback, SAMIRA, Access::Read)], ..creation(feedback) }).unwrap();
    let after = changes(store, SAMIRA, Cursor(0)).cursor;
    let commit = Commit {
        parts: vec![put(feedback, b"k", b"v")],
        grants: vec![give(note(1), MARIJKE, Access::Read), give(note(1), JOOST, Access::Read), end(note(1), JOOST)],
        ..appending(store.reader(), note(1), b"x")
    };
    let committed = store.commit(commit).unwrap();
    assert_eq!(committed.touched, [SAMIRA, JOOST, MARIJKE]);
    assert_eq!(committed.ended, [(note(1), JOOST)]);
    assert_eq!(docs(&changes(store, SAMIRA, after)), [note(1), feedback]);
    assert_eq!(docs(&changes(store, MARIJKE, Cursor(0))), [note(1)]);
}

fn the_log_goes_on_after_a_restart(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let before = changes(store, SAMIRA, Cursor(0));
    store.reopen();
    assert_eq!(changes(store, SAMIRA, Cursor(0)), before);
    let committed = append(store, note(1));
    assert!(committed.cursor > before.cursor);
    assert_eq!(docs(&changes(store, SAMIRA, before.cursor)), [note(1)]);
}

fn access_begins_at_the_head_of_its_time_and_anew_after_an_end(store: &mut dyn Subject) {
    let began = |store: &dyn Subject, member| store.reader().access_began(note(1), member).unwrap();
    store.commit(creation(note(1))).unwrap();
    append(store, note(1));
    grant(store, give(note(1), JOOST, Access::Read));
    append(store, note(1));
    grant(store, give(note(1), JOOST, Access::Write));
    assert_eq!(began(store, SAMIRA), Some(Seq(0)));
    assert_eq!(began(store, JOOST), Some(Seq(1)), "more access is no new beginning");
    grant(store, end(note(1), JOOST));
    assert_eq!(began(store, JOOST), None);
    append(store, note(1));
    let with_a_row = appending(store.reader(), note(1), b"y");
    let grants = vec![give(note(1), JOOST, Access::Read), give(note(1), MARIJKE, Access::Read)];
    store.commit(Commit { grants, ..with_a_row }).unwrap();
    store.reopen();
    for member in [JOOST, MARIJKE] {
        assert_eq!(began(store, member), Some(Seq(4)), "with the row that gives it");
    }
    assert_eq!(began(store, SAMIRA), Some(Seq(0)));
}
