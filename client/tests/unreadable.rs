//! A document that the server cannot read: the screens are told so, and what is on the device stays and goes on.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

mod support;

use buurtboek_client::{
    state::{
        open_doc::{OpenDoc, Sought},
        sync_status::{SaveState, Unreadable},
    },
    ui::{parts::absent::Absence, words::status::StatusRow},
};
use buurtboek_shared::ids::DocId;
use leptos::prelude::{GetUntracked as _, WithUntracked as _};
use support::{
    notes::{WE_SEE, note, type_in},
    world::{Tab, World},
};

const HALF_A_MINUTE: i64 = 30_000;

fn unreadable(tab: &Tab) -> Unreadable {
    tab.notebook.sync_status().get_untracked().unreadable
}

fn row(tab: &Tab) -> StatusRow {
    tab.notebook.sync_status().with_untracked(StatusRow::of)
}

fn absence(tab: &Tab, open: &OpenDoc) -> Absence {
    tab.notebook.sync_status().with_untracked(|status| Absence::of(open.sought().get_untracked(), status))
}

/// A note with these words, on the server.
fn written(world: &mut World, tab: &Tab, words: &str) -> DocId {
    let doc = note(world, tab);
    let open = tab.notebook.open(doc);
    world.settle();
    type_in(&open, words);
    world.pass(2_000);
    assert_eq!(world.server.text(doc, WE_SEE), words);
    doc
}

#[test]
fn what_is_not_on_the_device_is_not_called_being_fetched_and_comes_when_it_can_be_read() {
    let mut world = World::new();
    let (own, other) = (world.device(1), world.device(2));
    let writes = world.tab(&own);
    let (damaged, whole) = (written(&mut world, &writes, "Veel post."), written(&mut world, &writes, "Schoon."));
    world.server.damage(damaged);
    let reads = world.tab(&other);
    let open = reads.notebook.open(damaged);
    world.pass(2_000);
    assert_eq!((unreadable(&reads), absence(&reads, &open)), (Unreadable::OnTheScreen, Absence::Unreadable));
    assert_eq!(row(&reads), StatusRow::Unreadable);
    let beside = reads.notebook.open(whole);
    world.settle();
    assert_eq!(beside.text(WE_SEE).value(), "Schoon.", "other documents are there");

    world.server.mend(damaged);
    world.pass(HALF_A_MINUTE);
    assert_eq!((unreadable(&reads), open.sought().get_untracked()), (Unreadable::Nowhere, Sought::Reading));
    assert_eq!(open.text(WE_SEE).value(), "Veel post.");
    assert_eq!(row(&reads), StatusRow::Done);
}

#[test]
fn what_is_written_meanwhile_stays_on_the_device_and_goes_when_it_can() {
    let mut world = World::new();
    let device = world.device(1);
    let tab = world.tab(&device);
    let doc = written(&mut world, &tab, "Veel post.");
    world.server.damage(doc);
    let open = tab.notebook.open(doc);
    world.settle();
    type_in(&open, " De gordijnen zijn dicht.");
    world.pass(4_000);
    let status = tab.notebook.sync_status().get_untracked();
    assert_eq!((status.unreadable, status.save, status.rescue), (Unreadable::OnTheScreen, SaveState::Saved, 0));
    assert!(status.waiting > 0);
    assert_eq!(row(&tab), StatusRow::Unreadable);
    // And after the app was opened again.
    tab.host.die();
    let tab = world.tab(&device);
    let open = tab.notebook.open(doc);
    world.pass(HALF_A_MINUTE);
    assert_eq!(open.text(WE_SEE).value(), "Veel post. De gordijnen zijn dicht.");
    assert_eq!(unreadable(&tab), Unreadable::OnTheScreen);
    type_in(&open, " Niemand doet open.");
    world.pass(2_000);

    world.server.mend(doc);
    world.pass(HALF_A_MINUTE);
    let words = "Veel post. De gordijnen zijn dicht. Niemand doet open.";
    assert_eq!(world.server.text(doc, WE_SEE), words);
    let status = tab.notebook.sync_status().get_untracked();
    assert_eq!((status.unreadable, status.waiting, status.rescue), (Unreadable::Nowhere, 0, 0));
}

#[test]
fn every_tab_is_told_also_one_that_is_opened_later_and_that_it_is_over() {
    let mut world = World::new();
    let device = world.device(1);
    let leads = world.tab(&device);
    let follows = world.tab(&device);
    let doc = written(&mut world, &leads, "Veel post.");
    world.server.damage(doc);
    let open = follows.notebook.open(doc);
    world.settle();
    type_in(&open, " Nog meer.");
    world.pass(4_000);
    let later = world.tab(&device);
    world.pass(6_000);
    assert_eq!(unreadable(&follows), Unreadable::OnTheScreen);
    for tab in [&leads, &later] {
        assert_eq!(unreadable(tab), Unreadable::Elsewhere);
    }
    world.go_offline(&device);
    for tab in [&leads, &follows, &later] {
        assert_eq!(unreadable(tab), Unreadable::Nowhere, "nobody knows without a connection");
    }
    world.go_online(&device);
    assert_eq!(unreadable(&later), Unreadable::Elsewhere);
    world.server.mend(doc);
    world.pass(HALF_A_MINUTE);
    for tab in [&leads, &follows, &later] {
        assert_eq!(unreadable(tab), Unreadable::Nowhere);
    }
}
