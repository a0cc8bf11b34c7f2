//! The demonstration: present when asked for, absent otherwise, and its story whole.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use buurtboek_server::{
    clock::Clock,
    config::{Config, Mode},
    demo,
    docs::document::Document,
    state::{AppState, StartError},
};
use buurtboek_shared::{
    domain::{agreement::AgreementParty, choice},
    ids::{DocId, DocKind, MemberId},
};
use serde_json::json;

use super::town::{MORNING, Town};

#[tokio::test]
async fn without_the_demonstration_its_routes_are_absent() {
    let town = Town::real().await;
    let mut browser = town.browser();
    assert_eq!(browser.get("/api/v1/demo/people").await.problem(), (404, "absent".into()));
    let choice = json!({ "person": demo::id("samira").to_string(), "device": browser.device });
    assert_eq!(browser.post("/api/v1/demo/sessions", &choice).await.problem(), (404, "absent".into()));
}

#[tokio::test]
async fn one_click_is_enough_to_be_somebody() {
    let town = Town::demo().await;
    let mut browser = town.browser();
    let people = browser.get("/api/v1/demo/people").await.json()["items"].clone();
    assert_eq!(people.as_array().unwrap().len(), 12);
    assert_eq!(people[0]["name"], "Truus Vermeer");
    let choice = json!({ "person": people[0]["id"], "device": browser.device });
    assert_eq!(browser.post("/api/v1/demo/sessions", &choice).await.status, StatusCode::CREATED);
    assert_eq!(browser.get("/api/v1/me").await.json()["role"], "volunteer");

    let mut other = town.browser();
    let without_a_device = json!({ "person": people[1]["id"] });
    assert_eq!(other.post("/api/v1/demo/sessions", &without_a_device).await.status, StatusCode::CREATED);

    let nobody = json!({ "person": "0".repeat(32), "device": browser.device });
    assert_eq!(browser.post("/api/v1/demo/sessions", &nobody).await.problem(), (404, "absent".into()));
    let samira = town.browser().log_in("samira", "").await;
    assert_eq!(samira.status, StatusCode::UNAUTHORIZED, "nobody has a password");
}

#[tokio::test]
async fn real_work_and_a_demonstration_never_share_a_database() {
    for (first, second) in [(Mode::Demo, Mode::Real), (Mode::Real, Mode::Demo)] {
        let folder = tempfile::tempdir().unwrap();
        let told = |mode| Config { data: folder.path().to_owned(), mode, ..Config::default() };
        let state = AppState::open(told(first), Clock::system()).unwrap();
        state.store.close().await;
        let refused = AppState::open(told(second), Clock::system()).map(drop);
        assert!(matches!(refused, Err(StartError::OtherMode(_))), "{first:?} then {second:?}");
        AppState::open(told(first), Clock::system()).unwrap();
    }
}

