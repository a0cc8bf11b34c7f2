//! The device's side of a connection, as its specification.

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
        let start = Start { device: DEVICE, member: MEMBER, build: "test".into(), cursor: Cursor(5), to_fetch, outbox };
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

// Connecting

#[test]
fn a_new_session_connects_at_its_first_tick_and_says_hello_once_the_socket_is_open() {
    let mut device = Device::with(vec![update(1, NOTE)]);
    assert!(device.session.next_deadline() <= Some(device.now));
    assert_eq!(device.does(Event::Tick), [Effect::Connect]);
    let effects = device.does(Event::Opened);
    let [ClientFrame::Hello(hello)] = &said(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!((hello.device, hello.cursor), (DEVICE, Cursor(5)));
    assert_eq!(offered(&effects), NONE, "nothing is offered to a server that did not greet us");
}

#[test]
fn nothing_new_is_one_round_trip() {
    let (mut device, effects) = Device::connected(Vec::new());
    assert_eq!(effects, []);
    let effects = device.hears(catalogue(&[]));
    assert_eq!(said(&effects), []);
    assert_eq!(kept(&effects), [Persist::Catalogue { entries: vec![], cursor: Cursor(9) }]);
}

#[test]
fn somebody_elses_welcome_gets_nothing_of_ours() {
    let mut device = Device::with(vec![update(1, NOTE)]);
    device.does(Event::TryNow);
    device.does(Event::Opened);
    let effects = device.hears(ServerFrame::Welcome(welcome(COLLEAGUE)));
    assert_eq!(effects, [Effect::Disconnect, Effect::SessionOver]);
    assert_eq!(device.session.next_deadline(), None, "nothing is tried until somebody logs in");
    assert_eq!(device.session.status().waiting, 1, "the work stays");
}

#[test]
fn a_server_that_does_not_greet_is_given_up() {
    let mut device = Device::with(Vec::new());
    device.does(Event::TryNow);
    device.does(Event::Opened);
    let until = device.session.next_deadline().unwrap();
    assert_eq!(device.waits_until(until), [Effect::Disconnect]);
    assert!(matches!(device.link(), Link::Down { .. }));
}

#[test]
fn a_lost_connection_is_tried_again_for_ever_and_ever_later() {
    let mut device = Device::with(Vec::new());
    for _ in 0..50 {
        let Link::Down { retry_at } = device.link() else { panic!("{:?}", device.link()) };
        let now = device.now;
        assert!(retry_at <= now + Millis::seconds(60));
        assert_eq!(device.waits_until(retry_at.max(now)), [Effect::Connect]);
        device.session.handle(device.now, u32::MAX, Event::Lost);
    }
}

#[test]
fn what_a_connection_that_was_given_up_still_says_is_not_heard() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE)]);
    device.does(Event::Lost);
    assert_eq!(device.hears(ack(&update(1, NOTE), 1, Chain::default())), []);
    assert_eq!(device.does(Event::Opened), [], "nor does a socket that opens too late speak");
    assert_eq!(device.session.status().waiting, 1);
}

#[test]
fn a_quiet_connection_is_kept_alive_and_a_dead_one_noticed() {
    let (mut device, _) = Device::connected(Vec::new());
    let began = device.now;
    let effects = device.waits_until(began + Millis::seconds(25));
    assert!(matches!(said(&effects)[..], [ClientFrame::Ping { .. }]));
    assert_eq!(device.session.next_deadline(), Some(began + Millis::seconds(50)));
    device.waits_until(began + Millis::seconds(50));
    assert_eq!(device.waits_until(began + Millis::seconds(60)), [Effect::Disconnect]);
}

#[test]
fn whoever_asks_to_try_now_learns_within_seconds_that_a_connection_is_dead() {
    let (mut device, _) = Device::connected(Vec::new());
    let effects = device.does(Event::TryNow);
    assert!(matches!(said(&effects)[..], [ClientFrame::Ping { .. }]));
    assert_eq!(device.does(Event::TryNow), [], "it is asked once");
    let until = device.session.next_deadline().unwrap();
    assert_eq!(until, device.now + Millis::seconds(5));
    device.hears(ServerFrame::Pong { nonce: 0 });
    assert_eq!(device.waits_until(until), [], "it is alive");
    device.does(Event::TryNow);
    let until = device.session.next_deadline().unwrap();
    assert_eq!(device.waits_until(until), [Effect::Disconnect]);
}

