//! What the device's storage promises, on a database in memory that fails on demand.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

#[path = "contract/mod.rs"]
mod contract;

use std::{collections::BTreeMap, rc::Rc};

use buurtboek_client::storage::{
    database::{Bucket, Database},
    device_store::{AppendError, Compaction, DeviceStore, LogHole, NewItem, NewLocal},
    failure::StorageFailure,
    memory::{Fault, MemoryDatabase},
    records::{LogKey, Rescued, TabId},
};
use buurtboek_shared::{
    doc::{
        schema,
        write::{Intent, open_doc, write},
    },
    domain::{handover::Handover, note::Heading, refusal::Reason},
    ids::{BatchNo, Chain, DeviceId, DocId, DocKind, Hash256, Id128, MemberId, Seq, TeamId, YClient},
    protocol::{
        client_events::Persist,
        frames::{
            Access, CatalogueChange, CatalogueEntry, Cursor, Generation, NewDocument, Receipt, Row, SnapshotBody,
        },
        limits::SCHEMA,
        outgoing::{Outgoing, OutgoingItem},
    },
    time::Timestamp,
};
use futures_executor::block_on;
use yrs::{GetString as _, ReadTxn as _, StateVector, Transact as _};

const ME: MemberId = MemberId::from_bytes([1; 16]);
const YOU: MemberId = MemberId::from_bytes([2; 16]);
const DEVICE: DeviceId = DeviceId::from_bytes([3; 16]);
const DOC: DocId = DocId::new(DocKind::Note, Id128([5; 16]));
const WE_SEE: &str = schema::heading_root(Heading::WeSee);
const NOW: Timestamp = Timestamp(1_000);

fn store(database: &MemoryDatabase) -> DeviceStore {
    let database: Rc<dyn Database> = Rc::new(database.clone());
    DeviceStore::new(database, ME, DEVICE, TabId(1))
}

fn ids() -> impl FnMut() -> Id128 {
    let mut next = 0_u8;
    move || {
        next += 1;
        Id128([next; 16])
    }
}

/// A writer of the note: each call types more, and gives the update.
struct Writer {
    doc: yrs::Doc,
}

impl Writer {
    fn new(client: u64) -> Self {
        Self { doc: open_doc(client) }
    }

    fn types(&self, insert: &str) -> (Vec<u8>, Vec<Intent>) {
        let at = {
            let txn = self.doc.transact();
            txn.get_text(WE_SEE).map_or(0, |text| yrs::Text::len(&text, &txn))
        };
        let intent = Intent::EditText { root: WE_SEE.to_owned(), at, remove: 0, insert: insert.to_owned() };
        (write(&self.doc, DocKind::Note, &intent).unwrap().unwrap(), vec![intent])
    }
}

fn create() -> NewItem {
    NewItem::Create(NewDocument { doc: DOC, team: TeamId::default(), parent: None, schema: SCHEMA })
}

fn local(items: Vec<NewItem>) -> NewLocal {
    NewLocal { doc: DOC, items, lineage: None, digest: None, instead_of_draft: None, instead_of_rescue: None, at: NOW }
}

fn update(writer: &Writer, insert: &str) -> NewItem {
    let (update, intents) = writer.types(insert);
    NewItem::Update(update, intents)
}

/// Rows as the server makes them, with their chain.
#[derive(Default)]
struct History {
    seq: u64,
    chain: Chain,
}

impl History {
    fn row(&mut self, member: MemberId, update: Vec<u8>, at: i64) -> Row {
        self.seq += 1;
        let row =
            Row { seq: Seq(self.seq), member, device: DEVICE, at: Timestamp(at), update, seal: Hash256::default() };
        self.chain = row.chain(DOC, self.chain);
        row
    }

    fn head(&self) -> (Seq, Chain) {
        (Seq(self.seq), self.chain)
    }

    fn persist(&self, rows: Vec<Row>) -> Persist {
        Persist::Rows { doc: DOC, rows, head: self.head() }
    }
}

fn announced(seq: u64) -> Persist {
    let change = CatalogueChange::Stands { seq: Seq(seq), access: Access::Write, parent: None, created: Timestamp(5) };
    Persist::Catalogue {
        entries: vec![CatalogueEntry { doc: DOC, change }],
        cursor: Cursor(seq),
        generation: Generation(1),
    }
}

