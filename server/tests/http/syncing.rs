//! What goes over the sync socket: from a signal on one device to the list on another.

use std::net::SocketAddr;

use buurtboek_server::random;
use buurtboek_shared::{
    doc::{
        entries::Entry,
        schema::REPORT,
        write::{Intent, open_doc, write},
    },
    domain::{
        intake::Intake,
        refusal::{Reason, RefusalClass},
        signal::{FeltUrgency, Place, Report, Since},
    },
    ids::{BatchNo, DocId, DocKind, EntryId, Hash256, MemberId, TeamId},
    protocol::{
        codec::{decode_value, encode},
        frames::{ByeReason, CatalogueChange, ClientFrame, Have, NewDocument, Receipt, ServerFrame},
        limits::SCHEMA,
    },
    time::Timestamp,
};
use futures_util::SinkExt as _;
use tokio_tungstenite::tungstenite::Message;

use super::{
    running::{Socket, frame, goodbye, greeted, running},
    town::Town,
};

const CURTAINS: &str = "De gordijnen van nummer 14 zijn al twee dagen dicht";

/// A device of somebody in the demonstration, up to date with its change log.
pub(super) struct Device {
    socket: Socket,
    pub(super) member: MemberId,
    team: TeamId,
    batch: u64,
}

impl Device {
    pub(super) async fn of(town: &Town, address: SocketAddr, who: &str) -> Self {
        let mut browser = town.chosen(who).await;
        let me = browser.get("/api/v1/me").await.json();
        let id = |name: &str| me[name].as_str().unwrap().parse().unwrap();
        let (member, team) = (MemberId(id("member")), TeamId(id("team")));
        let mut device = Self { socket: greeted(address, &browser).await, member, team, batch: 0 };
        let caught_up = |frame| matches!(frame, ServerFrame::Catalogue { remaining: 0, .. }).then_some(());
        device.hears(caught_up).await;
        device
    }

    pub(super) async fn says(&mut self, said: &ClientFrame) {
        self.socket.send(Message::Binary(encode(said).unwrap().into())).await.unwrap();
    }

    /// The first frame that is what somebody waits for.
    pub(super) async fn hears<T>(&mut self, wanted: impl Fn(ServerFrame) -> Option<T>) -> T {
        while let Some(frame) = frame(&mut self.socket).await {
            if let Some(found) = wanted(frame) {
                return found;
            }
        }
        panic!("the connection ended")
    }

    pub(super) async fn makes(&mut self, doc: DocId) -> Result<Receipt, (RefusalClass, Reason)> {
        self.batch += 1;
        let batch = BatchNo(self.batch);
        let document = NewDocument { doc, team: self.team, parent: None, schema: SCHEMA };
        self.says(&ClientFrame::Create { batch, document }).await;
        self.outcome(batch).await
    }

    pub(super) async fn pushes(&mut self, doc: DocId, update: &[u8]) -> Result<Receipt, (RefusalClass, Reason)> {
        self.batch += 1;
        let batch = BatchNo(self.batch);
        self.says(&ClientFrame::Push { batch, doc, update: update.to_vec() }).await;
        self.outcome(batch).await
    }

    async fn outcome(&mut self, wanted: BatchNo) -> Result<Receipt, (RefusalClass, Reason)> {
        self.hears(|frame| {
            if let ServerFrame::Ack { batch, receipt } = frame {
                return (batch == wanted).then_some(Ok(receipt));
            }
            let ServerFrame::Nack { batch, class, reason, .. } = frame else { return None };
            (batch == wanted).then_some(Err((class, reason)))
        })
        .await
    }

