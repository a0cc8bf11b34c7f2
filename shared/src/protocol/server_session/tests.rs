//! The server's side of a connection, as its specification.

use super::*;
use crate::{
    domain::{
        command::{Command, CommandAction},
        handover::Handover,
        role::Role,
    },
    ids::{CommandId, DocKind, Hash256, Id128, Seq, TeamId},
    protocol::{
        codec::{decode_value, encode},
        frames::{Fragment, Have, NewDocument, SnapshotBody},
        limits::{MAX_FRAME, MAX_ROWS_BYTES},
    },
};

const MEMBER: MemberId = MemberId::from_bytes([2; 16]);
const DEVICE: DeviceId = DeviceId::from_bytes([3; 16]);
const NOTE: DocId = DocId::new(DocKind::Note, Id128([7; 16]));
const OTHER: DocId = DocId::new(DocKind::Note, Id128([8; 16]));

struct Connection {
    session: ServerSession,
    paces: Paces,
    now: Timestamp,
}

impl Connection {
    fn new() -> Self {
        let principal = Principal::new(MEMBER, TeamId::default(), Role::Professional);
        let session = ServerSession::new(SessionId::default(), principal, Limits::default(), Timestamp(0));
        Self { session, paces: Paces::new(Timestamp(0)), now: Timestamp(0) }
    }

    fn greeted() -> Self {
        let mut connection = Self::new();
        connection.hears(&hello(PROTOCOL, SCHEMA, DEVICE));
        connection
    }

    fn hears(&mut self, frame: &ClientFrame) -> Vec<Request> {
        self.hears_bytes(&encode(frame).unwrap())
    }

    fn hears_bytes(&mut self, bytes: &[u8]) -> Vec<Request> {
        self.session.received(self.now, Generation(1), &mut self.paces, bytes)
    }

    fn answers(&mut self, batch: u64, doc: DocId, outcome: Result<Receipt, Reason>) -> Vec<Request> {
        self.session.answer(self.now, &mut self.paces, BatchNo(batch), doc, outcome)
    }
}

fn hello(protocol: u16, schema: u16, device: DeviceId) -> ClientFrame {
    ClientFrame::Hello(Hello { protocol, schema, build: "test".into(), device, cursor: Cursor(5) })
}

fn update(batch: u64, doc: DocId) -> ClientFrame {
    ClientFrame::Push { batch: BatchNo(batch), doc, update: vec![1, 2, 3] }
}

fn create(batch: u64, doc: DocId) -> ClientFrame {
    let document = NewDocument { doc, team: TeamId::default(), parent: None, schema: SCHEMA };
    ClientFrame::Create { batch: BatchNo(batch), document }
}

fn command(batch: u64, doc: DocId) -> ClientFrame {
    let command = Command {
        id: CommandId::from_bytes([9; 16]),
        doc,
        expects: None,
        decided_at: Timestamp(0),
        action: CommandAction::Finalise,
    };
    ClientFrame::Command { batch: BatchNo(batch), command }
}

fn receipt() -> Receipt {
    Receipt { hash: Hash256([1; 32]), seq: Seq(1), chain: Chain::default(), at: Timestamp(1), seal: Hash256([2; 32]) }
}

fn submitted(requests: &[Request]) -> Vec<u64> {
    let batch = |request: &Request| if let Request::Submit(outgoing) = request { Some(outgoing.batch.0) } else { None };
    requests.iter().filter_map(batch).collect()
}

fn said(requests: &[Request]) -> Vec<ServerFrame> {
    let frame = |request: &Request| {
        if let Request::Send(bytes) = request { Some(crate::protocol::codec::decode(bytes).unwrap()) } else { None }
    };
    requests.iter().filter_map(frame).collect()
}

fn refusals(requests: &[Request]) -> Vec<(u64, Reason)> {
    let nack = |frame| {
        if let ServerFrame::Nack { batch, reason, .. } = frame { Some((batch.0, reason)) } else { None }
    };
    said(requests).into_iter().filter_map(nack).collect()
}

fn goodbye(requests: &[Request]) -> Option<ByeReason> {
    assert_eq!(requests.last(), Some(&Request::Close), "{requests:?}");
    said(requests)
        .into_iter()
        .find_map(|frame| if let ServerFrame::Bye { reason, .. } = frame { Some(reason) } else { None })
}

