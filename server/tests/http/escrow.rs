//! What was handed over, for the coordinators.

use axum::http::StatusCode;
use buurtboek_server::{demo, docs::plan::Offer};
use buurtboek_shared::{
    domain::handover::Handover,
    ids::{BatchNo, DeviceId, DocId, DocKind},
    protocol::outgoing::{Outgoing, OutgoingItem},
    time::Timestamp,
};

use super::town::{MORNING, Town};

#[tokio::test]
async fn the_coordinator_reads_what_was_handed_over_until_it_is_dealt_with_and_nobody_else_does() {
    let town = Town::demo().await;
    let note = DocId::new(DocKind::Note, demo::id("verslag 2"));
    let samira = town.state.accounts.member_by_username(&"samira".parse().unwrap()).unwrap().unwrap();
    let principal = samira.principal();
    let device = DeviceId::from_bytes([9; 16]);
    let offer = Offer { principal, device, at: MORNING, fresh_client: 7 };
    let handover = Handover {
        doc: note,
        of: note,
        root: "text.we_see".into(),
        text: "De kamer is koud.".into(),
        written: Timestamp(MORNING.0 - 60_000),
    };
    let outgoing = Outgoing { batch: BatchNo(1), doc: note, item: OutgoingItem::HandOver(handover) };
    let first = town.state.documents.carry_out(offer, outgoing.clone()).await.unwrap();
    assert_eq!(town.state.documents.carry_out(offer, outgoing).await, Ok(first), "a repeat is answered alike");

    let mut marijke = town.chosen("marijke").await;
    let items = marijke.get("/api/v1/escrow").await.json()["items"].as_array().unwrap().clone();
    assert_eq!(items.len(), 1);
    let item = &items[0];
    assert_eq!((&item["text"], &item["document"]), (&"De kamer is koud.".into(), &note.to_string().into()));
    assert_eq!((&item["author"], &item["written"]), (&samira.id.0.to_string().into(), &"2026-11-23T08:59:00Z".into()));
    let path = format!("/api/v1/escrow/{}", item["id"]);
    for username in ["samira", "joost", "truus"] {
        let mut other = town.chosen(username).await;
        assert_eq!(other.get("/api/v1/escrow").await.problem(), (404, "absent".into()), "{username}");
        assert_eq!(other.delete(&path).await.problem(), (404, "absent".into()), "{username}");
    }
    assert_eq!(town.browser().get("/api/v1/escrow").await.problem(), (401, "not-logged-in".into()));

    assert_eq!(marijke.delete("/api/v1/escrow/none").await.problem(), (404, "absent".into()));
    assert_eq!(marijke.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(marijke.delete(&path).await.problem(), (404, "absent".into()));
    assert_eq!(marijke.get("/api/v1/escrow").await.json()["items"].as_array().unwrap().len(), 0);
}
