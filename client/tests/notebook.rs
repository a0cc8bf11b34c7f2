//! The notebook over a storage, a session and a server: what is saved is saved, what is acknowledged moves, what is
//! refused comes back as text and costs nothing else.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

mod support;

use std::sync::{Arc, Mutex};

use buurtboek_client::{
    state::{
        DocView, SignalDraft, SignalForm, StorageFailure, Summary, ViewRow,
        open_doc::{OpenDoc, Sought},
        prose::ProseHandle,
        splice::Splice,
        sync_status::{Link, SaveState},
    },
    storage::{database::Bucket, memory::Fault, records::Rescued},
};
use buurtboek_shared::{
    doc::{entries::Entry, schema, write::Intent},
    domain::{
        choice::{self, Answer, ChoiceEntry},
        command::CommandAction,
        note::{NoteState, Worry},
        refusal::Reason,
    },
    ids::{DocId, DocKind, EntryId, Id128},
    protocol::frames::NewDocument,
    time::Timestamp,
};
use leptos::prelude::{GetUntracked as _, ImmediateEffect, With as _, WithUntracked as _};
use support::{
    notes::{WE_SEE, note, type_in},
    world::{Device, Tab, World},
};

fn worry(tab: &Tab, number: u8, value: Worry) -> Intent {
    let entry = Entry::Choice(ChoiceEntry {
        id: EntryId::from_bytes([number; 16]),
        value: value.code().to_owned(),
        author: tab.notebook.identity().member,
        at: Timestamp(5),
        supersedes: Vec::new(),
        why: String::new(),
    });
    Intent::Append { root: schema::WORRY.to_owned(), entry }
}

fn note_view(doc: &OpenDoc) -> buurtboek_shared::doc::read::NoteView {
    match doc.view.get_untracked() {
        Some(DocView::Note(view)) => *view,
        other => panic!("no note: {other:?}"),
    }
}

fn two_members(world: &mut World) -> ((Device, Tab), (Device, Tab)) {
    let samira = world.device(1);
    let joost = world.device(2);
    let samira_tab = world.tab(&samira);
    let joost_tab = world.tab(&joost);
    world.pass(1_000);
    ((samira, samira_tab), (joost, joost_tab))
}

#[test]
fn what_is_typed_is_saved_after_a_pause_and_synchronised_after_that() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    world.pass(1_000);
    let doc = note(&mut world, &tab);
    let open = tab.notebook.open(doc);
    world.settle();
    type_in(&open, "De gordijnen");
    let status = tab.notebook.sync_status();
    assert_eq!(status.get_untracked().save, SaveState::Typing);
    assert_eq!(world.server.text(doc, WE_SEE), "", "nothing is sent that is not on the disk");
    world.pass(400);
    assert_eq!(status.get_untracked().save, SaveState::Saved);
    world.pass(1_000);
    assert_eq!(world.server.text(doc, WE_SEE), "De gordijnen");
    let status = status.get_untracked();
    assert_eq!((status.link, status.waiting, status.sending), (Link::Online, 0, false));
    assert!(status.last_synced.is_some());
    assert!(device.database.bucket(Bucket::Outbox).is_empty());
}

#[test]
fn what_is_called_fetched_is_in_the_lists() {
    let mut world = World::new();
    let samira = world.device(1);
    let samira_tab = world.tab(&samira);
    world.pass(1_000);
    for _ in 0..3 {
        let doc = note(&mut world, &samira_tab);
        let open = samira_tab.notebook.open(doc);
        world.settle();
        type_in(&open, "De gordijnen");
        world.pass(2_000);
    }
    let joost = world.device(2);
    world.go_offline(&joost);
    let joost_tab = world.tab(&joost);
    let (list, ready) = (joost_tab.notebook.list(DocKind::Note), joost_tab.notebook.ready());
    let read = Arc::new(Mutex::new(Vec::new()));
    let reads = Arc::clone(&read);
    // At the very moment that it is said, not when everything has come to rest.
    let _watches = ImmediateEffect::new_isomorphic(move || {
        if ready.with(|ready| ready.to_fetch == 0 && ready.fetched_at.is_some()) {
            let has_words = |row: &&ViewRow| matches!(&row.summary, Summary::Note(note) if !note.excerpt.is_empty());
            reads.lock().unwrap().push(list.with_untracked(|rows| rows.iter().filter(has_words).count()));
        }
    });
    world.go_online(&joost);
    let read = read.lock().unwrap();
    assert!(!read.is_empty(), "it is said");
    assert!(read.iter().all(|read| *read == 3), "{read:?}");
}