#[test]
fn hello_is_answered_with_who_we_take_the_device_for() {
    let mut connection = Connection::new();
    let requests = connection.hears(&hello(PROTOCOL, SCHEMA, DEVICE));
    let [ServerFrame::Welcome(welcome)] = said(&requests)[..] else { panic!("{requests:?}") };
    assert_eq!((welcome.member, welcome.generation), (MEMBER, Generation(1)));
    assert_eq!(requests[1..], [Request::Greeted { device: DEVICE, cursor: Cursor(5), build: "test".to_owned() }]);
    assert_eq!(connection.session.device(), Some(DEVICE));
}

#[test]
fn of_what_a_device_calls_its_build_no_more_is_passed_on_than_fits_a_line() {
    let build = "é".repeat(BUILD + 1);
    let device = Hello { protocol: PROTOCOL, schema: SCHEMA, build, device: DEVICE, cursor: Cursor(5) };
    let requests = Connection::new().hears(&ClientFrame::Hello(device));
    assert_eq!(requests[1..], [Request::Greeted { device: DEVICE, cursor: Cursor(5), build: "é".repeat(BUILD) }]);
}

#[test]
fn nothing_else_may_come_first_and_hello_only_once() {
    assert_eq!(goodbye(&Connection::new().hears(&update(1, NOTE))), Some(ByeReason::Misbehaved));
    let again = Connection::greeted().hears(&hello(PROTOCOL, SCHEMA, DEVICE));
    assert_eq!(goodbye(&again), Some(ByeReason::Misbehaved));
}

#[test]
fn another_protocol_and_the_servers_own_device_are_turned_away() {
    assert_eq!(goodbye(&Connection::new().hears(&hello(PROTOCOL + 1, SCHEMA, DEVICE))), Some(ByeReason::Protocol));
    let nobody = hello(PROTOCOL, SCHEMA, DeviceId::default());
    assert_eq!(goodbye(&Connection::new().hears(&nobody)), Some(ByeReason::Misbehaved));
}

#[test]
fn bytes_that_are_no_frame_end_the_connection() {
    let mut connection = Connection::greeted();
    let requests = connection.hears_bytes(&[250, 1, 2]);
    assert_eq!(goodbye(&requests), Some(ByeReason::Misbehaved));
    assert!(connection.hears(&update(1, NOTE)).is_empty(), "what comes after goodbye is not heard");
    assert!(connection.answers(1, NOTE, Ok(receipt())).is_empty());
}

#[test]
fn silence_ends_it_and_anything_heard_puts_that_off() {
    let mut connection = Connection::new();
    assert_eq!(connection.session.next_deadline(), Some(Timestamp(10_000)), "ten seconds to say hello");
    assert_eq!(goodbye(&connection.session.tick(Timestamp(10_000))), Some(ByeReason::Silent));
    let mut connection = Connection::greeted();
    assert!(connection.session.tick(Timestamp(59_999)).is_empty());
    connection.now = Timestamp(50_000);
    assert_eq!(said(&connection.hears(&ClientFrame::Ping { nonce: 7 })), [ServerFrame::Pong { nonce: 7 }]);
    assert_eq!(connection.session.next_deadline(), Some(Timestamp(110_000)));
}

#[test]
fn an_update_is_submitted_and_acknowledged_only_by_its_outcome() {
    let mut connection = Connection::greeted();
    let requests = connection.hears(&update(1, NOTE));
    assert_eq!((submitted(&requests), said(&requests)), (vec![1], vec![]));
    let requests = connection.answers(1, NOTE, Ok(receipt()));
    assert_eq!(said(&requests), [ServerFrame::Ack { batch: BatchNo(1), receipt: receipt() }]);
}

#[test]
fn after_a_refused_update_nothing_of_that_document_is_taken_until_it_is_opened_again() {
    let mut connection = Connection::greeted();
    connection.hears(&update(1, NOTE));
    connection.hears(&update(2, NOTE));
    assert_eq!(refusals(&connection.answers(1, NOTE, Err(Reason::Malformed))), [(1, Reason::Malformed)]);
    assert_eq!(refusals(&connection.hears(&update(3, NOTE))), [(3, Reason::Follows)]);
    assert_eq!(submitted(&connection.hears(&update(4, OTHER))), [4], "other documents go on");
    let have = Have { doc: NOTE, seq: Seq(2), chain: Chain::default() };
    assert_eq!(connection.hears(&ClientFrame::Open(vec![have])), [Request::Open(have)]);
    assert_eq!(submitted(&connection.hears(&update(5, NOTE))), [5]);
}

