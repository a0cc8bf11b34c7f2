//! The device's side of a connection, as its specification.

mod catalogue;
mod connecting;
mod content;
mod later;
mod offering;
mod refusals;
mod unreadable;

use super::*;
use crate::{
    domain::{
        access::Access,
        command::{Command, CommandAction},
        handover::Handover,
        refusal::{Reason, RefusalClass},
    },
    ids::{BatchNo, Chain, CommandId, DocKind, Hash256, Id128, Seq, SessionId, TeamId},
    protocol::{
        codec::{decode, encode_value},
        fragments::cut,
        frames::{
            ByeReason, CatalogueChange, CatalogueEntry, Generation, NewDocument, PresencePlace, Receipt, Row,
            ServerFrame, SnapshotBody, Welcome,
        },
        limits::WINDOW,
        outgoing::{Outgoing, OutgoingItem},
    },
};

const MEMBER: MemberId = MemberId::from_bytes([2; 16]);
const COLLEAGUE: MemberId = MemberId::from_bytes([4; 16]);
const DEVICE: DeviceId = DeviceId::from_bytes([3; 16]);
const NOTE: DocId = DocId::new(DocKind::Note, Id128([7; 16]));
const OTHER: DocId = DocId::new(DocKind::Note, Id128([8; 16]));
const DOSSIER: DocId = DocId::new(DocKind::Dossier, Id128([9; 16]));
const FEEDBACK: DocId = DocId::new(DocKind::Feedback, Id128([2; 16]));
/// What the server's clock shows at the greeting.
const GREETED: Timestamp = Timestamp(86_400_000);
const NONE: [u64; 0] = [];
const NOTHING: (Seq, Chain) = (Seq(0), Hash256([0; 32]));

/// A device whose storage holds what its session had it keep, as far as heads go.
struct Device {
    session: ClientSession,
    now: Timestamp,
    heads: std::collections::BTreeMap<DocId, (Seq, Chain)>,
}

impl Device {
    /// With this outbox, and not connected.
    fn with(outbox: Vec<Outgoing>) -> Self {
        Self::starting(outbox, Vec::new())
    }

    fn starting(outbox: Vec<Outgoing>, to_fetch: Vec<DocId>) -> Self {
        let (build, cursor, generation) = ("test".into(), Cursor(5), Generation(1));
        let start = Start { device: DEVICE, member: MEMBER, build, cursor, generation, to_fetch, outbox };
        Self { session: ClientSession::new(start), now: Timestamp(1_000_000), heads: Default::default() }
    }

    /// Connected and greeted; what the greeting set going.
    fn connected(outbox: Vec<Outgoing>) -> (Self, Vec<Effect>) {
        let mut device = Self::with(outbox);
        let effects = device.connect();
        (device, effects)
    }

    fn connect(&mut self) -> Vec<Effect> {
        self.does(Event::TryNow);
        self.does(Event::Opened);
        self.hears(ServerFrame::Welcome(welcome(MEMBER)))
    }

    /// One event, and the answers of the storage to what it brings about.
    fn does(&mut self, event: Event) -> Vec<Effect> {
        let effects = self.session.handle(self.now, 0, event);
        let mut all = effects.clone();
        for effect in effects {
            match effect {
                Effect::Lookup(docs) => {
                    let have = |doc| {
                        let (seq, chain) = self.heads.get(&doc).copied().unwrap_or(NOTHING);
                        Have { doc, seq, chain }
                    };
                    let heads = docs.into_iter().map(have).collect();
                    all.extend(self.does(Event::Heads(heads)));
                }
                Effect::Persist(
                    Persist::Rows { doc, head, .. }
                    | Persist::Snapshot { doc, head, .. }
                    | Persist::Acked { doc, head: Some(head), .. },
                ) => {
                    self.heads.insert(doc, head);
                }
                Effect::Persist(Persist::Projection { doc, version, .. }) => {
                    self.heads.insert(doc, (version, Chain::default()));
                }
                Effect::Persist(Persist::Anew { .. }) => {
                    self.heads.values_mut().for_each(|head| head.1 = Chain::default())
                }
                Effect::Persist(_)
                | Effect::Connect
                | Effect::Disconnect
                | Effect::Send(_)
                | Effect::Rebuild { .. }
                | Effect::Presence { .. }
                | Effect::SessionOver
                | Effect::Outdated => {}
            }
        }
        all
    }

    fn hears(&mut self, frame: ServerFrame) -> Vec<Effect> {
        self.does(Event::Received(encode(&frame).unwrap()))
    }

    /// Time passes; what the session's deadline brings about.
    fn waits_until(&mut self, moment: Timestamp) -> Vec<Effect> {
        self.now = moment;
        self.does(Event::Tick)
    }

    fn link(&self) -> Link {
        self.session.status().link
    }
}

fn welcome(member: MemberId) -> Welcome {
    Welcome {
        session: SessionId::default(),
        member,
        limits: Limits::default(),
        server_time: GREETED,
        generation: Generation(1),
    }
}

