//! What a reporter may count on for signals of their own: what waits can be taken back, and what has ended leaves the
//! telephone.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

mod support;

use std::rc::Rc;

use buurtboek_client::{
    state::{
        DocView, SignalDraft, SignalForm, Summary,
        own_signals::{Deleted, Reopened},
    },
    storage::{
        database::{Bucket, Database},
        device_store::{DeviceStore, NewItem, NewLocal},
        memory::MemoryDatabase,
        records::TabId,
    },
};
use buurtboek_shared::{
    doc::{
        entries::Entry,
        schema,
        write::{Intent, open_doc, write},
    },
    domain::{
        feedback::{FeedbackEntry, Sentence},
        signal::{AdditionKind, SignalAddition},
    },
    ids::{Chain, DeviceId, DocId, DocKind, EntryId, Hash256, Id128, MemberId, Seq},
    protocol::{
        client_events::Persist,
        codec::encode_value,
        frames::{Access, CatalogueChange, CatalogueEntry, Cursor, Generation, Row},
    },
    time::Timestamp,
};
use futures_executor::block_on;
use leptos::prelude::GetUntracked as _;
use support::world::{Device, Tab, World};

const WORDS: &str = "De gordijnen zijn al dagen dicht";

fn filled_in() -> SignalForm {
    let mut form = SignalForm { observation: WORDS.to_owned(), ..SignalForm::default() };
    form.place.address = "Nevelstraat 14".to_owned();
    form
}

fn send(world: &mut World, tab: &Tab) -> DocId {
    let draft = SignalDraft { id: Id128([7; 16]), updated: Timestamp(3), form: filled_in() };
    world.run(tab.notebook.send_signal(&draft)).unwrap()
}

fn on_disk(database: &MemoryDatabase, words: &str) -> bool {
    let holds = |bytes: &[u8]| bytes.windows(words.len()).any(|window| window == words.as_bytes());
    Bucket::ALL.into_iter().any(|bucket| database.bucket(bucket).iter().any(|(_, value)| holds(value.as_bytes())))
}

fn addition(author: MemberId, text: &str) -> Intent {
    let entry = SignalAddition {
        id: EntryId::from_bytes([8; 16]),
        author,
        at: Timestamp(9),
        text: text.to_owned(),
        kind: AdditionKind::More,
    };
    Intent::Append { root: schema::ADDITIONS.to_owned(), entry: Entry::SignalAddition(entry) }
}

fn offline() -> (World, Device, Tab) {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    world.pass(1_000);
    world.go_offline(&device);
    (world, device, tab)
}

#[test]
fn a_signal_that_waits_is_really_deleted() {
    let (mut world, device, tab) = offline();
    let signals = tab.notebook.list(DocKind::Signal);
    let signal = send(&mut world, &tab);
    assert!(on_disk(&device.database, WORDS));
    assert_eq!(world.run(tab.notebook.delete_signal(signal)).unwrap(), Deleted::Gone);
    assert!(!on_disk(&device.database, WORDS));
    assert!(signals.get_untracked().is_empty() && tab.notebook.waiting().get_untracked().is_empty());
    assert!(tab.notebook.rescue().get_untracked().is_empty(), "nobody asked for it to be kept");
    world.go_online(&device);
    assert!(world.server.rows(signal).is_empty(), "it never left the device");
}

#[test]
fn a_signal_that_was_refused_is_a_kept_text_and_an_empty_row_that_nobody_received() {
    let (mut world, device, tab) = offline();
    let signals = tab.notebook.list(DocKind::Signal);
    let signal = send(&mut world, &tab);
    world.server.finalise(signal, tab.notebook.identity().member);
    world.go_online(&device);
    world.pass(60_000);
    assert_eq!(tab.notebook.rescue().get_untracked().len(), 1);
    let rows = signals.get_untracked();
    assert_eq!((rows.len(), rows[0].seq), (1, Seq(0)));
    assert!(matches!(&rows[0].summary, Summary::Signal(summary) if summary.sent_at.is_none()), "{:?}", rows[0].summary);
}

