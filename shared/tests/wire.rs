//! The wire: every frame has one spelling, reads back as it was, and no bytes make reading panic.
//!
//! `wire/frames.txt` holds the spelling of each frame. A line that changes breaks the devices that are out there: a
//! variant or field is only ever appended, and a new line is written by running this with `BB_TEST_WRITE_GOLDEN=1`.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

use std::{collections::BTreeMap, fmt::Debug, path::PathBuf};

use buurtboek_shared::{
    domain::{
        access::Access,
        command::{Command, CommandAction, Outcome, ReporterJoins, Shown, Signpost, VisitPlan},
        date::Date,
        deputy::Deputy,
        directory::{Colleague, Directory, PublicDirectory, StaffDirectory},
        handover::Handover,
        refusal::{Reason, RefusalClass},
        restriction::Restriction,
        role::Role,
    },
    ids::{BatchNo, CommandId, DeviceId, DocId, DocKind, Hash256, Id128, MemberId, Seq, SessionId, TeamId, YClient},
    protocol::{
        codec::{CodecError, decode, decode_value, encode, encode_value},
        frames::{
            ByeReason, CatalogueChange, CatalogueEntry, ClientFrame, Cursor, Fragment, Generation, Have, Hello,
            NewDocument, PresencePlace, Receipt, Row, ServerFrame, SnapshotBody, Welcome,
        },
        limits::{Limits, MAX_FRAME},
        outgoing::{Outgoing, OutgoingItem},
    },
    time::{Millis, Timestamp},
};
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

const NOTE: DocId = DocId::new(DocKind::Note, Id128([0x11; 16]));
const DOSSIER: DocId = DocId::new(DocKind::Dossier, Id128([0x22; 16]));
const MEMBER: MemberId = MemberId::from_bytes([0x33; 16]);
const DEVICE: DeviceId = DeviceId::from_bytes([0x44; 16]);
const TEAM: TeamId = TeamId::from_bytes([0x55; 16]);
const HASH: Hash256 = Hash256([0x66; 32]);
const AT: Timestamp = Timestamp(1_790_000_000_123);

fn command(action: CommandAction) -> Command {
    let expects = Some(Shown { seq: Seq(7), chain: HASH });
    Command { id: CommandId::from_bytes([0x77; 16]), doc: NOTE, expects, decided_at: AT, action }
}

fn actions() -> Vec<(&'static str, CommandAction)> {
    let plan = VisitPlan {
        at: AT,
        with: vec![MEMBER],
        reporter: ReporterJoins::IfResidentAgrees,
        meet_at: "voor de deur".into(),
        place: "Nevelstraat 14".into(),
    };
    let visit = CommandId::from_bytes([0x99; 16]);
    vec![
        ("take up", CommandAction::TakeUp),
        ("assign", CommandAction::Assign { to: MEMBER }),
        ("link", CommandAction::Link { with: NOTE }),
        ("finalise", CommandAction::Finalise),
        ("close", CommandAction::Close { outcome: Outcome::HelpDeclined, note: Some("later".into()) }),
        ("withdraw", CommandAction::Withdraw),
        ("plan visit", CommandAction::PlanVisit(plan.clone())),
        ("give back", CommandAction::GiveBack),
        ("forward", CommandAction::Forward { to: "de nachtopvang".into() }),
        ("out of scope", CommandAction::OutOfScope { signpost: Signpost::Police, why: "geluid".into() }),
        ("reopen", CommandAction::Reopen { why: "weer gezien".into() }),
        ("restrict, team", CommandAction::Restrict { to: Restriction::Team }),
        ("restrict, coordinator", CommandAction::Restrict { to: Restriction::CoordinatorOnly }),
        ("restrict, named", CommandAction::Restrict { to: Restriction::Named(vec![MEMBER]) }),
        ("move visit", CommandAction::MoveVisit { visit, plan }),
        ("cancel visit", CommandAction::CancelVisit { visit }),
        ("open dossier", CommandAction::OpenDossier { help_asked_on: Date::new(2026, 3, 14).unwrap() }),
        ("end exploration", CommandAction::EndExploration),
        ("end access", CommandAction::EndAccess { of: MEMBER }),
        ("unlink", CommandAction::Unlink { with: NOTE }),
    ]
}

fn place() -> Option<PresencePlace> {
    Some(PresencePlace { root: "text.we_see".into(), caret: vec![1, 2, 3] })
}

