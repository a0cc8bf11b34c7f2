//! What only a database on disk can do.

use std::{fs, num::NonZeroU32, path::PathBuf};

use buurtboek_shared::{
    domain::access::Access,
    ids::{DeviceId, DocId, DocKind, Id128, MemberId, TeamId},
    time::Timestamp,
};
use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::store::{
    AuditAction, Commit, CommitError, Ending, GrantChange, Header, Reader, SealKey, Writer, content_hash,
};

fn data_folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn live(folder: &TempDir) -> Result<(SqliteWriter, SqliteReader), OpenError> {
    open_data_folder(folder.path(), Purpose::Live, PageLimit::default())
}

fn database(folder: &TempDir) -> PathBuf {
    folder.path().join(DATABASE_FILE)
}

fn creation(number: u8) -> Commit {
    let doc = DocId::new(DocKind::Note, Id128([number; 16]));
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
        grants: vec![GrantChange::Give { doc, member, access: Access::Write }],
        parts: Vec::new(),
        escrow: None,
        needs: None,
        audit: AuditAction::Create,
    }
}

#[test]
fn a_data_folder_is_made_at_the_first_start_and_found_at_the_next() {
    let parent = data_folder();
    let folder = parent.path().join("a/b");
    let (_, reader) = open_data_folder(&folder, Purpose::Live, PageLimit::default()).unwrap();
    let generation = reader.generation().unwrap();
    assert!(folder.join(SEAL_KEY_FILE).exists());
    let (_, reader) = open_data_folder(&folder, Purpose::Live, PageLimit::default()).unwrap();
    assert_eq!(reader.generation().unwrap(), generation);
}

#[cfg(unix)]
#[test]
fn what_is_stored_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let parent = data_folder();
    let folder = parent.path().join("data");
    let (mut writer, _reader) = open_data_folder(&folder, Purpose::Live, PageLimit::default()).unwrap();
    writer.probe().unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() >= 3, "the key, the database and its log: {files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

/// A device with thousands of documents and nothing new is answered from the index alone, and so is each page of a list.
#[test]
fn lists_are_read_from_where_they_begin() {
    let folder = data_folder();
    let (_writer, reader) = live(&folder).unwrap();
    let plan = |query: String| -> String {
        reader
            .read(|connection| {
                let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {query}"))?;
                let steps = statement.query_map([1, 2, 3], |row| row.get::<_, String>(3))?;
                Ok(steps.collect::<rusqlite::Result<Vec<_>>>()?.join("\n"))
            })
            .unwrap()
    };
    let documents = "SEARCH documents USING PRIMARY KEY (doc=?)";
    assert_eq!(
        plan(read::documents_query()),
        format!("SEARCH grants USING COVERING INDEX documents_of_member (member=? AND doc>?)\n{documents}")
    );
    for states in ["true", "state = 'granted'"] {
        assert_eq!(
            plan(read::changes_query(states)),
            format!("SEARCH grants USING INDEX changes_of_member (member=? AND change>?)\n{documents}")
        );
    }
}

#[test]
fn a_database_made_anew_is_another_generation() {
    let (one, other) = (data_folder(), data_folder());
    let generation = |folder| live(folder).unwrap().1.generation().unwrap();
    assert_ne!(generation(&one), generation(&other));
}

#[test]
fn a_database_whose_key_is_gone_is_refused() {
    let folder = data_folder();
    drop(live(&folder).unwrap());
    fs::remove_file(folder.path().join(SEAL_KEY_FILE)).unwrap();
    assert!(matches!(live(&folder), Err(OpenError::SealKey(_))));
    assert!(!folder.path().join(SEAL_KEY_FILE).exists(), "no new key is made for old rows");
}

#[test]
fn a_database_of_another_key_is_refused() {
    let folder = data_folder();
    drop(live(&folder).unwrap());
    fs::write(folder.path().join(SEAL_KEY_FILE), [5; 32]).unwrap();
    assert!(matches!(live(&folder), Err(OpenError::OtherSealKey)));
}

#[test]
fn a_demonstration_never_mixes_with_real_work() {
    let folder = data_folder();
    drop(live(&folder).unwrap());
    let wrong = open_data_folder(folder.path(), Purpose::Demonstration, PageLimit::default());
    match wrong {
        Err(error @ OpenError::OtherPurpose { .. }) => {
            assert_eq!(error.to_string(), "this is a live database, not a demonstration one");
        }
        other => panic!("{other:?}"),
    }
    let folder = data_folder();
    drop(open_data_folder(folder.path(), Purpose::Demonstration, PageLimit::default()).unwrap());
    assert!(matches!(live(&folder), Err(OpenError::OtherPurpose { .. })));
}

#[test]
fn a_database_of_another_program_is_not_touched() {
    let folder = data_folder();
    drop(live(&folder).unwrap());
    fs::remove_file(database(&folder)).unwrap();
    Connection::open(database(&folder)).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
    let before = fs::read(database(&folder)).unwrap();
    assert!(matches!(live(&folder), Err(OpenError::Foreign)));
    assert_eq!(fs::read(database(&folder)).unwrap(), before);
}

#[test]
fn a_database_of_a_newer_build_is_refused() {
    let folder = data_folder();
    drop(live(&folder).unwrap());
    Connection::open(database(&folder)).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(live(&folder), Err(OpenError::Newer { found: 99, .. })));
}

#[test]
fn what_is_committed_is_synced_with_every_commit() {
    let folder = data_folder();
    let (mut writer, _reader) = live(&folder).unwrap();
    writer
        .transact(&mut |connection| {
            let read = |pragma: &str| -> String {
                let sql = format!("SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}");
                connection.query_row(&sql, [], |row| row.get(0)).unwrap()
            };
            assert_eq!(read("journal_mode"), "wal");
            assert_eq!(read("synchronous"), "2");
            assert_eq!(read("foreign_keys"), "1");
            Ending::Keep
        })
        .unwrap();
}

