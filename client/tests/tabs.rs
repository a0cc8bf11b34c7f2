//! Two tabs of one person on one storage: nothing lost, nothing doubled, one socket.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

mod support;

use std::{cell::RefCell, rc::Rc};

use buurtboek_client::{
    state::{
        Company, SignalDraft, SignalForm,
        sync_status::{Link, SaveState},
    },
    sync::leader::Visibility,
    ui::parts::prose_field::{
        model::{ProseModel, Selection, Shown},
        splice::Splice as FieldSplice,
    },
};
use buurtboek_shared::{
    ids::{DocId, DocKind, Id128},
    time::Timestamp,
};
use leptos::prelude::GetUntracked as _;
use support::{
    notes::WE_SEE,
    world::{Tab, World},
};

fn write(world: &mut World, tab: &Tab, doc: DocId, words: &str) {
    let open = tab.notebook.open(doc);
    world.settle();
    let field = open.text(WE_SEE);
    let end = buurtboek_client::state::splice::utf16_len(&field.value());
    field.edit(end, 0, words).unwrap();
    world.pass(1_000);
}

fn text_in(world: &mut World, tab: &Tab, doc: DocId) -> String {
    let open = tab.notebook.open(doc);
    world.settle();
    open.text(WE_SEE).value()
}

fn new_note(world: &mut World, tab: &Tab) -> DocId {
    let document = tab.notebook.new_document(DocKind::Note, None);
    world.run(tab.notebook.create(document, Vec::new())).unwrap();
    document.doc
}

#[test]
fn one_tab_has_the_socket_and_both_write() {
    let mut world = World::new();
    let device = world.device(1);
    let first = world.tab(&device);
    let second = world.tab(&device);
    world.pass(2_000);
    assert_eq!(world.server.sockets(), 1);
    assert!(first.host.leads() && !second.host.leads());
    let doc = new_note(&mut world, &second);
    let shown = first.notebook.open(doc);
    world.pass(1_000);
    write(&mut world, &second, doc, "twee ");
    assert_eq!(shown.text(WE_SEE).value(), "twee ", "the other tab shows it");
    write(&mut world, &first, doc, "een ");
    world.pass(2_000);
    assert_eq!(world.server.text(doc, WE_SEE), "twee een ");
    assert_eq!(world.server.sockets(), 1);
    for tab in [&first, &second] {
        let status = tab.notebook.sync_status().get_untracked();
        assert_eq!((status.link, status.waiting, status.save), (Link::Online, 0, SaveState::Saved));
    }
}

#[test]
fn each_tab_knows_of_the_other_until_it_is_closed() {
    let mut world = World::new();
    let device = world.device(1);
    let first = world.tab(&device);
    world.pass(1_000);
    let company = |tab: &Tab| tab.notebook.company().get_untracked();
    assert_eq!(company(&first), Company::Alone);
    let second = world.tab(&device);
    world.pass(1_000);
    assert_eq!((company(&first), company(&second)), (Company::OtherTabs, Company::OtherTabs));
    second.notebook.close();
    world.pass(1_000);
    assert_eq!(company(&first), Company::Alone);
    let other = world.device(2);
    let _stranger = world.tab(&other);
    world.pass(1_000);
    assert_eq!(company(&first), Company::Alone, "somebody else's tab is not ours");
}

#[test]
fn when_the_leader_dies_the_other_goes_on_without_loss_or_repeat() {
    let mut world = World::new();
    let device = world.device(1);
    let first = world.tab(&device);
    let second = world.tab(&device);
    world.pass(2_000);
    let doc = new_note(&mut world, &first);
    world.pass(1_000);
    // What is acknowledged is not heard: the leader dies not knowing.
    world.server.deaf.set(true);
    write(&mut world, &first, doc, "een ");
    first.host.die();
    world.server.deaf.set(false);
    write(&mut world, &second, doc, "twee ");
    world.pass(20_000);
    assert!(second.host.leads());
    assert_eq!(world.server.sockets(), 1);
    assert_eq!(world.server.text(doc, WE_SEE), "een twee ");
    assert_eq!(second.notebook.sync_status().get_untracked().waiting, 0);
}

#[test]
fn a_frozen_leader_is_robbed_by_a_visible_tab_and_wakes_up_harmless() {
    let mut world = World::new();
    let device = world.device(1);
    let first = world.tab(&device);
    let second = world.tab(&device);
    world.pass(2_000);
    let doc = new_note(&mut world, &first);
    write(&mut world, &first, doc, "een ");
    first.host.turn(Visibility::Hidden);
    // The browser freezes it in the same moment: it cannot let go any more.
    first.host.frozen.set(true);
    world.settle();
    write(&mut world, &second, doc, "twee ");
    world.pass(60_000);
    assert!(second.host.leads());
    assert_eq!(world.server.text(doc, WE_SEE), "een twee ");
    first.host.frozen.set(false);
    first.host.turn(Visibility::Visible);
    world.pass(60_000);
    assert_eq!(world.server.sockets(), 1);
    assert_eq!(text_in(&mut world, &first, doc), "een twee ");
    write(&mut world, &first, doc, "drie ");
    world.pass(5_000);
    assert_eq!(world.server.text(doc, WE_SEE), "een twee drie ");
}

