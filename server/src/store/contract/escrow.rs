//! Words that are handed over to the coordinators.

use buurtboek_shared::domain::handover::Handover;

use super::*;
use crate::store::{EscrowChange, EscrowNumber, Had};

contract! {
    what_was_handed_over_is_kept_once_and_only_for_its_team,
    what_was_dealt_with_is_gone_and_is_not_dealt_with_twice,
    access_that_ended_is_remembered,
}

fn handing_over(text: &str, batch: u64) -> Commit {
    let (doc, of) = (note(1), note(1));
    let handover = Handover { doc, of, root: "text.we_see".into(), text: text.into(), written: Timestamp(3) };
    let escrow = Some(EscrowChange::Keep { team: TEAM, handover });
    with_batch(
        Commit { escrow, hash: content_hash(text.as_bytes()), audit: AuditAction::HandOver, ..blank(doc) },
        batch,
    )
}

fn texts(store: &dyn Subject) -> Vec<String> {
    store.reader().escrow(TEAM).unwrap().into_iter().map(|kept| kept.handover.text).collect()
}

fn what_was_handed_over_is_kept_once_and_only_for_its_team(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let first = store.commit(handing_over("De kamer is koud.", 1)).unwrap();
    store.commit(handing_over("Veel post.", 2)).unwrap();
    match store.commit(handing_over("De kamer is koud.", 1)) {
        Err(CommitError::Known(receipt)) => assert_eq!(receipt, first.receipt),
        other => panic!("{other:?}"),
    }
    store.reopen();
    assert_eq!(texts(store), ["De kamer is koud.", "Veel post."]);
    let kept = store.reader().escrow(TEAM).unwrap();
    assert_eq!((kept[0].member, kept[0].handover.written), (SAMIRA, Timestamp(3)));
    assert!(kept[0].number < kept[1].number);
    assert_eq!(store.reader().escrow(TeamId::from_bytes([0xee; 16])).unwrap(), []);
    assert_eq!(store.reader().header(note(1)).unwrap().unwrap().head, Seq(0), "the document stays as it is");
}

fn what_was_dealt_with_is_gone_and_is_not_dealt_with_twice(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    store.commit(creation(note(2))).unwrap();
    store.commit(handing_over("De kamer is koud.", 1)).unwrap();
    store.commit(handing_over("Veel post.", 2)).unwrap();
    let number = store.reader().escrow(TEAM).unwrap()[0].number;
    let settling =
        |doc, number| Commit { escrow: Some(EscrowChange::Settle(number)), audit: AuditAction::Settle, ..blank(doc) };
    assert!(matches!(store.commit(settling(note(2), number)), Err(CommitError::Absent)));
    assert!(matches!(store.commit(settling(note(1), EscrowNumber(99))), Err(CommitError::Absent)));
    store.commit(settling(note(1), number)).unwrap();
    store.reopen();
    assert_eq!(texts(store), ["Veel post."]);
    assert!(matches!(store.commit(settling(note(1), number)), Err(CommitError::Absent)));
}

fn access_that_ended_is_remembered(store: &mut dyn Subject) {
    store.commit(creation(note(1))).unwrap();
    let had = |store: &dyn Subject, member| store.reader().had_access(note(1), member).unwrap();
    assert_eq!((had(store, SAMIRA), had(store, JOOST)), (Had::Access, Had::Nothing));
    store.commit(Commit { grants: vec![end(note(1), SAMIRA)], ..blank(note(1)) }).unwrap();
    assert_eq!(store.reader().access(note(1), SAMIRA).unwrap(), None);
    assert_eq!(had(store, SAMIRA), Had::Access);
}
