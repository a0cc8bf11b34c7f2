//! What ends a signal, or an exploration, is offered as it was on the screen: the document, and the words of the reporter
//! beside it.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

use std::rc::Rc;

use buurtboek_client::storage::{
    database::Database,
    device_store::{DeviceStore, NewItem, NewLocal},
    memory::MemoryDatabase,
    records::{Pending, TabId},
};
use buurtboek_shared::{
    doc::{
        entries::Entry,
        schema,
        write::{Intent, open_doc, write},
    },
    domain::{
        command::{Command, CommandAction, Outcome, Shown},
        triage::Remark,
    },
    ids::{BatchNo, Chain, CommandId, DeviceId, DocId, DocKind, EntryId, Hash256, Id128, MemberId, Seq},
    protocol::{
        client_events::Persist,
        frames::{Access, CatalogueChange, CatalogueEntry, Cursor, Generation, Receipt, Row},
        outgoing::OutgoingItem,
    },
    time::Timestamp,
};
use futures_executor::block_on;

const ME: MemberId = MemberId::from_bytes([1; 16]);
const DEVICE: DeviceId = DeviceId::from_bytes([3; 16]);
const TRIAGE: DocId = DocId::new(DocKind::Triage, Id128([5; 16]));
const NOW: Timestamp = Timestamp(1_000);
const NOTHING: Shown = Shown { seq: Seq(0), chain: Hash256([0; 32]) };

/// A device on which a triage stands, with this version of its intake.
fn device(intake: u64) -> DeviceStore {
    let database: Rc<dyn Database> = Rc::new(MemoryDatabase::default());
    let store = DeviceStore::new(database, ME, DEVICE, TabId(1));
    let change = CatalogueChange::Stands { seq: Seq(0), access: Access::Write, parent: None, created: Timestamp(5) };
    let entries = [DocKind::Triage, DocKind::Intake].map(|kind| CatalogueEntry { doc: TRIAGE.sibling(kind), change });
    apply(&store, Persist::Catalogue { entries: entries.to_vec(), cursor: Cursor(1), generation: Generation(1) });
    reported(&store, intake);
    store
}

fn reported(store: &DeviceStore, version: u64) {
    let doc = TRIAGE.sibling(DocKind::Intake);
    apply(store, Persist::Projection { doc, version: Seq(version), value: Vec::new() });
}

fn apply(store: &DeviceStore, persist: Persist) {
    block_on(store.apply(vec![persist], NOW, Id128::default)).unwrap();
}

fn append(store: &DeviceStore, item: NewItem) {
    append_to(store, TRIAGE, item);
}

fn append_to(store: &DeviceStore, doc: DocId, item: NewItem) {
    let items = vec![item];
    let local =
        NewLocal { doc, items, lineage: None, digest: None, instead_of_draft: None, instead_of_rescue: None, at: NOW };
    block_on(store.append(local, Id128::default)).unwrap();
}

fn close() -> NewItem {
    let action = CommandAction::Close { outcome: Outcome::Helped, note: None };
    let id = CommandId::from_bytes([7; 16]);
    NewItem::Command(Command { id, doc: TRIAGE, expects: Some(NOTHING), decided_at: NOW, action })
}

/// What a command that may be offered says was shown.
fn offered(store: &DeviceStore) -> Vec<Option<Shown>> {
    offered_of(store, TRIAGE)
}

fn offered_of(store: &DeviceStore, doc: DocId) -> Vec<Option<Shown>> {
    let pending = block_on(store.load(doc, NOW)).unwrap().unwrap().pending;
    let offered = pending.into_iter().filter_map(|(batch, pending)| Pending::outgoing(pending, doc, batch));
    let shown = |item| match item {
        OutgoingItem::Command(command) => Some(command.expects),
        OutgoingItem::Create(_) | OutgoingItem::Update(_) | OutgoingItem::HandOver(_) => None,
    };
    offered.filter_map(|outgoing| shown(outgoing.item)).collect()
}

#[test]
fn an_end_says_which_words_of_the_reporter_were_on_the_screen() {
    let store = device(4);
    append(&store, close());
    assert_eq!(offered(&store), [Some(NOTHING.with_intake(Seq(4)))]);
    reported(&store, 5);
    assert_eq!(offered(&store), [Some(NOTHING.with_intake(Seq(4)))], "what comes later was not on the screen");
}

#[test]
fn an_end_that_waits_for_own_words_says_what_was_there_when_it_was_decided() {
    let store = device(4);
    let remark = Remark { id: EntryId::default(), author: ME, at: NOW, text: "Ik belde aan.".to_owned() };
    let intent = Intent::Append { root: schema::REMARKS.to_owned(), entry: Entry::Remark(remark) };
    let update = write(&open_doc(100_000), DocKind::Triage, &intent).unwrap().unwrap();
    append(&store, NewItem::Update(update.clone(), vec![intent]));
    append(&store, close());
    assert_eq!(offered(&store), [], "the own words go first");
    reported(&store, 5);
    let (hash, seal) = (Hash256::of(&update), Hash256::default());
    let row = Row { seq: Seq(1), member: ME, device: DEVICE, at: NOW, update, seal };
    let chain = row.chain(TRIAGE, Chain::default());
    let receipt = Receipt { hash, seq: row.seq, chain, at: NOW, seal };
    apply(&store, Persist::Acked { doc: TRIAGE, batch: BatchNo(1), receipt, head: Some((row.seq, chain)) });
    let shown = Shown { seq: Seq(1), chain };
    assert_eq!(offered(&store), [Some(shown.with_intake(Seq(4)))]);
}

#[test]
fn an_end_of_an_exploration_says_it_too_where_the_words_of_the_reporter_are() {
    for (version, shown) in [(4, NOTHING.with_intake(Seq(4))), (0, NOTHING)] {
        let store = device(version);
        let doc = DocId::new(DocKind::Dossier, Id128([6; 16]));
        let (seq, parent, created) = (Seq(0), Some(TRIAGE), Timestamp(5));
        let change = CatalogueChange::Stands { seq, access: Access::Write, parent, created };
        let entries = vec![CatalogueEntry { doc, change }];
        apply(&store, Persist::Catalogue { entries, cursor: Cursor(2), generation: Generation(1) });
        let (id, action) = (CommandId::from_bytes([7; 16]), CommandAction::EndExploration);
        append_to(&store, doc, NewItem::Command(Command { id, doc, expects: Some(NOTHING), decided_at: NOW, action }));
        reported(&store, 5);
        assert_eq!(offered_of(&store, doc), [Some(shown)], "{version}");
    }
}