    /// The update that reports the curtains.
    fn report(&self) -> Vec<u8> {
        let report = Report {
            id: EntryId(random::id().unwrap()),
            author: self.member,
            at: Timestamp(5),
            observation: CURTAINS.to_owned(),
            place: Place::Address { street: "Nevelstraat".to_owned(), number: "14".to_owned() },
            since: Since::FewDays,
            urgency: FeltUrgency::Today,
            relation: None,
            contact: None,
            person_knows: None,
            interpretation: String::new(),
            may_call: None,
            wants_along: None,
        };
        let intent = Intent::Append { root: REPORT.to_owned(), entry: Entry::Report(Box::new(report)) };
        write(&open_doc(random::yrs_client().unwrap()), DocKind::Signal, &intent).unwrap().unwrap()
    }
}

fn a_signal() -> DocId {
    DocId::new(DocKind::Signal, random::id().unwrap())
}

#[tokio::test]
async fn a_signal_is_acknowledged_and_reaches_the_coordinator_who_did_not_ask() {
    let town = Town::demo().await;
    let (address, _) = running(&town).await;
    let mut truus = Device::of(&town, address, "truus").await;
    let mut marijke = Device::of(&town, address, "marijke").await;
    let mut henk = Device::of(&town, address, "henk").await;

    let signal = a_signal();
    truus.makes(signal).await.unwrap();
    let update = truus.report();
    let receipt = truus.pushes(signal, &update).await.unwrap();
    assert_eq!(receipt.hash, Hash256::of(&update), "exactly these bytes");
    assert_eq!(receipt.seq.0, 1);

    let intake = signal.sibling(DocKind::Intake);
    let seq = marijke
        .hears(|frame| {
            let ServerFrame::Catalogue { entries, .. } = frame else { panic!("she asked for nothing: {frame:?}") };
            let entry = entries.into_iter().find(|entry| entry.doc == intake)?;
            let CatalogueChange::Stands { seq, .. } = entry.change else { panic!("it is not taken from her") };
            Some(seq)
        })
        .await;
    marijke
        .says(&ClientFrame::Open(vec![Have { doc: intake, seq: Default::default(), chain: Default::default() }]))
        .await;
    let (version, value) = marijke
        .hears(|frame| {
            let ServerFrame::Projection { doc, version, bytes, .. } = frame else { return None };
            (doc == intake).then_some((version, bytes))
        })
        .await;
    assert_eq!(version, seq);
    let intake: Intake = decode_value(&value).unwrap();
    assert_eq!((intake.report.observation.as_str(), intake.reporter), (CURTAINS, truus.member));

    // Whatever concerned Henk would stand before this in the same socket.
    henk.says(&ClientFrame::Ping { nonce: 7 }).await;
    let heard = henk.hears(Some).await;
    assert_eq!(heard, ServerFrame::Pong { nonce: 7 }, "nothing of this is for another volunteer");
}

/// What the server says of itself: whether it can store.
fn of_the_store(frame: ServerFrame) -> Option<Result<(), Reason>> {
    if let ServerFrame::Ack { batch: BatchNo::NONE, .. } = frame {
        return Some(Ok(()));
    }
    let ServerFrame::Nack { batch: BatchNo::NONE, reason, .. } = frame else { return None };
    Some(Err(reason))
}

#[tokio::test]
async fn who_only_reads_is_told_that_the_server_cannot_store_and_when_it_can_again() {
    let town = Town::demo().await;
    let (address, _) = running(&town).await;
    let mut truus = Device::of(&town, address, "truus").await;
    let mut marijke = Device::of(&town, address, "marijke").await;
    let mut later = town.chosen("henk").await;
    let document = NewDocument { doc: a_signal(), team: truus.team, parent: None, schema: SCHEMA };
    truus.makes(document.doc).await.unwrap();
    let made = BatchNo(truus.batch);
    town.fill_disk();
    assert_eq!(later.get("/readyz").await.problem(), (503, "read-only".to_owned()));
    for device in [&mut truus, &mut marijke] {
        assert_eq!(device.hears(of_the_store).await, Err(Reason::ReadOnly));
    }
    assert_eq!(truus.makes(a_signal()).await, Err((RefusalClass::Later, Reason::ReadOnly)));
    let mut henk = greeted(address, &later).await;
    let first = frame(&mut henk).await.unwrap();
    assert_eq!(of_the_store(first), Some(Err(Reason::ReadOnly)), "at the greeting, before what there is");
    // What was stored before is still acknowledged, and sounds as if the server could store.
    truus.says(&ClientFrame::Create { batch: made, document }).await;
    truus.outcome(made).await.unwrap();
    assert_eq!(of_the_store(truus.hears(Some).await), Some(Err(Reason::ReadOnly)));
    town.empty_disk();
    for device in [&mut truus, &mut marijke] {
        assert_eq!(device.hears(of_the_store).await, Ok(()));
    }
    while of_the_store(frame(&mut henk).await.unwrap()) != Some(Ok(())) {}
    truus.makes(a_signal()).await.unwrap();
}

