//! Records that a device could not open: they stay on it, and the server gets each of them once.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

mod support;

use std::rc::Rc;

use buurtboek_client::storage::{
    database::{Bucket, Database},
    device_store::{DamagedRecord, DeviceStore, NewItem, NewLocal, RecordName},
    memory::MemoryDatabase,
    records::TabId,
    signal_draft::{SignalDraft, SignalForm},
};
use buurtboek_shared::{
    ids::{DeviceId, DocId, DocKind, Id128, MemberId, TeamId},
    protocol::{frames::NewDocument, limits::SCHEMA},
    time::Timestamp,
};
use futures_executor::block_on;
use support::world::{Device, Tab, World};

const DOC: DocId = DocId::new(DocKind::Note, Id128([5; 16]));
const NOW: Timestamp = Timestamp(1_000);

fn store(database: &MemoryDatabase) -> DeviceStore {
    let database: Rc<dyn Database> = Rc::new(database.clone());
    DeviceStore::new(database, MemberId::from_bytes([1; 16]), DeviceId::from_bytes([3; 16]), TabId(1))
}

/// Everything that is still to be brought, from first to last, as if nothing of it were taken.
fn offered(store: &DeviceStore) -> Vec<DamagedRecord> {
    let mut all: Vec<DamagedRecord> = Vec::new();
    loop {
        let after: Option<RecordName> = all.last().map(|record| record.name.clone());
        match block_on(store.next_to_upload(after.as_ref())).unwrap() {
            Some(record) if !all.contains(&record) => all.push(record),
            Some(_) | None => return all,
        }
    }
}

#[test]
fn what_was_set_aside_is_offered_until_it_is_taken_and_stays_on_the_device() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    let document = NewDocument { doc: DOC, team: TeamId::from_bytes([9; 16]), parent: None, schema: SCHEMA };
    let local = NewLocal {
        doc: DOC,
        items: vec![NewItem::Create(document)],
        lineage: None,
        digest: None,
        instead_of_draft: None,
        instead_of_rescue: None,
        at: NOW,
    };
    block_on(store.append(local, || Id128([7; 16]))).unwrap();
    assert_eq!(offered(&store), []);

    let (outbox, _) = database.bucket(Bucket::Outbox).remove(0);
    for (bytes, known) in [("kapot", 1), ("anders kapot", 2), ("kapot", 2)] {
        database.damage(Bucket::Outbox, &outbox, bytes.as_bytes().to_vec());
        block_on(store.waiting(NOW)).unwrap();
        assert_eq!(offered(&store).len(), known, "found again with other bytes, it is another record");
    }
    let records = offered(&store);
    assert!(records.iter().all(|record| record.doc == Some(DOC)));
    let mut bytes: Vec<&[u8]> = records.iter().map(|record| record.bytes.as_slice()).collect();
    bytes.sort();
    assert_eq!(bytes, [b"anders kapot".as_slice(), b"kapot"], "exactly as it was found");

    block_on(store.uploaded(&records[0].name, NOW)).unwrap();
    assert_eq!(offered(&store), [records[1].clone()]);
    block_on(store.uploaded(&records[1].name, NOW)).unwrap();
    assert_eq!(offered(&store), []);
    assert_eq!(database.bucket(Bucket::Quarantine).len(), 2, "both stay");
    assert_eq!(block_on(store.set_aside()).unwrap().count, 2, "and are counted as ever");
}

#[test]
fn a_draft_that_nobody_sent_never_leaves_the_device() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    block_on(store.save_draft(&SignalDraft { id: Id128([4; 16]), updated: NOW, form: SignalForm::default() })).unwrap();
    let (draft, _) = database.bucket(Bucket::Drafts).remove(0);
    database.damage(Bucket::Drafts, &draft, b"Ik zag Henk stelen".to_vec());
    block_on(store.drafts(NOW)).unwrap();
    assert_eq!(block_on(store.set_aside()).unwrap().count, 1);
    assert_eq!(offered(&store), []);
}

/// A note whose making no longer opens, as the next tab finds it.
fn with_a_damaged_record(world: &mut World, device: &Device) -> (DocId, Tab) {
    let before = world.tab(device);
    world.go_offline(device);
    let document = before.notebook.new_document(DocKind::Note, None);
    world.run(before.notebook.create(document, Vec::new())).unwrap();
    let (key, _) = device.database.bucket(Bucket::Outbox).remove(0);
    before.host.die();
    device.database.damage(Bucket::Outbox, &key, b"kapot".to_vec());
    let tab = world.tab(device);
    world.pass(60_000);
    assert_eq!(device.database.bucket(Bucket::Quarantine).len(), 1, "found");
    (document.doc, tab)
}

#[test]
fn a_damaged_record_reaches_the_server_once_when_there_is_a_connection() {
    let mut world = World::new();
    let device = world.device(1);
    let (note, tab) = with_a_damaged_record(&mut world, &device);
    assert_eq!(world.server.quarantine(), []);
    world.go_online(&device);
    let kept = [(Some(note), b"kapot".to_vec())];
    assert_eq!(world.server.quarantine(), kept);
    world.pass(3_600_000);
    tab.host.die();
    let _next = world.tab(&device);
    world.pass(3_600_000);
    assert_eq!(world.server.quarantine(), kept, "nor again later, nor from another tab");
    assert_eq!(device.database.bucket(Bucket::Quarantine).len(), 1, "it stays on the device");
}

#[test]
fn a_record_that_the_server_does_not_take_is_brought_again_later_and_holds_up_no_other() {
    let mut world = World::new();
    let device = world.device(1);
    let (_, tab) = with_a_damaged_record(&mut world, &device);
    world.server.quarantine_full.set(true);
    world.go_online(&device);
    assert_eq!(world.server.quarantine(), []);
    device.database.damage(Bucket::Rescue, b"a draft of long ago", b"ook kapot".to_vec());
    world.run(tab.store.rescue(NOW)).unwrap();
    world.server.quarantine_full.set(false);
    world.pass(10 * 60_000);
    let bytes: Vec<Vec<u8>> = world.server.quarantine().into_iter().map(|(_, bytes)| bytes).collect();
    assert_eq!(bytes, [b"ook kapot".to_vec(), b"kapot".to_vec()], "the other first, then the one that was not taken");
}