fn apply(store: &DeviceStore, persists: Vec<Persist>) -> Result<LogKey, StorageFailure> {
    block_on(store.apply(persists, NOW, ids())).map(|applied| applied.key)
}

fn text(store: &DeviceStore) -> String {
    let stored = block_on(store.load(DOC, NOW)).unwrap().unwrap();
    let opened = stored.open(YClient(99_999), ME).unwrap();
    let txn = opened.doc.transact();
    txn.get_text(WE_SEE).map(|text| text.get_string(&txn)).unwrap_or_default()
}

#[test]
fn the_database_in_memory_keeps_the_contract() {
    let databases = || -> Rc<dyn Database> { Rc::new(MemoryDatabase::default()) };
    block_on(contract::check_all(databases));
}

#[test]
fn a_document_that_is_still_empty_has_its_row_and_nothing_to_fetch() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    apply(&store, vec![announced(0)]).unwrap();
    let rows = block_on(store.list(DOC.kind, NOW)).unwrap();
    assert_eq!(rows.iter().map(|row| row.doc).collect::<Vec<_>>(), [DOC]);
    assert_eq!(block_on(store.readiness()).unwrap().to_fetch, 0);
}

#[test]
fn numbers_are_given_once_and_survive_the_tab() {
    let database = MemoryDatabase::default();
    let writer = Writer::new(100_000);
    let appended = block_on(store(&database).append(local(vec![create(), update(&writer, "a")]), ids())).unwrap();
    assert_eq!(appended.batches, [BatchNo(1), BatchNo(2)]);
    let other = store(&database);
    let appended = block_on(other.append(local(vec![update(&writer, "b")]), ids())).unwrap();
    assert_eq!(appended.batches, [BatchNo(3)]);
    let start = block_on(other.start("test", NOW)).unwrap().start;
    assert_eq!(start.outbox.iter().map(|item| item.batch.0).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(text(&other), "ab");
}

#[test]
fn a_refused_commit_keeps_nothing_and_uses_no_number() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    database.script([Some(Fault::Refused(StorageFailure::Full))]);
    let refused = block_on(store.append(local(vec![create()]), ids()));
    assert_eq!(refused, Err(AppendError::Storage(StorageFailure::Full)));
    for bucket in Bucket::ALL {
        assert!(database.bucket(bucket).is_empty(), "{}", bucket.name());
    }
    assert_eq!(block_on(store.append(local(vec![create()]), ids())).unwrap().batches, [BatchNo(1)]);
}

#[test]
fn what_is_not_here_cannot_be_written_in_and_what_is_here_is_not_made_again() {
    let store = store(&MemoryDatabase::default());
    let writer = Writer::new(100_000);
    let nowhere = block_on(store.append(local(vec![update(&writer, "a")]), ids()));
    assert_eq!(nowhere, Err(AppendError::Gone));
    block_on(store.append(local(vec![create()]), ids())).unwrap();
    assert_eq!(block_on(store.append(local(vec![create()]), ids())), Err(AppendError::Exists));
}

#[test]
fn an_acknowledgement_moves_exactly_the_offered_bytes_and_twice_is_once() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    let writer = Writer::new(100_000);
    let (offered, intents) = writer.types("woorden");
    block_on(store.append(local(vec![create(), NewItem::Update(offered.clone(), intents)]), ids())).unwrap();
    let mut history = History::default();
    let row = history.row(ME, offered.clone(), 7);
    let receipt =
        Receipt { hash: Hash256::of(&offered), seq: row.seq, chain: history.chain, at: row.at, seal: row.seal };
    let made = Receipt { seq: Seq(0), ..receipt };
    let acked = vec![
        Persist::Acked { doc: DOC, batch: BatchNo(1), receipt: made, head: None },
        Persist::Acked { doc: DOC, batch: BatchNo(2), receipt, head: Some(history.head()) },
    ];
    database.script([Some(Fault::DiedAfter)]);
    assert!(apply(&store, acked.clone()).is_err(), "the tab dies before it is told");
    apply(&store, acked).unwrap();
    let stored = block_on(store.load(DOC, NOW)).unwrap().unwrap();
    assert_eq!(stored.rows, [row]);
    assert!(stored.pending.is_empty());
    assert_eq!((stored.seq, stored.chain), history.head());
    assert_eq!(text(&store), "woorden");
}