#[test]
fn a_reader_cannot_write() {
    let folder = data_folder();
    let (_writer, reader) = live(&folder).unwrap();
    let written = reader.read(|connection| Ok(connection.execute("DELETE FROM documents", [])?));
    assert!(written.is_err());
}

#[test]
fn many_readers_at_once_each_see_one_moment() {
    let folder = data_folder();
    let (mut writer, reader) = live(&folder).unwrap();
    let count = |connection: &Connection| -> rusqlite::Result<u32> {
        connection.query_row("SELECT count(*) FROM documents", [], |row| row.get(0))
    };
    let counts = reader
        .read(|outer| {
            let before = count(outer)?;
            assert!(writer.commit(vec![creation(1)])[0].is_ok(), "a reader keeps nobody from writing");
            let inside = reader.clone().read(|inner| Ok(count(inner)?))?;
            Ok((before, inside, count(outer)?))
        })
        .unwrap();
    assert_eq!(counts, (0, 1, 0));
}

#[test]
fn relational_work_that_is_undone_leaves_nothing() {
    let folder = data_folder();
    let (mut writer, reader) = live(&folder).unwrap();
    for (ending, expected) in [(Ending::Undo, 0), (Ending::Keep, 1)] {
        writer
            .transact(&mut |connection| {
                connection
                    .execute("INSERT INTO login_attempts (username, failures, last_failed) VALUES ('a', 1, 1)", [])
                    .unwrap();
                ending
            })
            .unwrap();
        let count: u32 = reader
            .read(|connection| Ok(connection.query_row("SELECT count(*) FROM login_attempts", [], |row| row.get(0))?))
            .unwrap();
        assert_eq!(count, expected);
    }
}

#[test]
fn a_commit_that_breaks_a_constraint_fails_alone() {
    let folder = data_folder();
    let (mut writer, reader) = live(&folder).unwrap();
    writer
        .transact(&mut |connection| {
            connection
                .execute_batch(
                    "CREATE TRIGGER broken BEFORE INSERT ON documents WHEN NEW.schema = 13
                 BEGIN SELECT RAISE(ABORT, 'a fault in the server'); END",
                )
                .unwrap();
            Ending::Keep
        })
        .unwrap();
    let mut faulty = creation(2);
    faulty.create[0].schema = 13;
    let results = writer.commit(vec![creation(1), faulty, creation(3)]);
    assert!(matches!(results[..], [Ok(_), Err(CommitError::Unfit(_)), Ok(_)]), "{results:?}");
    let there =
        [1, 2, 3].map(|number| reader.header(DocId::new(DocKind::Note, Id128([number; 16]))).unwrap().is_some());
    assert_eq!(there, [true, false, true]);
}

#[test]
fn after_a_failure_the_writer_starts_from_what_is_on_disk() {
    let folder = data_folder();
    let limit = PageLimit::default();
    let (mut writer, _reader) = open_data_folder(folder.path(), Purpose::Live, limit.clone()).unwrap();
    let mark = |writer: &mut SqliteWriter| {
        let mut found = 0;
        writer
            .transact(&mut |connection| {
                found = connection
                    .query_row("SELECT count(*) FROM sqlite_temp_schema WHERE name = 'mark'", [], |row| row.get(0))
                    .unwrap();
                connection.execute_batch("CREATE TEMP TABLE IF NOT EXISTS mark (x)").unwrap();
                Ending::Keep
            })
            .unwrap();
        found
    };
    assert_eq!(mark(&mut writer), 0);
    assert_eq!(mark(&mut writer), 1, "the same connection as before");
    limit.set(NonZeroU32::MIN);
    assert!(matches!(writer.probe(), Err(CommitError::Storage(_))));
    limit.lift();
    assert_eq!(mark(&mut writer), 0, "a new connection");
}

#[test]
fn the_audit_trail_is_append_only() {
    let folder = data_folder();
    let (mut writer, _reader) = live(&folder).unwrap();
    assert!(writer.commit(vec![creation(1)])[0].is_ok());
    writer
        .transact(&mut |connection| {
            for sql in ["UPDATE audit SET at = 0", "DELETE FROM audit"] {
                let error = connection.execute(sql, []).unwrap_err();
                assert!(error.to_string().contains("append-only"), "{error}");
            }
            Ending::Keep
        })
        .unwrap();
}

#[test]
fn two_processes_may_write_in_turn() {
    // `buurtboek admin` beside a running server.
    let folder = data_folder();
    let (mut server, reader) = live(&folder).unwrap();
    let (mut admin, _) = live(&folder).unwrap();
    assert!(server.commit(vec![creation(1)])[0].is_ok());
    assert!(admin.commit(vec![creation(2)])[0].is_ok());
    let third = server.commit(vec![creation(3)]);
    assert_eq!(third[0].as_ref().unwrap().cursor.0, 3, "nothing is counted from memory");
    assert_eq!(reader.documents(MemberId::from_bytes([1; 16]), None, 9).unwrap().len(), 3);
}

#[test]
fn a_key_from_a_file_seals_as_the_same_key() {
    let folder = data_folder();
    let (mut writer, _reader) = live(&folder).unwrap();
    assert!(writer.commit(vec![creation(1)])[0].is_ok());
    let key = SealKey::read(&folder.path().join(SEAL_KEY_FILE)).unwrap();
    drop(writer);
    let settings = Settings { path: database(&folder), purpose: Purpose::Live, key, page_limit: PageLimit::default() };
    open(settings).unwrap();
}