#[test]
fn each_goodbye_means_something_else() {
    let bye = |reason, wait| {
        let (mut device, _) = Device::connected(Vec::new());
        let effects = device.hears(ServerFrame::Bye { reason, retry_after: wait });
        assert!(gives_up(&effects), "{reason:?}");
        (effects, device.link(), device.now)
    };
    let (effects, link, _) = bye(ByeReason::SessionOver, Millis(0));
    assert!(effects.contains(&Effect::SessionOver));
    assert_eq!(link, Link::SessionOver);
    let (effects, link, _) = bye(ByeReason::Protocol, Millis(0));
    assert!(effects.contains(&Effect::Outdated));
    assert_eq!(link, Link::Outdated);
    let (_, link, now) = bye(ByeReason::Superseded, Millis(0));
    assert_eq!(link, Link::Down { retry_at: now + Millis::seconds(30) }, "it does not fight for the socket");
    let (_, link, now) = bye(ByeReason::Stopping, Millis::seconds(2));
    assert_eq!(link, Link::Down { retry_at: now + Millis::seconds(2) });
}

#[test]
fn bytes_that_are_no_frame_end_the_connection() {
    let (mut device, _) = Device::connected(Vec::new());
    assert!(gives_up(&device.does(Event::Received(vec![250, 250]))));
}

#[test]
fn once_the_storage_fails_nothing_more_is_taken() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE)]);
    assert_eq!(device.does(Event::StorageFailed), [Effect::Disconnect]);
    assert_eq!((device.link(), device.session.next_deadline()), (Link::StorageFailed, None));
    assert_eq!(device.hears(ack(&update(1, NOTE), 1, Chain::default())), []);
    assert_eq!(device.does(Event::TryNow), []);
}

// Offering

#[test]
fn what_waits_is_offered_in_order_and_what_comes_is_offered_at_once() {
    let (mut device, effects) = Device::connected(vec![update(1, NOTE), update(2, OTHER)]);
    assert_eq!(offered(&effects), [1, 2]);
    assert_eq!(offered(&device.does(Event::Queued(vec![update(3, NOTE)]))), [3]);
    assert_eq!(offered(&device.does(Event::Queued(vec![update(3, NOTE)]))), NONE, "the same batch once");
}

#[test]
fn only_so_many_are_under_way_at_once() {
    let most = u64::from(WINDOW);
    let all: Vec<Outgoing> = (1..=most + 5).map(|batch| update(batch, NOTE)).collect();
    let (mut device, effects) = Device::connected(all.clone());
    assert_eq!(offered(&effects).len(), usize::from(WINDOW));
    assert_eq!(offered(&device.hears(ack(&all[0], 1, Chain::default()))), [most + 1]);
}

#[test]
fn after_a_lost_connection_all_of_it_is_offered_again_under_the_same_numbers() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE), update(2, NOTE)]);
    device.does(Event::Lost);
    assert!(!device.session.status().sending);
    assert_eq!(offered(&device.connect()), [1, 2]);
}

#[test]
fn an_acknowledged_batch_goes_to_the_base_with_the_new_head() {
    let (rows, chain) = history(NOTE, 3);
    let mine = update(1, NOTE);
    let (mut device, _) = Device::connected(Vec::new());
    device.heads.insert(NOTE, (Seq(3), chain));
    device.does(Event::Queued(vec![mine.clone()]));
    let effects = device.hears(ack(&mine, 4, chain));
    let receipt = receipt(&mine, 4, chain);
    let head = Some((Seq(4), receipt.chain));
    assert_eq!(kept(&effects), [Persist::Acked { doc: NOTE, batch: BatchNo(1), receipt, head }]);
    assert_eq!(rows.len(), 3);
    assert_eq!(device.session.status().waiting, 0);
}

#[test]
fn an_acknowledgement_of_other_bytes_is_never_called_synchronised() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE)]);
    let other = Outgoing { batch: BatchNo(1), ..update(99, NOTE) };
    let effects = device.hears(ack(&other, 1, Chain::default()));
    assert_eq!(effects, [Effect::Disconnect]);
    assert_eq!(device.session.status().waiting, 1);
    let Link::Down { retry_at } = device.link() else { panic!() };
    assert!(retry_at >= device.now + Millis::seconds(5), "it is not asked again at once");
}

