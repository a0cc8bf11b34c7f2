//! Making documents, and what is known of them.

use buurtboek_shared::{
    domain::{access::Access, role::Role},
    ids::{Chain, DocKind, Hash256, Seq, YClient},
};

use super::*;
use crate::store::{Binding, Grant, Needed};

contract! {
    a_document_that_was_made_is_there,
    a_header_starts_empty_whatever_it_says,
    a_document_is_made_once,
    a_parent_has_to_exist,
    documents_are_listed_by_id_and_paged,
    a_commit_needs_its_document,
    a_client_id_belongs_to_one_writer,
    the_needed_access_is_checked_again,
    members_of_a_team_are_listed_by_id,
    the_generation_stays,
}

fn a_document_that_was_made_is_there(store: &mut dyn Subject) {
    assert_eq!(store.reader().header(note(1)).unwrap(), None);
    let committed = store.commit(creation(note(1))).unwrap();
    assert_eq!(committed.receipt.seq, Seq(0));
    assert_eq!((committed.receipt.chain, committed.receipt.seal), (Chain::default(), Hash256::default()));
    assert_eq!(store.reader().header(note(1)).unwrap(), Some(header(note(1))));
    assert_eq!(store.reader().access(note(1), SAMIRA).unwrap(), Some(Access::Write));
    assert_eq!(store.reader().access(note(1), JOOST).unwrap(), None);
    store.reopen();
    assert_eq!(store.reader().header(note(1)).unwrap(), Some(header(note(1))));
    let grant = Grant { doc: note(1), member: SAMIRA, access: Access::Write };
    assert_eq!(store.reader().grants(note(1)).unwrap(), [grant]);
}

fn a_header_starts_empty_whatever_it_says(store: &mut dyn Subject) {
    let told = Header { head: Seq(9), chain: Hash256([1; 32]), ..header(note(1)) };
    store.commit(Commit { create: vec![told], ..blank(note(1)) }).unwrap();
    assert_eq!(store.reader().header(note(1)).unwrap(), Some(header(note(1))));
}

fn a_document_is_made_once(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    assert!(matches!(store.commit(creation(note(1))), Err(CommitError::Exists)));
    let twice = Commit { create: vec![header(note(2)), header(note(2))], ..blank(note(2)) };
    assert!(matches!(store.commit(twice), Err(CommitError::Exists)));
    assert_eq!(store.reader().header(note(2)).unwrap(), None);
}

fn a_parent_has_to_exist(store: &mut dyn Subject) {
    let dossier = doc(DocKind::Dossier, 1);
    let child = Header { parent: Some(dossier), ..header(note(1)) };
    let orphan = Commit { create: vec![child.clone()], ..blank(note(1)) };
    assert!(matches!(store.commit(orphan), Err(CommitError::Absent)));
    // In order: the parent may be made by the same commit, before the child.
    let wrong_order = Commit { create: vec![child.clone(), header(dossier)], ..blank(note(1)) };
    assert!(matches!(store.commit(wrong_order), Err(CommitError::Absent)));
    store.commit(Commit { create: vec![header(dossier), child.clone()], ..blank(note(1)) }).unwrap();
    assert_eq!(store.reader().header(note(1)).unwrap(), Some(child));
}

fn documents_are_listed_by_id_and_paged(store: &mut dyn Subject) {
    let docs = [doc(DocKind::Signal, 7), doc(DocKind::Dossier, 1), note(1), note(2), note(3)];
    for doc in [docs[3], docs[0], docs[4], docs[1], docs[2]] {
        store.commit(creation(doc)).unwrap();
    }
    store.commit(Commit { grants: vec![end(note(2), SAMIRA)], ..blank(note(2)) }).unwrap();
    let list = |after, limit| -> Vec<_> {
        store.reader().documents(SAMIRA, after, limit).unwrap().into_iter().map(|header| header.doc).collect()
    };
    assert_eq!(list(None, 10), [docs[0], docs[1], docs[2], docs[4]]);
    assert_eq!(list(None, 2), [docs[0], docs[1]]);
    assert_eq!(list(Some(docs[1]), 2), [docs[2], docs[4]]);
    assert_eq!(list(Some(docs[4]), 2), []);
    assert_eq!(list(None, 0), []);
    assert_eq!(store.reader().documents(JOOST, None, 10).unwrap(), []);
}