#[test]
fn an_own_row_beyond_a_hole_is_kept_and_the_head_stays() {
    let store = store(&MemoryDatabase::default());
    let writer = Writer::new(100_000);
    let (offered, intents) = writer.types("eigen");
    block_on(store.append(local(vec![create(), NewItem::Update(offered.clone(), intents)]), ids())).unwrap();
    let receipt = Receipt {
        hash: Hash256::of(&offered),
        seq: Seq(4),
        chain: Hash256::of(b"unknown"),
        at: NOW,
        seal: Hash256::default(),
    };
    apply(&store, vec![Persist::Acked { doc: DOC, batch: BatchNo(2), receipt, head: None }]).unwrap();
    assert_eq!(text(&store), "eigen", "nothing is missing until the rows between have come");
    assert_eq!(block_on(store.heads(&[DOC])).unwrap()[0].seq, Seq(0));
}

#[test]
fn the_cursor_and_the_to_fetch_list_are_saved_together() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    database.script([Some(Fault::Refused(StorageFailure::Other))]);
    assert!(apply(&store, vec![announced(3)]).is_err());
    let start = block_on(store.start("test", NOW)).unwrap().start;
    assert_eq!((start.cursor, start.to_fetch), (Cursor(0), Vec::new()));
    apply(&store, vec![announced(3)]).unwrap();
    let start = block_on(store.start("test", NOW)).unwrap().start;
    assert_eq!((start.cursor, start.to_fetch), (Cursor(3), vec![DOC]));
    assert_eq!(block_on(store.load(DOC, NOW)).unwrap(), None, "announced is not here");
    assert_eq!(block_on(store.readiness()).unwrap().to_fetch, 1);
    let mut history = History::default();
    let row = history.row(YOU, Writer::new(200_000).types("hun").0, 7);
    apply(&store, vec![history.persist(vec![row]), Persist::Fetched { doc: DOC, at: NOW }]).unwrap();
    let readiness = block_on(store.readiness()).unwrap();
    assert_eq!((readiness.to_fetch, readiness.fetched_at), (0, Some(NOW)));
}

/// A server that was restored may have as many rows, and others.
#[test]
fn of_other_data_everything_is_fetched_again_and_stays_readable_until_it_comes() {
    let store = store(&MemoryDatabase::default());
    let writer = Writer::new(200_000);
    let mut history = History::default();
    let rows = vec![history.row(YOU, writer.types("een ").0, 7), history.row(YOU, writer.types("twee").0, 8)];
    let directory = DocId::directory(TeamId::default());
    let value = Persist::Projection { doc: directory, version: Seq(4), value: vec![7] };
    apply(&store, vec![announced(2), history.persist(rows), Persist::Fetched { doc: DOC, at: NOW }, value]).unwrap();
    let start = block_on(store.start("test", NOW)).unwrap().start;
    assert_eq!((start.cursor, start.generation, start.to_fetch), (Cursor(2), Generation(1), Vec::new()));

    apply(&store, vec![Persist::Anew { generation: Generation(2) }]).unwrap();
    let start = block_on(store.start("test", NOW)).unwrap().start;
    assert_eq!((start.cursor, start.generation), (Cursor(0), Generation(2)));
    let heads = block_on(store.heads(&[DOC, directory])).unwrap();
    assert_eq!(
        heads.iter().map(|have| (have.seq, have.chain)).collect::<Vec<_>>(),
        [(Seq(2), Chain::default()), (Seq(0), Chain::default()),]
    );
    assert_eq!(text(&store), "een twee");

    apply(&store, vec![announced(1)]).unwrap();
    assert_eq!(block_on(store.start("test", NOW)).unwrap().start.to_fetch, [DOC], "less than what is held, or other");
    let body = SnapshotBody { state: Writer::new(300_000).types("een").0, authors: Vec::new() };
    let head = (Seq(1), Hash256::of(b"other"));
    apply(&store, vec![Persist::Snapshot { doc: DOC, head, body }, Persist::Fetched { doc: DOC, at: NOW }]).unwrap();
    assert_eq!(text(&store), "een");
    apply(&store, vec![announced(1)]).unwrap();
    assert!(block_on(store.start("test", NOW)).unwrap().start.to_fetch.is_empty());
}

