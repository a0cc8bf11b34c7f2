//! A panic of the document library. The strict first reading keeps out every input of the corpus that makes it panic, so
//! these tests begin behind it: with such an input applied below the gate, and with a library that fails in its commit.

use std::{path::Path, sync::Arc};

use buurtboek_shared::{
    doc::{
        read::read_text,
        schema::heading_root,
        write::{Intent, open_doc, write},
    },
    domain::{note::Heading, refusal::Reason},
    ids::{BatchNo, DocId, DocKind, Seq, SessionId},
    protocol::{
        frames::Receipt,
        outgoing::{Outgoing, OutgoingItem},
    },
};
use tokio::sync::{mpsc, oneshot};
use yrs::{ReadTxn, StateVector, Transact};

use super::desk::{Desk, SAMIRA, device, text};
use crate::{
    authz::authorize_batch,
    docs::{
        actor::{Actor, BatchJob, From, Job, StockState},
        document::{Document, apply},
        feed::{Feed, Follower, News},
        registry::Office,
    },
    metrics::Metrics,
    store::{Quarantined, Reader, thread::StoreHandle},
};

const WE_SEE: &str = heading_root(Heading::WeSee);

/// Applies, and whoever encodes the state afterwards panics.
fn encode_panic() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus/encode-panic.on-base.bin");
    std::fs::read(path).unwrap()
}

/// Two updates of one client each, neither of which deletes anything, as one.
fn as_one(first: &[u8], second: &[u8]) -> Vec<u8> {
    let section = |update: &[u8]| update[1..update.len() - 1].to_vec();
    [vec![2], section(first), section(second), vec![0]].concat()
}

#[test]
fn a_panic_in_an_open_transaction_shows_nobody_half_of_it() {
    let doc = open_doc(1);
    let intent = Intent::EditText { root: WE_SEE.to_owned(), at: 0, remove: 0, insert: "Half".to_owned() };
    let half = write(&open_doc(40), DocKind::Note, &intent).unwrap().unwrap();
    let mut seen_inside = String::new();
    let outcome = apply(&doc, &as_one(&half, &encode_panic()), |txn| {
        seen_inside = read_text(txn, WE_SEE);
        txn.encode_state_as_update_v1(&StateVector::default());
        Ok(())
    });
    assert_eq!(outcome, Err(Reason::Panicked));
    assert_eq!(seen_inside, "Half", "that much was done when it panicked");
    let readable = doc.try_transact().ok().map(|txn| read_text(&txn, WE_SEE));
    assert_eq!(readable, None, "the transaction was never committed, and the document is lost with it");
}

/// A note and its task, which is given its jobs by hand.
struct Task {
    desk: Desk,
    note: DocId,
    actor: Actor,
    feed: Feed,
}

impl Task {
    async fn open() -> Self {
        let mut desk = Desk::open();
        let dossier = desk.create(SAMIRA, DocKind::Dossier, None);
        let note = desk.create(SAMIRA, DocKind::Note, Some(dossier));
        let reader: Arc<dyn Reader> = Arc::new(desk.store.clone());
        let store = StoreHandle::start(desk.store.clone(), Arc::clone(&reader)).unwrap();
        let metrics = Arc::new(Metrics::new(store.metrics().clone()));
        let feed = Feed::default();
        let office = Arc::new(Office::new(store, reader, feed.clone(), metrics));
        let (_, jobs) = mpsc::channel(1);
        let mut task = Self { desk, note, actor: Actor::new(note, office, jobs), feed };
        task.write(0, "Veel post. ").await.unwrap();
        task
    }

    /// What a device that holds all that is stored offers.
    async fn write(&mut self, at: u32, words: &str) -> Result<Receipt, Reason> {
        let update = self.desk.update(self.note, &text(WE_SEE, at, words));
        self.offer(update).await
    }

    fn batch(&mut self, update: Vec<u8>, from: From) -> BatchJob {
        let offer = self.desk.offer(SAMIRA);
        let item = OutgoingItem::Update(update);
        let outgoing = Outgoing { batch: BatchNo(self.desk.number()), doc: self.note, item };
        let grant = authorize_batch(&self.desk.store, &offer.principal, &outgoing, offer.at).unwrap();
        BatchJob { offer, outgoing, grant, from }
    }