#[test]
fn what_may_come_later_closes_nothing() {
    for reason in [Reason::ReadOnly, Reason::NoGrantYet, Reason::ClockGap] {
        let mut connection = Connection::greeted();
        connection.hears(&update(1, NOTE));
        connection.answers(1, NOTE, Err(reason));
        assert_eq!(submitted(&connection.hears(&update(2, NOTE))), [2], "{reason:?}");
    }
}

#[test]
fn that_the_server_cannot_store_is_said_of_no_batch_and_to_nobody_before_the_greeting() {
    let connection = Connection::greeted();
    let fails = connection.session.storing(Timestamp(5), Storing::Fails);
    assert_eq!(refusals(&fails), [(0, Reason::ReadOnly)]);
    let works = connection.session.storing(Timestamp(5), Storing::Works);
    assert!(matches!(said(&works)[..], [ServerFrame::Ack { batch: BatchNo::NONE, .. }]), "{works:?}");
    assert_eq!(Connection::new().session.storing(Timestamp(5), Storing::Fails), []);
    let mut connection = connection;
    assert!(!connection.session.bye(ByeReason::Stopping, Millis(0)).is_empty());
    assert_eq!(connection.session.storing(Timestamp(5), Storing::Fails), []);
}

#[test]
fn that_a_document_cannot_be_read_is_said_of_it_alone_and_nothing_is_called_up_to_date() {
    let mut connection = Connection::greeted();
    connection.hears(&update(1, NOTE));
    let (chain, fragment) = (Chain::default(), Fragment { index: 0, count: 0 });
    let word = ServerFrame::Snapshot { doc: NOTE, seq: Seq(0), chain, fragment, bytes: Vec::new() };
    assert_eq!(said(&connection.session.unreadable(NOTE)), [word]);
    assert_eq!(refusals(&connection.answers(1, NOTE, Err(Reason::Recovering))), [(1, Reason::Recovering)]);
    assert_eq!(submitted(&connection.hears(&update(2, NOTE))), [2], "what waits may come again");
}

#[test]
fn a_refused_command_closes_nothing() {
    let mut connection = Connection::greeted();
    connection.hears(&command(1, NOTE));
    connection.answers(1, NOTE, Err(Reason::ChangedSince));
    assert_eq!(submitted(&connection.hears(&update(2, NOTE))), [2]);
}

#[test]
fn what_is_written_in_a_new_document_waits_for_its_making() {
    let mut connection = Connection::greeted();
    assert_eq!(submitted(&connection.hears(&create(1, NOTE))), [1]);
    for batch in [update(2, NOTE), command(3, NOTE)] {
        assert!(connection.hears(&batch).is_empty(), "nobody can say yet who may write in it");
    }
    assert_eq!(submitted(&connection.hears(&update(4, OTHER))), [4], "other documents do not wait");
    assert_eq!(submitted(&connection.answers(1, NOTE, Ok(receipt()))), [2, 3], "in the order of coming");
    assert_eq!(submitted(&connection.hears(&update(5, NOTE))), [5]);
}

#[test]
fn what_waits_for_a_making_that_comes_later_comes_later_too() {
    let mut connection = Connection::greeted();
    for frame in [create(1, NOTE), update(2, NOTE)] {
        connection.hears(&frame);
    }
    let refused = refusals(&connection.answers(1, NOTE, Err(Reason::NoGrantYet)));
    assert_eq!(refused, [(1, Reason::NoGrantYet), (2, Reason::NoGrantYet)]);
    assert_eq!(submitted(&connection.hears(&create(1, NOTE))), [1], "it is offered again");
}

#[test]
fn what_waits_for_a_making_that_is_refused_follows_it() {
    let mut connection = Connection::greeted();
    for frame in [create(1, NOTE), update(2, NOTE)] {
        connection.hears(&frame);
    }
    let refused = refusals(&connection.answers(1, NOTE, Err(Reason::AlreadyExists)));
    assert_eq!(refused, [(1, Reason::AlreadyExists), (2, Reason::Follows)]);
    assert_eq!(refusals(&connection.hears(&update(3, NOTE))), [(3, Reason::Follows)]);
}