#[test]
fn rows_between_what_is_held_and_what_was_acknowledged_are_asked_for_once() {
    let (rows, chain) = history(NOTE, 3);
    let (mut device, _) = Device::connected(Vec::new());
    device.does(Event::Watch(NOTE));
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    let mine = [update(1, NOTE), update(2, NOTE)];
    device.does(Event::Queued(mine.to_vec()));
    let effects = device.hears(ack(&mine[0], 4, chain));
    let receipt = receipt(&mine[0], 4, chain);
    assert_eq!(kept(&effects), [Persist::Acked { doc: NOTE, batch: BatchNo(1), receipt, head: None }]);
    assert_eq!(opened(&effects), [Have { doc: NOTE, seq: Seq(0), chain: Chain::default() }]);
    assert_eq!(opened(&device.hears(ack(&mine[1], 5, receipt.chain))), [], "that answer is still to come");
    assert_eq!(rows.len(), 3);
}

#[test]
fn a_new_document_is_opened_after_its_first_acknowledgement_from_what_is_held_by_then() {
    let batches = [create(1, NOTE), update(2, NOTE), update(3, NOTE)];
    let mut device = Device::with(batches.to_vec());
    device.does(Event::Watch(NOTE));
    let effects = device.connect();
    assert_eq!((offered(&effects), opened(&effects)), (vec![1, 2, 3], vec![]), "there is nothing to open yet");
    assert_eq!(opened(&device.hears(ack(&batches[0], 0, Chain::default()))), []);
    let effects = device.hears(ack(&batches[1], 1, Chain::default()));
    let chain = receipt(&batches[1], 1, Chain::default()).chain;
    assert_eq!(opened(&effects), [Have { doc: NOTE, seq: Seq(1), chain }]);
}

#[test]
fn a_command_travels_alone_in_its_document() {
    let batches = [update(1, NOTE), command(2, NOTE), update(3, NOTE), update(4, OTHER)];
    let (mut device, effects) = Device::connected(batches.to_vec());
    assert_eq!(offered(&effects), [1, 4], "what was written before it arrives before it");
    assert_eq!(offered(&device.hears(ack(&batches[0], 1, Chain::default()))), [2]);
    assert_eq!(offered(&device.hears(ack(&batches[1], 2, Chain::default()))), [3], "and what came after it, after it");
}

// Later, and again

#[test]
fn what_may_come_later_holds_its_own_document_only_and_not_for_ever() {
    let batches = [update(1, NOTE), update(2, OTHER)];
    let (mut device, _) = Device::connected(batches.to_vec());
    assert_eq!(offered(&device.hears(nack(1, Reason::NoGrantYet))), NONE);
    assert_eq!(offered(&device.does(Event::Queued(vec![update(3, NOTE), update(4, OTHER)]))), [4]);
    let release = device.session.next_deadline().unwrap();
    assert_eq!(release, device.now + Millis::seconds(5));
    assert_eq!(offered(&device.waits_until(release)), [1, 3]);
}

#[test]
fn a_server_that_cannot_store_is_known_as_such_until_it_stores_something() {
    let batches = [update(1, NOTE), update(2, OTHER)];
    let (mut device, _) = Device::connected(batches.to_vec());
    device.hears(nack(1, Reason::ReadOnly));
    device.hears(nack(2, Reason::NoGrantYet));
    assert!(device.session.status().server_read_only);
    let release = device.session.next_deadline().unwrap();
    device.waits_until(release);
    device.hears(ack(&batches[0], 1, Chain::default()));
    assert!(!device.session.status().server_read_only);
}

#[test]
fn a_batch_that_builds_on_what_the_server_lacks_is_offered_again_after_a_refresh() {
    let (_, chain) = history(NOTE, 3);
    let (mut device, _) = Device::connected(Vec::new());
    device.heads.insert(NOTE, (Seq(3), chain));
    device.does(Event::Queued(vec![update(1, NOTE)]));
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    let effects = device.hears(nack(1, Reason::DependencyUnknown));
    assert_eq!((offered(&effects), opened(&effects)), (vec![], vec![Have { doc: NOTE, seq: Seq(3), chain }]));
    assert_eq!(offered(&device.hears(ServerFrame::UpToDate { doc: NOTE })), [1]);
}

