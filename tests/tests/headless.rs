//! People with devices, without browsers, around the real server: what the app promises, minus the screens.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

use buurtboek_client::storage::{records::Rescued, summary::Summary};
use buurtboek_shared::{
    doc::{
        attribution::attribution,
        entries::Entry,
        read::NoteView,
        schema::{NAME, PRESENT, REMARKS, REPORT, VISIT_DATE, WORRY, heading_root},
        write::Intent,
    },
    domain::{
        choice::{Answer, ChoiceEntry, fold},
        command::{CommandAction, ReporterJoins, VisitPlan},
        feedback::Sentence,
        note::{Heading, NoteState},
        refusal::Reason,
        signal::{FeltUrgency, Place, Report, Since},
        triage::Remark,
    },
    ids::{DocId, DocKind, MemberId},
    protocol::{client_session::Link, codec::decode, frames::ServerFrame},
};
use buurtboek_tests::{
    headless::{Headless, http::get, now, town::Town},
    tablet::Kept,
};
use yrs::Transact;

const WE_SEE: &str = heading_root(Heading::WeSee);

async fn somebody(town: &Town, username: &str) -> Headless {
    let mut device = Headless::log_in(town.address(), username).await.expect("the demonstration lets in");
    device.until("the first fetch", Headless::is_at_rest).await.unwrap();
    device
}

fn member(device: &Headless) -> MemberId {
    device.login().owner.member
}

fn report(device: &Headless, observation: &str) -> Intent {
    let report = Report {
        id: device.tablet.entry_id(),
        author: member(device),
        at: now(),
        observation: observation.into(),
        place: Place::Address { street: "Nevelstraat".into(), number: "14".into() },
        since: Since::FewDays,
        urgency: FeltUrgency::Today,
        relation: None,
        contact: None,
        person_knows: None,
        interpretation: String::new(),
        may_call: None,
        wants_along: None,
    };
    Intent::Append { root: REPORT.into(), entry: Entry::Report(Box::new(report)) }
}

fn answer(device: &Headless, root: &str, value: &str) -> Intent {
    let entry = ChoiceEntry {
        id: device.tablet.entry_id(),
        value: value.into(),
        author: member(device),
        at: now(),
        supersedes: Vec::new(),
        why: String::new(),
    };
    Intent::Append { root: root.into(), entry: Entry::Choice(entry) }
}

fn typed(at: u32, text: &str) -> Intent {
    Intent::EditText { root: WE_SEE.into(), at, remove: 0, insert: text.into() }
}

/// Sends a signal; it is on its way when this returns.
async fn sends_signal(device: &mut Headless, observation: &str) -> DocId {
    let doc = DocId::new(DocKind::Signal, device.tablet.id());
    let first = report(device, observation);
    assert_eq!(device.tablet.creates(doc, None, now(), &[first]), Kept::Yes);
    device.offer().await;
    doc
}

/// A dossier with a note that both may write in.
async fn kitchen_table(samira: &mut Headless, joost: &mut Headless) -> (DocId, DocId) {
    let dossier = DocId::new(DocKind::Dossier, samira.tablet.id());
    let name = answer(samira, NAME, "Mevrouw Bakema");
    assert_eq!(samira.tablet.creates(dossier, None, now(), &[name]), Kept::Yes);
    let assign = CommandAction::Assign { to: member(joost) };
    assert_eq!(samira.tablet.decides(dossier, now(), assign).1, Kept::Yes);
    let note = DocId::new(DocKind::Note, samira.tablet.id());
    let date = answer(samira, VISIT_DATE, "2026-11-20");
    let present = answer(samira, PRESENT, "mevrouw Bakema");
    assert_eq!(samira.tablet.creates(note, Some(dossier), now(), &[typed(0, "Schoon. "), date, present]), Kept::Yes);
    samira.offer().await;
    samira.until("the note on the server", Headless::is_at_rest).await.unwrap();
    joost.until("the note at the colleague's", |joost| holds(joost, note)).await.unwrap();
    joost.until("rest", Headless::is_at_rest).await.unwrap();
    (dossier, note)
}

fn holds(device: &Headless, doc: DocId) -> bool {
    device.tablet.holds(doc, now()).is_some_and(|held| !held.rows.is_empty() || held.snapshot.is_some())
}

