//! What every store keeps to: one suite for all of them.

mod change_log;
mod deputies;
mod differential;
mod documents;
mod escrow;
mod failures;
mod groups;
mod projections;
mod repeats;
mod rows;

use std::num::NonZeroU32;

use buurtboek_shared::{
    domain::{access::Access, deputy::Deputy},
    ids::{BatchNo, Chain, DeviceId, DocId, DocKind, Id128, MemberId, Seq, TeamId},
    protocol::frames::Generation,
    time::Timestamp,
};
use tempfile::TempDir;

use super::{
    AuditAction, Commit, CommitError, Committed, GrantChange, Header, NewRow, Part, PutPart, Reader, SealKey,
    TeamMember, Writer, content_hash,
    memory::MemoryStore,
    sqlite::{PageLimit, Purpose, Settings, SqliteReader, SqliteWriter, open},
};

/// One store under test.
trait Subject {
    fn writer(&mut self) -> &mut dyn Writer;
    fn reader(&self) -> &dyn Reader;
    /// As after the process was killed.
    fn reopen(&mut self);
    fn add_member(&mut self, team: TeamId, member: TeamMember);
    fn appoint_deputy(&mut self, team: TeamId, deputy: Deputy);
    /// From now on nothing large can be written.
    fn fill_disk(&mut self);
    fn free_disk(&mut self);

    /// Commits one thing alone.
    fn commit(&mut self, commit: Commit) -> Result<Committed, CommitError> {
        let mut results = self.writer().commit(vec![commit]);
        assert_eq!(results.len(), 1, "an answer for each commit");
        results.pop().unwrap()
    }
}

struct Memory(MemoryStore);

impl Memory {
    fn open() -> Self {
        Self(MemoryStore::new(Generation(77), KEY))
    }
}

impl Subject for Memory {
    fn writer(&mut self) -> &mut dyn Writer {
        &mut self.0
    }

    fn reader(&self) -> &dyn Reader {
        &self.0
    }

    fn reopen(&mut self) {
        self.0 = self.0.clone();
    }

    fn add_member(&mut self, team: TeamId, member: TeamMember) {
        self.0.add_member(team, member);
    }

    fn appoint_deputy(&mut self, team: TeamId, deputy: Deputy) {
        self.0.appoint_deputy(team, deputy);
    }

    fn fill_disk(&mut self) {
        self.0.fail_next_writes(u32::MAX);
    }

    fn free_disk(&mut self) {
        self.0.fail_next_writes(0);
    }
}

struct Sqlite {
    folder: TempDir,
    limit: PageLimit,
    store: Option<(SqliteWriter, SqliteReader)>,
}

impl Sqlite {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut subject = Self { folder, limit: PageLimit::default(), store: None };
        subject.reopen();
        subject
    }
}

impl Subject for Sqlite {
    fn writer(&mut self) -> &mut dyn Writer {
        &mut self.store.as_mut().unwrap().0
    }

    fn reader(&self) -> &dyn Reader {
        &self.store.as_ref().unwrap().1
    }

    fn reopen(&mut self) {
        self.store = None;
        let path = self.folder.path().join("test.db");
        let settings = Settings { path, purpose: Purpose::Live, key: KEY, page_limit: self.limit.clone() };
        self.store = Some(open(settings).unwrap());
    }

    fn add_member(&mut self, team: TeamId, member: TeamMember) {
        use crate::store::{Ending, sqlite::Col};
        let (id, role) = (Col(member.member), Col(member.role));
        let mut work = |connection: &rusqlite::Connection| {
            let name = member.member.to_string();
            connection
                .execute(
                    "INSERT INTO teams (id, name, phone) VALUES (?1, 'team', '') ON CONFLICT DO NOTHING",
                    [Col(team)],
                )
                .unwrap();
            connection
                .execute(
                    "INSERT INTO members (id, team, role, name, username, discipline, state, created)
                     VALUES (?1, ?2, ?3, ?4, ?4, '', 'active', 0)",
                    (id, Col(team), role, name),
                )
                .unwrap();
            Ending::Keep
        };
        self.writer().transact(&mut work).unwrap();
    }

