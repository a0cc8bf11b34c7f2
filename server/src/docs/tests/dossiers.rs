//! Dossiers and notes: who may open them, what freezes them, what survives.

use buurtboek_shared::{
    doc::{
        entries::Entry,
        schema::{ADDITIONS, NAME, PRESENT, VISIT_DATE, heading_root},
        write::Intent,
    },
    domain::{
        access::Access,
        command::{CommandAction, ReporterJoins, VisitPlan},
        note::{Heading, NoteAddition},
        refusal::Reason,
    },
    ids::{Chain, DocId, DocKind, EntryId, Seq},
    protocol::{frames::Have, outgoing::OutgoingItem, server_session::Contents},
    time::Timestamp,
};

use super::desk::{Desk, JOOST, MARIJKE, SAMIRA, TRUUS, append, text};
use crate::{docs::state, store::Reader};

const WE_SEE: &str = heading_root(Heading::WeSee);

fn dossier_with_note(desk: &mut Desk) -> (DocId, DocId) {
    let dossier = desk.create(SAMIRA, DocKind::Dossier, None);
    let note = desk.create(SAMIRA, DocKind::Note, Some(dossier));
    (dossier, note)
}

#[test]
fn a_dossier_is_for_those_who_were_brought_in_and_the_coordinator_reads() {
    let mut desk = Desk::open();
    let (dossier, note) = dossier_with_note(&mut desk);
    for doc in [dossier, note] {
        assert_eq!(desk.store.access(doc, SAMIRA).unwrap(), Some(Access::Write));
        assert_eq!(desk.store.access(doc, MARIJKE).unwrap(), Some(Access::Read));
        assert_eq!(desk.store.access(doc, JOOST).unwrap(), None);
        assert_eq!(desk.store.access(doc, TRUUS).unwrap(), None);
    }
    assert_eq!(desk.write(JOOST, note, &text(WE_SEE, 0, "x")), Err(Reason::NoGrantYet));
    assert_eq!(desk.write(MARIJKE, note, &text(WE_SEE, 0, "x")), Err(Reason::NoAccess));

    desk.command(SAMIRA, dossier, CommandAction::Assign { to: JOOST }).unwrap();
    assert_eq!(desk.store.access(note, JOOST).unwrap(), Some(Access::Write), "with the dossier come its notes");
    desk.write(JOOST, note, &text(WE_SEE, 0, "Ik zie veel post")).unwrap();
    let later = desk.create(JOOST, DocKind::Note, Some(dossier));
    assert_eq!(desk.store.access(later, SAMIRA).unwrap(), Some(Access::Write));
}

#[test]
fn a_note_without_its_dossier_waits_and_a_volunteer_makes_none() {
    let mut desk = Desk::open();
    let dossier = DocId::new(DocKind::Dossier, desk.id());
    let note = DocId::new(DocKind::Note, desk.id());
    assert_eq!(desk.try_create(SAMIRA, note, Some(dossier)), Err(Reason::NoGrantYet), "its making may be on its way");
    assert_eq!(desk.try_create(TRUUS, dossier, None), Err(Reason::NoAccess));
    desk.try_create(SAMIRA, dossier, None).unwrap();
    assert_eq!(desk.try_create(JOOST, note, Some(dossier)), Err(Reason::NoGrantYet), "forbidden answers like absent");
    desk.try_create(SAMIRA, note, Some(dossier)).unwrap();
    assert_eq!(desk.try_create(SAMIRA, note, Some(dossier)), Err(Reason::AlreadyExists));
}

#[test]
fn a_finished_note_takes_additions_and_nothing_else() {
    let mut desk = Desk::open();
    let (_, note) = dossier_with_note(&mut desk);
    desk.write(SAMIRA, note, &text(WE_SEE, 0, "Veel post")).unwrap();
    assert_eq!(
        desk.command(SAMIRA, note, CommandAction::Finalise),
        Err(Reason::Incomplete),
        "who was there, and when?"
    );
    for (root, value) in [(VISIT_DATE, "2026-11-20"), (PRESENT, "mevrouw Bakema")] {
        let answer = desk.answer(SAMIRA, root, value);
        desk.write(SAMIRA, note, &answer).unwrap();
    }
    let late = desk.update(note, &text(WE_SEE, 9, " op tafel"));
    let addition = append(
        ADDITIONS,
        Entry::NoteAddition(NoteAddition {
            id: EntryId(desk.id()),
            author: SAMIRA,
            at: Timestamp(3),
            text: "Ook oude post".to_owned(),
        }),
    );
    assert_eq!(desk.write(SAMIRA, note, &addition), Err(Reason::WrongState), "an open note is edited, not added to");
    let finished = desk.command(SAMIRA, note, CommandAction::Finalise).unwrap();
    let finalised = Reason::Finalised { by: SAMIRA, at: finished.at };
    assert_eq!(desk.submit(SAMIRA, note, OutgoingItem::Update(late)), Err(finalised));
    assert_eq!(desk.command(SAMIRA, note, CommandAction::Finalise), Err(finalised));
    desk.write(SAMIRA, note, &addition).unwrap();
}