#[test]
fn a_hidden_leader_lets_a_visible_tab_lead() {
    let mut world = World::new();
    let device = world.device(1);
    let first = world.tab(&device);
    let second = world.tab(&device);
    world.pass(2_000);
    first.host.turn(Visibility::Hidden);
    world.pass(20_000);
    assert!(second.host.leads());
    assert_eq!(world.server.sockets(), 1);
    assert_eq!(second.notebook.sync_status().get_untracked().link, Link::Online);
    assert_eq!(first.notebook.sync_status().get_untracked().link, Link::Online, "told by the other");
}

#[test]
fn a_tab_that_slept_through_the_whole_log_reads_everything_anew() {
    let mut world = World::new();
    let device = world.device(1);
    let asleep = world.tab(&device);
    let doc = new_note(&mut world, &asleep);
    let shown = asleep.notebook.open(doc);
    world.pass(1_000);
    let other = world.tab(&device);
    // From here on the first tab hears nothing.
    let deaf = Rc::clone(&asleep.host);
    deaf.fall_silent();
    write(&mut world, &other, doc, "intussen");
    let mut draft = SignalDraft { id: Id128([7; 16]), updated: Timestamp(1), form: SignalForm::default() };
    for number in 0..700 {
        draft.updated = Timestamp(number);
        world.run(other.store.save_draft(&draft)).unwrap();
    }
    assert_eq!(shown.text(WE_SEE).value(), "");
    deaf.hear_again();
    world.pass(1_000);
    assert_eq!(shown.text(WE_SEE).value(), "intussen");
    assert_eq!(asleep.notebook.drafts().get_untracked(), [draft]);
}

#[test]
fn a_document_that_went_while_a_tab_slept_through_the_whole_log_leaves_its_screen() {
    let mut world = World::new();
    let device = world.device(1);
    let awake = world.tab(&device);
    let asleep = world.tab(&device);
    let doc = new_note(&mut world, &awake);
    write(&mut world, &awake, doc, "Geheim. ");
    let shown = asleep.notebook.open(doc);
    world.pass(2_000);
    assert!(shown.view.get_untracked().is_some());
    asleep.host.fall_silent();
    world.server.revoke(device.identity.member, doc);
    world.pass(2_000);
    for number in 0..700 {
        let draft = SignalDraft { id: Id128([7; 16]), updated: Timestamp(number), form: SignalForm::default() };
        world.run(awake.store.save_draft(&draft)).unwrap();
    }
    asleep.host.hear_again();
    world.pass(1_000);
    assert_eq!(shown.view.get_untracked(), None, "nobody here may read it any more");
}

#[test]
fn a_document_that_is_read_anew_leaves_the_caret_at_its_words() {
    let mut world = World::new();
    let device = world.device(1);
    let asleep = world.tab(&device);
    let doc = new_note(&mut world, &asleep);
    write(&mut world, &asleep, doc, "De 😀 wil hulp.");
    let field = asleep.notebook.open(doc).text(WE_SEE);
    world.settle();
    let model = Rc::new(RefCell::new(ProseModel::new(&field.value())));
    model.borrow_mut().selected(Selection { start: 10, end: 14 });
    let shown = Rc::new(RefCell::new(Vec::new()));
    let (hears, shows) = (Rc::clone(&model), Rc::clone(&shown));
    field.on_change(move |splice| {
        let splice = FieldSplice {
            at: usize::try_from(splice.at).unwrap(),
            removed: usize::try_from(splice.removed).unwrap(),
            inserted: splice.inserted.encode_utf16().collect(),
        };
        shows.borrow_mut().extend(hears.borrow_mut().remote(&splice));
    });
    let other = world.tab(&device);
    asleep.host.fall_silent();
    // More than the log holds, and on both sides of what is selected.
    let elsewhere = other.notebook.open(doc).text(WE_SEE);
    world.settle();
    elsewhere.edit(15, 0, " Ook morgen.").unwrap();
    elsewhere.edit(0, 0, "Nu: ").unwrap();
    world.pass(1_000);
    let draft = SignalDraft { id: Id128([7; 16]), updated: Timestamp(1), form: SignalForm::default() };
    for _ in 0..700 {
        world.run(other.store.save_draft(&draft)).unwrap();
    }
    asleep.host.hear_again();
    world.pass(1_000);
    let value = "Nu: De 😀 wil hulp. Ook morgen.".to_owned();
    assert_eq!(*shown.borrow(), [Shown { value, selection: Selection { start: 14, end: 18 } }], "told of once");
}

#[test]
fn both_tabs_write_in_one_place_offline_and_nothing_is_lost() {
    let mut world = World::new();
    let device = world.device(1);
    let first = world.tab(&device);
    let second = world.tab(&device);
    let doc = new_note(&mut world, &first);
    let (one, two) = (first.notebook.open(doc), second.notebook.open(doc));
    world.pass(2_000);
    world.go_offline(&device);
    for _ in 0..5 {
        one.text(WE_SEE).edit(0, 0, "a").unwrap();
        two.text(WE_SEE).edit(0, 0, "b").unwrap();
        world.pass(700);
    }
    assert_eq!(one.text(WE_SEE).value(), two.text(WE_SEE).value());
    world.go_online(&device);
    let text = world.server.text(doc, WE_SEE);
    assert_eq!(text.matches('a').count(), 5, "{text}");
    assert_eq!(text.matches('b').count(), 5, "{text}");
    assert_eq!(one.text(WE_SEE).value(), text);
}
