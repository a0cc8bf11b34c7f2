//! A server of a few rules, enough to see what a device does: it numbers rows, acknowledges, passes on, and refuses what
//! it is told to refuse. The real one is tested elsewhere.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
};

use buurtboek_client::sync::host::{HostEvent, UploadOutcome};
use buurtboek_shared::{
    doc::{
        preparse::preparse,
        write::{append_transition, apply, open_doc},
    },
    domain::{
        command::CommandAction,
        refusal::{Reason, RefusalClass},
        transition::Transition,
    },
    ids::{BatchNo, Chain, DeviceId, DocId, Hash256, MemberId, Seq, SessionId},
    protocol::{
        codec::{decode, encode, encode_value},
        frames::{
            Access, CatalogueChange, CatalogueEntry, ClientFrame, Cursor, Fragment, Generation, Have, Receipt, Row,
            ServerFrame, Welcome,
        },
        limits::Limits,
        outgoing::OutgoingItem,
    },
    time::{Millis, Timestamp},
};
use futures_channel::mpsc::UnboundedSender;

/// A document as the server has it.
#[derive(Default)]
pub struct Stored {
    pub rows: Vec<Row>,
    pub chains: Vec<Chain>,
    parent: Option<DocId>,
}

struct Connection {
    events: UnboundedSender<HostEvent>,
    device: Option<DeviceId>,
    live: BTreeSet<DocId>,
}

#[derive(Default)]
struct State {
    docs: BTreeMap<DocId, Stored>,
    connections: BTreeMap<u32, Connection>,
    devices: BTreeMap<DeviceId, MemberId>,
    /// What each device offered, so that a repeat is recognised.
    known: BTreeMap<(DeviceId, BatchNo), Receipt>,
    finalised: BTreeMap<DocId, (MemberId, Timestamp)>,
    /// Lineages that are closed until the document is opened again.
    closed: BTreeSet<(u32, DocId)>,
    handed_over: Vec<String>,
    revoked: BTreeSet<(MemberId, DocId)>,
    /// What cannot be read.
    damaged: BTreeSet<DocId>,
    pushes: u32,
}

/// The server.
#[derive(Default)]
pub struct Server {
    state: RefCell<State>,
    /// Acknowledgements are lost on the way while this is set.
    pub deaf: Cell<bool>,
    /// The quarantine takes nothing while this is set.
    pub quarantine_full: Cell<bool>,
    quarantine: RefCell<Vec<(Option<DocId>, Vec<u8>)>>,
    clock: Cell<i64>,
}

impl Server {
    pub fn register(&self, device: DeviceId, member: MemberId) {
        self.state.borrow_mut().devices.insert(device, member);
    }

    pub fn connect(&self, tab: u32, events: UnboundedSender<HostEvent>) {
        let _ = events.unbounded_send(HostEvent::Opened);
        let connection = Connection { events, device: None, live: BTreeSet::new() };
        self.state.borrow_mut().connections.insert(tab, connection);
    }

    pub fn hang_up(&self, tab: u32) {
        self.state.borrow_mut().connections.remove(&tab);
    }

    /// Every socket is cut, as by a network that goes.
    pub fn cut(&self) {
        let connections = std::mem::take(&mut self.state.borrow_mut().connections);
        for connection in connections.into_values() {
            let _ = connection.events.unbounded_send(HostEvent::Lost);
        }
    }

    pub fn sockets(&self) -> usize {
        self.state.borrow().connections.len()
    }

    pub fn pushes(&self) -> u32 {
        self.state.borrow().pushes
    }

    /// From now on the note takes no edits.
    pub fn finalise(&self, doc: DocId, by: MemberId) {
        self.state.borrow_mut().finalised.insert(doc, (by, Timestamp(self.clock.get())));
    }

    pub fn revoke(&self, member: MemberId, doc: DocId) {
        let mut state = self.state.borrow_mut();
        state.revoked.insert((member, doc));
        let theirs: Vec<u32> = state
            .connections
            .iter()
            .filter(|(_, connection)| connection.device.is_some_and(|device| state.devices[&device] == member))
            .map(|(tab, _)| *tab)
            .collect();
        for tab in theirs {
            self.say(&state, tab, &ServerFrame::Revoked { doc });
        }
    }

