//! The documents' code without tasks and sockets: members offer, the desk plans and commits at once.

use std::collections::BTreeMap;

use buurtboek_shared::{
    doc::{
        entries::Entry,
        schema::REPORT,
        write::{Intent, apply, open_doc, write},
    },
    domain::{
        access::Access,
        choice::ChoiceEntry,
        command::{Command, CommandAction, Shown},
        directory::{Directory, Neighbourhood, PublicDirectory, StaffDirectory},
        handover::Handover,
        refusal::Reason,
        role::{Principal, Role},
        signal::{FeltUrgency, Place, Report, Since},
    },
    ids::{BatchNo, CommandId, DeviceId, DocId, DocKind, EntryId, Hash256, Id128, MemberId, TeamId},
    protocol::{
        frames::{Generation, NewDocument, Receipt},
        limits::SCHEMA,
        outgoing::{Outgoing, OutgoingItem},
    },
    time::Timestamp,
};

use crate::{
    authz::authorize_batch,
    docs::{
        admission::{Admission, admit},
        document::Document,
        plan::{Offer, blank, confirm, known, plan, plan_creation, plan_handover},
        projection,
    },
    store::{
        Commit, CommitError, Reader, TeamMember, Writer,
        commit::{AuditAction, GrantChange},
        memory::MemoryStore,
        seal::SealKey,
    },
};

pub(super) const TEAM: TeamId = TeamId::from_bytes([0x7e; 16]);
pub(super) const TRUUS: MemberId = MemberId::from_bytes([1; 16]);
pub(super) const SAMIRA: MemberId = MemberId::from_bytes([2; 16]);
pub(super) const JOOST: MemberId = MemberId::from_bytes([3; 16]);
pub(super) const MARIJKE: MemberId = MemberId::from_bytes([4; 16]);

const PEOPLE: [(MemberId, Role, &str); 4] = [
    (TRUUS, Role::Volunteer, "Truus Vermeer"),
    (SAMIRA, Role::Professional, "Samira Bouzid"),
    (JOOST, Role::Professional, "Joost Wielinga"),
    (MARIJKE, Role::Coordinator, "Marijke Hoeksma"),
];

pub(super) struct Desk {
    pub(super) store: MemoryStore,
    documents: BTreeMap<DocId, Document>,
    now: i64,
    next: u64,
}

impl Desk {
    pub(super) fn open() -> Self {
        let store = MemoryStore::new(Generation(1), SealKey::from_bytes([9; 32]));
        for (member, role, _) in PEOPLE {
            store.add_member(TEAM, TeamMember { member, role });
        }
        let mut desk = Self { store, documents: BTreeMap::new(), now: 1_000_000, next: 0 };
        desk.publish_directory();
        desk
    }

    fn publish_directory(&mut self) {
        let colleague = |(id, role, name): (MemberId, Role, &str)| buurtboek_shared::domain::directory::Colleague {
            id,
            name: name.to_owned(),
            role,
            discipline: "schuldhulp".to_owned(),
            organisation: None,
        };
        let directory = Directory {
            public: PublicDirectory {
                team: TEAM,
                team_name: "Havenbuurt".to_owned(),
                phone: String::new(),
                neighbourhoods: vec![Neighbourhood {
                    code: "BU99000000".to_owned(),
                    year: 2026,
                    name: "Havenbuurt".to_owned(),
                    streets: vec!["Nevelstraat".to_owned()],
                }],
            },
            staff: Some(StaffDirectory {
                organisations: Vec::new(),
                colleagues: PEOPLE.into_iter().map(colleague).collect(),
                deputy: None,
            }),
        };
        let offer = self.offer(MARIJKE);
        let doc = DocId::directory(TEAM);
        let mut commit = blank(&offer, doc, Hash256::default(), AuditAction::Server);
        commit.parts = projection::directory_parts(&directory).unwrap();
        commit.grants =
            PEOPLE.into_iter().map(|(member, ..)| GrantChange::Give { doc, member, access: Access::Read }).collect();
        self.commit(commit).unwrap();
    }