#[test]
fn finishing_freezes_only_what_was_on_the_screen() {
    let mut desk = Desk::open();
    let (_, note) = dossier_with_note(&mut desk);
    let shown = desk.head(note);
    desk.write(SAMIRA, note, &text(WE_SEE, 0, "Later getypt")).unwrap();
    assert_eq!(desk.command_about(SAMIRA, note, CommandAction::Finalise, shown), Err(Reason::ChangedSince));
}

#[test]
fn an_exploration_ends_only_as_it_was_on_the_screen() {
    let mut desk = Desk::open();
    let (dossier, _) = dossier_with_note(&mut desk);
    let shown = desk.head(dossier);
    let plan = VisitPlan {
        at: Timestamp(9_000_000),
        with: Vec::new(),
        reporter: ReporterJoins::No,
        meet_at: String::new(),
        place: String::new(),
    };
    desk.command(SAMIRA, dossier, CommandAction::PlanVisit(plan)).unwrap();
    let end = |desk: &mut Desk, shown| desk.command_about(SAMIRA, dossier, CommandAction::EndExploration, shown);
    assert_eq!(end(&mut desk, shown), Err(Reason::ChangedSince), "a visit that was planned meanwhile stands");
    let shown = desk.head(dossier);
    end(&mut desk, shown).unwrap();
}

#[test]
fn one_refusal_leaves_the_document_as_it_was() {
    let mut desk = Desk::open();
    let (_, note) = dossier_with_note(&mut desk);
    desk.write(SAMIRA, note, &text(WE_SEE, 0, "Eerste zin. ")).unwrap();
    for bytes in [vec![0xff; 5], vec![0, 0], vec![1, 1, 1, 0, 0]] {
        desk.submit(SAMIRA, note, OutgoingItem::Update(bytes)).unwrap_err();
    }
    desk.write(SAMIRA, note, &text(WE_SEE, 12, "Tweede zin.")).unwrap();
    let document = crate::docs::document::Document::load(&desk.store, note).unwrap();
    assert_eq!(document.values().text(WE_SEE), "Eerste zin. Tweede zin.");
}

#[test]
fn who_may_only_read_is_refused_and_nothing_of_it_is_stored() {
    let mut desk = Desk::open();
    let (dossier, note) = dossier_with_note(&mut desk);
    let other = desk.create(SAMIRA, DocKind::Note, Some(dossier));
    for doc in [note, other] {
        desk.write(SAMIRA, doc, &text(WE_SEE, 0, "Veel post. ")).unwrap();
    }
    let stored = |desk: &Desk| {
        [dossier, note, other]
            .map(|doc| (desk.store.rows(doc, Seq(0), usize::MAX).unwrap(), desk.store.bindings(doc).unwrap()))
    };
    let before = stored(&desk);
    let name = desk.answer(MARIJKE, NAME, "Iemand anders");
    for (doc, intent) in [(note, text(WE_SEE, 0, "Van wie alleen leest. ")), (dossier, name)] {
        assert_eq!(desk.store.access(doc, MARIJKE).unwrap(), Some(Access::Read));
        assert_eq!(desk.write(MARIJKE, doc, &intent), Err(Reason::NoAccess));
    }
    assert_eq!(stored(&desk), before);
    for doc in [note, other] {
        desk.write(SAMIRA, doc, &text(WE_SEE, 11, "Koud.")).unwrap();
        let document = crate::docs::document::Document::load(&desk.store, doc).unwrap();
        assert_eq!(document.values().text(WE_SEE), "Veel post. Koud.");
    }
}

#[test]
fn a_full_disk_refuses_for_later_and_loses_nothing() {
    let mut desk = Desk::open();
    let (_, note) = dossier_with_note(&mut desk);
    desk.store.fail_next_writes(1);
    let update = desk.update(note, &text(WE_SEE, 0, "Hallo"));
    assert_eq!(desk.submit(SAMIRA, note, OutgoingItem::Update(update.clone())), Err(Reason::ReadOnly));
    desk.submit(SAMIRA, note, OutgoingItem::Update(update)).unwrap();
}

#[test]
fn a_reader_who_comes_later_gets_the_state_and_never_what_was_deleted() {
    let mut desk = Desk::open();
    let (_, note) = dossier_with_note(&mut desk);
    let secret = "Ik zag Henk stelen";
    desk.write(SAMIRA, note, &text(WE_SEE, 0, secret)).unwrap();
    let erase = Intent::EditText {
        root: WE_SEE.to_owned(),
        at: 0,
        remove: u32::try_from(secret.len()).unwrap(),
        insert: "Veel post".to_owned(),
    };
    desk.write(SAMIRA, note, &erase).unwrap();
    match state::contents_after(&desk.store, note, Seq(0), Chain::default()).unwrap() {
        Contents::Snapshot { body, rows, .. } => {
            assert!(rows.is_empty());
            let has = |words: &str| body.state.windows(words.len()).any(|window| window == words.as_bytes());
            assert!(has("Veel post"));
            assert!(!has("Henk"), "deleted words travel to nobody who comes later");
        }
        other => panic!("not a snapshot: {other:?}"),
    }
}

