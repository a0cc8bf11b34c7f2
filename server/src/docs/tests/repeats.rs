//! What was carried out is answered as it was, also when whoever repeats it may do it no longer: an answer was lost, and
//! access ended meanwhile.

use std::sync::Arc;

use buurtboek_shared::{
    domain::{
        command::{Command, CommandAction},
        deputy::Deputy,
        refusal::Reason,
    },
    ids::{BatchNo, CommandId, DocId, DocKind, MemberId, SessionId},
    protocol::{
        frames::Receipt,
        outgoing::{Outgoing, OutgoingItem},
    },
    time::Timestamp,
};
use tokio::sync::mpsc;

use super::desk::{Desk, JOOST, MARIJKE, SAMIRA, TEAM, TRUUS, device, text};
use crate::{
    docs::{
        feed::{Feed, Follower, News},
        registry::Documents,
    },
    metrics::Metrics,
    store::{Reader, thread::StoreHandle},
};

const SESSION: SessionId = SessionId::from_bytes([1; 16]);

/// Brings it to the open documents of a server that was just started, over a connection; what comes back.
async fn repeat(desk: &mut Desk, member: MemberId, outgoing: &Outgoing) -> Result<Receipt, Reason> {
    let reader: Arc<dyn Reader> = Arc::new(desk.store.clone());
    let store = StoreHandle::start(desk.store.clone(), Arc::clone(&reader)).unwrap();
    let metrics = Arc::new(Metrics::new(store.metrics().clone()));
    let feed = Feed::default();
    let (queue, mut news) = mpsc::channel(8);
    feed.join(Follower { session: SESSION, member, device: device(member), queue });
    let documents = Documents::new(store, reader, feed, metrics);
    documents.submit(desk.offer(member), outgoing.clone(), SESSION).await?;
    match news.recv().await.unwrap() {
        News::Outcome { batch, doc, outcome } if (batch, doc) == (outgoing.batch, outgoing.doc) => outcome,
        other => panic!("{other:?}"),
    }
}

fn decision(desk: &mut Desk, doc: DocId, action: CommandAction) -> Outgoing {
    let command = Command { id: CommandId(desk.id()), doc, expects: None, decided_at: Timestamp(7), action };
    Outgoing { batch: BatchNo(desk.number()), doc, item: OutgoingItem::Command(command) }
}

#[tokio::test]
async fn what_a_deputy_decided_is_answered_as_it_was_after_the_end() {
    let mut desk = Desk::open();
    let triage = desk.report(TRUUS).sibling(DocKind::Triage);
    desk.store.appoint_deputy(TEAM, Deputy { member: SAMIRA, until: Timestamp(2_000_000) });
    let given = decision(&mut desk, triage, CommandAction::Assign { to: JOOST });
    let receipt = desk.submit_as(SAMIRA, given.clone()).unwrap();
    desk.store.appoint_deputy(TEAM, Deputy { member: SAMIRA, until: Timestamp(0) });

    assert_eq!(repeat(&mut desk, SAMIRA, &given).await, Ok(receipt));
    assert_eq!(desk.store.header(triage).unwrap().unwrap().head, receipt.seq, "it happened once");
    let mut other = decision(&mut desk, triage, CommandAction::Assign { to: SAMIRA });
    assert_eq!(repeat(&mut desk, SAMIRA, &other).await, Err(Reason::NoAccess), "her power is over");
    other.batch = given.batch;
    assert_eq!(repeat(&mut desk, SAMIRA, &other).await, Err(Reason::NumberReused));
}

#[tokio::test]
async fn what_was_written_before_access_ended_is_answered_as_it_was_and_to_nobody_else() {
    let mut desk = Desk::open();
    let dossier = desk.create(SAMIRA, DocKind::Dossier, None);
    let note = desk.create(SAMIRA, DocKind::Note, Some(dossier));
    let item = OutgoingItem::Update(desk.update(note, &text("text.we_see", 0, "Veel post.")));
    let written = Outgoing { batch: BatchNo(desk.number()), doc: note, item };
    let receipt = desk.submit_as(SAMIRA, written.clone()).unwrap();
    desk.end(note, SAMIRA);

    assert_eq!(repeat(&mut desk, SAMIRA, &written).await, Ok(receipt));
    for member in [JOOST, TRUUS] {
        assert_eq!(repeat(&mut desk, member, &written).await, Err(Reason::NoGrantYet), "it is not their number");
    }
    assert_eq!(desk.store.access(note, SAMIRA).unwrap(), None);
}

#[tokio::test]
async fn a_decision_of_another_is_known_to_its_maker_alone() {
    let mut desk = Desk::open();
    let triage = desk.report(TRUUS).sibling(DocKind::Triage);
    let given = decision(&mut desk, triage, CommandAction::Assign { to: JOOST });
    desk.submit_as(MARIJKE, given.clone()).unwrap();
    assert_eq!(repeat(&mut desk, SAMIRA, &given).await, Err(Reason::NoAccess));
    assert_eq!(repeat(&mut desk, TRUUS, &given).await, Err(Reason::NoGrantYet));
}