#[test]
fn after_three_refreshes_in_vain_the_work_is_rebuilt() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE)]);
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    for _ in 0..3 {
        assert_eq!(rebuilds(&device.hears(nack(1, Reason::ClockGap))), []);
        assert_eq!(offered(&device.hears(ServerFrame::UpToDate { doc: NOTE })), [1]);
    }
    assert_eq!(rebuilds(&device.hears(nack(1, Reason::ClockGap))), [(NOTE, vec![])]);
}

#[test]
fn a_gap_behind_a_batch_that_must_wait_is_no_reason_to_refresh() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE), update(2, NOTE)]);
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    device.hears(nack(1, Reason::TooFast));
    let effects = device.hears(nack(2, Reason::ClockGap));
    assert_eq!((opened(&effects), rebuilds(&effects)), (vec![], vec![]));
    let release = device.session.next_deadline().unwrap();
    assert_eq!(offered(&device.waits_until(release)), [1, 2]);
}

#[test]
fn what_was_judged_without_the_batch_before_it_is_not_to_blame() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE), update(2, NOTE)]);
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    device.hears(nack(1, Reason::ReadOnly));
    assert_eq!(rebuilds(&device.hears(nack(2, Reason::WrongState))), [(NOTE, vec![])], "both are offered again");
}

// Refusals

#[test]
fn after_a_refusal_the_work_is_rebuilt_once_everything_under_way_is_answered() {
    let (mut device, _) = Device::connected((1..=3).map(|batch| update(batch, NOTE)).collect());
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    assert_eq!(rebuilds(&device.hears(nack(1, Reason::TooLarge))), []);
    assert_eq!(offered(&device.does(Event::Queued(vec![update(4, NOTE), update(5, OTHER)]))), [5]);
    assert_eq!(rebuilds(&device.hears(nack(2, Reason::Follows))), []);
    let effects = device.hears(ack(&update(3, NOTE), 1, Chain::default()));
    assert_eq!(rebuilds(&effects), [(NOTE, vec![(1, Reason::TooLarge)])], "what merely follows is not to blame");
}

#[test]
fn rebuilt_work_is_offered_after_the_document_was_opened_again() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE), update(2, NOTE)]);
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    device.hears(nack(1, Reason::TooLarge));
    device.hears(nack(2, Reason::Follows));
    let rebuilt = Event::Rebuilt { doc: NOTE, gone: vec![BatchNo(1), BatchNo(2)], queued: vec![update(6, NOTE)] };
    let effects = device.does(rebuilt);
    let frames = said(&effects);
    assert!(matches!(frames[..], [ClientFrame::Open(_), ClientFrame::Push { batch: BatchNo(6), .. }]), "{frames:?}");
    assert_eq!(device.session.status().waiting, 1);
}

#[test]
fn what_was_never_answered_is_offered_again_before_anything_is_rebuilt() {
    let batches = [update(1, NOTE), update(2, NOTE), update(3, NOTE)];
    let (mut device, _) = Device::connected(batches.to_vec());
    device.hears(nack(2, Reason::TooLarge));
    let effects = device.does(Event::Lost);
    assert_eq!(rebuilds(&effects), [], "the server may have committed 1 and 3");
    device.does(Event::Queued(vec![update(4, NOTE)]));
    let effects = device.connect();
    assert_eq!((offered(&effects), rebuilds(&effects)), (vec![1, 3], vec![]));
    device.hears(ack(&batches[0], 1, Chain::default()));
    let effects = device.hears(nack(3, Reason::ClockGap));
    assert_eq!(rebuilds(&effects), [(NOTE, vec![(2, Reason::TooLarge)])]);
}

#[test]
fn a_finished_note_refuses_what_waits_without_being_asked_for_each() {
    let most = u64::from(WINDOW);
    let finished = Reason::Finalised { by: COLLEAGUE, at: Timestamp(1) };
    let (mut device, _) = Device::connected((1..=most + 1).map(|batch| update(batch, NOTE)).collect());
    let mut effects = Vec::new();
    for batch in 1..=most {
        effects = device.hears(nack(batch, finished));
    }
    assert_eq!(offered(&effects), NONE);
    let [(NOTE, refused)] = &rebuilds(&effects)[..] else { panic!("{effects:?}") };
    assert!(refused.contains(&(most + 1, finished)));
    assert_eq!(refused.len(), usize::from(WINDOW) + 1);
}