fn new_document() -> NewDocument {
    NewDocument { doc: NOTE, team: TEAM, parent: Some(DOSSIER), schema: 1 }
}

fn handover() -> Handover {
    let (root, text) = ("text.we_see".into(), "De kamer is koud.".into());
    Handover { doc: DOSSIER, of: NOTE, root, text, written: AT }
}

fn client_frames() -> Vec<(String, ClientFrame)> {
    let hello = Hello { protocol: 1, schema: 1, build: "0.1.0".into(), device: DEVICE, cursor: Cursor(300) };
    let have = Have { doc: NOTE, seq: Seq(129), chain: HASH };
    let mut frames: Vec<(String, ClientFrame)> = [
        ("hello", ClientFrame::Hello(hello)),
        ("open", ClientFrame::Open(vec![have])),
        ("create", ClientFrame::Create { batch: BatchNo(1), document: new_document() }),
        ("push", ClientFrame::Push { batch: BatchNo(2), doc: NOTE, update: vec![0, 0] }),
        ("close", ClientFrame::Close(vec![NOTE, DOSSIER])),
        ("presence", ClientFrame::Presence { doc: NOTE, place: place() }),
        ("presence, left", ClientFrame::Presence { doc: NOTE, place: None }),
        ("ping", ClientFrame::Ping { nonce: u32::MAX }),
        ("hand over", ClientFrame::HandOver { batch: BatchNo(4), handover: handover() }),
    ]
    .map(|(name, frame)| (format!("client {name}"), frame))
    .into();
    frames.extend(actions().into_iter().map(|(name, action)| {
        (format!("client command {name}"), ClientFrame::Command { batch: BatchNo(3), command: command(action) })
    }));
    frames
}

fn receipt() -> Receipt {
    Receipt { hash: HASH, seq: Seq(8), chain: HASH, at: AT, seal: HASH }
}

fn row() -> Row {
    Row { seq: Seq(8), member: MEMBER, device: DEVICE, at: AT, update: vec![0, 0], seal: HASH }
}

fn nack(reason: Reason) -> ServerFrame {
    ServerFrame::Nack { batch: BatchNo(2), class: reason.class(), reason, retry_after: Millis(5000) }
}

fn server_frames() -> Vec<(String, ServerFrame)> {
    let welcome = Welcome {
        session: SessionId::from_bytes([0x88; 16]),
        member: MEMBER,
        limits: Limits::default(),
        server_time: AT,
        generation: Generation(2),
    };
    let stands = CatalogueChange::Stands { seq: Seq(8), access: Access::Write, parent: Some(DOSSIER), created: AT };
    let entries = vec![
        CatalogueEntry { doc: NOTE, change: stands },
        CatalogueEntry { doc: DOSSIER, change: CatalogueChange::Revoked },
    ];
    let fragment = Fragment { index: 1, count: 3 };
    let mut frames: Vec<(String, ServerFrame)> = [
        ("welcome", ServerFrame::Welcome(welcome)),
        ("catalogue", ServerFrame::Catalogue { entries, cursor: Cursor(300), remaining: 4 }),
        ("rows", ServerFrame::Rows { doc: NOTE, prev: HASH, rows: vec![row()] }),
        ("snapshot", ServerFrame::Snapshot { doc: NOTE, seq: Seq(8), chain: HASH, fragment, bytes: vec![1, 2] }),
        ("projection", ServerFrame::Projection { doc: NOTE, version: Seq(8), fragment, bytes: vec![1, 2] }),
        ("up to date", ServerFrame::UpToDate { doc: NOTE }),
        ("ack", ServerFrame::Ack { batch: BatchNo(2), receipt: receipt() }),
        ("revoked", ServerFrame::Revoked { doc: NOTE }),
        ("presence", ServerFrame::Presence { doc: NOTE, member: MEMBER, device: DEVICE, place: place() }),
        ("pong", ServerFrame::Pong { nonce: 7 }),
    ]
    .map(|(name, frame)| (format!("server {name}"), frame))
    .into();
    frames.extend(reasons().into_iter().map(|reason| (format!("server nack {}", reason.code()), nack(reason))));
    let byes = [
        ByeReason::Stopping,
        ByeReason::Superseded,
        ByeReason::SessionOver,
        ByeReason::Protocol,
        ByeReason::Misbehaved,
        ByeReason::TooSlow,
        ByeReason::Silent,
    ];
    frames.extend(
        byes.map(|reason| (format!("server bye {reason:?}"), ServerFrame::Bye { reason, retry_after: Millis(2000) })),
    );
    frames
}