    pub(super) fn offer(&mut self, member: MemberId) -> Offer {
        let role = PEOPLE.into_iter().find(|(known, ..)| *known == member).unwrap().1;
        self.now += 1;
        Offer {
            principal: Principal::new(member, TEAM, role),
            device: device(member),
            at: Timestamp(self.now),
            fresh_client: 1_000_000 + self.number(),
        }
    }

    /// A number that was not used before.
    pub(super) fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    pub(super) fn id(&mut self) -> Id128 {
        Id128(u128::from(self.number()).to_be_bytes())
    }

    pub(super) fn submit(&mut self, member: MemberId, doc: DocId, item: OutgoingItem) -> Result<Receipt, Reason> {
        let batch = BatchNo(self.number());
        self.submit_as(member, Outgoing { batch, doc, item })
    }

    pub(super) fn submit_as(&mut self, member: MemberId, outgoing: Outgoing) -> Result<Receipt, Reason> {
        let offer = self.offer(member);
        let grant = match admit(&self.store, &offer, &outgoing)? {
            Admission::Judge(grant) => grant,
            Admission::Before(receipt) => return Ok(receipt),
        };
        if let Some(known) = known(&self.store, &offer, &outgoing)? {
            return Ok(known.receipt);
        }
        let Some(grant) = grant else {
            let commit = match &outgoing.item {
                OutgoingItem::HandOver(_) => plan_handover(&self.store, &offer, &outgoing)?,
                OutgoingItem::Create(_) | OutgoingItem::Update(_) | OutgoingItem::Command(_) => {
                    plan_creation(&self.store, &offer, &outgoing)?
                }
            };
            return self.commit(commit);
        };
        let mut document = match self.documents.remove(&outgoing.doc) {
            Some(document) => document,
            None => Document::load(&self.store, outgoing.doc).unwrap(),
        };
        match plan(&self.store, &mut document, &grant, &offer, &outgoing) {
            Ok(commit) => {
                let committed =
                    self.store.commit(vec![commit.clone()]).pop().unwrap().map_err(|error| reason(&error))?;
                confirm(&mut document, &commit, &committed);
                self.documents.insert(outgoing.doc, document);
                Ok(committed.receipt)
            }
            Err(refused) => {
                if !refused.spoilt {
                    self.documents.insert(outgoing.doc, document);
                }
                Err(refused.reason)
            }
        }
    }

    /// Ends what a member may do with a document, whatever it was.
    pub(super) fn end(&mut self, doc: DocId, member: MemberId) {
        let offer = self.offer(MARIJKE);
        let mut commit = blank(&offer, doc, Hash256::default(), AuditAction::Server);
        commit.grants.push(GrantChange::End { doc, member });
        self.commit(commit).unwrap();
    }

    /// What a first update of a document would be committed as: judged, and not committed yet.
    pub(super) fn judged(&mut self, member: MemberId, doc: DocId, intent: &Intent) -> Commit {
        let item = OutgoingItem::Update(self.update(doc, intent));
        let outgoing = Outgoing { batch: BatchNo(self.number()), doc, item };
        let offer = self.offer(member);
        let grant = authorize_batch(&self.store, &offer.principal, &outgoing, offer.at).unwrap().unwrap();
        let mut document = Document::load(&self.store, doc).unwrap();
        plan(&self.store, &mut document, &grant, &offer, &outgoing).unwrap()
    }

    pub(super) fn commit(&mut self, commit: Commit) -> Result<Receipt, Reason> {
        self.store.commit(vec![commit]).pop().unwrap().map(|committed| committed.receipt).map_err(|e| reason(&e))
    }

    pub(super) fn create(&mut self, member: MemberId, kind: DocKind, parent: Option<DocId>) -> DocId {
        let doc = DocId::new(kind, self.id());
        self.try_create(member, doc, parent).unwrap();
        doc
    }

    pub(super) fn try_create(
        &mut self,
        member: MemberId,
        doc: DocId,
        parent: Option<DocId>,
    ) -> Result<Receipt, Reason> {
        self.submit(member, doc, OutgoingItem::Create(NewDocument { doc, team: TEAM, parent, schema: SCHEMA }))
    }