#[test]
fn one_refusal_costs_the_other_documents_nothing() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE), update(2, OTHER)]);
    device.hears(nack(1, Reason::NoAccess));
    let effects = device.hears(ack(&update(2, OTHER), 1, Chain::default()));
    assert!(matches!(kept(&effects)[..], [Persist::Acked { doc: OTHER, .. }, ..]));
}

#[test]
fn a_refused_command_is_kept_as_refused_and_the_rest_goes_on() {
    let (mut device, _) = Device::connected(vec![command(1, NOTE), update(2, NOTE)]);
    let effects = device.hears(nack(1, Reason::ChangedSince));
    let refused = Persist::Refused { doc: NOTE, batch: BatchNo(1), reason: Reason::ChangedSince };
    assert_eq!((kept(&effects), offered(&effects)), (vec![refused], vec![2]));
    assert_eq!(rebuilds(&effects), []);
}

#[test]
fn without_its_document_nothing_that_was_written_in_it_can_arrive() {
    let (mut device, _) = Device::connected(vec![create(1, NOTE), update(2, NOTE)]);
    let effects = device.hears(nack(1, Reason::AlreadyExists));
    let refused = Persist::Refused { doc: NOTE, batch: BatchNo(1), reason: Reason::AlreadyExists };
    assert_eq!(kept(&effects), [refused, Persist::Revoked { doc: NOTE }]);
    assert_eq!(device.session.status().waiting, 0);
    assert_eq!(device.hears(nack(2, Reason::Follows)), [], "the answer to what is gone");
}

// The catalogue

#[test]
fn the_catalogue_is_saved_with_its_cursor_and_what_is_new_is_fetched() {
    let (mut device, _) = Device::connected(Vec::new());
    let effects = device.hears(catalogue(&[(NOTE, 2)]));
    assert!(matches!(&kept(&effects)[..], [Persist::Catalogue { entries, cursor: Cursor(9) }] if entries.len() == 1));
    assert_eq!(opened(&effects), [Have { doc: NOTE, seq: Seq(0), chain: Chain::default() }]);
    assert_eq!(device.session.status().to_fetch, 1);
    let (rows, chain) = history(NOTE, 2);
    let effects = device.hears(ServerFrame::Rows { doc: NOTE, prev: Chain::default(), rows: rows.clone() });
    assert_eq!(kept(&effects), [Persist::Rows { doc: NOTE, rows, head: (Seq(2), chain) }]);
    let effects = device.hears(ServerFrame::UpToDate { doc: NOTE });
    assert_eq!(kept(&effects), [Persist::Fetched { doc: NOTE, at: GREETED }]);
    assert_eq!(said(&effects), [ClientFrame::Close(vec![NOTE])], "nobody looks at it");
}

#[test]
fn what_was_announced_to_an_earlier_session_is_fetched_by_this_one() {
    let mut device = Device::starting(Vec::new(), vec![NOTE]);
    assert_eq!(opened(&device.connect()).len(), 1);
}

#[test]
fn our_own_work_is_announced_to_us_too_and_not_fetched_back() {
    let mine = [create(1, NOTE), update(2, NOTE)];
    let (mut device, _) = Device::connected(mine.to_vec());
    device.hears(ack(&mine[0], 0, Chain::default()));
    device.hears(ack(&mine[1], 1, Chain::default()));
    let effects = device.hears(catalogue(&[(NOTE, 1)]));
    assert_eq!((opened(&effects), device.session.status().to_fetch), (vec![], 0));
    assert_eq!(kept(&effects).last(), Some(&Persist::Fetched { doc: NOTE, at: GREETED }));
}

#[test]
fn a_long_list_is_fetched_a_few_at_a_time_and_what_somebody_looks_at_first() {
    let doc = |number: u128| DocId::new(DocKind::Note, Id128(number.to_be_bytes()));
    let mut device = Device::starting(Vec::new(), (0..200).map(doc).collect());
    device.does(Event::Watch(doc(199)));
    let haves = opened(&device.connect());
    assert_eq!((haves.len(), haves[0].doc), (64, doc(199)));
    assert_eq!(
        opened(&device.hears(ServerFrame::UpToDate { doc: doc(0) })),
        [Have { doc: doc(63), seq: Seq(0), chain: Chain::default() }]
    );
}