#[test]
fn who_is_brought_in_again_gets_the_state_and_never_what_was_deleted_while_they_were_out() {
    let mut desk = Desk::open();
    let (dossier, note) = dossier_with_note(&mut desk);
    desk.command(SAMIRA, dossier, CommandAction::Assign { to: JOOST }).unwrap();
    let held = desk.write(JOOST, note, &text(WE_SEE, 0, "Veel post. ")).unwrap();
    let have = Have { doc: note, seq: held.seq, chain: held.chain };
    let contents = |desk: &Desk, member| {
        let have = state::counting(&desk.store, member, have).unwrap();
        state::contents_after(&desk.store, have.doc, have.seq, have.chain).unwrap()
    };
    desk.command(MARIJKE, dossier, CommandAction::EndAccess { of: JOOST }).unwrap();
    desk.write(SAMIRA, note, &text(WE_SEE, 0, "Ik zag Henk stelen. ")).unwrap();
    let erase = Intent::EditText { root: WE_SEE.to_owned(), at: 0, remove: 20, insert: String::new() };
    desk.write(SAMIRA, note, &erase).unwrap();
    desk.command(SAMIRA, dossier, CommandAction::Assign { to: JOOST }).unwrap();

    // A device that was off all the while never heard that access ended.
    match contents(&desk, JOOST) {
        Contents::Snapshot { body, rows, .. } => {
            let has = |words: &str| body.state.windows(words.len()).any(|window| window == words.as_bytes());
            assert!(rows.is_empty() && has("Veel post") && !has("Henk"));
        }
        other => panic!("not a snapshot: {other:?}"),
    }
    assert!(matches!(contents(&desk, SAMIRA), Contents::Rows { .. }), "she was there");
}

#[test]
fn a_device_that_holds_our_history_gets_the_rows_and_another_history_the_state() {
    let mut desk = Desk::open();
    let (_, note) = dossier_with_note(&mut desk);
    let first = desk.write(SAMIRA, note, &text(WE_SEE, 0, "a")).unwrap();
    desk.write(SAMIRA, note, &text(WE_SEE, 1, "b")).unwrap();
    match state::contents_after(&desk.store, note, first.seq, first.chain).unwrap() {
        Contents::Rows { prev, rows } => assert_eq!((prev, rows.len()), (first.chain, 1)),
        other => panic!("not rows: {other:?}"),
    }
    let other_history = state::contents_after(&desk.store, note, first.seq, Chain::of(b"other")).unwrap();
    assert!(matches!(other_history, Contents::Snapshot { .. }));
}

#[test]
fn the_coordinator_ends_a_colleagues_access_to_a_dossier_and_its_notes() {
    let mut desk = Desk::open();
    let (dossier, note) = dossier_with_note(&mut desk);
    desk.command(SAMIRA, dossier, CommandAction::Assign { to: JOOST }).unwrap();
    let end = |of| CommandAction::EndAccess { of };
    assert_eq!(desk.command(JOOST, dossier, end(SAMIRA)), Err(Reason::NoAccess), "a colleague does not decide that");
    assert_eq!(desk.command(MARIJKE, dossier, end(TRUUS)), Err(Reason::UnknownReference));
    assert_eq!(desk.command(MARIJKE, dossier, end(MARIJKE)), Err(Reason::WrongState), "a coordinator reads along");
    desk.command(MARIJKE, dossier, end(SAMIRA)).unwrap();
    for doc in [dossier, note] {
        assert_eq!(desk.store.access(doc, SAMIRA).unwrap(), None);
        assert_eq!(desk.store.access(doc, JOOST).unwrap(), Some(Access::Write));
    }
    desk.command(MARIJKE, dossier, CommandAction::Assign { to: SAMIRA }).unwrap();
    assert_eq!(desk.store.access(note, SAMIRA).unwrap(), Some(Access::Write), "she may be brought in again");
}

#[test]
fn who_had_access_hands_words_over_and_who_never_had_it_does_not() {
    let mut desk = Desk::open();
    let (dossier, note) = dossier_with_note(&mut desk);
    assert_eq!(desk.hand_over(JOOST, note, "x"), Err(Reason::NoAccess));
    let nowhere = DocId::new(DocKind::Note, desk.id());
    assert_eq!(desk.hand_over(SAMIRA, nowhere, "x"), Err(Reason::NoAccess));
    desk.command(MARIJKE, dossier, CommandAction::EndAccess { of: SAMIRA }).unwrap();
    desk.hand_over(SAMIRA, note, "De kamer is koud.").unwrap();
    let kept = desk.store.escrow(desk.store.header(note).unwrap().unwrap().team).unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].member, kept[0].handover.text.as_str()), (SAMIRA, "De kamer is koud."));
    assert_eq!(desk.store.access(note, SAMIRA).unwrap(), None, "handing over opens nothing");
}