    /// The bytes of a document are damaged on the disk.
    pub fn damage(&self, doc: DocId) {
        self.state.borrow_mut().damaged.insert(doc);
    }

    /// Somebody has put them right.
    pub fn mend(&self, doc: DocId) {
        self.state.borrow_mut().damaged.remove(&doc);
    }

    /// A device brings a record that it could not open.
    pub fn keep(&self, doc: Option<DocId>, bytes: Vec<u8>) -> UploadOutcome {
        if self.quarantine_full.get() {
            return UploadOutcome::NotTaken;
        }
        self.quarantine.borrow_mut().push((doc, bytes));
        UploadOutcome::Taken
    }

    /// What devices brought, each as often as it came.
    pub fn quarantine(&self) -> Vec<(Option<DocId>, Vec<u8>)> {
        self.quarantine.borrow().clone()
    }

    /// The words that were handed over to the coordinators.
    pub fn handed_over(&self) -> Vec<String> {
        self.state.borrow().handed_over.clone()
    }

    /// The text under a root, and how often each row's update occurs.
    pub fn text(&self, doc: DocId, root: &str) -> String {
        use yrs::{GetString as _, ReadTxn as _, Transact as _};
        let opened = self.open(doc);
        let txn = opened.transact();
        txn.get_text(root).map(|text| text.get_string(&txn)).unwrap_or_default()
    }

    pub fn open(&self, doc: DocId) -> yrs::Doc {
        let opened = open_doc(1);
        for row in self.rows(doc) {
            apply(&opened, &row.update).unwrap();
        }
        opened
    }

    pub fn rows(&self, doc: DocId) -> Vec<Row> {
        self.state.borrow().docs.get(&doc).map(|stored| stored.rows.clone()).unwrap_or_default()
    }

    /// Somebody else wrote a row.
    pub fn write(&self, doc: DocId, member: MemberId, update: Vec<u8>) {
        let mut state = self.state.borrow_mut();
        self.commit(&mut state, doc, member, DeviceId::default(), update);
    }

    pub fn receive(&self, tab: u32, message: &[u8]) {
        let frame: ClientFrame = decode(message).unwrap();
        let mut state = self.state.borrow_mut();
        if !state.connections.contains_key(&tab) {
            return;
        }
        match frame {
            ClientFrame::Hello(hello) => self.greet(&mut state, tab, hello.device, hello.cursor),
            ClientFrame::Open(haves) => haves.iter().for_each(|have| self.open_for(&mut state, tab, have)),
            ClientFrame::Close(docs) => {
                let connection = state.connections.get_mut(&tab).unwrap();
                connection.live.retain(|doc| !docs.contains(doc));
            }
            ClientFrame::Ping { nonce } => self.say(&state, tab, &ServerFrame::Pong { nonce }),
            ClientFrame::Presence { .. } => {}
            ClientFrame::Create { batch, document } => {
                self.offered(&mut state, tab, batch, document.doc, OutgoingItem::Create(document));
            }
            ClientFrame::Push { batch, doc, update } => {
                state.pushes += 1;
                self.offered(&mut state, tab, batch, doc, OutgoingItem::Update(update));
            }
            ClientFrame::HandOver { batch, handover } => {
                self.offered(&mut state, tab, batch, handover.doc, OutgoingItem::HandOver(handover));
            }
            ClientFrame::Command { batch, command } => {
                self.offered(&mut state, tab, batch, command.doc, OutgoingItem::Command(command));
            }
        }
    }

