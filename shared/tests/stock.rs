//! What stock yjs 13.6 writes, recorded (`stock/make-session.mjs`), passes as the stock profile plans it.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use buurtboek_shared::{
    doc::{
        order::check_applied,
        preparse::{Profile, preparse_as},
        read::{NoteView, read_text},
        rules::{ClientOwner, StockPlan, Writer, clocks, plan_stock, typed_difference},
        values::DocValues,
        write::open_doc,
    },
    ids::{DocKind, MemberId},
};
use serde::Deserialize;
use yrs::{Doc, Transact, Update, updates::decoder::Decode};

const KIND: DocKind = DocKind::Note;

#[derive(Deserialize)]
struct Session {
    texts: BTreeMap<String, String>,
    answers: usize,
    log: Vec<Sent>,
}

#[derive(Deserialize)]
struct Sent {
    by: String,
    bytes: String,
}

impl Sent {
    fn bytes(&self) -> Vec<u8> {
        hex::decode(&self.bytes).unwrap()
    }
}

fn session() -> Session {
    serde_json::from_str(include_str!("stock/session.json")).unwrap()
}

fn member(name: &str) -> MemberId {
    MemberId::from_bytes([if name == "samira" { 1 } else { 2 }; 16])
}

struct Server {
    doc: Doc,
    owners: BTreeMap<u64, MemberId>,
}

impl Server {
    fn take(&mut self, sent: &Sent) -> StockPlan {
        let sender = member(&sent.by);
        let parsed = preparse_as(Profile::Stock, KIND, &sent.bytes()).unwrap();
        let known = clocks(&self.doc.transact());
        let plan = plan_stock(&parsed, &known, &|client| match self.owners.get(&client) {
            None => ClientOwner::Unbound,
            Some(owner) if *owner == sender => ClientOwner::Own,
            Some(_) => ClientOwner::Foreign,
        })
        .unwrap();
        if let StockPlan::Apply { binds } = &plan {
            self.owners.extend(binds.iter().map(|client| (client.0, sender)));
            let before = DocValues::read(KIND, &self.doc.transact());
            let mut txn = self.doc.transact_mut();
            txn.apply_update(Update::decode_v1(&sent.bytes()).unwrap()).unwrap();
            check_applied(&txn, KIND, &parsed).unwrap();
            drop(txn);
            let after = DocValues::read(KIND, &self.doc.transact());
            typed_difference(KIND, &before, &after, Writer::Member(sender)).unwrap();
        }
        plan
    }
}

#[test]
fn a_session_of_two_stock_clients_is_taken_in_full() {
    let session = session();
    let mut server = Server { doc: open_doc(1), owners: BTreeMap::new() };
    let mut ignored = 0;
    for sent in &session.log {
        match server.take(sent) {
            StockPlan::Ignore => ignored += 1,
            StockPlan::Gap => panic!("nothing was lost on the way"),
            StockPlan::Apply { .. } => {}
        }
    }
    let txn = server.doc.transact();
    for (root, text) in &session.texts {
        assert_eq!(&read_text(&txn, root), text);
    }
    assert!(session.answers > 0 && ignored < session.log.len() / 2);
    assert_eq!(NoteView::read(&txn).worry.len(), session.answers);
}

#[test]
fn a_lost_update_shows_as_a_gap() {
    let session = session();
    let mut server = Server { doc: open_doc(1), owners: BTreeMap::new() };
    let lost = session.log.iter().position(|sent| sent.by == "joost").unwrap();
    let mut rest = session.log.iter().enumerate().filter(|(at, _)| *at != lost).map(|(_, sent)| sent);
    let gap = rest.find(|sent| server.take(sent) == StockPlan::Gap);
    assert_eq!(gap.unwrap().by, "joost");
}
