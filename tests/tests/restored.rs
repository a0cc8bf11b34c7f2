//! A server that goes on from a copy of its data: devices know more than it, and other things.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

use buurtboek_shared::{
    doc::read::TriageView,
    domain::refusal::Reason,
    ids::{DocId, DocKind, YClient},
    protocol::{
        codec::decode,
        frames::{ClientFrame, Cursor},
    },
};
use buurtboek_tests::{
    headless::{
        Headless,
        deeds::{kitchen_table, remark, text, typed},
        now,
        town::Town,
    },
    tablet::Kept,
};
use yrs::Transact as _;

async fn somebody(town: &Town, username: &str) -> Headless {
    let mut device = Headless::log_in(town.address(), username).await.expect("the demonstration lets in");
    device.until("the first fetch", Headless::is_at_rest).await.unwrap();
    device
}

/// Has written this, and it was acknowledged.
async fn writes(device: &mut Headless, note: DocId, words: &str) {
    device.tablet.puts_aside();
    assert_eq!(device.tablet.writes(note, now(), &typed(0, words)), Kept::Yes);
    device.offer().await;
    device.until("the acknowledgement", Headless::is_at_rest).await.unwrap();
}

fn cursors(device: &Headless) -> Vec<Cursor> {
    let hello = |message: &Vec<u8>| match decode(message) {
        Ok(ClientFrame::Hello(hello)) => Some(hello.cursor),
        Ok(_) | Err(_) => None,
    };
    device.traffic.sent.iter().filter_map(hello).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_restored_server_nothing_is_missed_and_what_waited_arrives_or_is_kept_as_text() {
    let town = Town::open().await.unwrap();
    let (mut samira, mut joost) = (somebody(&town, "samira").await, somebody(&town, "joost").await);
    let (_, note) = kitchen_table(&mut samira, &mut joost).await.unwrap();
    let triage = samira.tablet.list(DocKind::Triage, now())[0].doc;
    let copy = town.copy().unwrap();

    // After the copy: one row more in the note. Then, without the server: words after them, and a remark elsewhere.
    writes(&mut samira, note, "Na de kopie. ").await;
    samira.vanish().await;
    assert_eq!(samira.tablet.writes(note, now(), &typed(0, "Nog niet verstuurd. ")), Kept::Yes);
    let elsewhere = remark(&samira, "Ik bel morgen.");
    assert_eq!(samira.tablet.writes(triage, now(), &elsewhere), Kept::Yes);

    // The restored server has as many rows of the note as her device, and the last is another.
    let restored = town.restored(copy).await.unwrap();
    joost.moves(restored.address()).await;
    joost.until("rest on the restored server", Headless::is_at_rest).await.unwrap();
    writes(&mut joost, note, "Van na het herstel. ").await;
    let head = |town: &Town| town.state.store.reader().header(note).unwrap().unwrap().head;
    assert_eq!(head(&restored), head(&town), "the numbers tell nothing");

    samira.traffic = Default::default();
    samira.moves(restored.address()).await;
    samira.offer().await;
    let arrived = |samira: &Headless| samira.is_at_rest() && samira.tablet.waiting(now()).is_empty();
    samira.until("rest on the restored server", arrived).await.unwrap();
    assert!(cursors(&samira).ends_with(&[Cursor(0)]), "{:?}", cursors(&samira));
    // What was written behind words that are gone cannot stand without them: it is hers to place again.
    let rescued = samira.tablet.rescued(now());
    let kept: Vec<(DocId, &str, Reason)> =
        rescued.iter().map(|draft| (draft.doc, draft.text.as_str(), draft.reason)).collect();
    assert_eq!(kept, [(note, "Nog niet verstuurd. ", Reason::DependencyUnknown)]);

    let mut newcomer = somebody(&restored, "joost").await;
    let there = text(&mut newcomer, note);
    assert_eq!(there, "Van na het herstel. Schoon. ");
    assert_eq!(text(&mut samira, note), there, "she reads what everybody reads");
    let held = newcomer.tablet.holds(triage, now()).unwrap();
    let opened = held.open(YClient(70_000), newcomer.login().owner.member).unwrap();
    let view = TriageView::read(&opened.doc.transact());
    assert!(view.remarks.iter().any(|remark| remark.text == "Ik bel morgen."));
}