#[test]
fn what_is_written_in_the_form_of_a_deleted_signal_is_not_withdrawn_with_it() {
    let (mut world, device, tab) = offline();
    let deleted = send(&mut world, &tab);
    assert_eq!(world.run(tab.notebook.delete_signal(deleted)).unwrap(), Deleted::Gone);
    let again = send(&mut world, &tab);
    assert_ne!(deleted, again);
    world.go_online(&device);
    world.pass(60_000);
    assert_eq!((world.server.rows(deleted).len(), world.server.rows(again).len()), (0, 1));
}

#[test]
fn what_is_written_in_the_form_of_a_withdrawn_signal_is_a_signal_of_its_own() {
    let (mut world, device, tab) = offline();
    world.go_online(&device);
    let withdrawn = send(&mut world, &tab);
    world.pass(1_000);
    world.go_offline(&device);
    assert_eq!(world.run(tab.notebook.delete_signal(withdrawn)).unwrap(), Deleted::Withdrawn);
    let again = send(&mut world, &tab);
    assert_ne!(withdrawn, again, "while the withdrawal waits");
    world.go_online(&device);
    world.pass(60_000);
    assert_eq!((world.server.rows(withdrawn).len(), world.server.rows(again).len()), (2, 1));
    assert_eq!(send(&mut world, &tab), again, "and once is enough");
}

#[test]
fn a_signal_that_was_received_is_withdrawn_instead() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    world.pass(1_000);
    let signal = send(&mut world, &tab);
    world.pass(1_000);
    assert_eq!(world.run(tab.notebook.delete_signal(signal)).unwrap(), Deleted::Withdrawn);
    world.pass(1_000);
    assert_eq!(world.server.rows(signal).len(), 2, "the report, and its withdrawal");
}

#[test]
fn a_deleted_signal_that_was_on_its_way_after_all_is_withdrawn_once_the_device_hears_of_it() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    world.pass(1_000);
    world.server.deaf.set(true);
    let signal = send(&mut world, &tab);
    world.pass(1_000);
    world.go_offline(&device);
    assert_eq!(world.run(tab.notebook.delete_signal(signal)).unwrap(), Deleted::Gone);
    world.server.deaf.set(false);
    world.go_online(&device);
    assert_eq!(world.server.rows(signal).len(), 2, "the report, and its withdrawal");
    let open = tab.notebook.open(signal);
    world.pass(1_000);
    match open.view.get_untracked() {
        Some(DocView::Signal(view)) => assert!(view.withdrawn.is_some()),
        other => panic!("no signal: {other:?}"),
    }
    assert!(tab.notebook.waiting().get_untracked().is_empty());
}

#[test]
fn a_signal_that_waits_can_be_changed_with_all_that_was_added_to_it() {
    let (mut world, device, tab) = offline();
    let signal = send(&mut world, &tab);
    let more = addition(tab.notebook.identity().member, "Er brandt nu licht");
    world.run(tab.notebook.append(signal, vec![more])).unwrap();
    let Reopened::Draft(id) = world.run(tab.notebook.reopen_signal(signal)).unwrap() else { panic!("too late") };
    let drafts = tab.notebook.drafts().get_untracked();
    assert_eq!(drafts.iter().map(|draft| draft.id).collect::<Vec<_>>(), [id]);
    assert_eq!(drafts[0].form.observation, format!("{WORDS}\n\nEr brandt nu licht"));
    assert_ne!(id, signal.id, "a number that may be known elsewhere is not used again");
    assert!(device.database.bucket(Bucket::Outbox).is_empty());
    world.go_online(&device);
    assert!(world.server.rows(signal).is_empty());
    world.run(tab.notebook.send_signal(&drafts[0])).unwrap();
    world.pass(1_000);
    assert_eq!(world.server.rows(DocId::new(DocKind::Signal, id)).len(), 1);
}

