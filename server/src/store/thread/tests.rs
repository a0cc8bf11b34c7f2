use std::sync::{Mutex, mpsc as sync_mpsc};

use buurtboek_shared::{
    ids::{DeviceId, DocId, DocKind, Id128, MemberId, TeamId},
    protocol::frames::Generation,
    time::Timestamp,
};

use super::*;
use crate::store::{
    AuditAction, Header, RelationalWork, SealKey, content_hash,
    memory::MemoryStore,
    sqlite::{PageLimit, Purpose, open_data_folder},
};

fn memory() -> MemoryStore {
    MemoryStore::new(Generation(1), SealKey::from_bytes([1; 32]))
}

fn start(store: &MemoryStore) -> StoreHandle {
    StoreHandle::start(store.clone(), Arc::new(store.clone())).unwrap()
}

fn note(number: u8) -> DocId {
    DocId::new(DocKind::Note, Id128([number; 16]))
}

fn creation(number: u8) -> Commit {
    let doc = note(number);
    let member = MemberId::from_bytes([1; 16]);
    Commit {
        doc,
        member,
        device: DeviceId::from_bytes([2; 16]),
        at: Timestamp(5),
        batch: None,
        command: None,
        hash: content_hash(b""),
        create: vec![Header {
            doc,
            team: TeamId::from_bytes([3; 16]),
            parent: None,
            schema: 1,
            created_by: member,
            created_at: Timestamp(5),
            head: Default::default(),
            chain: Default::default(),
        }],
        row: None,
        bind: Vec::new(),
        grants: Vec::new(),
        parts: Vec::new(),
        escrow: None,
        needs: None,
        audit: AuditAction::Create,
    }
}

fn refused() -> Quarantined {
    Quarantined {
        doc: note(1),
        member: MemberId::default(),
        device: DeviceId::default(),
        at: Timestamp(1),
        reason: "malformed".to_owned(),
        bytes: vec![1],
    }
}

/// A writer that says when it begins a group and waits until it may.
struct Gated {
    inner: MemoryStore,
    began: sync_mpsc::Sender<usize>,
    may: sync_mpsc::Receiver<()>,
}

impl Writer for Gated {
    fn commit(&mut self, group: Vec<Commit>) -> Vec<Result<Committed, CommitError>> {
        self.began.send(group.len()).unwrap();
        self.may.recv().unwrap();
        self.inner.commit(group)
    }

    fn quarantine(&mut self, refused: Quarantined) -> Result<(), CommitError> {
        Writer::quarantine(&mut self.inner, refused)
    }

    fn probe(&mut self) -> Result<(), CommitError> {
        self.inner.probe()
    }

    fn transact(&mut self, work: RelationalWork<'_>) -> Result<(), CommitError> {
        Writer::transact(&mut self.inner, work)
    }
}

struct Gate {
    store: MemoryStore,
    handle: StoreHandle,
    began: Mutex<sync_mpsc::Receiver<usize>>,
    may: sync_mpsc::Sender<()>,
}

fn gated() -> Gate {
    let inner = memory();
    let (began_sender, began) = sync_mpsc::channel();
    let (may, may_receiver) = sync_mpsc::channel();
    let gated = Gated { inner: inner.clone(), began: began_sender, may: may_receiver };
    let handle = StoreHandle::start(gated, Arc::new(inner.clone())).unwrap();
    Gate { store: inner, handle, began: Mutex::new(began), may }
}

/// Starts a commit and returns once it is queued.
async fn queue(handle: &StoreHandle, number: u8) -> tokio::task::JoinHandle<Result<Committed, CommitError>> {
    let before = handle.jobs.capacity();
    let task = tokio::spawn({
        let handle = handle.clone();
        async move { handle.commit(creation(number)).await }
    });
    while handle.jobs.capacity() == before {
        tokio::task::yield_now().await;
    }
    task
}