#[test]
fn without_a_pause_nothing_stays_in_memory_for_long() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    let doc = note(&mut world, &tab);
    let open = tab.notebook.open(doc);
    world.settle();
    for _ in 0..20 {
        type_in(&open, "x");
        world.pass(200);
    }
    let kept = world.run(tab.store.load(doc, Timestamp(0))).unwrap().unwrap();
    let batches = kept.pending.len() + kept.rows.len();
    assert!(batches >= 2, "four seconds of typing were kept in {batches} batches");
}

#[test]
fn two_who_wrote_apart_read_both_and_are_asked_to_choose() {
    let mut world = World::new();
    let ((samira, samira_tab), (joost, joost_tab)) = two_members(&mut world);
    let doc = note(&mut world, &samira_tab);
    let at_samira = samira_tab.notebook.open(doc);
    world.pass(1_000);
    let at_joost = joost_tab.notebook.open(doc);
    world.settle();
    type_in(&at_samira, "Zij zingt. ");
    world.pass(2_000);
    assert_eq!(at_joost.text(WE_SEE).value(), "Zij zingt. ");

    world.go_offline(&samira);
    world.go_offline(&joost);
    type_in(&at_samira, "Post ongeopend. ");
    type_in(&at_joost, "Koelkast leeg. ");
    let serious = worry(&samira_tab, 11, Worry::Serious);
    world.run(samira_tab.notebook.append(doc, vec![serious])).unwrap();
    let light = worry(&joost_tab, 12, Worry::Light);
    world.run(joost_tab.notebook.append(doc, vec![light])).unwrap();
    world.pass(5_000);
    let status = samira_tab.notebook.sync_status().get_untracked();
    assert_eq!((status.link, status.save), (Link::Offline, SaveState::Saved));
    assert!(status.waiting > 0 && status.oldest_waiting.is_some());

    world.go_online(&samira);
    world.go_online(&joost);
    world.pass(60_000);
    let text = world.server.text(doc, WE_SEE);
    for words in ["Zij zingt. ", "Post ongeopend. ", "Koelkast leeg. "] {
        assert_eq!(text.matches(words).count(), 1, "{text}");
    }
    for open in [&at_samira, &at_joost] {
        assert_eq!(open.text(WE_SEE).value(), text);
        let view = note_view(open);
        assert!(matches!(choice::fold(&view.worry), Answer::Open(both) if both.len() == 2));
        let writers: Vec<_> = open.attribution(WE_SEE).into_iter().filter_map(|run| run.member).collect();
        assert!(writers.contains(&samira.identity.member) && writers.contains(&joost.identity.member));
    }
    assert_eq!(samira_tab.notebook.sync_status().get_untracked().waiting, 0);
}

#[test]
fn one_refusal_becomes_a_rescue_draft_and_costs_nothing_else() {
    let mut world = World::new();
    let ((samira, samira_tab), (joost, joost_tab)) = two_members(&mut world);
    let finished = note(&mut world, &samira_tab);
    let other = note(&mut world, &samira_tab);
    world.pass(2_000);
    let stale = joost_tab.notebook.open(finished);
    let lively = joost_tab.notebook.open(other);
    world.pass(2_000);
    world.go_offline(&joost);
    type_in(&stale, "te laat");
    for number in 0..10 {
        type_in(&lively, &format!("nr{number} "));
        world.pass(1_000);
    }
    world.server.finalise(finished, samira.identity.member);
    world.go_online(&joost);
    world.pass(60_000);
    let rescued = joost_tab.notebook.rescue().get_untracked();
    assert_eq!(rescued.len(), 1, "{rescued:?}");
    assert_eq!(rescued[0].text, "te laat");
    assert!(matches!(rescued[0].reason, Reason::Finalised { by, .. } if by == samira.identity.member));
    assert_eq!(world.server.text(other, WE_SEE), "nr0 nr1 nr2 nr3 nr4 nr5 nr6 nr7 nr8 nr9 ");
    assert_eq!(stale.text(WE_SEE).value(), "", "what was refused is not shown as if it stood there");
    let status = joost_tab.notebook.sync_status().get_untracked();
    assert_eq!((status.waiting, status.rescue), (0, 1));
}

