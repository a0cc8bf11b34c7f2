//! What the status says at every moment, not when everything has come to rest: never more than is so.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

mod support;

use std::sync::{Arc, Mutex};

use buurtboek_client::{
    state::{
        DocView, StorageFailure,
        open_doc::OpenDoc,
        sync_status::{Link, SaveState, SyncStatus},
    },
    storage::memory::Fault,
};
use buurtboek_shared::{
    doc::{entries::Entry, schema, write::Intent},
    domain::{command::CommandAction, note::NoteAddition},
    ids::EntryId,
    time::Timestamp,
};
use leptos::prelude::{Get as _, GetUntracked as _, ImmediateEffect};
use support::{
    notes::{WE_SEE, note},
    world::{Tab, World},
};

fn addition(tab: &Tab, text: &str) -> Intent {
    let author = tab.notebook.identity().member;
    let (id, text) = (EntryId(tab.notebook.new_id()), text.to_owned());
    let entry = Entry::NoteAddition(NoteAddition { id, author, at: Timestamp(5), text });
    Intent::Append { root: schema::ADDITIONS.to_owned(), entry }
}

fn additions(open: &OpenDoc) -> Vec<String> {
    match open.view.get_untracked() {
        Some(DocView::Note(view)) => view.additions.iter().map(|addition| addition.text.clone()).collect(),
        other => panic!("no note: {other:?}"),
    }
}

/// Every status that the screens are told, from now on.
fn told(tab: &Tab) -> (Arc<Mutex<Vec<SyncStatus>>>, ImmediateEffect) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let (status, telling) = (tab.notebook.sync_status(), Arc::clone(&told));
    let effect = ImmediateEffect::new_isomorphic(move || telling.lock().unwrap().push(status.get()));
    (told, effect)
}

#[test]
fn between_the_disk_and_the_list_of_what_waits_nothing_is_called_synchronised() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    let doc = note(&mut world, &tab);
    let open = tab.notebook.open(doc);
    world.pass(2_000);
    world.go_offline(&device);
    let field = open.text(WE_SEE);
    let (told, _effect) = told(&tab);
    field.edit(0, 0, "De gordijnen").unwrap();
    told.lock().unwrap().clear();
    world.pass(1_000);
    world.run(tab.notebook.command(doc, CommandAction::Finalise, open.shown())).unwrap();
    for status in told.lock().unwrap().iter() {
        let is_called_kept = matches!(status.save, SaveState::Saved | SaveState::Idle);
        assert!(!is_called_kept || status.waiting > 0, "{status:?}");
    }
}

#[test]
fn whoever_decided_sees_that_it_waits() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    let doc = note(&mut world, &tab);
    world.pass(2_000);
    world.go_offline(&device);
    let waits = {
        let notebook = tab.notebook.clone();
        // At the very moment that the button may be pressed again.
        async move {
            notebook.command(doc, CommandAction::Finalise, None).await.unwrap();
            notebook.waiting().get_untracked().len()
        }
    };
    assert_eq!(world.run(waits), 1);
}

#[test]
fn what_a_full_device_did_not_take_is_no_error_to_try_again_and_comes_once() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    let doc = note(&mut world, &tab);
    let open = tab.notebook.open(doc);
    world.pass(2_000);
    device.database.script([Some(Fault::Refused(StorageFailure::Full))]);
    world.run(tab.notebook.append(doc, vec![addition(&tab, "De nicht belde terug.")])).unwrap();
    let status = tab.notebook.sync_status();
    assert_eq!(status.get_untracked().save, SaveState::Failed(StorageFailure::Full));
    assert_eq!(additions(&open), ["De nicht belde terug."], "it stands on the screen");
    world.pass(10_000);
    let status = status.get_untracked();
    assert_eq!((status.save, status.link, status.waiting), (SaveState::Saved, Link::Online, 0));
    assert_eq!(additions(&open), ["De nicht belde terug."]);
}

#[test]
fn a_rescued_text_that_two_tabs_put_back_at_once_stands_there_once() {
    let mut world = World::new();
    let (samira, joost) = (world.device(1), world.device(2));
    let (samira_tab, tab) = (world.tab(&samira), world.tab(&joost));
    let doc = note(&mut world, &samira_tab);
    world.pass(2_000);
    let open = tab.notebook.open(doc);
    world.pass(2_000);
    world.go_offline(&joost);
    open.text(WE_SEE).edit(0, 0, "te laat").unwrap();
    world.pass(1_000);
    world.server.finalise(doc, samira.identity.member);
    world.go_online(&joost);
    world.pass(60_000);
    let other = world.tab(&joost);
    world.pass(1_000);
    world.go_offline(&joost);
    let id = tab.notebook.rescue().get_untracked()[0].id;
    let (one, two) = (tab.notebook.rescue_as_addition(id), other.notebook.rescue_as_addition(id));
    let (one, two) = world.run(futures_util::future::join(one, two));
    assert!(one.is_ok(), "{one:?}");
    assert!(two.is_ok(), "{two:?}");
    world.pass(2_000);
    assert_eq!(tab.notebook.waiting().get_untracked().len(), 1);
    assert_eq!(additions(&open), ["te laat"]);
}