#[test]
fn what_may_no_longer_be_read_is_wiped_before_the_cursor_says_so() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE)]);
    let entry = CatalogueEntry { doc: NOTE, change: CatalogueChange::Revoked };
    let revoked = ServerFrame::Catalogue { entries: vec![entry], cursor: Cursor(9), remaining: 0 };
    let effects = device.hears(revoked);
    assert_eq!(
        kept(&effects),
        [Persist::Revoked { doc: NOTE }, Persist::Catalogue { entries: vec![entry], cursor: Cursor(9) }]
    );
    assert_eq!(device.session.status().waiting, 0);
    assert_eq!(device.hears(nack(1, Reason::NoAccess)), [], "the answer to what is gone");
}

#[test]
fn what_is_handed_over_is_offered_until_it_is_acknowledged_and_opens_nothing() {
    let handover = Handover {
        doc: NOTE,
        of: NOTE,
        root: "text.we_see".into(),
        text: "De kamer is koud.".into(),
        written: Timestamp(1),
    };
    let outgoing = Outgoing { batch: BatchNo(2), doc: NOTE, item: OutgoingItem::HandOver(handover) };
    let (mut device, _) = Device::connected(vec![update(1, NOTE)]);
    device.hears(ServerFrame::Revoked { doc: NOTE });
    let effects = device.does(Event::Queued(vec![outgoing.clone()]));
    assert_eq!((offered(&effects), opened(&effects)), (vec![2], vec![]));
    // Access ended a second time, and the connection went before the answer: it is offered again.
    device.hears(ServerFrame::Revoked { doc: NOTE });
    assert_eq!(device.session.status().waiting, 1);
    let later = Device::starting(vec![outgoing.clone()], Vec::new()).connect();
    assert_eq!((offered(&later), opened(&later)), (vec![2], vec![]));
    let effects = device.hears(ack(&outgoing, 0, Chain::default()));
    assert!(matches!(kept(&effects)[..], [Persist::Acked { doc: NOTE, batch: BatchNo(2), head: None, .. }]));
    assert_eq!(device.session.status().waiting, 0);
}

#[test]
fn what_the_server_does_not_take_over_comes_back_to_its_writer() {
    let handover = Handover { doc: NOTE, of: NOTE, root: String::new(), text: "a".into(), written: Timestamp(1) };
    let outgoing = Outgoing { batch: BatchNo(1), doc: NOTE, item: OutgoingItem::HandOver(handover) };
    let (mut device, _) = Device::connected(vec![outgoing]);
    let effects = device.hears(nack(1, Reason::NoAccess));
    assert_eq!(kept(&effects), [Persist::Refused { doc: NOTE, batch: BatchNo(1), reason: Reason::NoAccess }]);
}

#[test]
fn what_was_to_be_made_in_a_document_goes_with_it() {
    let document = NewDocument { doc: NOTE, team: TeamId::default(), parent: Some(DOSSIER), schema: SCHEMA };
    let create = Outgoing { batch: BatchNo(1), doc: NOTE, item: OutgoingItem::Create(document) };
    let (mut device, _) = Device::connected(vec![create, update(2, NOTE), update(3, OTHER)]);
    let effects = device.hears(ServerFrame::Revoked { doc: DOSSIER });
    assert_eq!(kept(&effects), [Persist::Revoked { doc: DOSSIER }, Persist::Revoked { doc: NOTE }]);
    assert_eq!(device.session.status().waiting, 1);
}

#[test]
fn the_answer_to_an_earlier_question_does_not_count_for_a_later_one() {
    let (mut device, _) = Device::connected(Vec::new());
    device.hears(catalogue(&[(NOTE, 2)]));
    device.hears(ServerFrame::Revoked { doc: NOTE });
    assert_eq!(opened(&device.hears(catalogue(&[(NOTE, 2)]))).len(), 1, "granted again");
    let effects = device.hears(ServerFrame::UpToDate { doc: NOTE });
    assert_eq!((kept(&effects), device.session.status().to_fetch), (vec![], 1), "nothing has come yet");
    let (rows, _) = history(NOTE, 2);
    assert_eq!(kept(&device.hears(ServerFrame::Rows { doc: NOTE, prev: Chain::default(), rows })).len(), 1);
    assert_eq!(kept(&device.hears(ServerFrame::UpToDate { doc: NOTE })), [Persist::Fetched { doc: NOTE, at: GREETED }]);
}