#[test]
fn after_a_refusal_writing_goes_on_in_the_open_document() {
    let mut world = World::new();
    let ((_, samira_tab), (joost, joost_tab)) = two_members(&mut world);
    let doc = note(&mut world, &samira_tab);
    world.pass(2_000);
    let open = joost_tab.notebook.open(doc);
    world.pass(2_000);
    let field = open.text(WE_SEE);
    let heard = std::rc::Rc::new(std::cell::RefCell::new(Vec::<Splice>::new()));
    let hears = std::rc::Rc::clone(&heard);
    field.on_change(move |splice| hears.borrow_mut().push(splice.clone()));
    world.go_offline(&joost);
    field.edit(0, 0, "weg").unwrap();
    world.pass(1_000);
    world.server.finalise(doc, samira_tab.notebook.identity().member);
    world.go_online(&joost);
    assert_eq!(field.value(), "");
    assert_eq!(*heard.borrow(), [Splice { at: 0, removed: 3, inserted: String::new() }]);
    field.edit(0, 0, "weer").unwrap();
    world.pass(60_000);
    assert_eq!(joost_tab.notebook.rescue().get_untracked().len(), 2, "each refused text is kept");
}

#[test]
fn a_full_device_keeps_the_words_in_memory_and_says_so() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    let doc = note(&mut world, &tab);
    let open = tab.notebook.open(doc);
    world.pass(1_000);
    device.database.script([Some(Fault::Refused(StorageFailure::Full)), Some(Fault::Refused(StorageFailure::Full))]);
    type_in(&open, "vol");
    world.pass(1_000);
    let status = tab.notebook.sync_status();
    assert_eq!(status.get_untracked().save, SaveState::Failed(StorageFailure::Full));
    assert_eq!(open.text(WE_SEE).value(), "vol");
    assert_eq!(world.server.text(doc, WE_SEE), "", "what is not on the disk is not sent");
    type_in(&open, " en meer");
    world.pass(30_000);
    assert_eq!(status.get_untracked().save, SaveState::Saved);
    assert_eq!(world.server.text(doc, WE_SEE), "vol en meer");
}

#[test]
fn a_tab_that_dies_between_the_disk_and_memory_sends_once() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    let doc = note(&mut world, &tab);
    let open = tab.notebook.open(doc);
    world.pass(1_000);
    world.server.deaf.set(true);
    type_in(&open, "eenmaal");
    world.pass(1_000);
    tab.host.die();
    world.server.deaf.set(false);
    let again = world.tab(&device);
    world.pass(5_000);
    assert_eq!(world.server.text(doc, WE_SEE), "eenmaal");
    assert!(world.server.pushes() >= 2, "it was offered again");
    assert_eq!(again.notebook.sync_status().get_untracked().waiting, 0);
    let reopened = again.notebook.open(doc);
    world.pass(1_000);
    assert_eq!(reopened.text(WE_SEE).value(), "eenmaal");
}

#[test]
fn a_signal_is_sent_from_its_draft_in_one_transaction_and_once() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    device.online.set(false);
    let draft = SignalDraft {
        id: Id128([7; 16]),
        updated: Timestamp(3),
        form: SignalForm { observation: "De gordijnen van nummer 14 zijn dicht".to_owned(), ..SignalForm::default() },
    };
    tab.notebook.change_draft(draft.clone());
    world.pass(400);
    assert_eq!(tab.notebook.drafts().get_untracked(), std::slice::from_ref(&draft));
    assert!(world.run(tab.notebook.send_signal(&draft)).is_err(), "it has no place");
    let mut draft = draft;
    draft.form.place.address = "Nevelstraat 14".to_owned();
    let signals = tab.notebook.list(DocKind::Signal);
    let doc = world.run(tab.notebook.send_signal(&draft)).unwrap();
    assert_eq!(world.run(tab.notebook.send_signal(&draft)).unwrap(), doc, "twice is once");
    assert!(tab.notebook.drafts().get_untracked().is_empty());
    let rows = signals.get_untracked();
    assert!(matches!(&rows[0].summary, Summary::Signal(signal) if signal.street == "Nevelstraat"));
    assert!(rows[0].matches("gordij nevel") && !rows[0].matches("haven"));
    device.online.set(true);
    world.pass(60_000);
    assert_eq!(world.server.rows(doc).len(), 1);
}