#[test]
fn a_client_of_a_newer_schema_keeps_what_it_wrote() {
    let mut connection = Connection::new();
    connection.hears(&hello(PROTOCOL, SCHEMA + 1, DEVICE));
    assert_eq!(refusals(&connection.hears(&update(1, NOTE))), [(1, Reason::SchemaNewer)]);
    assert_eq!(Reason::SchemaNewer.class(), RefusalClass::Later);
}

/// A decision that this build has no word for.
fn newer_command(batch: u64) -> Vec<u8> {
    let mut bytes = encode(&command(batch, NOTE)).unwrap();
    *bytes.last_mut().unwrap() = 100;
    bytes
}

#[test]
fn a_newer_word_of_a_newer_client_comes_again_later_and_ends_no_connection() {
    let mut connection = Connection::new();
    connection.hears(&hello(PROTOCOL, SCHEMA + 1, DEVICE));
    let requests = connection.hears_bytes(&newer_command(300));
    assert_eq!(refusals(&requests), [(300, Reason::SchemaNewer)]);
    assert_eq!(submitted(&connection.hears(&command(301, NOTE))), [301]);
    let requests = Connection::greeted().hears_bytes(&newer_command(300));
    assert_eq!(goodbye(&requests), Some(ByeReason::Misbehaved), "a client of this schema has no such word");
}

#[test]
fn the_batch_of_a_frame_is_found_in_its_first_bytes() {
    let handover = Handover { doc: NOTE, of: NOTE, root: String::new(), text: String::new(), written: Timestamp(0) };
    let handover = ClientFrame::HandOver { batch: BatchNo(7_000), handover };
    for frame in [create(7_000, NOTE), update(7_000, NOTE), command(7_000, NOTE), handover] {
        assert_eq!(batch_of(&encode(&frame).unwrap()), Some(BatchNo(7_000)), "{frame:?}");
    }
    for frame in [
        hello(PROTOCOL, SCHEMA, DEVICE),
        ClientFrame::Open(Vec::new()),
        ClientFrame::Close(Vec::new()),
        ClientFrame::Presence { doc: NOTE, place: None },
        ClientFrame::Ping { nonce: 1 },
    ] {
        assert_eq!(batch_of(&encode(&frame).unwrap()), None, "{frame:?}");
    }
}

#[test]
fn an_update_beyond_the_limit_is_refused_before_anything_reads_it() {
    let mut connection = Connection::greeted();
    let frame = ClientFrame::Push { batch: BatchNo(1), doc: NOTE, update: vec![0; MAX_UPDATE + 1] };
    let requests = connection.hears(&frame);
    assert_eq!(refusals(&requests), [(1, Reason::TooLarge)]);
    assert_eq!(requests.first(), Some(&Request::Refused(Reason::TooLarge)), "it is counted");
}

#[test]
fn who_goes_too_fast_is_told_to_wait_and_may_go_on_after_that() {
    let mut connection = Connection::greeted();
    let mut taken = 0;
    let refused = loop {
        let requests = connection.hears(&update(taken + 1, NOTE));
        match refusals(&requests).first() {
            Some(refused) => break *refused,
            None => taken += 1,
        }
        connection.answers(taken, NOTE, Ok(receipt()));
    };
    assert_eq!((refused, taken), ((2_001, Reason::TooFast), 2_000));
    connection.now = Timestamp(1_000);
    assert_eq!(submitted(&connection.hears(&update(2_001, NOTE))), [2_001]);
}

#[test]
fn who_is_refused_all_the_time_is_slowed_down() {
    let mut connection = Connection::greeted();
    for batch in 1..=200 {
        let doc = DocId::new(DocKind::Note, Id128(u128::from(batch).to_be_bytes()));
        assert_eq!(submitted(&connection.hears(&update(batch, doc))), [batch]);
        connection.answers(batch, doc, Err(Reason::Malformed));
    }
    assert_eq!(refusals(&connection.hears(&update(201, NOTE))), [(201, Reason::TooFast)]);
    let mut connection = Connection { paces: connection.paces, ..Connection::greeted() };
    assert_eq!(
        refusals(&connection.hears(&update(202, NOTE))),
        [(202, Reason::TooFast)],
        "coming back changes nothing"
    );
}

