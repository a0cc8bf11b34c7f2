//! What a volunteer's session receives while the team works on her signal: every text that the team can write has a word
//! in it that occurs nowhere else.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

mod planted;

use std::net::SocketAddr;

use buurtboek_client::storage::summary::Summary;
use buurtboek_shared::{
    doc::read::NoteView,
    domain::{
        command::{CommandAction, Signpost},
        feedback::Sentence,
        note::NoteState,
    },
    ids::{DocId, DocKind, YClient},
};
use buurtboek_tests::{
    headless::{
        Headless,
        deeds::{kitchen_table, member, sends_signal, typed},
        http::{get_as, post_as},
        now,
        stock::{self, StockPeer},
        town::Town,
    },
    proxy::Proxy,
    tablet::Kept,
};
use planted::{Planted, Stage};
use yrs::Transact;

/// Where a reporter and the team meet: that she is told.
const MEET_AT: &str = "bij de kerk";
/// Words that somebody whose access ended could not send any more.
const HANDED_OVER: &str = "KANARIE<overdracht>";

async fn somebody(town: &Town, username: &str) -> Headless {
    behind(town.address(), username).await
}

/// Somebody who reaches the server at this address.
async fn behind(server: SocketAddr, username: &str) -> Headless {
    let mut device = Headless::log_in(server, username).await.expect("the demonstration lets in");
    device.until("the first fetch", Headless::is_at_rest).await.unwrap();
    device
}

/// Everything that was done is on the server, and nothing of it was refused.
async fn arrives(device: &mut Headless) {
    device.offer().await;
    let arrived = |device: &Headless| device.is_at_rest() && device.tablet.waiting(now()).is_empty();
    device.until("all of it on the server", arrived).await.unwrap();
    assert_eq!(device.tablet.rescued(now()), []);
}

fn note_view(device: &Headless, note: DocId) -> Option<NoteView> {
    let held = device.tablet.holds(note, now())?;
    let opened = held.open(YClient(70_000), member(device)).ok()?;
    Some(NoteView::read(&opened.doc.transact()))
}

/// Whatever the API has for a session, and what it may not have: no answer to that is better than another.
async fn asks_for_everything(device: &Headless, server: SocketAddr, own: DocId, closed: &[DocId]) {
    let cookie = &device.login().cookie;
    for (path, status) in [
        ("/api/v1/documents?limit=1000", 200),
        ("/api/v1/sessions", 200),
        ("/api/v1/me", 200),
        ("/api/v1/demo/people", 200),
        ("/api/v1/openapi.json", 200),
        ("/metrics", 200),
        ("/api/v1/escrow", 404),
        ("/api/v1/team/colleagues", 404),
    ] {
        assert_eq!(get_as(server, cookie, path).await.unwrap().status, status, "{path}");
    }
    let token = |doc: DocId| format!("/api/v1/documents/{doc}/tokens");
    let read = serde_json::json!({ "access": "read" });
    assert_eq!(post_as(server, cookie, &token(own), &read).await.unwrap().status, 201);
    assert_eq!(get_as(server, cookie, &token(own)).await.unwrap().status, 200);
    for doc in closed {
        assert_eq!(post_as(server, cookie, &token(*doc), &read).await.unwrap().status, 404, "{doc}");
        // Whatever it says of tokens, her own alone are listed: none of this document.
        assert!([200, 404].contains(&get_as(server, cookie, &token(*doc)).await.unwrap().status), "{doc}");
    }
    let views = format!("/api/v1/signals/{}/reporter-views", own.id);
    assert_eq!(
        post_as(server, cookie, &views, &serde_json::json!({ "id": own.id.to_string() })).await.unwrap().status,
        404
    );
    // Her own signal by the other protocol: what is there, and who is in it.
    let may_write = stock::token(server, device.login(), own).await.unwrap();
    let mut peer = StockPeer::connect(server, own, &may_write).await.unwrap();
    peer.told().await.unwrap();
}

/// What the reporter is told of her signal.
fn is_told(truus: &Headless, signal: DocId, what: impl Fn(&Sentence) -> bool) -> bool {
    truus.tablet.list(DocKind::Feedback, now()).into_iter().any(|row| {
        matches!(&row.summary, Summary::Feedback(entries)
            if entries.iter().any(|entry| entry.signal == signal && what(&entry.sentence)))
    })
}