/// Starts a commit and returns once the writer has it: alone, since the first does not wait for company.
async fn under_way(gate: &Gate) -> tokio::task::JoinHandle<Result<Committed, CommitError>> {
    let task = tokio::spawn({
        let handle = gate.handle.clone();
        async move { handle.commit(creation(1)).await }
    });
    tokio::task::yield_now().await;
    assert_eq!(gate.began.lock().unwrap().recv().unwrap(), 1);
    task
}

/// Starts keeping refused bytes and returns once that is queued.
async fn queue_quarantine(gate: &Gate) -> tokio::task::JoinHandle<Result<(), CommitError>> {
    let before = gate.handle.jobs.capacity();
    let task = tokio::spawn({
        let handle = gate.handle.clone();
        async move { handle.quarantine(refused()).await }
    });
    while gate.handle.jobs.capacity() == before {
        tokio::task::yield_now().await;
    }
    task
}

#[tokio::test]
async fn a_commit_is_answered_and_can_be_read() {
    let handle = start(&memory());
    handle.commit(creation(1)).await.unwrap();
    assert!(matches!(handle.commit(creation(1)).await, Err(CommitError::Exists)));
    assert!(handle.reader().header(note(1)).unwrap().is_some());
    assert!(handle.read(|reader| reader.header(note(1))).await.unwrap().is_some());
    let figures = handle.metrics().figures();
    assert_eq!((figures.committed, figures.declined, figures.lost, figures.queued), (1, 1, 0, 0));
}

#[tokio::test]
async fn what_queues_during_a_write_is_the_next_group() {
    let gate = gated();
    let first = under_way(&gate).await;
    let others = [queue(&gate.handle, 2).await, queue(&gate.handle, 3).await, queue(&gate.handle, 4).await];
    assert_eq!(gate.handle.metrics().figures().queued, 3);
    gate.may.send(()).unwrap();
    assert_eq!(gate.began.lock().unwrap().recv().unwrap(), 3);
    gate.may.send(()).unwrap();
    first.await.unwrap().unwrap();
    for other in others {
        other.await.unwrap().unwrap();
    }
    assert_eq!(gate.handle.metrics().figures().groups[..3], [1, 0, 1]);
}