#[tokio::test]
async fn a_refusal_says_why_and_the_document_waits_to_be_opened_again() {
    let town = Town::demo().await;
    let (address, _) = running(&town).await;
    let mut truus = Device::of(&town, address, "truus").await;
    let signal = a_signal();
    truus.makes(signal).await.unwrap();
    let refused = |reason| Err((RefusalClass::Refused, reason));
    assert_eq!(truus.pushes(signal, &[1, 1, 7]).await, refused(Reason::CountBomb));
    let report = truus.report();
    assert_eq!(truus.pushes(signal, &report).await, refused(Reason::Follows));
    let elsewhere = a_signal();
    truus.makes(elsewhere).await.unwrap();
    truus.pushes(elsewhere, &report).await.unwrap();

    truus
        .says(&ClientFrame::Open(vec![Have { doc: signal, seq: Default::default(), chain: Default::default() }]))
        .await;
    truus.hears(|frame| matches!(frame, ServerFrame::UpToDate { doc } if doc == signal).then_some(())).await;
    let again = truus.report();
    truus.pushes(signal, &again).await.unwrap();
}

#[tokio::test]
async fn a_newer_socket_of_a_device_takes_the_place_of_the_older() {
    let town = Town::demo().await;
    let (address, _) = running(&town).await;
    let browser = town.chosen("samira").await;
    let older = greeted(address, &browser).await;
    let other_device = greeted(address, &town.chosen("samira").await).await;
    let mut newer = greeted(address, &browser).await;
    assert_eq!(goodbye(older).await, Some(ByeReason::Superseded));
    newer.send(Message::Binary(encode(&ClientFrame::Ping { nonce: 3 }).unwrap().into())).await.unwrap();
    loop {
        match frame(&mut newer).await {
            Some(ServerFrame::Pong { nonce: 3 }) => break,
            Some(_) => {}
            None => panic!("the newer one stays"),
        }
    }
    town.state.stopping.cancel();
    assert_eq!(goodbye(other_device).await, Some(ByeReason::Stopping), "and so does another device");
}

/// Nothing is dropped to make room: who does not keep up is sent away, and the next handshake brings what was missed.
#[tokio::test]
async fn who_does_not_read_fast_enough_is_told_to_come_back() {
    let town = Town::demo().await;
    let (address, _) = running(&town).await;
    let samira = Device::of(&town, address, "samira").await;
    // One thread runs everything here, so nobody reads in between.
    for _ in 0..5_000 {
        town.state.documents.feed().tell_members(&[samira.member]);
    }
    assert_eq!(goodbye(samira.socket).await, Some(ByeReason::TooSlow));
    Device::of(&town, address, "samira").await;
}

#[tokio::test]
async fn who_breaks_the_protocol_is_sent_away() {
    let town = Town::demo().await;
    let (address, _) = running(&town).await;
    for message in [Message::Text("hallo".into()), Message::Binary(vec![0xff; 9].into())] {
        let mut device = Device::of(&town, address, "joost").await;
        device.socket.send(message).await.unwrap();
        assert_eq!(goodbye(device.socket).await, Some(ByeReason::Misbehaved));
    }
}