/// What the team writes about a signal, in a dossier and its note: in every text. The words of it.
async fn works(team: [&mut Headless; 2], truus: &mut Headless, signal: DocId, case: (DocId, DocId)) -> Vec<String> {
    let ([samira, joost], (dossier, note)) = (team, case);
    let triage = signal.sibling(DocKind::Triage);
    let colleague = member(joost);
    let mut planted = Planted::by(samira);
    planted.decides(triage, CommandAction::TakeUp);
    planted.decides(triage, CommandAction::Link { with: dossier });
    for doc in [triage, dossier, note] {
        planted.everywhere(doc, Stage::Open);
        arrives(planted.device).await;
    }
    let asked = planted.asks_along(triage, colleague, MEET_AT);
    let there = planted.asks_along(dossier, colleague, MEET_AT);
    arrives(planted.device).await;
    let appointed = |what: &Sentence| matches!(what, Sentence::Appointment { meet_at, .. } if meet_at == MEET_AT);
    truus.until("the appointment", |truus| is_told(truus, signal, appointed)).await.unwrap();
    planted.goes_alone(triage, asked);
    planted.goes_alone(dossier, there);
    planted.decides(note, CommandAction::Finalise);
    arrives(planted.device).await;
    planted.everywhere(note, Stage::Finished);
    planted.ends(triage);
    arrives(planted.device).await;
    planted.left_no_decision_out();
    let mut words = planted.words;

    let finished = |joost: &Headless| {
        let view = note_view(joost, note);
        view.is_some_and(|view| matches!(view.state, NoteState::Finalised { .. }) && view.questions.len() > 1)
    };
    joost.until("the finished note and its questions", finished).await.unwrap();
    let asked = note_view(joost, note).unwrap().questions[0].id;
    let mut answering = Planted::answering(joost, words.len());
    answering.answers_question(note, asked);
    words.append(&mut answering.words);
    arrives(joost).await;
    words
}

/// A colleague's access ends before what was written arrives: the coordinator reads it.
async fn is_handed_over(town: &Town, samira: &mut Headless, dossier: DocId, note: DocId) {
    let (mut fatou, mut marijke) = (somebody(town, "fatou").await, somebody(town, "marijke").await);
    let assign = CommandAction::Assign { to: member(&fatou) };
    assert_eq!(samira.tablet.decides(dossier, now(), assign).1, Kept::Yes);
    arrives(samira).await;
    let is_here = |device: &Headless| device.is_at_rest() && note_view(device, note).is_some();
    fatou.until("the note", is_here).await.unwrap();
    marijke.until("the note", is_here).await.unwrap();
    fatou.vanish().await;
    assert_eq!(fatou.tablet.writes(note, now(), &typed(0, HANDED_OVER)), Kept::Yes);
    marijke.tablet.decides(dossier, now(), CommandAction::EndAccess { of: member(&fatou) });
    arrives(&mut marijke).await;
    fatou.offer().await;
    let gone = |fatou: &Headless| fatou.is_at_rest() && fatou.tablet.waiting(now()).is_empty();
    fatou.until("home", gone).await.unwrap();
    let escrow = get_as(town.address(), &marijke.login().cookie, "/api/v1/escrow").await.unwrap();
    assert!(escrow.json::<serde_json::Value>().unwrap().to_string().contains(HANDED_OVER));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_the_team_reaches_the_volunteer() {
    let town = Town::open().await.unwrap();
    // Every byte of hers passes here: what her requests are answered, and what the socket brings.
    let hers = Proxy::start(town.address()).await.unwrap();
    let mut truus = behind(hers.address(), "truus").await;
    let (mut samira, mut joost) = (somebody(&town, "samira").await, somebody(&town, "joost").await);
    let signal = sends_signal(&mut truus, "De hond blaft de hele nacht").await;
    truus.until("the acknowledgement", Headless::is_at_rest).await.unwrap();
    let triage = signal.sibling(DocKind::Triage);
    let listed =
        |device: &Headless| device.tablet.list(DocKind::Intake, now()).iter().any(|row| row.doc.id == signal.id);
    samira.until("the signal", listed).await.unwrap();
    let (dossier, note) = kitchen_table(&mut samira, &mut joost).await.unwrap();
    is_handed_over(&town, &mut samira, dossier, note).await;
    let words = works([&mut samira, &mut joost], &mut truus, signal, (dossier, note)).await;

    // What she is told of all this are sentences of a closed list; after the last of them, and after asking for
    // everything anew, there is nothing more to come.
    let sent_on = Sentence::Signposted { signpost: Signpost::Police };
    truus.until("the last sentence", |truus| is_told(truus, signal, |what| *what == sent_on)).await.unwrap();
    let mut anew = behind(hers.address(), "truus").await;
    anew.until("rest", Headless::is_at_rest).await.unwrap();
    asks_for_everything(&truus, hers.address(), signal, &[dossier, note, triage, signal.sibling(DocKind::Intake)])
        .await;
    // Message by message as well: another connection's bytes may stand between two of one message.
    let messages = [&truus, &anew].map(|device| device.traffic.received.concat());
    for bytes in messages.iter().chain([&hers.received()]) {
        assert!(!bytes.is_empty());
        assert!(!String::from_utf8_lossy(bytes).contains("KANARIE"), "something of the team reached the volunteer");
    }
    let mut colleague = somebody(&town, "joost").await;
    colleague.until("rest", Headless::is_at_rest).await.unwrap();
    let heard = colleague.traffic.received.concat();
    let heard = String::from_utf8_lossy(&heard);
    assert!(words.len() > 80, "{} words", words.len());
    for word in words {
        assert!(heard.contains(&word), "the scan finds {word} where it may be");
    }
}