    fn appoint_deputy(&mut self, team: TeamId, deputy: Deputy) {
        use crate::store::{Ending, sqlite::Col};
        let mut work = |connection: &rusqlite::Connection| {
            let appointment = (Col(team), Col(deputy.member), Col(deputy.until));
            connection
                .execute("INSERT INTO deputies (team, member, since, until) VALUES (?1, ?2, 0, ?3)", appointment)
                .unwrap();
            Ending::Keep
        };
        self.writer().transact(&mut work).unwrap();
    }

    fn fill_disk(&mut self) {
        self.limit.set(NonZeroU32::MIN);
    }

    fn free_disk(&mut self) {
        self.limit.lift();
    }
}

/// Makes a test of each function for each store.
macro_rules! contract {
    ($($test:ident),+ $(,)?) => {
        mod memory {
            $(#[test]
            fn $test() {
                super::$test(&mut crate::store::contract::Memory::open());
            })+
        }

        mod sqlite {
            $(#[test]
            fn $test() {
                super::$test(&mut crate::store::contract::Sqlite::open());
            })+
        }
    };
}
use contract;

const KEY: SealKey = SealKey::from_bytes([9; 32]);
const TEAM: TeamId = TeamId::from_bytes([0x70; 16]);
const SAMIRA: MemberId = MemberId::from_bytes([0x51; 16]);
const JOOST: MemberId = MemberId::from_bytes([0x52; 16]);
const MARIJKE: MemberId = MemberId::from_bytes([0x53; 16]);
const TABLET: DeviceId = DeviceId::from_bytes([0xd1; 16]);
const PHONE: DeviceId = DeviceId::from_bytes([0xd2; 16]);

fn doc(kind: DocKind, number: u8) -> DocId {
    DocId::new(kind, Id128([number; 16]))
}

fn note(number: u8) -> DocId {
    doc(DocKind::Note, number)
}

fn header(doc: DocId) -> Header {
    Header {
        doc,
        team: TEAM,
        parent: None,
        schema: 1,
        created_by: SAMIRA,
        created_at: Timestamp(1_000),
        head: Seq(0),
        chain: Chain::default(),
    }
}

/// A commit by Samira that does nothing yet.
fn blank(doc: DocId) -> Commit {
    Commit {
        doc,
        member: SAMIRA,
        device: TABLET,
        at: Timestamp(2_000),
        batch: None,
        command: None,
        hash: content_hash(b""),
        create: Vec::new(),
        row: None,
        bind: Vec::new(),
        grants: Vec::new(),
        parts: Vec::new(),
        escrow: None,
        needs: None,
        audit: AuditAction::Edit,
    }
}

/// Makes a document that Samira may write.
fn creation(doc: DocId) -> Commit {
    Commit { create: vec![header(doc)], grants: vec![give(doc, SAMIRA, Access::Write)], ..blank(doc) }
}

/// Appends a row to what the store holds now.
fn appending(reader: &dyn Reader, doc: DocId, update: &[u8]) -> Commit {
    let head = reader.header(doc).unwrap().map_or((Seq(0), Chain::default()), |header| (header.head, header.chain));
    Commit {
        hash: content_hash(update),
        row: Some(NewRow { after: head, update: update.to_vec(), snapshot: None }),
        ..blank(doc)
    }
}

fn with_batch(commit: Commit, batch: u64) -> Commit {
    Commit { batch: Some(BatchNo(batch)), ..commit }
}

fn give(doc: DocId, member: MemberId, access: Access) -> GrantChange {
    GrantChange::Give { doc, member, access }
}

fn end(doc: DocId, member: MemberId) -> GrantChange {
    GrantChange::End { doc, member }
}

fn put(doc: DocId, key: &[u8], value: &[u8]) -> PutPart {
    PutPart { doc, team: TEAM, part: Part { key: key.to_vec(), value: value.to_vec() } }
}