fn a_commit_needs_its_document(store: &mut dyn Subject) {
    assert!(matches!(store.commit(blank(note(1))), Err(CommitError::Absent)));
    let row = appending(store.reader(), note(1), b"a");
    assert!(matches!(store.commit(row), Err(CommitError::Absent)));
    let grant = Commit { grants: vec![give(note(9), JOOST, Access::Read)], ..creation(note(1)) };
    assert!(matches!(store.commit(grant), Err(CommitError::Absent)));
    assert_eq!(store.reader().header(note(1)).unwrap(), None, "nothing is kept of a commit that failed");
    // Ending what nobody has is no reason to fail.
    store.commit(Commit { grants: vec![end(note(9), JOOST)], ..creation(note(1)) }).unwrap();
}

fn a_client_id_belongs_to_one_writer(store: &mut dyn Subject) {
    let big = YClient((1 << 53) - 1);
    let mine = Binding { client: YClient(5), member: SAMIRA, device: Some(TABLET) };
    let stock = Binding { client: big, member: SAMIRA, device: None };
    store.commit(Commit { bind: vec![stock, mine], ..creation(note(1)) }).unwrap();
    store.commit(Commit { bind: vec![mine], ..blank(note(1)) }).unwrap();
    for other in [
        Binding { member: JOOST, ..mine },
        Binding { device: Some(PHONE), ..mine },
        Binding { device: None, ..mine },
        Binding { device: Some(TABLET), ..stock },
    ] {
        let free = Binding { client: YClient(6), ..other };
        let commit = Commit { bind: vec![free, other], ..blank(note(1)) };
        match store.commit(commit) {
            Err(CommitError::BoundElsewhere(client)) => assert_eq!(client, other.client),
            other => panic!("{other:?}"),
        }
    }
    let both = Commit {
        bind: vec![Binding { client: YClient(6), ..mine }, Binding { client: YClient(6), ..stock }],
        ..blank(note(1))
    };
    assert!(matches!(store.commit(both), Err(CommitError::BoundElsewhere(YClient(6)))));
    assert_eq!(store.reader().bindings(note(1)).unwrap(), [mine, stock], "by client, and nothing of what failed");
    // In another document the same client id is another one.
    store.commit(Commit { bind: vec![Binding { member: JOOST, ..mine }], ..creation(note(2)) }).unwrap();
    store.reopen();
    assert_eq!(store.reader().bindings(note(1)).unwrap(), [mine, stock]);
}

fn the_needed_access_is_checked_again(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let needs = |access| Commit { needs: Some(Needed { doc: note(1), access }), ..blank(note(1)) };
    store.commit(needs(Access::Write)).unwrap();
    store.commit(needs(Access::Read)).unwrap();
    store.commit(Commit { grants: vec![give(note(1), SAMIRA, Access::Read)], ..blank(note(1)) }).unwrap();
    assert!(matches!(store.commit(needs(Access::Write)), Err(CommitError::NoAccess)));
    store.commit(needs(Access::Read)).unwrap();
    store.commit(Commit { grants: vec![end(note(1), SAMIRA)], ..blank(note(1)) }).unwrap();
    assert!(matches!(store.commit(needs(Access::Read)), Err(CommitError::NoAccess)));
    let of_nothing = Commit { needs: Some(Needed { doc: note(9), access: Access::Read }), ..blank(note(1)) };
    assert!(matches!(store.commit(of_nothing), Err(CommitError::NoAccess)));
    // What the commit itself gives is no ground for it.
    let own = Commit { needs: Some(Needed { doc: note(2), access: Access::Write }), ..creation(note(2)) };
    assert!(matches!(store.commit(own), Err(CommitError::NoAccess)));
}

fn members_of_a_team_are_listed_by_id(store: &mut dyn Subject) {
    let marijke = TeamMember { member: MARIJKE, role: Role::Coordinator };
    let samira = TeamMember { member: SAMIRA, role: Role::Professional };
    store.add_member(TEAM, marijke);
    store.add_member(TEAM, samira);
    assert_eq!(store.reader().members(TEAM).unwrap(), [samira, marijke]);
    assert_eq!(store.reader().members(TeamId::from_bytes([1; 16])).unwrap(), []);
}

fn the_generation_stays(store: &mut dyn Subject) {
    let generation = store.reader().generation().unwrap();
    store.commit(creation(note(1))).unwrap();
    store.reopen();
    assert_eq!(store.reader().generation().unwrap(), generation);
}
