//! Somebody who may read a document and not write in it, and writes all the same: over a real socket, past the app that
//! would not offer it.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

use buurtboek_server::store::{Binding, Reader};
use buurtboek_shared::{
    doc::{
        schema::NAME,
        write::{Intent, apply, open_doc, write},
    },
    domain::{
        access::Access,
        refusal::{Reason, RefusalClass},
    },
    ids::{DocId, Seq},
    protocol::frames::Row,
};
use buurtboek_tests::{
    headless::{
        Headless,
        deeds::{answer, begins_note, kitchen_table, member, text, typed},
        now,
        peer::Peer,
        town::Town,
    },
    tablet::Kept,
};

async fn somebody(town: &Town, username: &str) -> Headless {
    let mut device = Headless::log_in(town.address(), username).await.expect("the demonstration lets in");
    device.until("the first fetch", Headless::is_at_rest).await.unwrap();
    device
}

fn rows(store: &dyn Reader, doc: DocId) -> Vec<Row> {
    store.rows(doc, Seq(0), usize::MAX).unwrap()
}

/// Everything that a push may leave behind in a document.
fn stored(store: &dyn Reader, docs: &[DocId]) -> Vec<(Vec<Row>, Vec<Binding>)> {
    docs.iter().map(|doc| (rows(store, *doc), store.bindings(*doc).unwrap())).collect()
}

/// What a device that holds all of the document would offer.
fn update(store: &dyn Reader, doc: DocId, intent: &Intent) -> Vec<u8> {
    let theirs = open_doc(900_001);
    for row in rows(store, doc) {
        apply(&theirs, &row.update).unwrap();
    }
    write(&theirs, doc.kind, intent).unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_only_read_is_refused_by_the_socket_and_nobody_notices() {
    let town = Town::open().await.unwrap();
    let (mut samira, mut joost) = (somebody(&town, "samira").await, somebody(&town, "joost").await);
    let marijke = somebody(&town, "marijke").await;
    let (dossier, note) = kitchen_table(&mut samira, &mut joost).await.unwrap();
    let other = begins_note(&mut samira, dossier).await;
    samira.until("the other note on the server", Headless::is_at_rest).await.unwrap();
    let store = &**town.state.store.reader();
    let docs = [dossier, note, other];
    for doc in docs {
        assert_eq!(store.access(doc, member(&marijke)).unwrap(), Some(Access::Read));
    }
    let before = stored(store, &docs);

    let mut by_hand = Peer::connect(town.address(), marijke.login()).await.unwrap();
    let name = answer(&marijke, NAME, "Iemand anders");
    for (doc, intent) in [(note, typed(0, "Van wie alleen leest. ")), (dossier, name)] {
        let update = update(store, doc, &intent);
        assert_eq!(by_hand.push(doc, &update).await.unwrap(), Err(Reason::NoAccess), "{doc}");
        assert_eq!(Reason::NoAccess.class(), RefusalClass::Refused, "for good: asking again changes nothing");
    }
    assert_eq!(stored(store, &docs), before);
    let kept = [note, dossier].map(|doc| store.quarantine(doc).unwrap());
    assert!(kept.iter().all(|kept| kept.len() == 1 && kept[0].reason == Reason::NoAccess.code()), "{kept:?}");
    let counted = town.state.metrics.text().unwrap();
    assert!(counted.contains("buurtboek_refusals_total{reason=\"no_access\"} 2"), "{counted}");
    assert!(!by_hand.open(note).await.unwrap().is_empty(), "reading goes on");

    for doc in [note, other] {
        assert_eq!(samira.tablet.writes(doc, now(), &typed(0, "Van wie schrijft. ")), Kept::Yes);
    }
    samira.offer().await;
    samira.until("both acknowledged", Headless::is_at_rest).await.unwrap();
    let rows_after: Vec<usize> = docs.iter().map(|doc| rows(store, *doc).len()).collect();
    let rows_before: Vec<usize> = before.iter().map(|(rows, _)| rows.len()).collect();
    assert_eq!(rows_after, [rows_before[0], rows_before[1] + 1, rows_before[2] + 1]);
    for doc in [note, other] {
        let seq = store.header(doc).unwrap().unwrap().head;
        let has_all = |joost: &Headless| joost.tablet.holds(doc, now()).is_some_and(|held| held.seq == seq);
        joost.until("the rows", has_all).await.unwrap();
        assert_eq!(text(&mut joost, doc), "Van wie schrijft. Schoon. ");
    }
}