#[test]
fn other_words_in_the_form_of_a_sent_signal_are_a_signal_of_their_own() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    world.pass(1_000);
    let mut draft = SignalDraft { id: Id128([7; 16]), updated: Timestamp(3), form: SignalForm::default() };
    draft.form.observation = "De gordijnen zijn dicht".to_owned();
    draft.form.place.address = "Nevelstraat 14".to_owned();
    let first = world.run(tab.notebook.send_signal(&draft)).unwrap();
    // Somebody goes back with the browser's button, and writes about something else.
    draft.form.observation = "De brievenbus puilt uit".to_owned();
    tab.notebook.change_draft(draft.clone());
    world.pass(400);
    let second = world.run(tab.notebook.send_signal(&draft)).unwrap();
    assert_ne!(first, second);
    assert_eq!(world.run(tab.notebook.send_signal(&draft)).unwrap(), second, "twice is once here too");
    assert!(tab.notebook.drafts().get_untracked().is_empty());
    let signals = [first, second].map(|doc| tab.notebook.open(doc));
    world.pass(60_000);
    let words = signals.map(|signal| match signal.view.get_untracked() {
        Some(DocView::Signal(view)) => view.report.unwrap().observation,
        other => panic!("{other:?}"),
    });
    assert_eq!(words, ["De gordijnen zijn dicht", "De brievenbus puilt uit"]);
    assert_eq!((world.server.rows(first).len(), world.server.rows(second).len()), (1, 1));
}

#[test]
fn the_draft_of_a_full_device_stays_a_draft() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    world.pass(1_000);
    let mut draft = SignalDraft { id: Id128([7; 16]), updated: Timestamp(3), form: SignalForm::default() };
    draft.form.observation = "Post puilt uit".to_owned();
    draft.form.place.address = "Dauwpad 8".to_owned();
    tab.notebook.change_draft(draft.clone());
    world.pass(400);
    device.database.script([Some(Fault::Refused(StorageFailure::Full))]);
    assert!(world.run(tab.notebook.send_signal(&draft)).is_err());
    assert_eq!(world.run(tab.store.drafts(Timestamp(0))).unwrap().len(), 1);
    assert!(device.database.bucket(Bucket::Outbox).is_empty(), "no half signal");
}

#[test]
fn finishing_waits_for_the_own_words_and_freezes_what_was_shown() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    let doc = note(&mut world, &tab);
    let open = tab.notebook.open(doc);
    world.pass(2_000);
    world.go_offline(&device);
    type_in(&open, "laatste woorden");
    let shown = open.shown();
    world.run(tab.notebook.command(doc, CommandAction::Finalise, shown)).unwrap();
    assert_eq!(tab.notebook.waiting().get_untracked().len(), 2);
    world.go_online(&device);
    world.pass(5_000);
    assert_eq!(world.server.text(doc, WE_SEE), "laatste woorden");
    assert!(matches!(note_view(&open).state, NoteState::Finalised { .. }));
    assert!(tab.notebook.rescue().get_untracked().is_empty());
    assert!(tab.notebook.waiting().get_untracked().is_empty());
}

#[test]
fn finishing_is_withdrawn_when_a_colleague_wrote_in_between() {
    let mut world = World::new();
    let ((samira, samira_tab), (_, joost_tab)) = two_members(&mut world);
    let doc = note(&mut world, &samira_tab);
    let open = samira_tab.notebook.open(doc);
    world.pass(2_000);
    let at_joost = joost_tab.notebook.open(doc);
    world.pass(2_000);
    world.go_offline(&samira);
    type_in(&open, "klaar");
    world.run(samira_tab.notebook.command(doc, CommandAction::Finalise, open.shown())).unwrap();
    type_in(&at_joost, "nog iets");
    world.pass(60_000);
    world.go_online(&samira);
    world.pass(5_000);
    assert!(matches!(note_view(&open).state, NoteState::Open));
    let rescued = samira_tab.notebook.rescue().get_untracked();
    assert_eq!(rescued.iter().map(|draft| draft.reason).collect::<Vec<_>>(), [Reason::ChangedSince]);
    assert!(open.text(WE_SEE).value().contains("klaar"));
}