    /// An answer to a choice field that replaces none.
    pub(super) fn answer(&mut self, author: MemberId, root: &str, value: &str) -> Intent {
        let entry = ChoiceEntry {
            id: EntryId(self.id()),
            value: value.to_owned(),
            author,
            at: Timestamp(6),
            supersedes: Vec::new(),
            why: String::new(),
        };
        append(root, Entry::Choice(entry))
    }

    /// Writes as a device that has everything the store has.
    pub(super) fn write(&mut self, member: MemberId, doc: DocId, intent: &Intent) -> Result<Receipt, Reason> {
        let update = self.update(doc, intent);
        self.submit(member, doc, OutgoingItem::Update(update))
    }

    /// The update that such a device would offer.
    pub(super) fn update(&mut self, doc: DocId, intent: &Intent) -> Vec<u8> {
        let mine = open_doc(self.number());
        for row in self.store.rows(doc, Default::default(), usize::MAX).unwrap() {
            apply(&mine, &row.update).unwrap();
        }
        write(&mine, doc.kind, intent).unwrap().unwrap()
    }

    pub(super) fn hand_over(&mut self, member: MemberId, doc: DocId, text: &str) -> Result<Receipt, Reason> {
        let (root, text) = ("text.we_see".to_owned(), text.to_owned());
        let handover = Handover { doc, of: doc, root, text, written: Timestamp(8) };
        self.submit(member, doc, OutgoingItem::HandOver(handover))
    }

    pub(super) fn report(&mut self, member: MemberId) -> DocId {
        let doc = self.create(member, DocKind::Signal, None);
        let report = self.a_report(member);
        self.write(member, doc, &append(REPORT, Entry::Report(Box::new(report)))).unwrap();
        doc
    }

    pub(super) fn a_report(&mut self, author: MemberId) -> Report {
        Report {
            id: EntryId(self.id()),
            author,
            at: Timestamp(5),
            observation: "De gordijnen van nummer 14 zijn al twee dagen dicht".to_owned(),
            place: Place::Address { street: "Nevelstraat".to_owned(), number: "14".to_owned() },
            since: Since::FewDays,
            urgency: FeltUrgency::Today,
            relation: None,
            contact: None,
            person_knows: None,
            interpretation: String::new(),
            may_call: None,
            wants_along: None,
        }
    }

    /// A decision of somebody who has everything on the screen that the store has.
    pub(super) fn command(&mut self, member: MemberId, doc: DocId, action: CommandAction) -> Result<Receipt, Reason> {
        let shown = self.head(doc);
        self.command_about(member, doc, action, shown)
    }

    pub(super) fn head(&self, doc: DocId) -> Option<Shown> {
        self.store.header(doc).unwrap().map(|header| Shown { seq: header.head, chain: header.chain })
    }

    /// A decision about what was shown.
    pub(super) fn command_about(
        &mut self,
        member: MemberId,
        doc: DocId,
        action: CommandAction,
        expects: Option<Shown>,
    ) -> Result<Receipt, Reason> {
        let command = Command { id: CommandId(self.id()), doc, expects, decided_at: Timestamp(7), action };
        self.submit(member, doc, OutgoingItem::Command(command))
    }
}

pub(super) fn device(member: MemberId) -> DeviceId {
    DeviceId::from_bytes([member.0.as_bytes()[0] + 0x40; 16])
}

pub(super) fn append(root: &str, entry: Entry) -> Intent {
    Intent::Append { root: root.to_owned(), entry }
}

pub(super) fn text(root: &str, at: u32, insert: &str) -> Intent {
    Intent::EditText { root: root.to_owned(), at, remove: 0, insert: insert.to_owned() }
}

fn reason(error: &CommitError) -> Reason {
    match error {
        CommitError::NoAccess => Reason::NoAccess,
        CommitError::Storage(_) => Reason::ReadOnly,
        other => panic!("unexpected: {other}"),
    }
}
