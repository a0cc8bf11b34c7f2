//! Documents that stand in a server's store as if somebody had made them on a device: many at once, or large ones.

use buurtboek_server::store::{AuditAction, Binding, Commit, GrantChange, Header, NewRow, content_hash};
use buurtboek_shared::{
    doc::{
        entries::Entry,
        schema::NAME,
        write::{Intent, open_doc, write},
    },
    domain::{access::Access, choice::ChoiceEntry},
    ids::{Chain, DeviceId, DocId, DocKind, EntryId, Id128, MemberId, Seq, YClient},
    protocol::limits::SCHEMA,
    time::Timestamp,
};

use super::town::TEAM;

/// The device on which all of it was written.
pub const DEVICE: DeviceId = DeviceId::from_bytes([0xdf; 16]);

/// The making of a document with its first row, written under this client id.
#[must_use]
pub fn begins(doc: DocId, member: MemberId, client: YClient, update: Vec<u8>, at: Timestamp) -> Commit {
    let header = Header {
        doc,
        team: TEAM,
        parent: None,
        schema: SCHEMA,
        created_by: member,
        created_at: at,
        head: Seq(0),
        chain: Chain::default(),
    };
    Commit {
        create: vec![header],
        bind: vec![Binding { client, member, device: Some(DEVICE) }],
        grants: vec![GrantChange::Give { doc, member, access: Access::Write }],
        ..follows(doc, member, (Seq(0), Chain::default()), update, at)
    }
}

/// One more row.
#[must_use]
pub fn follows(doc: DocId, member: MemberId, after: (Seq, Chain), update: Vec<u8>, at: Timestamp) -> Commit {
    Commit {
        doc,
        member,
        device: DEVICE,
        at,
        batch: None,
        command: None,
        hash: content_hash(&update),
        create: Vec::new(),
        row: Some(NewRow { after, update, snapshot: None }),
        bind: Vec::new(),
        grants: Vec::new(),
        parts: Vec::new(),
        escrow: None,
        needs: None,
        audit: AuditAction::Server,
    }
}

/// A dossier with a name, another one for each number.
#[must_use]
pub fn dossier(member: MemberId, number: usize, at: Timestamp) -> Commit {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&(number as u64 + 1).to_be_bytes());
    let doc = DocId::new(DocKind::Dossier, Id128(id));
    let client = YClient(number as u64 + 100_000);
    let name = ChoiceEntry {
        id: EntryId(Id128(id)),
        value: format!("Huishouden {number}"),
        author: member,
        at,
        supersedes: Vec::new(),
        why: String::new(),
    };
    let intent = Intent::Append { root: NAME.into(), entry: Entry::Choice(name) };
    let update = write(&open_doc(client.0), doc.kind, &intent).ok().flatten().unwrap_or_default();
    begins(doc, member, client, update, at)
}