    fn greet(&self, state: &mut State, tab: u32, device: DeviceId, cursor: Cursor) {
        let older: Vec<u32> = state
            .connections
            .iter()
            .filter(|(other, connection)| **other != tab && connection.device == Some(device))
            .map(|(other, _)| *other)
            .collect();
        for other in older {
            let connection = state.connections.remove(&other).unwrap();
            let _ = connection.events.unbounded_send(HostEvent::Lost);
        }
        state.connections.get_mut(&tab).unwrap().device = Some(device);
        state.closed.retain(|(of, _)| *of != tab);
        let member = state.devices[&device];
        let welcome = Welcome {
            session: SessionId::default(),
            member,
            limits: Limits::default(),
            server_time: Timestamp(self.clock.get()),
            generation: Generation(1),
        };
        self.say(state, tab, &ServerFrame::Welcome(welcome));
        let entries: Vec<CatalogueEntry> = state
            .docs
            .keys()
            .filter(|doc| !state.revoked.contains(&(member, **doc)))
            .map(|doc| entry(state, *doc))
            .collect();
        let cursor = Cursor(cursor.0 + 1);
        self.say(state, tab, &ServerFrame::Catalogue { entries, cursor, remaining: 0 });
    }

    fn open_for(&self, state: &mut State, tab: u32, have: &Have) {
        state.closed.remove(&(tab, have.doc));
        state.connections.get_mut(&tab).unwrap().live.insert(have.doc);
        if state.damaged.contains(&have.doc) {
            let (doc, seq, chain, fragment) = (have.doc, Seq(0), Chain::default(), Fragment::NONE);
            self.say(state, tab, &ServerFrame::Snapshot { doc, seq, chain, fragment, bytes: Vec::new() });
            return;
        }
        if let Some(stored) = state.docs.get(&have.doc) {
            let from = usize::try_from(have.seq.0).unwrap();
            let prev = if from == 0 { Chain::default() } else { stored.chains[from - 1] };
            assert_eq!(prev, have.chain, "the device holds another history");
            let rows = stored.rows[from..].to_vec();
            if !rows.is_empty() {
                self.say(state, tab, &ServerFrame::Rows { doc: have.doc, prev, rows });
            }
        }
        self.say(state, tab, &ServerFrame::UpToDate { doc: have.doc });
    }

    fn offered(&self, state: &mut State, tab: u32, batch: BatchNo, doc: DocId, item: OutgoingItem) {
        let device = state.connections[&tab].device.unwrap();
        let member = state.devices[&device];
        let hash = item.hash().unwrap();
        if let Some(receipt) = state.known.get(&(device, batch)).copied() {
            assert_eq!(receipt.hash, hash, "a number was used twice");
            self.ack(state, tab, batch, receipt);
            return;
        }
        if state.damaged.contains(&doc) {
            let (class, reason) = (RefusalClass::Later, Reason::Recovering);
            self.say(state, tab, &ServerFrame::Nack { batch, class, reason, retry_after: Millis::seconds(5) });
            return;
        }
        if let Some(reason) = refusal(state, tab, member, doc, &item) {
            if matches!(item, OutgoingItem::Update(_)) {
                state.closed.insert((tab, doc));
            }
            let nack = ServerFrame::Nack { batch, class: RefusalClass::Refused, reason, retry_after: Millis(0) };
            self.say(state, tab, &nack);
            return;
        }
        let at = Timestamp(self.clock.get());
        let (seq, chain, seal) = match item {
            OutgoingItem::Create(document) => {
                state.docs.entry(doc).or_default().parent = document.parent;
                self.announce(state, doc, device);
                (Seq(0), Chain::default(), Hash256::default())
            }
            OutgoingItem::HandOver(handover) => {
                state.handed_over.push(handover.text);
                (Seq(0), Chain::default(), Hash256::default())
            }
            OutgoingItem::Update(update) => {
                preparse(doc.kind, &update).unwrap();
                self.commit(state, doc, member, device, update)
            }
            OutgoingItem::Command(command) => {
                if matches!(command.action, CommandAction::Finalise) {
                    state.finalised.insert(doc, (member, at));
                }
                let transition =
                    Transition { command: command.id, by: member, at, action: command.action, judged: Vec::new() };
                let opened = open_doc(77 + self.rows_of(state, doc).len() as u64);
                for row in self.rows_of(state, doc) {
                    apply(&opened, &row.update).unwrap();
                }
                let update = append_transition(&opened, doc.kind, &transition).unwrap();
                let committed = self.commit(state, doc, member, device, update);
                let prev = state.docs[&doc].chains.iter().rev().nth(1).copied().unwrap_or_default();
                let rows = vec![state.docs[&doc].rows.last().unwrap().clone()];
                self.say(state, tab, &ServerFrame::Rows { doc, prev, rows });
                committed
            }
        };
        let receipt = Receipt { hash, seq, chain, at, seal };
        state.known.insert((device, batch), receipt);
        self.ack(state, tab, batch, receipt);
    }