/// How many documents of each kind somebody may open.
async fn kinds(town: &Town, username: &str) -> BTreeMap<String, usize> {
    let items = town.chosen(username).await.get("/api/v1/documents?limit=1000").await.json()["items"].clone();
    let mut kinds = BTreeMap::new();
    for item in items.as_array().unwrap() {
        *kinds.entry(item["kind"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    kinds
}

#[tokio::test]
async fn everybody_finds_what_is_theirs() {
    let town = Town::demo().await;
    let found = |pairs: &[(&str, usize)]| pairs.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect();
    let expected: BTreeMap<String, usize> =
        found(&[("directory", 1), ("intake", 8), ("triage", 8), ("dossier", 6), ("note", 5)]);
    assert_eq!(kinds(&town, "marijke").await, expected, "the coordinator reads along");
    let expected = found(&[("directory", 1), ("feedback", 1), ("signal", 3)]);
    assert_eq!(kinds(&town, "henk").await, expected, "a volunteer has their own signals");
    let expected = found(&[("directory", 1), ("intake", 7), ("triage", 7), ("dossier", 1), ("note", 1)]);
    assert_eq!(kinds(&town, "joost").await, expected, "all signals but the one that is kept to the coordinator");
    let noor = kinds(&town, "noor").await;
    assert!(!noor.keys().any(|kind| kind != "directory"), "the administrator sees no content: {noor:?}");
}

#[tokio::test]
async fn two_answers_stand_open_and_one_report_is_finished() {
    let town = Town::demo().await;
    let reader = town.state.store.reader();
    let note = |name: &str| {
        let document = Document::load(&**reader, DocId::new(DocKind::Note, demo::id(name))).unwrap();
        let own = buurtboek_shared::doc::write::open_doc(1);
        buurtboek_shared::doc::write::apply(&own, &document.state().unwrap()).unwrap();
        buurtboek_shared::doc::read::NoteView::read(&yrs::Transact::transact(&own))
    };
    let open = note("verslag 4");
    assert!(matches!(choice::fold(&open.worry), choice::Answer::Open(answers) if answers.len() == 2));
    let finished = note("verslag 6");
    assert!(matches!(finished.state, buurtboek_shared::domain::note::NoteState::Finalised { .. }));
    assert_eq!(finished.additions.len(), 1);
}

#[tokio::test]
async fn a_second_start_changes_nothing() {
    let town = Town::demo().await;
    let before = town.state.store.metrics().figures().committed;
    town.pass(3 * 24 * 3600);
    demo::prepare(&town.state).await.unwrap();
    assert_eq!(town.state.store.metrics().figures().committed, before);
    assert!(town.state.clock.now() > MORNING);
}

#[tokio::test]
async fn a_start_that_was_cut_short_is_taken_up_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let told = || Config { data: folder.path().to_owned(), mode: Mode::Demo, ..Config::default() };
    let state = AppState::open(told(), Clock::standing(MORNING)).unwrap();
    let metrics = state.store.metrics().clone();
    let cut = state.clone();
    let preparing = tokio::spawn(async move { demo::prepare(&cut).await });
    while metrics.figures().committed < 40 && !preparing.is_finished() {
        tokio::task::yield_now().await;
    }
    assert!(!preparing.is_finished(), "it was cut short");
    preparing.abort();
    let _ = preparing.await;
    state.store.close().await;
    drop(state);

    let state = AppState::open(told(), Clock::standing(MORNING)).unwrap();
    demo::prepare(&state).await.unwrap();
    let whole = Town::demo().await;
    let count = |state: &AppState, name| {
        state.store.reader().header(DocId::new(DocKind::Note, demo::id(name))).unwrap().unwrap().head
    };
    for note in ["verslag 1", "verslag 2", "verslag 3", "verslag 4", "verslag 6"] {
        assert_eq!(count(&state, note), count(&whole.state, note), "{note}");
    }
}

#[tokio::test]
async fn a_professional_has_a_visit_today_and_something_to_do() {
    let town = Town::demo().await;
    let reader = town.state.store.reader();
    let dossier = |name: &str| {
        let document = Document::load(&**reader, DocId::new(DocKind::Dossier, demo::id(name))).unwrap();
        let own = buurtboek_shared::doc::write::open_doc(1);
        buurtboek_shared::doc::write::apply(&own, &document.state().unwrap()).unwrap();
        buurtboek_shared::doc::read::DossierView::read(&yrs::Transact::transact(&own))
    };
    let samira = MemberId(demo::id("samira"));
    let bakema = dossier("dossier 1");
    let visit = bakema.state.next_visit().unwrap();
    assert!(visit.is_of(samira) && visit.phase.is_open());
    let day = 24 * 60 * 60 * 1000;
    assert_eq!(visit.at.0.div_euclid(day), MORNING.0.div_euclid(day), "today");
    let tasks = bakema.agreements.iter().filter(|entry| entry.who == AgreementParty::Member(samira));
    assert_eq!(tasks.filter(|entry| entry.status.is_open()).count(), 1);
    let tomorrow = dossier("dossier 4");
    assert!(tomorrow.state.next_visit().unwrap().at > visit.at);
}