// Content

/// A device that looks at the note and holds this many rows of its history.
fn reading(held: u64) -> Device {
    let (mut device, _) = Device::connected(Vec::new());
    device.heads.insert(NOTE, (Seq(held), history(NOTE, held).1));
    device.does(Event::Watch(NOTE));
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    device
}

#[test]
fn rows_that_follow_are_kept_and_known_ones_are_not_kept_twice() {
    let mut device = reading(2);
    let (rows, chain) = history(NOTE, 4);
    let frame = ServerFrame::Rows { doc: NOTE, prev: Chain::default(), rows: rows.clone() };
    let effects = device.hears(frame.clone());
    assert_eq!(kept(&effects), [Persist::Rows { doc: NOTE, rows: rows[2..].to_vec(), head: (Seq(4), chain) }]);
    assert_eq!(device.hears(frame), []);
}

#[test]
fn a_hole_is_asked_for_once_and_never_bridged() {
    let mut device = reading(2);
    let (rows, _) = history(NOTE, 5);
    let late = |row: &Row, prev| ServerFrame::Rows { doc: NOTE, prev, rows: vec![row.clone()] };
    let effects = device.hears(late(&rows[3], history(NOTE, 3).1));
    assert_eq!(kept(&effects), []);
    assert_eq!(opened(&effects), [Have { doc: NOTE, seq: Seq(2), chain: history(NOTE, 2).1 }]);
    assert_eq!(device.hears(late(&rows[4], history(NOTE, 4).1)), []);
}

#[test]
fn rows_of_another_history_make_the_device_ask_for_all_of_it() {
    let mut device = reading(2);
    let other = row(3, COLLEAGUE, bytes_of(1));
    let effects = device.hears(ServerFrame::Rows { doc: NOTE, prev: Hash256([9; 32]), rows: vec![other] });
    assert_eq!(kept(&effects), []);
    assert_eq!(opened(&effects), [Have { doc: NOTE, seq: Seq(0), chain: Chain::default() }]);
}

#[test]
fn rows_that_nobody_asked_for_are_not_kept() {
    let (mut device, _) = Device::connected(Vec::new());
    let (rows, _) = history(NOTE, 1);
    assert_eq!(device.hears(ServerFrame::Rows { doc: NOTE, prev: Chain::default(), rows }), []);
}

fn snapshot(seq: u64, chain: Chain, bytes: &[u8]) -> Vec<ServerFrame> {
    let frame = |(fragment, bytes): (_, &[u8])| ServerFrame::Snapshot {
        doc: NOTE,
        seq: Seq(seq),
        chain,
        fragment,
        bytes: bytes.to_vec(),
    };
    cut(bytes).map(frame).collect()
}

#[test]
fn a_state_is_kept_once_its_last_fragment_is_here() {
    let mut device = reading(0);
    let body = SnapshotBody { state: vec![1; 300_000], authors: Vec::new() };
    let chain = Hash256([9; 32]);
    let mut frames = snapshot(7, chain, &encode_value(&body).unwrap());
    let last = frames.pop().unwrap();
    for frame in frames {
        assert_eq!(device.hears(frame), []);
    }
    let effects = device.hears(last);
    assert_eq!(kept(&effects), [Persist::Snapshot { doc: NOTE, head: (Seq(7), chain), body: body.clone() }]);
    for frame in snapshot(7, chain, &encode_value(&body).unwrap()) {
        assert_eq!(device.hears(frame), [], "what is held replaces nothing");
    }
}

#[test]
fn a_state_that_cannot_be_read_is_never_called_fetched() {
    let mut device = reading(0);
    let frames = snapshot(7, Hash256([9; 32]), &[0xff; 9]);
    assert_eq!(device.hears(frames[0].clone()), [Effect::Disconnect]);
    assert_eq!(device.hears(ServerFrame::UpToDate { doc: NOTE }), []);
}