#[test]
fn a_revoked_document_leaves_the_device_and_the_own_words_go_to_the_coordinators() {
    let mut world = World::new();
    let ((_, samira_tab), (joost, joost_tab)) = two_members(&mut world);
    let doc = note(&mut world, &samira_tab);
    let open = samira_tab.notebook.open(doc);
    world.settle();
    type_in(&open, "Geheim van Samira. ");
    world.pass(2_000);
    let at_joost = joost_tab.notebook.open(doc);
    let notes = joost_tab.notebook.list(DocKind::Note);
    world.pass(2_000);
    assert_eq!(notes.get_untracked().len(), 1);
    joost.online.set(false);
    type_in(&at_joost, "Van Joost.");
    world.server.revoke(joost.identity.member, doc);
    world.pass(2_000);
    let view = at_joost.view.get_untracked();
    assert_eq!(view, None, "it is gone from the screen");
    assert!(notes.get_untracked().is_empty());
    let rescued = joost_tab.notebook.rescue().get_untracked();
    assert_eq!(
        rescued.iter().map(|draft| (&draft.what, draft.text.as_str())).collect::<Vec<_>>(),
        [(&Rescued::HandedOver, "")],
        "that they were handed over is all that is left of them"
    );
    assert_eq!(world.server.handed_over(), ["Van Joost."]);
    for bucket in Bucket::ALL {
        for (_, value) in joost.database.bucket(bucket) {
            let bytes = String::from_utf8_lossy(value.as_bytes()).into_owned();
            assert!(!bytes.contains("Geheim"), "still in {}", bucket.name());
        }
    }
}

#[test]
fn words_that_a_full_device_does_not_take_stay_on_the_screen_though_access_ended_until_there_is_room() {
    let mut world = World::new();
    let ((_, samira_tab), (joost, joost_tab)) = two_members(&mut world);
    let doc = note(&mut world, &samira_tab);
    world.pass(2_000);
    let at_joost = joost_tab.notebook.open(doc);
    world.pass(2_000);
    type_in(&at_joost, "Van Joost.");
    // That the access ended is kept; what is typed is not.
    joost.database.script([
        None,
        Some(Fault::Refused(StorageFailure::Full)),
        Some(Fault::Refused(StorageFailure::Full)),
    ]);
    world.server.revoke(joost.identity.member, doc);
    world.pass(400);
    let status = joost_tab.notebook.sync_status();
    assert_eq!(status.get_untracked().save, SaveState::Failed(StorageFailure::Full));
    assert_eq!(at_joost.text(WE_SEE).value(), "Van Joost.", "it is nowhere else");
    assert!(joost_tab.notebook.rescue().get_untracked().is_empty());
    world.pass(20_000);
    assert_eq!(at_joost.view.get_untracked(), None);
    assert_eq!(world.server.handed_over(), ["Van Joost."]);
    assert_eq!(status.get_untracked().save, SaveState::Idle);
}

#[test]
fn a_failure_that_holds_nothing_any_more_ends_with_the_next_try() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    tab.notebook.change_draft(draft("Weg ermee"));
    world.pass(2_000);
    device.database.script([Some(Fault::Refused(StorageFailure::Full))]);
    assert!(world.run(tab.notebook.delete_draft(Id128([7; 16]))).is_err());
    let status = tab.notebook.sync_status();
    assert_eq!(status.get_untracked().save, SaveState::Failed(StorageFailure::Full));
    tab.notebook.try_now();
    world.settle();
    assert_eq!(status.get_untracked().save, SaveState::Saved, "all that there is, is on the disk");
}

#[test]
fn until_when_there_was_a_connection_is_known_after_a_reload_too() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    note(&mut world, &tab);
    world.pass(2_000);
    let begun = tab.notebook.sync_status().get_untracked().last_synced.unwrap();
    // Nothing new comes for an hour, and then the connection is lost.
    world.pass(3_600_000);
    world.go_offline(&device);
    let lost = tab.notebook.sync_status().get_untracked().last_synced.unwrap();
    assert!(lost - begun > 3_500_000);
    tab.host.die();
    let again = world.tab(&device);
    assert_eq!(again.notebook.ready().get_untracked().fetched_at, Some(lost));
}

