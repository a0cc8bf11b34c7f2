//! Every input that hurts the document library is refused by the gate, with its own reason.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../../tests/corpus/inputs.rs"]
mod inputs;
#[path = "../../tests/support/mod.rs"]
mod support;

use buurtboek_shared::{
    doc::{
        preparse::{Profile, preparse, preparse_as},
        read::read_text,
        rules::{ClientOwner, Clocks, StockPlan, clocks, plan_stock},
        write::{Intent, apply, open_doc, write},
    },
    domain::refusal::{Reason, RefusalClass},
    ids::DocKind,
};
use inputs::{Base, Input, SENDER, TEXT, VICTIM, base, inputs};
use support::{
    JOOST, SAMIRA, WE_SEE, addition,
    gate::Gate,
    wire::{At, inserts, text_block},
};
use yrs::{GetString, ReadTxn, StateVector, Transact, Update, updates::decoder::Decode};

fn file(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus").join(name);
    std::fs::read(path).expect("a file of the corpus")
}

fn gate(of: Base) -> Gate {
    let mut gate = Gate::new(DocKind::Note);
    if of != Base::Empty {
        gate.offer(SAMIRA, &base()).expect("the base is honest");
    }
    if of == Base::Finished {
        gate.finalise(SAMIRA);
    }
    gate
}

#[test]
fn each_input_is_refused_with_its_own_reason() {
    for Input { name, base, sender, bytes, reason } in inputs() {
        let mut gate = gate(base);
        let before = clocks(&gate.doc.transact());
        let refused = gate.offer(sender, &bytes).expect_err(name);
        assert_eq!(refused.code(), reason.code(), "{name}");
        assert_eq!(clocks(&gate.doc.transact()), before, "{name}: nothing came in");
        let next = inserts(90, 0, &[text_block(At::Root("domain.money"), "verder")]);
        gate.offer(JOOST, &next).unwrap_or_else(|_| panic_unless_finished(base));
        assert_eq!(gate.after_reload(), gate.values(), "{name}");
    }
}

/// A finished note takes nothing more; any other must still work after a refusal.
fn panic_unless_finished(base: Base) -> buurtboek_shared::doc::rules::Difference {
    assert_eq!(base, Base::Finished, "the note still takes what is honest");
    buurtboek_shared::doc::rules::Difference::default()
}

#[test]
fn the_files_are_refused() {
    let refused = |name, reason| {
        assert_eq!(preparse(DocKind::Note, &file(name)), Err(reason), "{name}");
    };
    refused("client-count-bomb.bin", Reason::CountBomb);
    refused("encode-panic.on-base.bin", Reason::NumberOutOfRange);
    refused("clock-squat-gc.bin", Reason::BlockKind);
    refused("base.bin", Reason::UnknownRoot);
    let mut empty = Gate::new(DocKind::Note);
    assert_eq!(empty.offer(JOOST, &file("anonymous-delete.bin")), Err(Reason::DeletesUnknown));
    assert_eq!(empty.offer(JOOST, &file("reload-divergence.on-base.bin")), Err(Reason::DependencyUnknown));
    // The same bytes where its origins exist: client 3 wrote the text.
    empty.offer(SAMIRA, &inserts(3, 0, &[text_block(At::Root(WE_SEE), TEXT)])).unwrap();
    assert_eq!(empty.offer(JOOST, &file("reload-divergence.on-base.bin")), Err(Reason::OrderRule));
}

#[test]
fn a_stock_provider_cannot_squat_either() {
    let parsed = preparse_as(Profile::Stock, DocKind::Note, &file("clock-squat-gc.bin")).unwrap();
    let plan = |owner| plan_stock(&parsed, &Clocks::from([(VICTIM, 6)]), &|_| owner);
    assert_eq!(plan(ClientOwner::Foreign), Err(Reason::ForeignClient));
    assert_eq!(plan(ClientOwner::Own), Ok(StockPlan::Apply { binds: vec![] }), "only its own future");
}

/// The controls: were these to fail, the library changed and the rule may no longer be needed.
#[test]
fn without_a_gate_the_text_reads_differently_after_a_reload() {
    let doc = open_doc(5);
    apply(&doc, &file("base.bin")).unwrap();
    apply(&doc, &file("reload-divergence.on-base.bin")).unwrap();
    let state = doc.transact().encode_state_as_update_v1(&StateVector::default());
    let again = open_doc(6);
    apply(&again, &state).unwrap();
    assert_ne!(read_text(&doc.transact(), "note"), read_text(&again.transact(), "note"));
}

#[test]
fn without_a_gate_a_hole_goes_unnoticed() {
    let doc = open_doc(5);
    apply(&doc, &base()).unwrap();
    let gapped = Update::decode_v1(&inserts(SENDER, 5, &[text_block(At::After(VICTIM, 3), "x")])).unwrap();
    let mut txn = doc.transact_mut();
    txn.apply_update(gapped).unwrap();
    assert!(!txn.has_missing_updates());
    assert!(txn.get_text(WE_SEE).unwrap().get_string(&txn).contains('x'));
}

#[test]
fn a_finished_note_takes_additions_and_nothing_else() {
    let mut gate = gate(Base::Finished);
    let doc = open_doc(SENDER);
    for row in &gate.rows {
        apply(&doc, row).unwrap();
    }
    let intent = Intent::Append { root: "additions".into(), entry: addition(3, JOOST, "De buurvrouw belde.") };
    let update = write(&doc, DocKind::Note, &intent).unwrap().unwrap();
    assert_eq!(gate.offer(JOOST, &update).unwrap().entries.len(), 1);
    let late = Intent::EditText { root: WE_SEE.into(), at: 0, remove: 0, insert: "te laat".into() };
    let update = write(&doc, DocKind::Note, &late).unwrap().unwrap();
    let Err(Reason::Finalised { by, .. }) = gate.offer(JOOST, &update) else { panic!("refused") };
    assert_eq!(by, SAMIRA);
}

#[test]
fn only_what_a_refresh_can_mend_is_asked_again() {
    let resync: Vec<_> = inputs()
        .into_iter()
        .filter(|input| input.reason.class() == RefusalClass::Resync)
        .map(|input| input.name)
        .collect();
    assert_eq!(
        resync,
        [
            "delete of what is not yet there",
            "a hole before it",
            "a hole that it depends on",
            "what it builds on is not here"
        ]
    );
}