fn text(device: &mut Headless, note: DocId) -> String {
    device.tablet.puts_aside();
    let read = |open: &yrs::Doc| buurtboek_shared::doc::read::read_text(&open.transact(), WE_SEE);
    device.tablet.reads(note, now(), read).unwrap_or_default()
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
    let (_, note) = kitchen_table(&mut samira, &mut joost).await;
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
    let (_, note) = kitchen_table(&mut samira, &mut joost).await;
    let signals: Vec<DocId> = joost.tablet.list(DocKind::Triage, now()).into_iter().map(|row| row.doc).collect();
    joost.vanish().await;
    assert_eq!(joost.tablet.writes(note, now(), &typed(0, "Te laat. ")), Kept::Yes);
    for number in 0..10 {
        let remark = Remark {
            id: joost.tablet.entry_id(),
            author: member(&joost),
            at: now(),
            text: format!("Opmerking {number}"),
        };
        let intent = Intent::Append { root: REMARKS.into(), entry: Entry::Remark(remark) };
        assert_eq!(joost.tablet.writes(signals[number % signals.len()], now(), &intent), Kept::Yes);
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
    let (_, note) = kitchen_table(&mut samira, &mut joost).await;
    for number in 0..20 {
        assert_eq!(samira.tablet.writes(note, now(), &typed(0, &format!("<{number}>"))), Kept::Yes);
        samira.offer().await;
        // In the middle of things: after the message left, before the answer is read.
        samira.turn().await;
        samira.vanish().await;
        samira.tell(buurtboek_shared::protocol::client_events::Event::TryNow).await;
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
async fn the_same_device_a_second_time_takes_the_first_ones_place() {
    let town = Town::open().await.unwrap();
    let mut samira = somebody(&town, "samira").await;
    let login = samira.login().clone();
    let mut second = buurtboek_tests::headless::socket::Socket::open(town.address(), &login.cookie).await.unwrap();
    let hello = buurtboek_shared::protocol::frames::ClientFrame::Hello(buurtboek_shared::protocol::frames::Hello {
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
async fn nothing_of_the_team_reaches_the_volunteer() {
    const CANARIES: [&str; 5] =
        ["KANARIE-NOTITIE", "KANARIE-DOSSIER", "KANARIE-TRIAGE", "KANARIE-ADRES", "KANARIE-PLEK"];
    let town = Town::open().await.unwrap();
    let mut truus = somebody(&town, "truus").await;
    let (mut samira, mut joost) = (somebody(&town, "samira").await, somebody(&town, "joost").await);
    let signal = sends_signal(&mut truus, "De hond blaft de hele nacht").await;
    truus.until("the acknowledgement", Headless::is_at_rest).await.unwrap();
    let triage = signal.sibling(DocKind::Triage);
    samira
        .until("the signal", |samira| {
            samira.tablet.list(DocKind::Intake, now()).iter().any(|row| row.doc.id == signal.id)
        })
        .await
        .unwrap();
    let (dossier, note) = kitchen_table(&mut samira, &mut joost).await;
    assert_eq!(samira.tablet.writes(note, now(), &typed(0, CANARIES[0])), Kept::Yes);
    for (doc, root, words) in
        [(dossier, NAME, CANARIES[1]), (dossier, buurtboek_shared::doc::schema::ADDRESS, CANARIES[3])]
    {
        let intent = answer(&samira, root, words);
        assert_eq!(samira.tablet.writes(doc, now(), &intent), Kept::Yes);
    }
    let remark = Remark { id: samira.tablet.entry_id(), author: member(&samira), at: now(), text: CANARIES[2].into() };
    let remark = Intent::Append { root: REMARKS.into(), entry: Entry::Remark(remark) };
    assert_eq!(samira.tablet.writes(triage, now(), &remark), Kept::Yes);
    let visit = CommandAction::PlanVisit(VisitPlan {
        at: now(),
        with: vec![member(&joost)],
        reporter: ReporterJoins::No,
        meet_at: CANARIES[4].into(),
        place: String::new(),
    });
    assert_eq!(samira.tablet.decides(triage, now(), visit).1, Kept::Yes);
    samira.offer().await;
    samira.until("all of it on the server", Headless::is_at_rest).await.unwrap();
    // What she is told of all this is one sentence of a closed list; after that, and after asking for everything anew,
    // there is nothing more to come.
    truus
        .until("the sentence", |truus| {
            truus.tablet.list(DocKind::Feedback, now()).into_iter().any(|row| {
                matches!(&row.summary, Summary::Feedback(entries) if entries.iter().any(|entry| {
                    entry.signal == signal && entry.sentence == Sentence::SomebodyIsLooking
                }))
            })
        })
        .await
        .unwrap();
    let mut anew = somebody(&town, "truus").await;
    anew.until("rest", Headless::is_at_rest).await.unwrap();
    for device in [&truus, &anew] {
        assert!(!device.traffic.received.is_empty());
        for message in &device.traffic.received {
            let text = String::from_utf8_lossy(message);
            for canary in CANARIES.into_iter().chain(["KANARIE"]) {
                assert!(!text.contains(canary), "{canary} reached the volunteer");
            }
        }
    }
    let mut colleague = somebody(&town, "joost").await;
    colleague.until("rest", Headless::is_at_rest).await.unwrap();
    let heard = colleague.traffic.received.concat();
    let heard = String::from_utf8_lossy(&heard);
    for canary in CANARIES {
        assert!(heard.contains(canary), "the scan finds {canary} where it may be");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unsent_text_of_somebody_whose_access_ended_reaches_the_coordinator_and_leaves_the_device() {
    let town = Town::open().await.unwrap();
    let (mut samira, mut joost) = (somebody(&town, "samira").await, somebody(&town, "joost").await);
    let mut marijke = somebody(&town, "marijke").await;
    let (dossier, note) = kitchen_table(&mut samira, &mut joost).await;
    let triage = samira.tablet.list(DocKind::Triage, now())[0].doc;
    samira.vanish().await;
    assert_eq!(samira.tablet.writes(note, now(), &typed(0, "De kamer is koud. ")), Kept::Yes);
    let present = answer(&samira, PRESENT, "de buurvrouw");
    assert_eq!(samira.tablet.writes(note, now(), &present), Kept::Yes);
    let remark =
        Remark { id: samira.tablet.entry_id(), author: member(&samira), at: now(), text: "Ik bel morgen.".into() };
    let elsewhere = Intent::Append { root: REMARKS.into(), entry: Entry::Remark(remark) };
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

    let escrow = get(town.address(), "/api/v1/escrow", &marijke.login().cookie).await.unwrap();
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