#[test]
fn what_waits_is_not_among_what_the_server_has() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    world.pass(1_000);
    let signal = send(&mut world, &tab);
    world.pass(1_000);
    world.go_offline(&device);
    let more = addition(tab.notebook.identity().member, "Er brandt nu licht");
    world.run(tab.notebook.append(signal, vec![more])).unwrap();
    let additions = |world: &mut World| match world.run(tab.notebook.as_received(signal)).unwrap() {
        Some(DocView::Signal(view)) => view.additions.len(),
        other => panic!("no signal: {other:?}"),
    };
    assert_eq!(additions(&mut world), 0);
    world.go_online(&device);
    assert_eq!(additions(&mut world), 1);
}

const ME: MemberId = MemberId::from_bytes([1; 16]);
const SIGNAL: DocId = DocId::new(DocKind::Signal, Id128([5; 16]));
const DAY: i64 = 24 * 60 * 60 * 1000;
/// When it ended.
const END: Timestamp = Timestamp(1_790_000_000_000);

struct Telephone {
    database: MemoryDatabase,
    store: DeviceStore,
    head: (Seq, Chain),
}

impl Telephone {
    /// A telephone with one signal of which `sentence` is told.
    fn with_signal(sentence: Sentence, ended: Option<Timestamp>) -> Self {
        let database = MemoryDatabase::default();
        let shared: Rc<dyn Database> = Rc::new(database.clone());
        let store = DeviceStore::new(shared, ME, DeviceId::from_bytes([3; 16]), TabId(1));
        let report = filled_in().report(EntryId::from_bytes([4; 16]), ME, Timestamp(1)).unwrap();
        let first = Intent::Append { root: schema::REPORT.to_owned(), entry: Entry::Report(Box::new(report)) };
        let row = row(1, write(&open_doc(100_000), DocKind::Signal, &first).unwrap().unwrap());
        let head = (Seq(1), row.chain(SIGNAL, Chain::default()));
        let telephone = Self { database, store, head };
        telephone.apply(vec![
            announced(SIGNAL, 1),
            Persist::Rows { doc: SIGNAL, rows: vec![row], head },
            Persist::Fetched { doc: SIGNAL, at: Timestamp(1) },
        ]);
        telephone.tell(1, sentence, ended);
        telephone
    }

    fn apply(&self, persists: Vec<Persist>) {
        let mut next = 0_u8;
        let ids = move || {
            next += 1;
            Id128([next; 16])
        };
        block_on(self.store.apply(persists, Timestamp(2), ids)).unwrap();
    }

    fn tell(&self, version: u64, sentence: Sentence, ended: Option<Timestamp>) {
        let doc = DocId::feedback(ME);
        let entries = vec![FeedbackEntry { signal: SIGNAL, received: Timestamp(1), sentence, ended }];
        let value = encode_value(&entries).unwrap();
        self.apply(vec![announced(doc, version), Persist::Projection { doc, version: Seq(version), value }]);
    }

    fn a_day_passes(&self, days_after_the_end: i64) -> bool {
        block_on(self.store.part_with_old_texts(Timestamp(END.0 + days_after_the_end * DAY))).unwrap().is_some()
    }

    fn to_fetch(&self) -> Vec<DocId> {
        let beginning = block_on(self.store.start("test", Timestamp(3))).unwrap();
        beginning.start.to_fetch.into_iter().filter(|doc| *doc == SIGNAL).collect()
    }
}

fn row(seq: u64, update: Vec<u8>) -> Row {
    let device = DeviceId::from_bytes([3; 16]);
    Row { seq: Seq(seq), member: ME, device, at: Timestamp(2), update, seal: Hash256::default() }
}

fn announced(doc: DocId, seq: u64) -> Persist {
    let change = CatalogueChange::Stands { seq: Seq(seq), access: Access::Write, parent: None, created: Timestamp(1) };
    Persist::Catalogue { entries: vec![CatalogueEntry { doc, change }], cursor: Cursor(seq), generation: Generation(1) }
}

