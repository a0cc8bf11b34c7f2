use buurtboek_shared::{
    domain::access::Access,
    ids::{BatchNo, Chain, CommandId, DeviceId, DocKind, Id128, MemberId, TeamId},
    time::Timestamp,
};
use tempfile::TempDir;

use super::*;
use crate::store::{
    AuditAction, Commit, GrantChange, Header, NewRow, Part, PutPart, Reader as _, StoredSnapshot, Writer as _,
    content_hash,
    sqlite::{PageLimit, Purpose, open_data_folder},
};

const NOTE: DocId = DocId::new(DocKind::Note, Id128([1; 16]));
const OTHER: DocId = DocId::new(DocKind::Note, Id128([2; 16]));

/// A folder with two notes of three rows each, a snapshot, a projection and a command.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, reader) = open_data_folder(folder.path(), Purpose::Live, PageLimit::default()).unwrap();
    let (member, device) = (MemberId::from_bytes([1; 16]), DeviceId::from_bytes([2; 16]));
    let team = TeamId::from_bytes([3; 16]);
    let mut batch = 0;
    for doc in [NOTE, OTHER] {
        for update in [&b""[..], b"a", b"b", b"c"] {
            batch += 1;
            let header = reader.header(doc).unwrap();
            let after = header.as_ref().map_or((Seq(0), Chain::default()), |header| (header.head, header.chain));
            let made = Header {
                doc,
                team,
                parent: None,
                schema: 1,
                created_by: member,
                created_at: Timestamp(5),
                head: Seq(0),
                chain: Chain::default(),
            };
            let snapshot = (update == b"b").then(|| b"state".to_vec());
            let feedback = DocId::feedback(member);
            let commit = Commit {
                doc,
                member,
                device,
                at: Timestamp(5 + batch),
                batch: Some(BatchNo(batch.unsigned_abs())),
                command: (update == b"c").then_some(CommandId(doc.id)),
                hash: content_hash(update),
                create: if header.is_none() { vec![made] } else { Vec::new() },
                row: header.is_some().then(|| NewRow { after, update: update.to_vec(), snapshot }),
                bind: Vec::new(),
                grants: vec![GrantChange::Give { doc, member, access: Access::Write }],
                parts: vec![PutPart { doc: feedback, team, part: Part { key: vec![1], value: update.to_vec() } }],
                escrow: None,
                needs: None,
                audit: AuditAction::Edit,
            };
            assert!(writer.commit(vec![commit])[0].is_ok());
        }
    }
    folder
}

/// What is found after somebody with the file, but without the server, changed it.
fn found_after(tampering: &str) -> Vec<Fault> {
    let folder = folder();
    let connection = Connection::open(folder.path().join(DATABASE_FILE)).unwrap();
    connection.execute_batch(tampering).unwrap();
    drop(connection);
    verify(folder.path()).unwrap().faults
}

#[test]
fn what_nobody_touched_is_sound() {
    let folder = folder();
    let report = verify(folder.path()).unwrap();
    assert_eq!(report.faults, []);
    assert!(report.is_sound());
    assert_eq!((report.documents, report.rows, report.receipts, report.audit_entries), (3, 6, 10, 8));
}

#[test]
fn it_works_beside_a_running_server() {
    let folder = folder();
    let (mut writer, _reader) = open_data_folder(folder.path(), Purpose::Live, PageLimit::default()).unwrap();
    writer.probe().unwrap();
    assert!(verify(folder.path()).unwrap().is_sound());
}

#[test]
fn a_changed_text_is_found_where_it_was_changed() {
    let seq = Seq(2);
    for change in ["body = x'0178'", "member = zeroblob(16)", "device = zeroblob(16)", "at = at + 1"] {
        let tampering = format!("UPDATE history SET {change} WHERE seq = 2 AND doc = (SELECT min(doc) FROM history)");
        assert_eq!(found_after(&tampering), [Fault::Chain { doc: NOTE, seq }], "{change}");
    }
}

#[test]
fn a_row_of_unknown_form_is_said_to_be_so() {
    let found = found_after("UPDATE history SET body = x'63' WHERE seq = 1 AND doc = (SELECT min(doc) FROM history)");
    assert_eq!(found, [Fault::Form { doc: NOTE, seq: Seq(1) }]);
}

#[test]
fn a_changed_snapshot_is_found() {
    let doc = NOTE;
    for change in ["body = x'0178'", "body = x'63'", "digest = zeroblob(32), seal = zeroblob(32)"] {
        let found = found_after(&format!("UPDATE snapshots SET {change} WHERE doc = (SELECT min(doc) FROM history)"));
        let (digest, seal) = (Fault::SnapshotDigest { doc }, Fault::SnapshotSeal { doc });
        let expected = if change.contains("seal") { vec![digest, seal] } else { vec![digest] };
        assert_eq!(found, expected, "{change}");
    }
}