#[test]
fn a_place_in_anything_but_a_note_is_told_to_nobody() {
    let place = Some(PresencePlace { root: "text.we_see".into(), caret: vec![1] });
    for kind in [DocKind::Directory, DocKind::Signal, DocKind::Triage, DocKind::Dossier, DocKind::Feedback] {
        let doc = DocId::new(kind, NOTE.id);
        let presence = ClientFrame::Presence { doc, place: place.clone() };
        assert_eq!(Connection::greeted().hears(&presence), [], "{kind:?}");
    }
}

#[test]
fn more_at_once_than_agreed_is_misbehaviour() {
    let mut connection = Connection::greeted();
    let most = u64::from(Limits::default().window) * 2;
    for batch in 1..=most {
        assert_eq!(submitted(&connection.hears(&update(batch, NOTE))), [batch]);
    }
    assert_eq!(goodbye(&connection.hears(&update(most + 1, NOTE))), Some(ByeReason::Misbehaved));
    let mut connection = Connection::greeted();
    connection.hears(&update(1, NOTE));
    assert_eq!(goodbye(&connection.hears(&update(1, NOTE))), Some(ByeReason::Misbehaved), "one number twice at once");
}

#[test]
fn too_many_documents_in_one_question_is_misbehaviour() {
    let have = Have { doc: NOTE, seq: Seq(0), chain: Chain::default() };
    let open = ClientFrame::Open(vec![have; MAX_OPEN + 1]);
    assert_eq!(goodbye(&Connection::greeted().hears(&open)), Some(ByeReason::Misbehaved));
}

#[test]
fn a_caret_that_is_no_caret_is_misbehaviour() {
    let place = |length| Some(PresencePlace { root: "text.we_see".into(), caret: vec![0; length] });
    let presence = |length| ClientFrame::Presence { doc: NOTE, place: place(length) };
    assert_eq!(Connection::greeted().hears(&presence(64)), [Request::Presence { doc: NOTE, place: place(64) }]);
    assert_eq!(goodbye(&Connection::greeted().hears(&presence(65))), Some(ByeReason::Misbehaved));
}

fn rows(count: u64, size: usize) -> Vec<Row> {
    let row = |seq| Row {
        seq: Seq(seq),
        member: MEMBER,
        device: DEVICE,
        at: Timestamp(0),
        update: vec![7; size],
        seal: Hash256::default(),
    };
    (1..=count).map(row).collect()
}

#[test]
fn rows_come_in_frames_that_fit_and_each_says_what_it_follows() {
    let connection = Connection::greeted();
    let all = rows(5, MAX_ROWS_BYTES / 2);
    let contents = Contents::Rows { prev: Chain::default(), rows: all.clone() };
    let requests = connection.session.contents(NOTE, contents);
    for request in &requests {
        assert!(matches!(request, Request::Send(bytes) if bytes.len() <= MAX_FRAME));
    }
    let mut frames = said(&requests);
    assert_eq!(frames.pop(), Some(ServerFrame::UpToDate { doc: NOTE }));
    assert!(frames.len() > 1);
    let (mut at, mut received) = (Chain::default(), Vec::new());
    for frame in frames {
        let ServerFrame::Rows { doc, prev, rows } = frame else { panic!("{frame:?}") };
        assert_eq!((doc, prev), (NOTE, at));
        at = rows.iter().fold(at, |at, row| row.chain(NOTE, at));
        received.extend(rows);
    }
    assert_eq!(received, all);
}

#[test]
fn a_state_comes_in_fragments_that_fit() {
    let body = SnapshotBody { state: vec![5; 3 * MAX_ROWS_BYTES], authors: Vec::new() };
    let chain = Hash256([4; 32]);
    let contents = Contents::Snapshot { seq: Seq(9), chain, body: body.clone(), rows: Vec::new() };
    let requests = Connection::greeted().session.contents(NOTE, contents);
    let mut gather = crate::protocol::fragments::Gather::default();
    let mut whole = None;
    for frame in said(&requests) {
        if let ServerFrame::Snapshot { fragment, bytes, .. } = frame {
            whole = whole.or(gather.take(fragment, &bytes));
        }
    }
    assert_eq!(decode_value(&whole.unwrap()), Ok(body));
    assert_eq!(said(&requests).last(), Some(&ServerFrame::UpToDate { doc: NOTE }));
}