#[test]
fn undo_takes_back_only_the_own_words() {
    let mut world = World::new();
    let ((_, samira_tab), (_, joost_tab)) = two_members(&mut world);
    let doc = note(&mut world, &samira_tab);
    let open = samira_tab.notebook.open(doc);
    world.pass(2_000);
    let at_joost = joost_tab.notebook.open(doc);
    world.pass(2_000);
    type_in(&open, "Samira. ");
    world.pass(2_000);
    type_in(&at_joost, "Joost. ");
    world.pass(2_000);
    let field = open.text(WE_SEE);
    assert_eq!(field.value(), "Samira. Joost. ");
    field.undo();
    assert_eq!(field.value(), "Joost. ");
    world.pass(2_000);
    assert_eq!(world.server.text(doc, WE_SEE), "Joost. ");
    field.redo();
    world.pass(2_000);
    assert_eq!(world.server.text(doc, WE_SEE), "Samira. Joost. ");
    assert_eq!(at_joost.text(WE_SEE).value(), "Samira. Joost. ");
}

#[test]
fn undo_to_the_first_own_word_and_back_leaves_a_colleagues_words_alone() {
    for pause in [0, 2_000] {
        let mut world = World::new();
        let ((_, samira_tab), (_, joost_tab)) = two_members(&mut world);
        let doc = note(&mut world, &samira_tab);
        let (hers, his) = (samira_tab.notebook.open(doc), joost_tab.notebook.open(doc));
        world.pass(2_000);
        let (hers, his) = (hers.text(WE_SEE), his.text(WE_SEE));
        let edit = |field: &ProseHandle, at, remove, words: &str| field.edit(at, remove, words).unwrap();
        edit(&hers, 0, 0, "Zij wil hulp. ");
        world.pass(2_000);
        edit(&his, 0, 0, "Nu: ");
        world.pass(2_000);
        edit(&hers, 12, 0, "graag ");
        world.pass(pause);
        edit(&hers, 18, 0, "😀");
        world.pass(2_000);
        edit(&his, 4, 0, "🏠 ");
        world.pass(2_000);
        edit(&hers, 21, 2, "");
        world.pass(2_000);
        let all = "Nu: 🏠 Zij wil graag hulp. ";
        assert_eq!((hers.value().as_str(), his.value().as_str()), (all, all));
        for (writer, left) in [(&hers, "Nu: 🏠 "), (&his, "Zij wil graag hulp. ")] {
            for (step, words) in [(ProseHandle::undo as fn(&ProseHandle), left), (ProseHandle::redo, all)] {
                for _ in 0..9 {
                    step(writer);
                    world.pass(pause);
                }
                world.pass(2_000);
                assert_eq!((hers.value().as_str(), his.value().as_str()), (words, words));
            }
        }
    }
}

#[test]
fn positions_are_utf16_and_stick_to_their_place() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    let doc = note(&mut world, &tab);
    let open = tab.notebook.open(doc);
    world.pass(1_000);
    let field = open.text(WE_SEE);
    field.edit(0, 0, "a😀b").unwrap();
    assert!(field.edit(2, 0, "x").is_err(), "inside a character");
    let caret = field.sticky(3).unwrap();
    field.edit(0, 0, "Eerst: ").unwrap();
    assert_eq!(field.resolve(&caret), Some(10));
    field.edit(8, 2, "").unwrap();
    assert_eq!(field.value(), "Eerst: ab");
}

#[test]
fn a_document_made_twice_is_made_once() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    let document: NewDocument = tab.notebook.new_document(DocKind::Dossier, None);
    world.run(tab.notebook.create(document, Vec::new())).unwrap();
    world.run(tab.notebook.create(document, Vec::new())).unwrap();
    let made = tab.notebook.waiting().get_untracked().len();
    assert!(made <= 1);
}

fn draft(observation: &str) -> SignalDraft {
    let form = SignalForm { observation: observation.to_owned(), ..SignalForm::default() };
    SignalDraft { id: Id128([7; 16]), updated: Timestamp(3), form }
}

#[test]
fn a_draft_that_is_typed_without_a_pause_is_kept_meanwhile() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    for length in 1..=10 {
        tab.notebook.change_draft(draft(&"x".repeat(length)));
        assert_eq!(tab.notebook.sync_status().get_untracked().save, SaveState::Typing);
        world.pass(200);
    }
    let kept = world.run(tab.store.drafts(Timestamp(0))).unwrap();
    assert!(kept.first().is_some_and(|draft| draft.form.observation.len() >= 5), "{kept:?}");
}