#[test]
fn a_record_that_does_not_open_goes_to_quarantine_and_its_document_is_fetched_again() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    let writer = Writer::new(200_000);
    let mut history = History::default();
    let rows = vec![history.row(YOU, writer.types("een ").0, 7), history.row(YOU, writer.types("twee").0, 8)];
    apply(&store, vec![announced(2), history.persist(rows), Persist::Fetched { doc: DOC, at: NOW }]).unwrap();
    assert_eq!(text(&store), "een twee");
    let (key, _) = database.bucket(Bucket::Base).remove(1);
    database.damage(Bucket::Base, &key, b"kapot".to_vec());
    block_on(store.load(DOC, NOW)).unwrap();
    let kept = database.bucket(Bucket::Quarantine);
    assert_eq!(kept.len(), 1);
    assert!(kept[0].1.as_bytes().windows(5).any(|bytes| bytes == b"kapot"), "exactly as it was found");
    assert_eq!(block_on(store.heads(&[DOC])).unwrap()[0].seq, Seq(0));
    assert_eq!(block_on(store.start("test", NOW)).unwrap().start.to_fetch, [DOC]);
}

#[test]
fn a_list_row_that_does_not_open_is_made_again_from_what_is_held() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    let mut history = History::default();
    let rows = vec![history.row(YOU, Writer::new(200_000).types("gordijnen").0, 7)];
    apply(&store, vec![announced(1), history.persist(rows), Persist::Fetched { doc: DOC, at: NOW }]).unwrap();
    let before = block_on(store.list(DocKind::Note, NOW)).unwrap();
    let (key, _) = database.bucket(Bucket::Views).remove(0);
    database.damage(Bucket::Views, &key, b"kapot".to_vec());
    let mended = block_on(store.list(DocKind::Note, NOW)).unwrap();
    assert_eq!((mended.len(), &mended[0].summary, &mended[0].words), (1, &before[0].summary, &before[0].words));
    assert_eq!(mended[0].access, Access::Read, "nobody is invited to write on a guess");
    assert_eq!(block_on(store.set_aside()).unwrap().count, 0, "nothing was lost");
    // What only the catalogue knows is asked for again.
    assert_eq!(block_on(store.start("test", NOW)).unwrap().start.cursor, Cursor::default());
    apply(&store, vec![announced(1)]).unwrap();
    let listed = block_on(store.list(DocKind::Note, NOW)).unwrap();
    assert_eq!(listed, before);
    assert_eq!(block_on(store.start("test", NOW)).unwrap().start.cursor, Cursor(1), "once is enough");
}

#[test]
fn unsent_work_that_does_not_open_is_counted_until_somebody_takes_note() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    block_on(store.append(local(vec![create(), update(&Writer::new(100_000), "a")]), ids())).unwrap();
    assert_eq!(block_on(store.set_aside()).unwrap().count, 0);
    let (key, _) = database.bucket(Bucket::Outbox).remove(1);
    database.damage(Bucket::Outbox, &key, b"kapot".to_vec());
    let before = block_on(store.log_after(LogKey(0))).unwrap().key;
    block_on(store.waiting(NOW)).unwrap();
    let set_aside = block_on(store.set_aside()).unwrap();
    assert_eq!((set_aside.count, set_aside.code.len()), (1, 8));
    assert!(block_on(store.log_after(LogKey(0))).unwrap().key > before, "every tab hears of it");
    block_on(store.note_set_aside()).unwrap();
    assert_eq!(block_on(store.set_aside()).unwrap().count, 0);
    assert_eq!(database.bucket(Bucket::Quarantine).len(), 1, "it stays where it is");
}

#[test]
fn damaged_counters_are_not_guessed() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    block_on(store.append(local(vec![create()]), ids())).unwrap();
    database.damage(Bucket::Meta, b"counters", b"kapot".to_vec());
    let writer = Writer::new(100_000);
    let refused = block_on(store.append(local(vec![update(&writer, "a")]), ids()));
    assert_eq!(refused, Err(AppendError::Storage(StorageFailure::Unreadable)));
}

#[test]
fn a_log_that_was_cut_says_so() {
    let store = store(&MemoryDatabase::default());
    block_on(store.append(local(vec![create()]), ids())).unwrap();
    let writer = Writer::new(100_000);
    let begin = block_on(store.log_after(LogKey(0))).unwrap();
    assert_eq!((begin.hole, begin.key), (LogHole::None, LogKey(1)));
    for _ in 0..640 {
        block_on(store.append(local(vec![update(&writer, "x")]), ids())).unwrap();
    }
    assert_eq!(block_on(store.log_after(begin.key)).unwrap().hole, LogHole::Missed);
    let recent = block_on(store.log_after(LogKey(600))).unwrap();
    assert_eq!((recent.hole, recent.entries.len()), (LogHole::None, 41));
    assert_eq!(block_on(store.log_after(recent.key)).unwrap().hole, LogHole::None, "nothing new is no hole");
}