#[test]
fn a_snapshot_rewritten_with_care_lacks_the_seal() {
    let folder = folder();
    let connection = Connection::open(folder.path().join(DATABASE_FILE)).unwrap();
    let reader = SqliteReader::new(folder.path().join(DATABASE_FILE));
    let forged = StoredSnapshot { state: b"forged".to_vec(), ..reader.snapshot(NOTE).unwrap().unwrap() };
    let digest = forged.digest(NOTE);
    let forgery = format!(
        "UPDATE snapshots SET body = x'01666f72676564', digest = x'{digest}' WHERE doc = (SELECT min(doc) FROM history)"
    );
    connection.execute_batch(&forgery).unwrap();
    drop(connection);
    assert_eq!(verify(folder.path()).unwrap().faults, [Fault::SnapshotSeal { doc: NOTE }]);
}

#[test]
fn a_row_left_out_is_missed() {
    let found = found_after("DELETE FROM history WHERE seq = 2 AND doc = (SELECT min(doc) FROM history)");
    let (doc, seq) = (NOTE, Seq(2));
    assert_eq!(found, [Fault::Hole { doc, seq: Seq(3) }, Fault::Snapshot { doc }, Fault::Receipt { doc, seq }]);
}

#[test]
fn rows_cut_off_at_the_end_are_missed() {
    let found = found_after("DELETE FROM history WHERE seq = 3 AND doc = (SELECT min(doc) FROM history)");
    let (doc, seq) = (NOTE, Seq(3));
    assert_eq!(
        found,
        [Fault::Head { doc }, Fault::Receipt { doc, seq }, Fault::Receipt { doc, seq }, Fault::AuditDisagrees { doc }],
        "by the batch, by the command, and by the audit trail"
    );
}

#[test]
fn a_history_rewritten_with_care_lacks_the_seal() {
    let folder = folder();
    let connection = Connection::open(folder.path().join(DATABASE_FILE)).unwrap();
    let forged = buurtboek_shared::protocol::frames::Row {
        seq: Seq(1),
        member: MemberId::from_bytes([1; 16]),
        device: DeviceId::from_bytes([2; 16]),
        at: Timestamp(7),
        update: b"forged".to_vec(),
        seal: Default::default(),
    };
    let chain = forged.chain(NOTE, Chain::default());
    connection
        .execute_batch(&format!(
            "UPDATE history SET body = x'01666f72676564', chain = x'{chain}'
             WHERE seq = 1 AND doc = (SELECT min(doc) FROM history)"
        ))
        .unwrap();
    drop(connection);
    let faults = verify(folder.path()).unwrap().faults;
    assert!(faults.contains(&Fault::Seal { doc: NOTE, seq: Seq(1) }), "{faults:?}");
    assert!(!faults.contains(&Fault::Chain { doc: NOTE, seq: Seq(1) }), "the chain alone would not tell: {faults:?}");
}

#[test]
fn a_head_set_back_is_found() {
    let found = found_after("UPDATE documents SET head = 2 WHERE doc = (SELECT max(doc) FROM history)");
    assert_eq!(found, [Fault::Head { doc: OTHER }]);
}

/// The triggers hold for the server; somebody with the file takes them away.
const WITHOUT_TRIGGERS: &str = "DROP TRIGGER audit_is_not_rewritten; DROP TRIGGER audit_is_not_shortened;";

#[test]
fn a_changed_audit_trail_is_found() {
    let found = found_after(&format!("{WITHOUT_TRIGGERS} UPDATE audit SET member = zeroblob(16) WHERE number = 3"));
    assert_eq!(found, [Fault::AuditChain { number: 3 }]);
    let found = found_after(&format!("{WITHOUT_TRIGGERS} UPDATE audit SET seal = zeroblob(32) WHERE number = 3"));
    assert_eq!(found, [Fault::AuditSeal { number: 3 }]);
}

#[test]
fn a_shortened_audit_trail_is_found() {
    let found = found_after(&format!("{WITHOUT_TRIGGERS} DELETE FROM audit WHERE number = 3"));
    assert_eq!(found, [Fault::AuditHole { number: 4 }]);
    let found = found_after(&format!("{WITHOUT_TRIGGERS} DELETE FROM audit WHERE number = 8"));
    assert_eq!(found, [Fault::AuditDisagrees { doc: OTHER }]);
}

#[test]
fn rows_that_point_at_nothing_are_found() {
    let found =
        found_after("PRAGMA foreign_keys = OFF; DELETE FROM documents WHERE doc = (SELECT max(doc) FROM documents)");
    assert!(found.iter().any(|fault| matches!(fault, Fault::Database(_))), "{found:?}");
}

#[test]
fn another_key_is_one_fault_not_thousands() {
    let folder = folder();
    std::fs::write(folder.path().join(SEAL_KEY_FILE), [5; 32]).unwrap();
    let report = verify(folder.path()).unwrap();
    assert_eq!(report.faults, [Fault::OtherSealKey]);
}

#[test]
fn without_a_database_there_is_nothing_to_check() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(verify(folder.path()), Err(VerifyError::NoDatabase { .. })));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "and none is made");
}
