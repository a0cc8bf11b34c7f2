//! One person's tablet without a browser: the product's storage and session over a disk in memory, and what is open on
//! the screen. A simulated world and a headless client over a real socket drive the same one.

use std::{
    collections::BTreeMap,
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use buurtboek_client::{
    storage::{
        device_store::{AppendError, DeviceStore, NewItem, NewLocal, ViewRow},
        memory::{Fault, MemoryDatabase},
        records::{Lineage, Queued, RescueDraft, TabId},
        stored_doc::StoredDoc,
        summary::digest_of_document,
    },
    sync::core::{Action, SyncCore, random_client, random_id},
};
use buurtboek_shared::{
    doc::write::{Intent, write},
    domain::command::{Command, CommandAction, CommandKind, Shown},
    ids::{CommandId, DeviceId, DocId, DocKind, EntryId, Id128, MemberId, TeamId},
    protocol::{client_events::Event, client_session::LinkStatus, frames::NewDocument, limits::SCHEMA},
    time::Timestamp,
};
use yrs::Transact;

use crate::dice::Dice;

/// How often a future of the memory database may be polled: each of its steps yields once.
const MOST_POLLS: usize = 1_000_000;

/// A document as it is open on the screen: it does not follow what the server sends, as the tab of a tablet that slept.
struct Sheet {
    doc: yrs::Doc,
    lineage: Lineage,
}

/// Whose tablet it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Who.
    pub member: MemberId,
    /// Of which team.
    pub team: TeamId,
    /// The tablet.
    pub device: DeviceId,
}

/// What became of something that somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// "Opgeslagen op dit apparaat."
    Yes,
    /// The tablet died before it could say so.
    Perhaps,
    /// It was not possible, or the tablet said that it failed.
    No,
}

/// A tablet.
pub struct Tablet {
    owner: Owner,
    disk: MemoryDatabase,
    dice: Dice,
    store: DeviceStore,
    session: Option<SyncCore>,
    open: BTreeMap<DocId, Sheet>,
}

impl Tablet {
    /// A new tablet, switched off.
    #[must_use]
    pub fn new(owner: Owner, dice: Dice) -> Self {
        let disk = MemoryDatabase::default();
        let store = DeviceStore::new(Rc::new(disk.clone()), owner.member, owner.device, TabId(1));
        Self { owner, disk, dice, store, session: None, open: BTreeMap::new() }
    }

    /// The app is opened.
    pub fn starts(&mut self, now: Timestamp) {
        self.session = done(SyncCore::start(self.store.clone(), "test", now)).ok();
    }

    /// The app is gone, with everything in memory.
    pub fn dies(&mut self) {
        self.session = None;
        self.open.clear();
    }

    /// This happens to its coming write.
    pub fn fails(&self, fault: Fault) {
        self.disk.script([Some(fault)]);
    }

    /// Whose it is.
    #[must_use]
    pub const fn owner(&self) -> Owner {
        self.owner
    }