fn reasons() -> Vec<Reason> {
    vec![
        Reason::DependencyUnknown,
        Reason::ClockGap,
        Reason::NoGrantYet,
        Reason::ReadOnly,
        Reason::TooFast,
        Reason::SchemaNewer,
        Reason::Recovering,
        Reason::NoAccess,
        Reason::Finalised { by: MEMBER, at: AT },
        Reason::WriteOnce,
        Reason::AlreadyTaken { by: MEMBER, at: AT },
        Reason::WrongState,
        Reason::ChangedSince,
        Reason::UnknownReference,
        Reason::AlreadyExists,
        Reason::TooLarge,
        Reason::Malformed,
        Reason::OverlongNumber,
        Reason::NumberOutOfRange,
        Reason::CountBomb,
        Reason::TrailingBytes,
        Reason::TooDeep,
        Reason::UnknownRoot,
        Reason::ContentKind,
        Reason::InfoBits,
        Reason::ForeignClient,
        Reason::BlockKind,
        Reason::DeletesUnknown,
        Reason::Repeats,
        Reason::OrderRule,
        Reason::ContainerGone,
        Reason::ServerOnly,
        Reason::EntryForm,
        Reason::EntryGone,
        Reason::NotTheAuthor,
        Reason::LeftPending,
        Reason::RoundTrip,
        Reason::Panicked,
        Reason::Follows,
        Reason::NumberReused,
        Reason::Incomplete,
        Reason::NotHolder,
        Reason::SteppedBack,
    ]
}

/// What travels or is hashed without being a frame of its own.
fn values() -> Vec<(String, Vec<u8>)> {
    let body = SnapshotBody { state: vec![0, 0], authors: vec![(YClient(1 << 52), MEMBER)] };
    let outgoing = Outgoing { batch: BatchNo(2), doc: NOTE, item: OutgoingItem::Update(vec![0, 0]) };
    let directory = |deputy| Directory {
        public: PublicDirectory {
            team: TEAM,
            team_name: "Oude Dam".into(),
            phone: "088".into(),
            neighbourhoods: Vec::new(),
        },
        staff: Some(StaffDirectory {
            organisations: Vec::new(),
            colleagues: vec![Colleague {
                id: MEMBER,
                name: "Ilse".into(),
                role: Role::Professional,
                discipline: String::new(),
                organisation: None,
            }],
            deputy,
        }),
    };
    let deputy = Deputy { member: MEMBER, until: AT };
    vec![
        ("value directory".into(), encode_value(&directory(None)).unwrap()),
        ("value directory with a deputy".into(), encode_value(&directory(Some(deputy))).unwrap()),
        ("value snapshot body".into(), encode_value(&body).unwrap()),
        ("value outgoing".into(), encode_value(&outgoing).unwrap()),
        ("hash of a creation".into(), OutgoingItem::Create(new_document()).hash().unwrap().0.to_vec()),
        (
            "hash of a command".into(),
            OutgoingItem::Command(command(CommandAction::Finalise)).hash().unwrap().0.to_vec(),
        ),
        ("hash of a handover".into(), OutgoingItem::HandOver(handover()).hash().unwrap().0.to_vec()),
        ("hash of an update".into(), OutgoingItem::Update(vec![0, 0]).hash().unwrap().0.to_vec()),
        ("chain after a row".into(), row().chain(NOTE, HASH).0.to_vec()),
    ]
}

fn spelled() -> BTreeMap<String, String> {
    let client = client_frames().into_iter().map(|(name, frame)| (name, encode(&frame).unwrap()));
    let server = server_frames().into_iter().map(|(name, frame)| (name, encode(&frame).unwrap()));
    client.chain(server).chain(values()).map(|(name, bytes)| (name, hex::encode(bytes))).collect()
}

fn golden_file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/wire/frames.txt")
}