#[test]
fn a_draft_is_kept_at_once_when_the_app_goes_out_of_sight() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    tab.notebook.change_draft(draft("Post puilt uit"));
    tab.host.turn(buurtboek_client::sync::leader::Visibility::Hidden);
    world.settle();
    assert_eq!(world.run(tab.store.drafts(Timestamp(0))).unwrap().len(), 1);
}

#[test]
fn a_draft_that_a_full_device_refused_is_never_called_saved_and_is_tried_again() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    world.pass(1_000);
    world.go_offline(&device);
    device.database.script([
        Some(Fault::Refused(StorageFailure::Full)),
        None,
        Some(Fault::Refused(StorageFailure::Full)),
    ]);
    tab.notebook.change_draft(draft("Post puilt uit"));
    world.pass(400);
    let status = tab.notebook.sync_status();
    assert_eq!(status.get_untracked().save, SaveState::Failed(StorageFailure::Full));
    // Something else is kept meanwhile, and the log is followed: that says nothing of the draft.
    note(&mut world, &tab);
    assert_eq!(status.get_untracked().save, SaveState::Failed(StorageFailure::Full));
    assert_eq!(tab.notebook.unsaved_draft(Id128([7; 16])), Some(draft("Post puilt uit")));
    tab.notebook.try_now();
    world.settle();
    assert_eq!(status.get_untracked().save, SaveState::Failed(StorageFailure::Full), "still no room");
    world.pass(6_000);
    assert_eq!(status.get_untracked().save, SaveState::Saved);
    assert_eq!(tab.notebook.unsaved_draft(Id128([7; 16])), None);
    assert_eq!(world.run(tab.store.drafts(Timestamp(0))).unwrap(), [draft("Post puilt uit")]);
}

#[test]
fn a_draft_that_was_deleted_or_sent_does_not_come_back_from_memory() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    tab.notebook.change_draft(draft("Weg ermee"));
    world.run(tab.notebook.delete_draft(Id128([7; 16]))).unwrap();
    world.pass(2_000);
    assert!(world.run(tab.store.drafts(Timestamp(0))).unwrap().is_empty());
}

#[test]
fn what_is_composed_and_not_in_the_document_yet_is_not_called_saved() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    let doc = note(&mut world, &tab);
    let open = tab.notebook.open(doc);
    world.pass(1_000);
    let field = open.text(WE_SEE);
    let status = tab.notebook.sync_status();
    assert_eq!(status.get_untracked().save, SaveState::Saved);
    field.hold_back();
    assert_eq!(status.get_untracked().save, SaveState::Typing);
    field.hold_nothing_back();
    assert_eq!(status.get_untracked().save, SaveState::Saved);
    field.hold_back();
    drop(field);
    assert_eq!(status.get_untracked().save, SaveState::Saved, "a field that is gone holds nothing");
}

#[test]
fn what_is_not_on_this_device_is_sought_in_vain_until_it_comes() {
    let mut world = World::new();
    let ((_, samira_tab), (joost, joost_tab)) = two_members(&mut world);
    world.go_offline(&joost);
    let doc = note(&mut world, &samira_tab);
    world.pass(2_000);
    let open = joost_tab.notebook.open(doc);
    world.settle();
    assert_eq!(open.sought().get_untracked(), Sought::InVain);
    assert!(!joost_tab.notebook.sync_status().get_untracked().caught_up);
    world.go_online(&joost);
    assert_eq!(open.sought().get_untracked(), Sought::Reading, "nobody wrote in it, and it is here");
    let nowhere = joost_tab.notebook.open(DocId::new(DocKind::Note, Id128([77; 16])));
    world.settle();
    assert_eq!(nowhere.sought().get_untracked(), Sought::InVain);
    assert!(joost_tab.notebook.sync_status().get_untracked().caught_up, "so it is not for him, or does not exist");
}

#[test]
fn keeping_everything_says_whether_it_is_kept() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    world.pass(1_000);
    tab.notebook.change_draft(draft("Post puilt uit"));
    device.database.script([Some(Fault::Refused(StorageFailure::Full))]);
    assert!(world.run(tab.notebook.keep_everything()).is_err(), "the app must not be renewed now");
    assert!(world.run(tab.notebook.keep_everything()).is_ok());
    assert_eq!(world.run(tab.store.drafts(Timestamp(0))).unwrap().len(), 1);
}