    /// True while the app is open.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.session.is_some()
    }

    /// How its session is; none while the app is closed.
    #[must_use]
    pub fn status(&self) -> Option<LinkStatus> {
        self.session.as_ref().map(SyncCore::status)
    }

    /// When its session wants to be woken.
    #[must_use]
    pub fn deadline(&self) -> Option<Timestamp> {
        self.session.as_ref().and_then(SyncCore::next_deadline)
    }

    /// Something happened to its session.
    pub fn takes(&mut self, now: Timestamp, event: Event) -> Vec<Action> {
        let Some(session) = &mut self.session else { return Vec::new() };
        done(session.take(now, &self.dice, event))
    }

    /// Its session offers what was kept since.
    pub fn offers(&mut self, now: Timestamp) -> Vec<Action> {
        let Some(session) = &mut self.session else { return Vec::new() };
        done(session.follow_log(now, &self.dice))
    }

    /// Documents of a kind of which something is on the tablet, as its lists show them.
    #[must_use]
    pub fn list(&self, kind: DocKind, now: Timestamp) -> Vec<ViewRow> {
        done(self.store.list(kind, now)).unwrap_or_default()
    }

    /// Everything that it holds of a document.
    #[must_use]
    pub fn holds(&self, doc: DocId, now: Timestamp) -> Option<StoredDoc> {
        done(self.store.load(doc, now)).ok().flatten()
    }

    /// What waits in its outbox.
    #[must_use]
    pub fn waiting(&self, now: Timestamp) -> Vec<(DocId, Queued)> {
        done(self.store.waiting(now)).map(|(waiting, _)| waiting).unwrap_or_default()
    }

    /// "Bewaarde teksten."
    #[must_use]
    pub fn rescued(&self, now: Timestamp) -> Vec<RescueDraft> {
        done(self.store.rescue(now)).unwrap_or_default()
    }

    /// A fresh id.
    #[must_use]
    pub fn id(&self) -> Id128 {
        random_id(&self.dice)
    }

    /// A fresh id of an entry.
    #[must_use]
    pub fn entry_id(&self) -> EntryId {
        EntryId(self.id())
    }

    /// Reads an open document, opening it when it is not.
    pub fn reads<T>(&mut self, doc: DocId, now: Timestamp, read: impl FnOnce(&yrs::Doc) -> T) -> Option<T> {
        if !self.open.contains_key(&doc) {
            let stored = self.holds(doc, now)?;
            let opened = stored.open(random_client(&self.dice), self.owner.member).ok()?;
            self.open.insert(doc, Sheet { doc: opened.doc, lineage: stored.lineage });
        }
        self.open.get(&doc).map(|sheet| read(&sheet.doc))
    }

    /// Puts away what is open: the next edit is under a fresh client id.
    pub fn puts_aside(&mut self) {
        self.open.clear();
    }

    /// Carries out an intent in an open document, and keeps it.
    pub fn writes(&mut self, doc: DocId, now: Timestamp, intent: &Intent) -> Kept {
        let written = self.reads(doc, now, |open| write(open, doc.kind, intent));
        let Some(Ok(Some(update))) = written else { return Kept::No };
        let Some(sheet) = self.open.get(&doc) else { return Kept::No };
        let digest = sheet.doc.try_transact().ok().and_then(|txn| digest_of_document(doc.kind, &txn));
        let local = NewLocal {
            doc,
            items: vec![NewItem::Update(update, vec![intent.clone()])],
            lineage: Some(sheet.lineage),
            digest,
            instead_of_draft: None,
            instead_of_rescue: None,
            at: now,
        };
        self.appends(local)
    }

    /// Makes a document with its first content.
    pub fn creates(&mut self, doc: DocId, parent: Option<DocId>, now: Timestamp, first: &[Intent]) -> Kept {
        let empty = StoredDoc::empty(doc);
        let Ok(opened) = empty.open(random_client(&self.dice), self.owner.member) else { return Kept::No };
        let mut items = vec![NewItem::Create(NewDocument { doc, team: self.owner.team, parent, schema: SCHEMA })];
        for intent in first {
            if let Ok(Some(update)) = write(&opened.doc, doc.kind, intent) {
                items.push(NewItem::Update(update, vec![intent.clone()]));
            }
        }
        let digest = opened.doc.try_transact().ok().and_then(|txn| digest_of_document(doc.kind, &txn));
        self.appends(NewLocal {
            doc,
            items,
            lineage: None,
            digest,
            instead_of_draft: None,
            instead_of_rescue: None,
            at: now,
        })
    }

    /// Decides something about a document as it is on the screen.
    pub fn decides(&mut self, doc: DocId, now: Timestamp, action: CommandAction) -> (CommandId, Kept) {
        let id = CommandId(self.id());
        let Some(stored) = self.holds(doc, now) else { return (id, Kept::No) };
        let shown = Shown { seq: stored.seq, chain: stored.chain };
        let expects = (action.kind() == CommandKind::Finalise).then_some(shown);
        let command = Command { id, doc, expects, decided_at: now, action };
        let kept = self.appends(NewLocal {
            doc,
            items: vec![NewItem::Command(command)],
            lineage: None,
            digest: None,
            instead_of_draft: None,
            instead_of_rescue: None,
            at: now,
        });
        (id, kept)
    }

    fn appends(&mut self, local: NewLocal) -> Kept {
        let doc = local.doc;
        let before = self.disk.commits();
        match done(self.store.append(local, || random_id(&self.dice))) {
            Ok(_) => Kept::Yes,
            Err(error) => {
                // What was on the screen is not what is on the disk.
                self.open.remove(&doc);
                match error {
                    AppendError::Storage(_) if self.disk.commits() > before => Kept::Perhaps,
                    AppendError::Storage(_) | AppendError::Replaced | AppendError::Exists | AppendError::Gone => {
                        Kept::No
                    }
                }
            }
        }
    }
}

/// Runs a future of the memory database to its end: it only ever waits for itself.
pub fn done<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..MOST_POLLS {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
    unreachable!("a future of the memory database waits for something else")
}