#[tokio::test]
async fn other_work_keeps_its_place_between_commits() {
    let gate = gated();
    let first = under_way(&gate).await;
    let before = queue(&gate.handle, 2).await;
    let quarantine = queue_quarantine(&gate).await;
    let after = queue(&gate.handle, 3).await;
    for _ in 0..3 {
        gate.may.send(()).unwrap();
    }
    let sizes: Vec<usize> = (0..2).map(|_| gate.began.lock().unwrap().recv().unwrap()).collect();
    assert_eq!(sizes, [1, 1]);
    for commit in [first, before, after] {
        commit.await.unwrap().unwrap();
    }
    quarantine.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_failure_makes_the_store_read_only_until_a_probe_succeeds() {
    let store = memory();
    let handle = start(&store);
    let mut state = handle.state();
    assert_eq!(*state.borrow_and_update(), StoreState::Writable);
    // The commit and the first two probes.
    store.fail_next_writes(3);
    assert!(matches!(handle.commit(creation(1)).await, Err(CommitError::Storage(_))));
    assert_eq!(*state.borrow(), StoreState::ReadOnly, "whoever hears of the failure finds it so");
    assert!(matches!(handle.commit(creation(1)).await, Err(CommitError::Storage(_))), "at once, not when it is over");
    assert!(matches!(handle.probe().await, Err(CommitError::Storage(_))));
    state.wait_for(|state| *state == StoreState::Writable).await.unwrap();
    handle.commit(creation(1)).await.unwrap();
    let figures = handle.metrics().figures();
    assert_eq!((figures.committed, figures.lost, figures.queued), (1, 1, 0));
}

#[tokio::test]
async fn what_waits_behind_a_failure_is_answered_and_not_tried() {
    let gate = gated();
    gate.store.fail_next_writes(u32::MAX);
    let first = under_way(&gate).await;
    let quarantine = queue_quarantine(&gate).await;
    let behind = queue(&gate.handle, 2).await;
    for _ in 0..2 {
        gate.may.send(()).unwrap();
    }
    assert!(matches!(first.await.unwrap(), Err(CommitError::Storage(_))));
    assert!(matches!(quarantine.await.unwrap(), Err(CommitError::Storage(_))));
    assert!(matches!(behind.await.unwrap(), Err(CommitError::Storage(_))));
    assert!(gate.began.lock().unwrap().try_recv().is_err(), "a store that failed is probed, not tried with work");
}

#[tokio::test]
async fn what_waits_for_a_writer_that_died_is_answered() {
    let gate = gated();
    let first = under_way(&gate).await;
    // Its writer's gate falls: the thread dies with the group under way.
    let waiting = queue(&gate.handle, 2).await;
    drop(gate.may);
    assert!(matches!(first.await.unwrap(), Err(CommitError::Storage(_))));
    assert!(matches!(waiting.await.unwrap(), Err(CommitError::Storage(_))));
    assert!(matches!(gate.handle.commit(creation(3)).await, Err(CommitError::Storage(_))));
}

#[tokio::test]
async fn closing_commits_what_is_queued() {
    let gate = gated();
    let first = under_way(&gate).await;
    let queued = queue(&gate.handle, 2).await;
    let closing = tokio::spawn({
        let handle = gate.handle.clone();
        async move { handle.close().await }
    });
    for _ in 0..2 {
        gate.may.send(()).unwrap();
    }
    closing.await.unwrap();
    first.await.unwrap().unwrap();
    queued.await.unwrap().unwrap();
    assert_eq!(*gate.handle.state().borrow(), StoreState::Closed);
    assert!(matches!(gate.handle.commit(creation(3)).await, Err(CommitError::Storage(_))));
    gate.handle.close().await;
}

#[tokio::test]
async fn work_on_accounts_is_kept_or_undone_as_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let (writer, reader) = open_data_folder(folder.path(), Purpose::Live, PageLimit::default()).unwrap();
    let handle = StoreHandle::start(writer, Arc::new(reader)).unwrap();
    let insert = |connection: &rusqlite::Connection| {
        connection
            .execute("INSERT INTO login_attempts (username, failures, last_failed) VALUES ('a', 1, 1)", [])
            .map_err(|error| CommitError::Unfit(error.to_string()))
    };
    let failed: Result<(), CommitError> = handle
        .transact(move |connection| {
            insert(connection)?;
            Err(CommitError::NoAccess)
        })
        .await;
    assert!(matches!(failed, Err(CommitError::NoAccess)));
    handle.transact(insert).await.unwrap();
    assert!(matches!(handle.transact(insert).await, Err(CommitError::Unfit(_))));
    assert_eq!(*handle.state().borrow(), StoreState::Writable, "a fault in the work is none of the disk");
    handle.close().await;
}

#[tokio::test]
async fn a_store_without_accounts_says_so() {
    let handle = start(&memory());
    let answer: Result<(), CommitError> = handle.transact(|_| Ok(())).await;
    assert!(matches!(answer, Err(CommitError::Unfit(_))));
    assert_eq!(*handle.state().borrow(), StoreState::Writable);
}

#[tokio::test]
async fn a_disk_that_does_not_answer_holds_nobody_up_who_stops() {
    let gate = gated();
    let _first = under_way(&gate).await;
    let soon = time::Instant::now() + Duration::from_millis(50);
    assert_eq!(gate.handle.close_by(soon).await, Closing::Unanswered);
    gate.may.send(()).unwrap();
    let later = time::Instant::now() + Duration::from_secs(5);
    assert_eq!(gate.handle.close_by(later).await, Closing::Closed);
}