    fn rows_of(&self, state: &State, doc: DocId) -> Vec<Row> {
        state.docs.get(&doc).map(|stored| stored.rows.clone()).unwrap_or_default()
    }

    fn ack(&self, state: &State, tab: u32, batch: BatchNo, receipt: Receipt) {
        if !self.deaf.get() {
            self.say(state, tab, &ServerFrame::Ack { batch, receipt });
        }
    }

    fn commit(
        &self,
        state: &mut State,
        doc: DocId,
        member: MemberId,
        device: DeviceId,
        update: Vec<u8>,
    ) -> (Seq, Chain, Hash256) {
        self.clock.set(self.clock.get() + 1);
        let stored = state.docs.entry(doc).or_default();
        let prev = stored.chains.last().copied().unwrap_or_default();
        let row = Row {
            seq: Seq(stored.rows.len() as u64 + 1),
            member,
            device,
            at: Timestamp(self.clock.get()),
            update,
            seal: Hash256::default(),
        };
        let chain = row.chain(doc, prev);
        stored.chains.push(chain);
        stored.rows.push(row.clone());
        let others: Vec<(u32, bool)> = state
            .connections
            .iter()
            .filter(|(_, connection)| connection.device.is_some_and(|other| other != device))
            .map(|(tab, connection)| (*tab, connection.live.contains(&doc)))
            .collect();
        for (tab, live) in others {
            if live {
                self.say(state, tab, &ServerFrame::Rows { doc, prev, rows: vec![row.clone()] });
            }
        }
        self.announce(state, doc, device);
        (row.seq, chain, row.seal)
    }

    fn announce(&self, state: &State, doc: DocId, but: DeviceId) {
        for (tab, connection) in &state.connections {
            if connection.device.is_some_and(|device| device != but) {
                let entries = vec![entry(state, doc)];
                let cursor = Cursor(1_000 + u64::try_from(self.clock.get()).unwrap());
                self.say(state, *tab, &ServerFrame::Catalogue { entries, cursor, remaining: 0 });
            }
        }
    }

    fn say(&self, state: &State, tab: u32, frame: &ServerFrame) {
        let message = encode(frame).unwrap();
        let _ = state.connections[&tab].events.unbounded_send(HostEvent::Received(message));
    }
}

fn refusal(state: &State, tab: u32, member: MemberId, doc: DocId, item: &OutgoingItem) -> Option<Reason> {
    if state.revoked.contains(&(member, doc)) && !matches!(item, OutgoingItem::HandOver(_)) {
        return Some(Reason::NoAccess);
    }
    match item {
        OutgoingItem::Update(_) => match state.finalised.get(&doc) {
            Some((by, at)) => Some(Reason::Finalised { by: *by, at: *at }),
            None => state.closed.contains(&(tab, doc)).then_some(Reason::Follows),
        },
        OutgoingItem::Command(command) => {
            let stored = &state.docs[&doc];
            let head = (Seq(stored.rows.len() as u64), stored.chains.last().copied().unwrap_or_default());
            let shown = command.expects.map(|shown| (shown.seq, shown.chain));
            let finalises = matches!(command.action, CommandAction::Finalise);
            (finalises && shown != Some(head)).then_some(Reason::ChangedSince)
        }
        OutgoingItem::Create(_) | OutgoingItem::HandOver(_) => None,
    }
}

fn entry(state: &State, doc: DocId) -> CatalogueEntry {
    let stored = &state.docs[&doc];
    let seq = Seq(stored.rows.len() as u64);
    let change = CatalogueChange::Stands { seq, access: Access::Write, parent: stored.parent, created: Timestamp(1) };
    CatalogueEntry { doc, change }
}

/// The encoded value of something, for projections.
pub fn value<T: serde::Serialize>(value: &T) -> Vec<u8> {
    encode_value(value).unwrap()
}
