//! What the server has and cannot read.

use super::*;
use crate::protocol::frames::Fragment;

const HALF_A_MINUTE: Millis = Millis::seconds(30);

/// What a server says of a document that it cannot read.
fn unreadable(doc: DocId) -> ServerFrame {
    let (chain, fragment) = (Chain::default(), Fragment { index: 0, count: 0 });
    ServerFrame::Snapshot { doc, seq: Seq(0), chain, fragment, bytes: Vec::new() }
}

fn have(doc: DocId, held: u64) -> Have {
    Have { doc, seq: Seq(held), chain: history(doc, held).1 }
}

/// A device that was told of two documents and got the other one.
fn fetching() -> Device {
    let (mut device, _) = Device::connected(Vec::new());
    device.hears(catalogue(&[(NOTE, 3), (OTHER, 0)]));
    device.hears(ServerFrame::UpToDate { doc: OTHER });
    device
}

#[test]
fn what_cannot_be_read_is_known_as_such_and_the_rest_is_fetched() {
    let mut device = fetching();
    assert_eq!((device.session.unreadable(), device.session.status().to_fetch), (vec![], 1));
    assert_eq!(device.hears(unreadable(NOTE)), [], "nothing is kept, and nothing asked at once");
    let status = device.session.status();
    assert_eq!((device.session.unreadable(), status.unreadable, status.to_fetch), (vec![NOTE], 1, 0));
}

#[test]
fn it_is_asked_for_again_until_it_comes_and_called_unreadable_so_long() {
    let mut device = fetching();
    device.hears(unreadable(NOTE));
    let again = device.session.next_deadline().unwrap();
    assert!(again <= device.now + HALF_A_MINUTE);
    device.waits_until(again);
    let again = device.now + HALF_A_MINUTE;
    let asked = device.waits_until(again);
    assert_eq!(opened(&asked), [have(NOTE, 0)]);
    assert_eq!(device.session.unreadable(), [NOTE], "nothing is known before the answer");
    assert_eq!(opened(&device.waits_until(again)), [], "once");
    device.hears(unreadable(NOTE));
    let asked = device.waits_until(again + HALF_A_MINUTE);
    assert_eq!(opened(&asked), [have(NOTE, 0)]);
    let (rows, _) = history(NOTE, 3);
    device.hears(ServerFrame::Rows { doc: NOTE, prev: Chain::default(), rows });
    let kept = kept(&device.hears(ServerFrame::UpToDate { doc: NOTE }));
    assert!(matches!(kept[..], [Persist::Fetched { doc: NOTE, .. }]), "{kept:?}");
    assert_eq!((device.session.unreadable(), device.session.status().to_fetch), (vec![], 0));
}

#[test]
fn who_asks_to_try_now_does_not_wait_for_it() {
    let mut device = fetching();
    device.hears(unreadable(NOTE));
    assert_eq!(opened(&device.does(Event::TryNow)), [have(NOTE, 0)]);
}

#[test]
fn work_in_it_waits_and_goes_when_the_server_takes_it() {
    let held = history(NOTE, 3).1;
    let (mut device, _) = Device::connected(Vec::new());
    device.heads.insert(NOTE, (Seq(3), held));
    device.does(Event::Watch(NOTE));
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    device.does(Event::Queued(vec![update(1, NOTE), update(2, OTHER)]));
    // It was read when it was opened, and cannot be by now: the device asks what there is to know.
    let effects = device.hears(nack(1, Reason::Recovering));
    assert_eq!((opened(&effects), kept(&effects)), (vec![have(NOTE, 3)], vec![]));
    device.hears(unreadable(NOTE));
    assert_eq!(device.session.unreadable(), [NOTE]);
    assert_eq!(kept(&device.hears(ack(&update(2, OTHER), 1, Chain::default()))).len(), 1, "the other one goes on");

    let release = device.now + Millis::seconds(5);
    assert_eq!(offered(&device.waits_until(release)), [1]);
    assert_eq!(opened(&device.hears(nack(1, Reason::Recovering))), [], "that is known");
    let release = device.now + Millis::seconds(5);
    assert_eq!(offered(&device.waits_until(release)), [1]);
    let effects = device.hears(ack(&update(1, NOTE), 4, held));
    assert_eq!(opened(&effects).len(), 1, "it was read there: it is opened at once");
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    assert_eq!((device.session.unreadable(), device.session.status().waiting), (vec![], 0));
}

#[test]
fn work_in_it_goes_at_once_when_it_was_read() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE)]);
    device.hears(unreadable(NOTE));
    device.hears(nack(1, Reason::Recovering));
    device.does(Event::TryNow);
    assert_eq!(offered(&device.hears(unreadable(NOTE))), NONE);
    device.does(Event::TryNow);
    assert_eq!(offered(&device.hears(ServerFrame::UpToDate { doc: NOTE })), [1]);
}

#[test]
fn what_grew_is_asked_for_at_once() {
    let mut device = fetching();
    device.hears(unreadable(NOTE));
    assert_eq!(opened(&device.hears(catalogue(&[(NOTE, 4)]))), [have(NOTE, 0)]);
}

#[test]
fn an_earlier_answer_says_nothing_about_a_later_question() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE)]);
    device.heads.insert(NOTE, NOTHING);
    device.does(Event::Rebuilt { doc: NOTE, gone: Vec::new(), queued: Vec::new() });
    device.hears(unreadable(NOTE));
    assert_eq!(device.session.unreadable(), [], "it was asked once more meanwhile");
    device.hears(unreadable(NOTE));
    assert_eq!(device.session.unreadable(), [NOTE]);
}

#[test]
fn a_projection_too_and_a_new_connection_knows_nothing_of_it() {
    let (mut device, _) = Device::connected(Vec::new());
    device.hears(catalogue(&[(FEEDBACK, 4)]));
    device.hears(unreadable(FEEDBACK));
    assert_eq!(device.session.unreadable(), [FEEDBACK]);
    device.does(Event::Lost);
    assert_eq!((device.session.unreadable(), device.session.status().to_fetch), (vec![], 1));
    assert_eq!(opened(&device.connect()).len(), 1);
}

#[test]
fn nobody_waits_for_what_nobody_looks_at_any_more() {
    let (mut device, _) = Device::connected(Vec::new());
    device.does(Event::Watch(NOTE));
    device.hears(unreadable(NOTE));
    assert_eq!(said(&device.does(Event::Unwatch(NOTE))), [ClientFrame::Close(vec![NOTE])]);
    assert_eq!(device.session.unreadable(), []);
}
