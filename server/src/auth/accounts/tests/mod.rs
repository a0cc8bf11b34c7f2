//! Who there is, against a database of its own.

mod members;
mod sessions;
mod tokens;

use std::sync::Arc;

use buurtboek_shared::{
    domain::{
        access::Access,
        directory::{Neighbourhood, Organisation, OrganisationTie},
        restriction::Restriction,
        role::Role,
    },
    ids::{Chain, DeviceId, DocId, DocKind, Id128, MemberId, OrganisationId, Seq, TeamId},
    protocol::{codec::encode_value, frames::Cursor},
    time::Timestamp,
};
use tempfile::TempDir;

use super::*;
use crate::store::{
    AuditAction, Commit, GrantChange, Header, Part, REACH, Reader as _,
    commit::PutPart,
    content_hash,
    sqlite::{PageLimit, Purpose, open_data_folder},
};

const TEAM: TeamId = TeamId::from_bytes([0x70; 16]);
const EMPLOYER: OrganisationId = OrganisationId::from_bytes([0x80; 16]);
const NOW: Timestamp = Timestamp(1_000_000);
const HOUR: i64 = 3_600_000;

struct Town {
    accounts: Accounts,
    store: StoreHandle,
    reader: SqliteReader,
    _folder: TempDir,
}

/// A database with one team and one organisation.
async fn town() -> Town {
    let folder = tempfile::tempdir().unwrap();
    let (writer, reader) = open_data_folder(folder.path(), Purpose::Live, PageLimit::default()).unwrap();
    let store = StoreHandle::start(writer, Arc::new(reader.clone())).unwrap();
    let accounts = Accounts::new(store.clone(), reader.clone());
    accounts.create_team(team(), NOW).await.unwrap();
    let employer = Organisation { id: EMPLOYER, name: "Welzijn Wolkendam".to_owned(), tie: OrganisationTie::Member };
    accounts.create_organisation(employer).await.unwrap();
    Town { accounts, store, reader, _folder: folder }
}

fn team() -> Team {
    Team { id: TEAM, name: "Oude Dam".to_owned(), phone: "0880000000".to_owned() }
}

fn later(millis: i64) -> Timestamp {
    Timestamp(NOW.0 + millis)
}

fn id(number: u8) -> MemberId {
    MemberId::from_bytes([number; 16])
}

fn newcomer(number: u8, role: Role) -> NewMember {
    NewMember {
        id: id(number),
        team: TEAM,
        role,
        name: format!("Member {number}"),
        username: format!("member{number}").parse().unwrap(),
        organisation: Some(EMPLOYER),
        discipline: "sociaal werker".to_owned(),
        phone: String::new(),
        password: Some(PasswordHash(format!("hash {number}"))),
    }
}

impl Town {
    async fn join(&self, number: u8, role: Role) -> Member {
        self.accounts.create_member(newcomer(number, role), NOW).await.unwrap()
    }

    async fn log_in(&self, number: u8, session: u8) -> Session {
        let new = NewSession {
            id: SessionRecordId(Id128([session; 16])),
            token: TokenHash::of(&[session]),
            member: id(number),
            created: NOW,
            expires: later(HOUR),
        };
        self.accounts.create_session(new).await.unwrap()
    }

    /// Makes documents of the team with these grants.
    async fn make(&self, docs: &[DocId], grants: &[(u8, Access)]) {
        for doc in docs {
            let header = Header {
                doc: *doc,
                team: TEAM,
                parent: None,
                schema: 1,
                created_by: id(1),
                created_at: NOW,
                head: Seq(0),
                chain: Chain::default(),
            };
            let grants = grants
                .iter()
                .map(|(number, access)| GrantChange::Give { doc: *doc, member: id(*number), access: *access })
                .collect();
            self.store.commit(Commit { create: vec![header], grants, ..commit(*doc) }).await.unwrap();
        }
    }

    /// Makes a signal of the team that reaches so far.
    async fn make_signal(&self, number: u8, reach: Restriction) -> [DocId; 2] {
        let docs = [doc(DocKind::Intake, number), doc(DocKind::Triage, number)];
        self.make(&docs, &[]).await;
        let part = Part { key: REACH.to_vec(), value: encode_value(&reach).unwrap() };
        let parts = vec![PutPart { doc: docs[0], team: TEAM, part }];
        self.store.commit(Commit { parts, ..commit(docs[1]) }).await.unwrap();
        docs
    }

    fn open_to(&self, number: u8) -> Vec<(DocId, Access)> {
        let documents = self.reader.documents(id(number), None, 100).unwrap();
        let access = |doc| self.reader.access(doc, id(number)).unwrap().unwrap();
        documents.into_iter().map(|header| (header.doc, access(header.doc))).collect()
    }
}

/// A commit of the server that changes nothing yet.
fn commit(doc: DocId) -> Commit {
    Commit {
        doc,
        member: id(1),
        device: DeviceId::default(),
        at: NOW,
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
        audit: AuditAction::Create,
    }
}

fn doc(kind: DocKind, number: u8) -> DocId {
    DocId::new(kind, Id128([number; 16]))
}
