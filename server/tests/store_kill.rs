//! A process that commits is killed, again and again, at points it does not choose; the ledger of what it was told is
//! committed is outside of it. This proves that nothing is acknowledged from memory. It proves nothing about fsync:
//! what a killed process wrote, the system still holds.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use buurtboek_server::{
    store::{
        AuditAction, Commit, CommitError, GrantChange, Header, NewRow, Reader as _, StoreHandle, content_hash,
        sqlite::{PageLimit, Purpose, open_data_folder},
    },
    verify::verify,
};
use buurtboek_shared::{
    domain::access::Access,
    ids::{BatchNo, Chain, DeviceId, DocId, DocKind, Id128, MemberId, Seq, TeamId},
    time::Timestamp,
};

const FOLDER: &str = "BB_TEST_VICTIM_FOLDER";
/// Documents that are written to at once, each by a device of its own.
const WRITERS: u8 = 4;
/// After how many acknowledgements each process is killed.
const KILLS: [usize; 8] = [1, 2, 3, 5, 17, 40, 90, 150];

/// What somebody was told: that this batch of this device became this row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Told {
    seq: u64,
    chain: Chain,
}

fn doc(writer: u8) -> DocId {
    DocId::new(DocKind::Note, Id128([writer; 16]))
}

fn device(writer: u8) -> DeviceId {
    DeviceId::from_bytes([writer; 16])
}

fn commit(writer: u8, batch: u64) -> Commit {
    let member = MemberId::from_bytes([1; 16]);
    let update = batch.to_le_bytes().repeat(40);
    Commit {
        doc: doc(writer),
        member,
        device: device(writer),
        at: Timestamp(batch.cast_signed()),
        batch: Some(BatchNo(batch)),
        command: None,
        hash: content_hash(&update),
        create: Vec::new(),
        row: Some(NewRow { after: (Seq(0), Chain::default()), update, snapshot: None }),
        bind: Vec::new(),
        grants: vec![GrantChange::Give { doc: doc(writer), member, access: Access::Write }],
        parts: Vec::new(),
        escrow: None,
        needs: None,
        audit: AuditAction::Edit,
    }
}

/// Commits to one document for ever: first again what was under way when the last process was killed.
async fn write_for_ever(store: StoreHandle, writer: u8) {
    let header = store.reader().header(doc(writer)).unwrap();
    let mut head = header.as_ref().map_or((Seq(0), Chain::default()), |header| (header.head, header.chain));
    let mut batch = head.0.0.max(1);
    loop {
        let mut next = commit(writer, batch);
        if head.0 == Seq(0) {
            next.create.push(Header {
                doc: doc(writer),
                team: TeamId::from_bytes([3; 16]),
                parent: None,
                schema: 1,
                created_by: next.member,
                created_at: next.at,
                head: Seq(0),
                chain: Chain::default(),
            });
        }
        if let Some(row) = &mut next.row {
            row.after = head;
        }
        let receipt = match store.commit(next).await {
            Ok(committed) => committed.receipt,
            Err(CommitError::Known(receipt)) => receipt,
            Err(error) => panic!("{error}"),
        };
        head = (receipt.seq, receipt.chain);
        let line = format!("told {writer} {batch} {} {}\n", receipt.seq.0, receipt.chain);
        let mut out = std::io::stdout().lock();
        // A pipe whose reader is gone: the parent has failed, and this process ends with it.
        out.write_all(line.as_bytes()).and_then(|()| out.flush()).unwrap();
        batch += 1;
    }
}

#[test]
#[ignore = "the process that `what_was_told_is_there_after_a_kill` kills"]
fn victim() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (writer, reader) = open_data_folder(&PathBuf::from(folder), Purpose::Live, PageLimit::default()).unwrap();
        let store = StoreHandle::start(writer, Arc::new(reader)).unwrap();
        let writers = (0..WRITERS).map(|writer| tokio::spawn(write_for_ever(store.clone(), writer)));
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
    });
}

/// Runs a process until it was told so much, kills it, and adds everything that it was told to the ledger.
fn run_and_kill(folder: &Path, after: usize, ledger: &mut BTreeMap<(u8, u64), Told>) {
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "victim", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let mut told = 0;
    while let Some(Ok(line)) = lines.next() {
        // The last line may be cut off by the kill, in the middle of its hash or before: nobody has read it.
        let Some((_, text)) = line.split_once("told ") else { continue };
        let words: Vec<&str> = text.split(' ').collect();
        let [writer, batch, seq, chain] = words[..] else { continue };
        let Ok(chain) = chain.parse() else { continue };
        let told_now = Told { seq: seq.parse().unwrap(), chain };
        let before = ledger.insert((writer.parse().unwrap(), batch.parse().unwrap()), told_now);
        assert!(before.is_none_or(|before| before == told_now), "a repeat gets the first answer");
        told += 1;
        if told == after {
            process.kill().unwrap();
        }
    }
    process.wait().unwrap();
    assert!(told >= after, "the process ended by itself after {told} of {after}");
}

#[test]
fn what_was_told_is_there_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let mut ledger = BTreeMap::new();
    for after in KILLS {
        run_and_kill(folder.path(), after, &mut ledger);
        let report = verify(folder.path()).unwrap();
        assert!(report.is_sound(), "{report:?}");
        let (_writer, reader) = open_data_folder(folder.path(), Purpose::Live, PageLimit::default()).unwrap();
        for ((writer, batch), told) in &ledger {
            let known = reader.batch(device(*writer), BatchNo(*batch)).unwrap();
            let receipt = known.unwrap_or_else(|| panic!("writer {writer} batch {batch} is lost")).receipt;
            assert_eq!((receipt.seq.0, receipt.chain), (told.seq, told.chain));
            assert_eq!(reader.chain_at(doc(*writer), Seq(told.seq)).unwrap(), Some(told.chain));
            assert_eq!(told.seq, *batch, "once, and in order");
        }
    }
    assert!(ledger.len() >= KILLS.iter().sum::<usize>() - KILLS.len() * usize::from(WRITERS));
}