#[test]
fn the_text_of_an_ended_signal_leaves_the_telephone_after_thirty_days_and_its_row_stays() {
    let telephone = Telephone::with_signal(Sentence::Done, Some(END));
    assert!(!telephone.a_day_passes(29));
    assert!(on_disk(&telephone.database, WORDS));
    assert!(telephone.a_day_passes(30));
    assert!(!on_disk(&telephone.database, WORDS));
    let rows = block_on(telephone.store.list(DocKind::Signal, Timestamp(3))).unwrap();
    assert!(matches!(&rows[0].summary, Summary::Signal(signal) if signal.street == "Nevelstraat"));
    assert!(!rows[0].matches("gordijnen"), "it is not found by words that are gone");
    assert!(!telephone.a_day_passes(31), "once is enough");
}

#[test]
fn a_text_that_left_is_not_fetched_again() {
    let telephone = Telephone::with_signal(Sentence::Done, Some(END));
    assert!(telephone.a_day_passes(30));
    let heads = block_on(telephone.store.heads(&[SIGNAL])).unwrap();
    assert_eq!((heads[0].seq, heads[0].chain), telephone.head, "the server is told that nothing is wanted");
    telephone.apply(vec![announced(SIGNAL, 2)]);
    assert!(telephone.to_fetch().is_empty());
    // What comes all the same is not kept.
    let late = addition(ME, "Er brandt nu licht");
    let late = row(2, write(&open_doc(200_000), DocKind::Signal, &late).unwrap().unwrap());
    let head = (Seq(2), late.chain(SIGNAL, telephone.head.1));
    telephone.apply(vec![Persist::Rows { doc: SIGNAL, rows: vec![late], head }]);
    assert!(!on_disk(&telephone.database, "Er brandt nu licht"));
    let rows = block_on(telephone.store.list(DocKind::Signal, Timestamp(3))).unwrap();
    assert!(matches!(&rows[0].summary, Summary::Signal(signal) if signal.street == "Nevelstraat"), "the row stays");
}

#[test]
fn a_text_stays_as_long_as_something_of_it_waits() {
    let telephone = Telephone::with_signal(Sentence::Withdrawn, Some(END));
    let intent = addition(ME, "Er brandt nu licht");
    let update = write(&open_doc(100_001), DocKind::Signal, &intent).unwrap().unwrap();
    let local = NewLocal {
        doc: SIGNAL,
        items: vec![NewItem::Update(update, vec![intent])],
        lineage: None,
        digest: None,
        instead_of_draft: None,
        instead_of_rescue: None,
        at: Timestamp(4),
    };
    block_on(telephone.store.append(local, || Id128([9; 16]))).unwrap();
    assert!(!telephone.a_day_passes(60));
    assert!(on_disk(&telephone.database, WORDS));
}

#[test]
fn the_text_of_a_signal_that_is_looked_at_again_comes_back() {
    let telephone = Telephone::with_signal(Sentence::Done, Some(END));
    assert!(telephone.a_day_passes(30));
    telephone.tell(2, Sentence::LookingAgain, None);
    assert!(telephone.a_day_passes(31));
    assert_eq!(telephone.to_fetch(), [SIGNAL]);
    assert_eq!(block_on(telephone.store.heads(&[SIGNAL])).unwrap()[0].seq, Seq(0), "all of it is wanted");
}

#[test]
fn a_device_says_whether_somebodys_work_waits_on_it_without_reading_it() {
    let (mut world, _device, tab) = offline();
    assert!(!world.run(tab.store.has_unsent_work()).unwrap());
    let draft = SignalDraft { id: Id128([7; 16]), updated: Timestamp(3), form: filled_in() };
    tab.notebook.change_draft(draft.clone());
    world.run(tab.notebook.keep_everything()).unwrap();
    assert!(world.run(tab.store.has_unsent_work()).unwrap());
    world.run(tab.notebook.send_signal(&draft)).unwrap();
    assert!(world.run(tab.store.has_unsent_work()).unwrap());
    world.run(tab.notebook.delete_signal(DocId::new(DocKind::Signal, draft.id))).unwrap();
    assert!(!world.run(tab.store.has_unsent_work()).unwrap());
}