#[test]
fn what_was_written_against_a_replaced_base_is_not_kept_as_if_it_were_not() {
    let store = store(&MemoryDatabase::default());
    let writer = Writer::new(100_000);
    block_on(store.append(local(vec![create()]), ids())).unwrap();
    let before = block_on(store.load(DOC, NOW)).unwrap().unwrap().lineage;
    let state = Writer::new(200_000);
    state.types("van de server");
    let body = SnapshotBody {
        state: state.doc.transact().encode_state_as_update_v1(&StateVector::default()),
        authors: vec![(YClient(200_000), YOU)],
    };
    let head = (Seq(9), Hash256::of(b"chain"));
    apply(&store, vec![Persist::Snapshot { doc: DOC, head, body }]).unwrap();
    let stale = NewLocal { lineage: Some(before), ..local(vec![update(&writer, "a")]) };
    assert_eq!(block_on(store.append(stale, ids())), Err(AppendError::Replaced));
    assert_eq!(text(&store), "van de server");
    let opened = block_on(store.load(DOC, NOW)).unwrap().unwrap().open(YClient(5), ME).unwrap();
    assert_eq!(opened.authors.get(&YClient(200_000)), Some(&YOU));
}

/// Old rows that are worth compacting, and a few recent ones.
fn long_history(store: &DeviceStore) -> (History, Writer, String) {
    let (mut history, writer) = (History::default(), Writer::new(200_000));
    let rows = (0..80).map(|number| history.row(YOU, writer.types(&format!("{number} ")).0, number)).collect();
    apply(store, vec![announced(80), history.persist(rows), Persist::Fetched { doc: DOC, at: NOW }]).unwrap();
    let text = text(store);
    (history, writer, text)
}

fn prepare(store: &DeviceStore) -> Compaction {
    block_on(store.prepare_compaction(DOC, Timestamp(70), NOW)).unwrap().unwrap()
}

#[test]
fn compaction_keeps_the_words_the_writers_and_the_recent_rows() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    let (history, _, before) = long_history(&store);
    block_on(store.finish_compaction(prepare(&store))).unwrap().unwrap();
    let stored = block_on(store.load(DOC, NOW)).unwrap().unwrap();
    assert_eq!(stored.rows.len(), 10, "rows that a restored server may ask for stay as they are");
    assert_eq!((stored.seq, stored.chain), history.head());
    assert_eq!(text(&store), before);
    let opened = stored.open(YClient(5), ME).unwrap();
    assert_eq!(opened.authors.get(&YClient(200_000)), Some(&YOU));
    assert!(block_on(store.prepare_compaction(DOC, Timestamp(70), NOW)).unwrap().is_none(), "not worth it again");
}

#[test]
fn deleted_words_do_not_survive_compaction() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    let (mut history, writer, _) = long_history(&store);
    let mut rows = vec![history.row(YOU, writer.types("GEHEIM").0, 60)];
    let text_len = {
        let txn = writer.doc.transact();
        yrs::Text::len(&txn.get_text(WE_SEE).unwrap(), &txn)
    };
    let intent = Intent::EditText { root: WE_SEE.to_owned(), at: text_len - 6, remove: 6, insert: String::new() };
    rows.push(history.row(YOU, write(&writer.doc, DocKind::Note, &intent).unwrap().unwrap(), 61));
    apply(&store, vec![history.persist(rows)]).unwrap();
    let compaction = block_on(store.prepare_compaction(DOC, Timestamp(1_000), NOW)).unwrap().unwrap();
    block_on(store.finish_compaction(compaction)).unwrap().unwrap();
    for (_, value) in database.bucket(Bucket::Base) {
        assert!(!String::from_utf8_lossy(value.as_bytes()).contains("GEHEIM"));
    }
}

#[test]
fn rows_that_come_while_the_base_is_merged_are_not_lost() {
    let store = store(&MemoryDatabase::default());
    let (mut history, writer, before) = long_history(&store);
    let compaction = prepare(&store);
    let row = history.row(YOU, writer.types("erbij").0, 60);
    apply(&store, vec![history.persist(vec![row])]).unwrap();
    block_on(store.finish_compaction(compaction)).unwrap().unwrap();
    assert_eq!(text(&store), format!("{before}erbij"));
}

