//! People with devices, without browsers, around the real server: what the app promises, minus the screens.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

use buurtboek_client::storage::{records::Rescued, summary::Summary};
use buurtboek_shared::{
    doc::{
        attribution::attribution,
        read::NoteView,
        schema::{PRESENT, WORRY},
    },
    domain::{
        choice::{Answer, fold},
        command::CommandAction,
        note::NoteState,
        refusal::Reason,
    },
    ids::{DocId, DocKind},
    protocol::{
        client_events::Event,
        client_session::Link,
        codec::decode,
        frames::{ClientFrame, PresencePlace, ServerFrame},
    },
};
use buurtboek_tests::{
    headless::{
        Headless,
        deeds::{WE_SEE, answer, kitchen_table, member, remark, sends_signal, text, typed},
        http::get_as,
        now,
        town::Town,
    },
    tablet::Kept,
};
use yrs::Transact;

async fn somebody(town: &Town, username: &str) -> Headless {
    let mut device = Headless::log_in(town.address(), username).await.expect("the demonstration lets in");
    device.until("the first fetch", Headless::is_at_rest).await.unwrap();
    device
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_reaches_the_coordinators_list_while_it_is_open() {
    let town = Town::open().await.unwrap();
    let (mut truus, mut marijke) = (somebody(&town, "truus").await, somebody(&town, "marijke").await);
    let signal = sends_signal(&mut truus, "De gordijnen van nummer 14 zijn al twee dagen dicht").await;
    truus.until("the acknowledgement", Headless::is_at_rest).await.unwrap();
    let intake = signal.sibling(DocKind::Intake);
    let listed = |device: &Headless| {
        device.tablet.list(DocKind::Intake, now()).into_iter().any(|row| {
            row.doc == intake
                && matches!(&row.summary, Summary::Intake(value) if value.report.observation.contains("gordijnen"))
        })
    };
    marijke.until("the signal in the list", listed).await.unwrap();
    let refused = truus
        .traffic
        .received
        .iter()
        .filter(|message| matches!(decode::<ServerFrame>(message), Ok(ServerFrame::Nack { .. })));
    assert_eq!(refused.count(), 0, "what is written in a new document waits for its making, and is not turned away");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_two_write_offline_in_one_heading_comes_together_and_two_answers_stay_two() {
    let town = Town::open().await.unwrap();
    let (mut samira, mut joost) = (somebody(&town, "samira").await, somebody(&town, "joost").await);
    let (_, note) = kitchen_table(&mut samira, &mut joost).await.unwrap();
    samira.vanish().await;
    joost.vanish().await;
    for (device, words, worry) in
        [(&mut samira, "De bel doet het niet. ", "light"), (&mut joost, "Post ligt hoog. ", "serious")]
    {
        assert_eq!(device.tablet.writes(note, now(), &typed(8, words)), Kept::Yes);
        let worry = answer(device, WORRY, worry);
        assert_eq!(device.tablet.writes(note, now(), &worry), Kept::Yes);
        device.offer().await;
    }
    for device in [&mut samira, &mut joost] {
        device.until("home", Headless::is_at_rest).await.unwrap();
    }
    for device in [&mut samira, &mut joost] {
        device
            .until("both answers", |device| {
                device.tablet.holds(note, now()).is_some_and(|held| {
                    let opened = held.open(buurtboek_shared::ids::YClient(70_000), member(device)).unwrap();
                    NoteView::read(&opened.doc.transact()).worry.len() == 2
                })
            })
            .await
            .unwrap();
        device.until("rest", Headless::is_at_rest).await.unwrap();
    }
    let texts = [text(&mut samira, note), text(&mut joost, note)];
    assert_eq!(texts[0], texts[1]);
    for words in ["Schoon. ", "De bel doet het niet. ", "Post ligt hoog. "] {
        assert_eq!(texts[0].matches(words).count(), 1, "{words}");
    }
    let held = joost.tablet.holds(note, now()).unwrap();
    let opened = held.open(buurtboek_shared::ids::YClient(70_000), member(&joost)).unwrap();
    let authors = opened.authors.iter().map(|(client, member)| (client.0, *member)).collect();
    for run in attribution(&mut opened.doc.transact_mut(), WE_SEE, &authors) {
        let writer = if run.text.contains("Post") { member(&joost) } else { member(&samira) };
        assert_eq!(run.member, Some(writer), "{}", run.text);
    }
    let view = NoteView::read(&opened.doc.transact());
    assert!(matches!(fold(&view.worry), Answer::Open(answers) if answers.len() == 2), "two answers ask for a person");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_edit_to_a_finished_note_is_kept_as_text_and_ten_others_arrive() {
    let town = Town::open().await.unwrap();
    let (mut samira, mut joost) = (somebody(&town, "samira").await, somebody(&town, "joost").await);
    let (_, note) = kitchen_table(&mut samira, &mut joost).await.unwrap();
    let signals: Vec<DocId> = joost.tablet.list(DocKind::Triage, now()).into_iter().map(|row| row.doc).collect();
    joost.vanish().await;
    assert_eq!(joost.tablet.writes(note, now(), &typed(0, "Te laat. ")), Kept::Yes);
    for number in 0..10 {
        let remark = remark(&joost, &format!("Opmerking {number}"));
        assert_eq!(joost.tablet.writes(signals[number % signals.len()], now(), &remark), Kept::Yes);
    }
    samira.until("rest", Headless::is_at_rest).await.unwrap();
    samira.tablet.decides(note, now(), CommandAction::Finalise);
    samira.offer().await;
    samira
        .until("the note is finished", |samira| samira.is_at_rest() && samira.tablet.waiting(now()).is_empty())
        .await
        .unwrap();
    joost.offer().await;
    joost.until("home", |joost| joost.is_at_rest() && joost.tablet.waiting(now()).is_empty()).await.unwrap();
    let rescued = joost.tablet.rescued(now());
    let [draft] = &rescued[..] else { panic!("{rescued:?}") };
    assert_eq!((draft.doc, draft.text.as_str()), (note, "Te laat. "));
    assert!(matches!(draft.what, Rescued::Words { .. }));
    assert!(matches!(draft.reason, Reason::Finalised { by, .. } if by == member(&samira)), "{:?}", draft.reason);
    joost
        .until("the note as it was finished", |joost| {
            joost.tablet.holds(note, now()).is_some_and(|held| {
                let opened = held.open(buurtboek_shared::ids::YClient(70_000), member(joost)).unwrap();
                matches!(NoteView::read(&opened.doc.transact()).state, NoteState::Finalised { .. })
            })
        })
        .await
        .unwrap();
    assert_eq!(text(&mut joost, note), "Schoon. ");
    let acknowledged = joost.acknowledged.len();
    assert_eq!(acknowledged, 10, "every remark arrived");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_vanishes_again_and_again_loses_and_doubles_nothing() {
    let town = Town::open().await.unwrap();
    let (mut samira, mut joost) = (somebody(&town, "samira").await, somebody(&town, "joost").await);
    let (_, note) = kitchen_table(&mut samira, &mut joost).await.unwrap();
    for number in 0..20 {
        assert_eq!(samira.tablet.writes(note, now(), &typed(0, &format!("<{number}>"))), Kept::Yes);
        samira.offer().await;
        // In the middle of things: after the message left, before the answer is read.
        samira.turn().await;
        samira.vanish().await;
        samira.tell(Event::TryNow).await;
    }
    samira.until("home", Headless::is_at_rest).await.unwrap();
    joost
        .until("all of it", |joost| {
            let held = joost.tablet.holds(note, now()).unwrap();
            let opened = held.open(buurtboek_shared::ids::YClient(70_000), member(joost)).unwrap();
            NoteView::read(&opened.doc.transact()).texts.values().any(|text| text.contains("<19>"))
        })
        .await
        .unwrap();
    let read = text(&mut joost, note);
    for number in 0..20 {
        assert_eq!(read.matches(&format!("<{number}>")).count(), 1, "{number} in {read}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_without_a_word_is_said_to_write_no_longer() {
    let town = Town::open().await.unwrap();
    let (mut samira, mut joost) = (somebody(&town, "samira").await, somebody(&town, "joost").await);
    let (_, note) = kitchen_table(&mut samira, &mut joost).await.unwrap();
    // What she was told last of where he is.
    let told = |samira: &Headless| {
        let places = samira.traffic.received.iter().rev().filter_map(|message| match decode(message) {
            Ok(ServerFrame::Presence { place, .. }) => Some(place.is_some()),
            Ok(_) | Err(_) => None,
        });
        places.into_iter().next()
    };
    let place = Some(PresencePlace { root: WE_SEE.to_owned(), caret: Vec::new() });
    joost.tell(Event::Watch(note)).await;
    joost.tell(Event::Presence { doc: note, place }).await;
    let says = |joost: &Headless| {
        let is_place = |message: &Vec<u8>| matches!(decode(message), Ok(ClientFrame::Presence { place: Some(_), .. }));
        joost.traffic.sent.iter().any(is_place)
    };
    joost.until("word of his caret", says).await.unwrap();
    // Who comes later is told who was there.
    samira.tell(Event::Watch(note)).await;
    samira.until("the colleague's caret", |samira| told(samira) == Some(true)).await.unwrap();
    joost.vanish().await;
    samira.until("the end of it", |samira| told(samira) == Some(false)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_device_a_second_time_takes_the_first_ones_place() {
    let town = Town::open().await.unwrap();
    let mut samira = somebody(&town, "samira").await;
    let login = samira.login().clone();
    let mut second = buurtboek_tests::headless::socket::Socket::open(town.address(), &login.cookie).await.unwrap();
    let hello = ClientFrame::Hello(buurtboek_shared::protocol::frames::Hello {
        protocol: buurtboek_shared::protocol::limits::PROTOCOL,
        schema: buurtboek_shared::protocol::limits::SCHEMA,
        build: "test".into(),
        device: login.owner.device,
        cursor: Default::default(),
    });
    second.send(buurtboek_shared::protocol::codec::encode(&hello).unwrap()).await.unwrap();
    samira
        .until("the end of the first", |samira| {
            samira.tablet.status().is_some_and(|status| matches!(status.link, Link::Down { .. }))
        })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn unsent_text_of_somebody_whose_access_ended_reaches_the_coordinator_and_leaves_the_device() {
    let town = Town::open().await.unwrap();
    let (mut samira, mut joost) = (somebody(&town, "samira").await, somebody(&town, "joost").await);
    let mut marijke = somebody(&town, "marijke").await;
    let (dossier, note) = kitchen_table(&mut samira, &mut joost).await.unwrap();
    let triage = samira.tablet.list(DocKind::Triage, now())[0].doc;
    samira.vanish().await;
    assert_eq!(samira.tablet.writes(note, now(), &typed(0, "De kamer is koud. ")), Kept::Yes);
    let present = answer(&samira, PRESENT, "de buurvrouw");
    assert_eq!(samira.tablet.writes(note, now(), &present), Kept::Yes);
    let elsewhere = remark(&samira, "Ik bel morgen.");
    assert_eq!(samira.tablet.writes(triage, now(), &elsewhere), Kept::Yes);

    marijke
        .until("the dossier", |marijke| {
            marijke.tablet.list(DocKind::Dossier, now()).iter().any(|row| row.doc == dossier)
        })
        .await
        .unwrap();
    marijke.tablet.decides(dossier, now(), CommandAction::EndAccess { of: member(&samira) });
    marijke.offer().await;
    marijke
        .until("access ended", |marijke| marijke.is_at_rest() && marijke.tablet.waiting(now()).is_empty())
        .await
        .unwrap();

    samira.offer().await;
    samira.until("home", |samira| samira.is_at_rest() && samira.tablet.waiting(now()).is_empty()).await.unwrap();
    for doc in [dossier, note] {
        assert!(samira.tablet.holds(doc, now()).is_none_or(|held| held.is_empty()), "{doc} is still on the device");
    }
    let told = samira.tablet.rescued(now());
    assert!(told.iter().all(|draft| draft.what == Rescued::HandedOver && draft.text.is_empty()), "{told:?}");
    assert_eq!(told.len(), 1);

    let escrow = get_as(town.address(), &marijke.login().cookie, "/api/v1/escrow").await.unwrap();
    let escrow: serde_json::Value = escrow.json().unwrap();
    let texts: Vec<_> = escrow["items"].as_array().unwrap().iter().map(|item| item["text"].as_str().unwrap()).collect();
    assert!(texts.contains(&"De kamer is koud. ") && texts.contains(&"de buurvrouw"), "{texts:?}");
    let author = member(&samira).0.to_string();
    assert!(escrow["items"].as_array().unwrap().iter().all(|item| item["author"] == author.as_str()));
    joost
        .until("the remark elsewhere", |joost| {
            joost.tablet.holds(triage, now()).is_some_and(|held| {
                let opened = held.open(buurtboek_shared::ids::YClient(70_000), member(joost)).unwrap();
                let view = buurtboek_shared::doc::read::TriageView::read(&opened.doc.transact());
                view.remarks.iter().any(|remark| remark.text == "Ik bel morgen.")
            })
        })
        .await
        .unwrap();
    assert!(!text(&mut joost, note).contains("koud"), "nothing of it is in the note");
}