fn update(batch: u64, doc: DocId) -> Outgoing {
    Outgoing { batch: BatchNo(batch), doc, item: OutgoingItem::Update(bytes_of(batch)) }
}

fn bytes_of(batch: u64) -> Vec<u8> {
    batch.to_be_bytes().to_vec()
}

fn create(batch: u64, doc: DocId) -> Outgoing {
    let document = NewDocument { doc, team: TeamId::default(), parent: None, schema: SCHEMA };
    Outgoing { batch: BatchNo(batch), doc, item: OutgoingItem::Create(document) }
}

fn command(batch: u64, doc: DocId) -> Outgoing {
    let command = Command {
        id: CommandId::from_bytes([9; 16]),
        doc,
        expects: None,
        decided_at: Timestamp(0),
        action: CommandAction::Finalise,
    };
    Outgoing { batch: BatchNo(batch), doc, item: OutgoingItem::Command(command) }
}

fn row(seq: u64, member: MemberId, update: Vec<u8>) -> Row {
    Row { seq: Seq(seq), member, device: DEVICE, at: Timestamp(seq.cast_signed()), update, seal: Hash256::default() }
}

/// A history of a colleague's rows, from row 1.
fn history(doc: DocId, count: u64) -> (Vec<Row>, Chain) {
    let rows: Vec<Row> = (1..=count).map(|seq| row(seq, COLLEAGUE, bytes_of(1000 + seq))).collect();
    let chain = rows.iter().fold(Chain::default(), |chain, row| row.chain(doc, chain));
    (rows, chain)
}

/// The receipt that the server gives when the batch became this row.
fn receipt(outgoing: &Outgoing, seq: u64, prev: Chain) -> Receipt {
    let hash = outgoing.item.hash().unwrap();
    let OutgoingItem::Update(update) = &outgoing.item else {
        return Receipt { hash, seq: Seq(seq), chain: prev, at: Timestamp(0), seal: Hash256::default() };
    };
    let row = row(seq, MEMBER, update.clone());
    Receipt { hash, seq: row.seq, chain: row.chain(outgoing.doc, prev), at: row.at, seal: row.seal }
}

fn ack(outgoing: &Outgoing, seq: u64, prev: Chain) -> ServerFrame {
    ServerFrame::Ack { batch: outgoing.batch, receipt: receipt(outgoing, seq, prev) }
}

fn nack(batch: u64, reason: Reason) -> ServerFrame {
    let wait = if reason.class() == RefusalClass::Later { Millis::seconds(5) } else { Millis(0) };
    ServerFrame::Nack { batch: BatchNo(batch), class: reason.class(), reason, retry_after: wait }
}

fn catalogue(entries: &[(DocId, u64)]) -> ServerFrame {
    let entry = |(doc, seq): &(DocId, u64)| CatalogueEntry {
        doc: *doc,
        change: CatalogueChange::Stands { seq: Seq(*seq), access: Access::Write, parent: None, created: Timestamp(0) },
    };
    ServerFrame::Catalogue { entries: entries.iter().map(entry).collect(), cursor: Cursor(9), remaining: 0 }
}

fn said(effects: &[Effect]) -> Vec<ClientFrame> {
    let frame = |effect: &Effect| if let Effect::Send(bytes) = effect { Some(decode(bytes).unwrap()) } else { None };
    effects.iter().filter_map(frame).collect()
}

/// The batches that were offered, in order.
fn offered(effects: &[Effect]) -> Vec<u64> {
    let batch = |frame: ClientFrame| match frame {
        ClientFrame::Create { batch, .. }
        | ClientFrame::Push { batch, .. }
        | ClientFrame::Command { batch, .. }
        | ClientFrame::HandOver { batch, .. } => Some(batch.0),
        ClientFrame::Hello(_)
        | ClientFrame::Open(_)
        | ClientFrame::Close(_)
        | ClientFrame::Presence { .. }
        | ClientFrame::Ping { .. } => None,
    };
    said(effects).into_iter().filter_map(batch).collect()
}

fn opened(effects: &[Effect]) -> Vec<Have> {
    let open = |frame| if let ClientFrame::Open(haves) = frame { haves } else { Vec::new() };
    said(effects).into_iter().flat_map(open).collect()
}

fn kept(effects: &[Effect]) -> Vec<Persist> {
    let persist = |effect: &Effect| if let Effect::Persist(persist) = effect { Some(persist.clone()) } else { None };
    effects.iter().filter_map(persist).collect()
}

fn rebuilds(effects: &[Effect]) -> Vec<(DocId, Vec<(u64, Reason)>)> {
    let rebuild = |effect: &Effect| {
        let Effect::Rebuild { doc, refused } = effect else { return None };
        Some((*doc, refused.iter().map(|(batch, reason)| (batch.0, *reason)).collect()))
    };
    effects.iter().filter_map(rebuild).collect()
}

fn gives_up(effects: &[Effect]) -> bool {
    effects.contains(&Effect::Disconnect)
}