#[test]
fn a_compaction_of_a_base_that_was_replaced_is_void() {
    let store = store(&MemoryDatabase::default());
    long_history(&store);
    let (first, second) = (prepare(&store), prepare(&store));
    block_on(store.finish_compaction(first)).unwrap().unwrap();
    assert!(block_on(store.finish_compaction(second)).unwrap().is_none(), "another tab was first");
    let database = MemoryDatabase::default();
    let store = self::store(&database);
    let (_, writer, _) = long_history(&store);
    let compaction = prepare(&store);
    writer.types("van de server");
    let body = SnapshotBody {
        state: writer.doc.transact().encode_state_as_update_v1(&StateVector::default()),
        authors: Vec::new(),
    };
    let head = (Seq(90), Hash256::of(b"other"));
    apply(&store, vec![Persist::Snapshot { doc: DOC, head, body }]).unwrap();
    let before = text(&store);
    assert!(before.ends_with("van de server"));
    assert!(block_on(store.finish_compaction(compaction)).unwrap().is_none());
    assert_eq!(text(&store), before);
}

#[test]
fn a_compaction_that_dies_leaves_the_base_whole() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    let (history, _, before) = long_history(&store);
    for fault in [Fault::Refused(StorageFailure::Full), Fault::DiedAfter] {
        let Some(compaction) = block_on(store.prepare_compaction(DOC, Timestamp(70), NOW)).unwrap() else {
            unreachable!("nothing was compacted yet");
        };
        database.script([Some(fault)]);
        assert!(block_on(store.finish_compaction(compaction)).is_err());
        assert_eq!(text(&store), before, "{fault:?}");
        assert_eq!(block_on(store.heads(&[DOC])).unwrap()[0].seq, history.head().0);
    }
}

#[test]
fn what_waits_is_never_compacted() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    let (_, _, before) = long_history(&store);
    let mine = Writer::new(100_000);
    block_on(store.append(local(vec![update(&mine, "wacht")]), ids())).unwrap();
    let waiting = database.bucket(Bucket::Outbox);
    block_on(store.finish_compaction(prepare(&store))).unwrap().unwrap();
    assert_eq!(database.bucket(Bucket::Outbox), waiting);
    assert_eq!(text(&store).len(), before.len() + "wacht".len());
}

#[test]
fn a_revoked_document_hands_the_own_words_over_and_leaves_nothing() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    long_history(&store);
    let mine = Writer::new(100_000);
    let items = vec![update(&mine, "eigen "), update(&mine, "woorden")];
    block_on(store.append(local(items), ids())).unwrap();
    apply(&store, vec![Persist::Revoked { doc: DOC }]).unwrap();
    assert_eq!(block_on(store.load(DOC, NOW)).unwrap(), None);
    for bucket in [Bucket::Base, Bucket::Views, Bucket::Rescue] {
        assert!(database.bucket(bucket).is_empty(), "{}", bucket.name());
    }
    let offered = handed_over(&store);
    assert_eq!((offered.1.doc, offered.1.of, offered.1.text.as_str()), (DOC, DOC, "eigen woorden"));
    // Access ended a second time before the server answered: the words are still there.
    apply(&store, vec![Persist::Revoked { doc: DOC }]).unwrap();
    assert_eq!(handed_over(&store), offered);
    let receipt = Receipt {
        hash: OutgoingItem::HandOver(offered.1).hash().unwrap(),
        seq: Seq(0),
        chain: Chain::default(),
        at: NOW,
        seal: Hash256::default(),
    };
    apply(&store, vec![Persist::Acked { doc: DOC, batch: offered.0, receipt, head: None }]).unwrap();
    assert!(database.bucket(Bucket::Outbox).is_empty());
    let told = block_on(store.rescue(NOW)).unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0].what, told[0].text.as_str(), told[0].doc), (&Rescued::HandedOver, "", DOC));
    let refused = block_on(store.append(local(vec![update(&mine, "!")]), ids()));
    assert_eq!(refused, Err(AppendError::Gone));
}