#[test]
fn every_frame_has_the_spelling_that_it_always_had() {
    let now = spelled();
    let text: String = now.iter().map(|(name, bytes)| format!("{name}: {bytes}\n")).collect();
    if std::env::var_os("BB_TEST_WRITE_GOLDEN").is_some() {
        std::fs::write(golden_file(), &text).unwrap();
    }
    let golden = std::fs::read_to_string(golden_file()).unwrap();
    for (expected, found) in golden.lines().zip(text.lines()) {
        assert_eq!(found, expected);
    }
    assert_eq!(golden.lines().count(), now.len(), "each frame has a line, and each line a frame");
}

fn reads_back<T: Serialize + DeserializeOwned + Debug + PartialEq>(name: &str, frame: &T) {
    let bytes = encode(frame).unwrap();
    assert_eq!(decode::<T>(&bytes).as_ref(), Ok(frame), "{name}");
    for length in 0..bytes.len() {
        assert!(decode::<T>(&bytes[..length]).is_err(), "{name} cut off after {length} bytes");
    }
    let trailing = [bytes.as_slice(), &[0]].concat();
    assert_eq!(decode::<T>(&trailing), Err(CodecError::Trailing(1)), "{name}");
}

#[test]
fn every_frame_reads_back_whole_and_only_whole() {
    for (name, frame) in client_frames() {
        reads_back(&name, &frame);
    }
    for (name, frame) in server_frames() {
        reads_back(&name, &frame);
    }
}

#[test]
fn the_class_that_travels_is_the_class_of_the_reason() {
    for reason in reasons() {
        let ServerFrame::Nack { class, .. } = nack(reason) else { panic!() };
        assert_eq!(class, reason.class());
    }
    let classes = |class| reasons().into_iter().filter(|reason| reason.class() == class).count();
    assert_eq!((classes(RefusalClass::Resync), classes(RefusalClass::Later)), (2, 5));
}

#[test]
fn what_is_too_large_is_neither_written_nor_read() {
    let push = |size| ClientFrame::Push { batch: BatchNo(1), doc: NOTE, update: vec![0; size] };
    assert!(encode(&push(MAX_FRAME - 64)).is_ok());
    assert!(matches!(encode(&push(MAX_FRAME)), Err(CodecError::TooLarge(_))));
    let bytes = vec![0; MAX_FRAME + 1];
    assert_eq!(decode::<ClientFrame>(&bytes), Err(CodecError::TooLarge(MAX_FRAME + 1)));
}

/// A length that claims more than there is must not be believed by an allocator.
#[test]
fn a_claimed_length_is_not_reserved() {
    let mut bytes = encode(&ClientFrame::Push { batch: BatchNo(1), doc: NOTE, update: vec![] }).unwrap();
    bytes.pop();
    bytes.extend([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]);
    assert!(decode::<ClientFrame>(&bytes).is_err());
    let mut bytes = encode(&ClientFrame::Open(vec![])).unwrap();
    bytes.pop();
    bytes.extend([0xff, 0xff, 0xff, 0xff, 0x0f]);
    assert!(decode::<ClientFrame>(&bytes).is_err());
}

fn any_frame_bytes() -> impl Strategy<Value = Vec<u8>> {
    let all: Vec<Vec<u8>> = client_frames()
        .into_iter()
        .map(|(_, frame)| encode(&frame).unwrap())
        .chain(server_frames().into_iter().map(|(_, frame)| encode(&frame).unwrap()))
        .collect();
    proptest::sample::select(all)
}

proptest! {
    #[test]
    fn reading_any_bytes_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = decode::<ClientFrame>(&bytes);
        let _ = decode::<ServerFrame>(&bytes);
        let _ = decode_value::<SnapshotBody>(&bytes);
        let _ = decode_value::<Outgoing>(&bytes);
        let _ = decode_value::<Directory>(&bytes);
    }

    #[test]
    fn reading_a_damaged_frame_never_panics(
        mut bytes in any_frame_bytes(),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = decode::<ClientFrame>(&bytes);
        let _ = decode::<ServerFrame>(&bytes);
    }

    /// What is read can be written, and reads back the same: no frame has a meaning that gets lost.
    #[test]
    fn what_reads_is_stable(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        if let Ok(frame) = decode::<ClientFrame>(&bytes) {
            prop_assert_eq!(decode::<ClientFrame>(&encode(&frame).unwrap()), Ok(frame));
        }
        if let Ok(frame) = decode::<ServerFrame>(&bytes) {
            prop_assert_eq!(decode::<ServerFrame>(&encode(&frame).unwrap()), Ok(frame));
        }
    }
}