#[test]
fn a_projection_replaces_the_one_that_is_held() {
    let (mut device, _) = Device::connected(Vec::new());
    device.heads.insert(FEEDBACK, (Seq(3), Chain::default()));
    let effects = device.hears(catalogue(&[(FEEDBACK, 4)]));
    assert_eq!(opened(&effects), [Have { doc: FEEDBACK, seq: Seq(3), chain: Chain::default() }]);
    let fragment = crate::protocol::frames::Fragment { index: 0, count: 1 };
    let frame = ServerFrame::Projection { doc: FEEDBACK, version: Seq(4), fragment, bytes: vec![1, 2] };
    let kept = kept(&device.hears(frame));
    assert_eq!(kept, [Persist::Projection { doc: FEEDBACK, version: Seq(4), value: vec![1, 2] }]);
}

#[test]
fn what_nobody_looks_at_any_more_is_closed_unless_work_waits_in_it() {
    let mut device = reading(1);
    device.does(Event::Queued(vec![update(1, NOTE)]));
    assert_eq!(said(&device.does(Event::Unwatch(NOTE))), []);
    let chain = history(NOTE, 1).1;
    assert_eq!(said(&device.hears(ack(&update(1, NOTE), 2, chain))), [ClientFrame::Close(vec![NOTE])]);
}

#[test]
fn carets_travel_only_while_connected() {
    let mut device = reading(0);
    let gone = Event::Presence { doc: NOTE, place: None };
    assert_eq!(said(&device.does(gone.clone())), [ClientFrame::Presence { doc: NOTE, place: None }]);
    let theirs = ServerFrame::Presence { doc: NOTE, member: COLLEAGUE, device: DEVICE, place: None };
    let shown = Effect::Presence { doc: NOTE, member: COLLEAGUE, device: DEVICE, place: None };
    assert_eq!(device.hears(theirs), [shown]);
    device.does(Event::Lost);
    assert_eq!(device.does(gone), []);
}

#[test]
fn where_the_own_caret_is_is_told_once_the_document_is_live_and_again_on_every_connection() {
    let (mut device, _) = Device::connected(Vec::new());
    device.heads.insert(NOTE, (Seq(0), Chain::default()));
    device.does(Event::Watch(NOTE));
    let place = Some(PresencePlace { root: "we_see".to_owned(), caret: vec![1] });
    let there = Event::Presence { doc: NOTE, place: place.clone() };
    assert_eq!(said(&device.does(there.clone())), [], "the server would not know what is meant");
    let told = [ClientFrame::Presence { doc: NOTE, place }];
    let live = ServerFrame::UpToDate { doc: NOTE };
    assert_eq!(said(&device.hears(live.clone())), told);
    device.does(Event::Lost);
    device.connect();
    assert_eq!(said(&device.hears(live.clone())), told, "that connection knew nothing of it");
    device.does(Event::Presence { doc: NOTE, place: None });
    device.does(Event::Lost);
    device.connect();
    assert_eq!(said(&device.hears(live)), [], "who left is nowhere");
}

#[test]
fn the_clocks_are_compared_at_the_greeting_and_again_when_the_server_stamped_later() {
    let mut device = Device::with(vec![update(1, NOTE)]);
    assert_eq!(device.session.status().skew, None, "nobody told the time yet");
    device.connect();
    let skew = device.session.status().skew.unwrap();
    assert_eq!(skew.server_time(device.now), GREETED);
    device.now = Timestamp(device.now.0 - 3_600_000);
    let receipt = Receipt { at: GREETED, ..receipt(&update(1, NOTE), 1, Chain::default()) };
    device.hears(ServerFrame::Ack { batch: BatchNo(1), receipt });
    assert_eq!(device.session.status().skew.unwrap().server_time(device.now), GREETED);
}

#[test]
fn nothing_is_known_to_be_missing_before_the_server_said_what_there_is() {
    let (mut device, _) = Device::connected(Vec::new());
    assert!(!device.session.status().listed);
    let page = |remaining| ServerFrame::Catalogue { entries: Vec::new(), cursor: Cursor(6), remaining };
    device.hears(page(3));
    assert!(!device.session.status().listed, "more pages follow");
    device.hears(page(0));
    assert!(device.session.status().listed);
    device.does(Event::Lost);
    assert!(!device.session.status().listed);
}