    async fn offer(&mut self, update: Vec<u8>) -> Result<Receipt, Reason> {
        let (reply, outcome) = oneshot::channel();
        let job = self.batch(update, From::Caller(reply));
        self.actor.handle(Job::Batch(Box::new(job))).await;
        outcome.await.unwrap()
    }

    /// What a stock client that has nothing is given.
    async fn difference(&mut self) -> Result<StockState, Reason> {
        let (reply, state) = oneshot::channel();
        self.actor.handle(Job::Difference { known: StateVector::default(), reply }).await;
        state.await.unwrap()
    }

    fn in_memory(&self) -> &yrs::Doc {
        &self.actor.document.as_ref().unwrap().doc
    }

    fn rows(&self) -> usize {
        self.desk.store.rows(self.note, Seq(0), usize::MAX).unwrap().len()
    }

    /// What a fresh start of the server reads.
    fn stored(&self) -> String {
        Document::load(&self.desk.store, self.note).unwrap().values().text(WE_SEE).to_owned()
    }
}

#[tokio::test]
async fn after_a_panic_the_input_is_kept_the_document_reloaded_and_the_next_update_acknowledged() {
    let mut task = Task::open().await;
    task.in_memory().observe_update_v1("failing", |_, _| panic!("in the middle of a commit")).unwrap();
    let update = task.desk.update(task.note, &text(WE_SEE, 0, "Half. "));
    assert_eq!(task.offer(update.clone()).await, Err(Reason::Panicked));
    let kept = task.desk.store.quarantine(task.note).unwrap();
    let [Quarantined { member, device: from, reason, bytes, .. }] = &kept[..] else { panic!("{kept:?}") };
    assert_eq!((*member, *from, reason.as_str(), bytes), (SAMIRA, device(SAMIRA), "panicked", &update));
    assert_eq!((task.rows(), task.stored()), (1, "Veel post. ".to_owned()), "nothing of it was stored");

    task.write(11, "Koud.").await.unwrap();
    assert_eq!((task.rows(), task.stored()), (2, "Veel post. Koud.".to_owned()));
    assert_eq!(read_text(&task.in_memory().transact(), WE_SEE), "Veel post. Koud.", "nor was it left in memory");
}

#[tokio::test]
async fn after_a_panic_in_reading_the_document_is_reloaded_too() {
    let mut task = Task::open().await;
    apply(task.in_memory(), &encode_panic(), |_| Ok(())).unwrap();
    assert_eq!(task.difference().await.err(), Some(Reason::Panicked));
    let state = task.difference().await.unwrap();
    let theirs = open_doc(7);
    apply(&theirs, &state.update, |_| Ok(())).unwrap();
    assert_eq!(read_text(&theirs.transact(), WE_SEE), "Veel post. ");
}

#[tokio::test]
async fn whoever_waits_when_a_task_panics_is_answered_and_the_input_is_kept() {
    let mut task = Task::open().await;
    let session = SessionId::from_bytes([1; 16]);
    let (queue, mut told) = mpsc::channel(8);
    task.feed.join(Follower { session, member: SAMIRA, device: device(SAMIRA), queue });
    let update = task.desk.update(task.note, &text(WE_SEE, 0, "Half. "));
    let job = task.batch(update.clone(), From::Session(session));
    let brought = job.outgoing.batch;
    task.actor.handle_whatever_happens(Job::Panic(Box::new(job))).await;
    let said = told.try_recv().unwrap();
    let refused = matches!(said, News::Outcome { batch, outcome: Err(Reason::Panicked), .. } if batch == brought);
    assert!(refused, "{said:?}");
    assert_eq!(task.desk.store.quarantine(task.note).unwrap()[0].bytes, update);
    assert!(task.actor.document.is_none(), "what was in memory is not used again");
    task.write(11, "Koud.").await.unwrap();
    assert_eq!(task.stored(), "Veel post. Koud.");
}