#[test]
fn what_was_looked_at_outlives_the_tab_and_goes_with_its_document() {
    let database = MemoryDatabase::default();
    let looked_at = || block_on(store(&database).looked_at(DOC, NOW)).unwrap();
    let (once, later) = (BTreeMap::from([(100_000, 4)]), BTreeMap::from([(100_000, 9), (200_000, 1)]));
    block_on(store(&database).look_at(DOC, &once)).unwrap();
    assert_eq!(looked_at(), None, "nothing is kept of a document that is not here");
    long_history(&store(&database));
    for seen in [once, later] {
        block_on(store(&database).look_at(DOC, &seen)).unwrap();
        assert_eq!(looked_at(), Some(seen));
    }
    apply(&store(&database), vec![Persist::Revoked { doc: DOC }]).unwrap();
    assert_eq!(looked_at(), None);
}

/// The one thing that waits, and is handed over.
fn handed_over(store: &DeviceStore) -> (BatchNo, Handover) {
    let waiting = block_on(store.start("test", NOW)).unwrap().start.outbox;
    let [Outgoing { batch, item: OutgoingItem::HandOver(handover), .. }] = &waiting[..] else { panic!("{waiting:?}") };
    (*batch, handover.clone())
}

#[test]
fn what_the_coordinator_does_not_take_over_is_its_writers_again() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    long_history(&store);
    let mine = Writer::new(100_000);
    block_on(store.append(local(vec![update(&mine, "eigen woorden")]), ids())).unwrap();
    apply(&store, vec![Persist::Revoked { doc: DOC }]).unwrap();
    let (batch, _) = handed_over(&store);
    apply(&store, vec![Persist::Refused { doc: DOC, batch, reason: Reason::NoAccess }]).unwrap();
    let rescued = block_on(store.rescue(NOW)).unwrap();
    let kept: Vec<_> = rescued.iter().map(|draft| (draft.text.as_str(), draft.reason)).collect();
    assert_eq!(kept, [("eigen woorden", Reason::NoAccess)]);
    assert!(database.bucket(Bucket::Outbox).is_empty());
}

#[test]
fn two_tabs_that_write_at_once_take_turns() {
    let database = MemoryDatabase::default();
    let (one, two) = (store(&database), store(&database));
    let writers = (Writer::new(100_000), Writer::new(200_000));
    block_on(one.append(local(vec![create()]), ids())).unwrap();
    let (first, second) = block_on(futures_util::future::join(
        one.append(local(vec![update(&writers.0, "a")]), ids()),
        two.append(local(vec![update(&writers.1, "b")]), ids()),
    ));
    let mut batches = [first.unwrap().batches, second.unwrap().batches].concat();
    batches.sort();
    assert_eq!(batches, [BatchNo(2), BatchNo(3)]);
    let waiting = block_on(one.start("test", NOW)).unwrap().start.outbox;
    assert_eq!(waiting.iter().filter(|item| matches!(item.item, OutgoingItem::Update(_))).count(), 2);
}

#[test]
fn a_new_database_under_an_old_device_numbers_beyond_the_old_one() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    block_on(store.settle(Timestamp(1_790_000_000_000))).unwrap();
    let appended = block_on(store.append(local(vec![create()]), ids())).unwrap();
    assert_eq!(appended.batches, [BatchNo(1_790_000_000_000)]);
    block_on(store.settle(Timestamp(1_790_000_500_000))).unwrap();
    let writer = Writer::new(100_000);
    let appended = block_on(store.append(local(vec![update(&writer, "a")]), ids())).unwrap();
    assert_eq!(appended.batches, [BatchNo(1_790_000_000_001)], "settled once");
}

#[test]
fn what_was_written_in_a_document_that_could_not_be_made_is_kept_with_the_reason() {
    let database = MemoryDatabase::default();
    let store = store(&database);
    let mine = Writer::new(100_000);
    block_on(store.append(local(vec![create(), update(&mine, "eerste woorden")]), ids())).unwrap();
    let refused = Persist::Refused { doc: DOC, batch: BatchNo(1), reason: Reason::UnknownReference };
    apply(&store, vec![refused, Persist::Revoked { doc: DOC }]).unwrap();
    let rescued = block_on(store.rescue(NOW)).unwrap();
    let kept: Vec<_> = rescued.iter().map(|draft| (draft.text.as_str(), draft.reason)).collect();
    assert_eq!(kept, [("eerste woorden", Reason::UnknownReference)]);
    assert!(database.bucket(Bucket::Views).is_empty());
}
