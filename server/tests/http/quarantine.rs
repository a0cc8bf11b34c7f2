//! Records that devices could not open.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use buurtboek_server::{
    demo,
    store::{Quarantined, quarantine::DEVICE_RECORD},
};
use buurtboek_shared::{
    ids::{DeviceId, DocId, DocKind},
    protocol::limits::MAX_DEVICE_RECORD,
};

use super::town::{Answer, Browser, MORNING, Town};

const QUARANTINE: &str = "/api/v1/quarantine";

async fn bring(browser: &mut Browser, path: &str, bytes: &[u8]) -> Answer {
    let plain = [("content-type", "application/octet-stream")];
    browser.ask(Method::POST, path, &plain, Body::from(bytes.to_vec())).await
}

fn kept(town: &Town, doc: DocId) -> Vec<Quarantined> {
    town.state.store.reader().quarantine(doc).unwrap()
}

#[tokio::test]
async fn a_record_that_a_device_could_not_open_is_kept_as_it_came() {
    let town = Town::demo().await;
    let note = DocId::new(DocKind::Note, demo::id("verslag 2"));
    let path = format!("{QUARANTINE}?document={note}");
    assert_eq!(bring(&mut town.browser(), &path, b"\xffkapot").await.problem(), (401, "not-logged-in".into()));
    assert_eq!(kept(&town, note), []);

    let mut samira = town.chosen("samira").await;
    for _ in 0..2 {
        assert_eq!(bring(&mut samira, &path, b"\xffkapot").await.status, StatusCode::NO_CONTENT);
        town.pass(60);
    }
    let member = town.state.accounts.member_by_username(&"samira".parse().unwrap()).unwrap().unwrap();
    let device: DeviceId = samira.device.parse().unwrap();
    let record = Quarantined {
        doc: note,
        member: member.id,
        device,
        at: MORNING,
        reason: DEVICE_RECORD.to_owned(),
        bytes: b"\xffkapot".to_vec(),
    };
    assert_eq!(kept(&town, note), [record], "once, with who, from where and when");

    assert_eq!(bring(&mut samira, QUARANTINE, b"of no document").await.status, StatusCode::NO_CONTENT);
    assert_eq!(kept(&town, DocId::directory(member.team)).len(), 1);
    let other = format!("{QUARANTINE}?document=note");
    assert_eq!(bring(&mut samira, &other, b"x").await.problem(), (400, "invalid".into()));
}

#[tokio::test]
async fn what_one_device_brings_has_its_limits_and_a_full_disk_keeps_nothing() {
    let town = Town::demo().await;
    let mut samira = town.chosen("samira").await;
    let too_long = vec![0; MAX_DEVICE_RECORD + 1];
    assert_eq!(bring(&mut samira, QUARANTINE, &too_long).await.problem(), (413, "too-large".into()));

    // So many of the longest fill what is kept of one device.
    for number in 0..32_u8 {
        let answer = bring(&mut samira, QUARANTINE, &vec![number; MAX_DEVICE_RECORD]).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{number}");
    }
    let full = bring(&mut samira, QUARANTINE, b"one more").await;
    assert_eq!(full.problem(), (507, "quarantine-full".into()));
    assert_eq!(full.header("retry-after"), "86400");

    let mut joost = town.chosen("joost").await;
    for number in 0..200_u8 {
        assert_eq!(bring(&mut joost, QUARANTINE, &[number]).await.status, StatusCode::NO_CONTENT, "{number}");
    }
    assert_eq!(bring(&mut joost, QUARANTINE, b"one more").await.problem(), (507, "quarantine-full".into()));

    let mut marijke = town.chosen("marijke").await;
    town.fill_disk();
    assert_eq!(bring(&mut marijke, QUARANTINE, &too_long[1..]).await.problem(), (503, "read-only".into()));
    town.empty_disk();
}
