//! What documents say: rows, states, projections, carets.

use super::*;

/// A device that looks at the note and holds this many rows of its history.
fn reading(held: u64) -> Device {
    let (mut device, _) = Device::connected(Vec::new());
    device.heads.insert(NOTE, (Seq(held), history(NOTE, held).1));
    device.does(Event::Watch(NOTE));
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    device
}

#[test]
fn rows_that_follow_are_kept_and_known_ones_are_not_kept_twice() {
    let mut device = reading(2);
    let (rows, chain) = history(NOTE, 4);
    let frame = ServerFrame::Rows { doc: NOTE, prev: Chain::default(), rows: rows.clone() };
    let effects = device.hears(frame.clone());
    assert_eq!(kept(&effects), [Persist::Rows { doc: NOTE, rows: rows[2..].to_vec(), head: (Seq(4), chain) }]);
    assert_eq!(device.hears(frame), []);
}

#[test]
fn a_hole_is_asked_for_once_and_never_bridged() {
    let mut device = reading(2);
    let (rows, _) = history(NOTE, 5);
    let late = |row: &Row, prev| ServerFrame::Rows { doc: NOTE, prev, rows: vec![row.clone()] };
    let effects = device.hears(late(&rows[3], history(NOTE, 3).1));
    assert_eq!(kept(&effects), []);
    assert_eq!(opened(&effects), [Have { doc: NOTE, seq: Seq(2), chain: history(NOTE, 2).1 }]);
    assert_eq!(device.hears(late(&rows[4], history(NOTE, 4).1)), []);
}

#[test]
fn rows_of_another_history_make_the_device_ask_for_all_of_it() {
    let mut device = reading(2);
    let other = row(3, COLLEAGUE, bytes_of(1));
    let effects = device.hears(ServerFrame::Rows { doc: NOTE, prev: Hash256([9; 32]), rows: vec![other] });
    assert_eq!(kept(&effects), []);
    assert_eq!(opened(&effects), [Have { doc: NOTE, seq: Seq(0), chain: Chain::default() }]);
}

#[test]
fn rows_that_nobody_asked_for_are_not_kept() {
    let (mut device, _) = Device::connected(Vec::new());
    let (rows, _) = history(NOTE, 1);
    assert_eq!(device.hears(ServerFrame::Rows { doc: NOTE, prev: Chain::default(), rows }), []);
}

fn snapshot(seq: u64, chain: Chain, bytes: &[u8]) -> Vec<ServerFrame> {
    let frame = |(fragment, bytes): (_, &[u8])| ServerFrame::Snapshot {
        doc: NOTE,
        seq: Seq(seq),
        chain,
        fragment,
        bytes: bytes.to_vec(),
    };
    cut(bytes).map(frame).collect()
}

#[test]
fn a_state_is_kept_once_its_last_fragment_is_here() {
    let mut device = reading(0);
    let body = SnapshotBody { state: vec![1; 300_000], authors: Vec::new() };
    let chain = Hash256([9; 32]);
    let mut frames = snapshot(7, chain, &encode_value(&body).unwrap());
    let last = frames.pop().unwrap();
    for frame in frames {
        assert_eq!(device.hears(frame), []);
    }
    let effects = device.hears(last);
    assert_eq!(kept(&effects), [Persist::Snapshot { doc: NOTE, head: (Seq(7), chain), body: body.clone() }]);
    for frame in snapshot(7, chain, &encode_value(&body).unwrap()) {
        assert_eq!(device.hears(frame), [], "what is held replaces nothing");
    }
}

#[test]
fn a_state_that_cannot_be_read_is_never_called_fetched() {
    let mut device = reading(0);
    let frames = snapshot(7, Hash256([9; 32]), &[0xff; 9]);
    assert_eq!(device.hears(frames[0].clone()), [Effect::Disconnect]);
    assert_eq!(device.hears(ServerFrame::UpToDate { doc: NOTE }), []);
}

#[test]
fn a_projection_replaces_the_one_that_is_held() {
    let (mut device, _) = Device::connected(Vec::new());
    device.heads.insert(FEEDBACK, (Seq(3), Chain::default()));
    let effects = device.hears(catalogue(&[(FEEDBACK, 4)]));
    assert_eq!(opened(&effects), [Have { doc: FEEDBACK, seq: Seq(3), chain: Chain::default() }]);
    let fragment = crate::protocol::frames::Fragment { index: 0, count: 1 };
    let frame = ServerFrame::Projection { doc: FEEDBACK, version: Seq(4), fragment, bytes: vec![1, 2] };
    let kept = kept(&device.hears(frame));
    assert_eq!(kept, [Persist::Projection { doc: FEEDBACK, version: Seq(4), value: vec![1, 2] }]);
}

#[test]
fn what_nobody_looks_at_any_more_is_closed_unless_work_waits_in_it() {
    let mut device = reading(1);
    device.does(Event::Queued(vec![update(1, NOTE)]));
    assert_eq!(said(&device.does(Event::Unwatch(NOTE))), []);
    let chain = history(NOTE, 1).1;
    assert_eq!(said(&device.hears(ack(&update(1, NOTE), 2, chain))), [ClientFrame::Close(vec![NOTE])]);
}

#[test]
fn carets_travel_only_while_connected() {
    let mut device = reading(0);
    let gone = Event::Presence { doc: NOTE, place: None };
    assert_eq!(said(&device.does(gone.clone())), [ClientFrame::Presence { doc: NOTE, place: None }]);
    let theirs = ServerFrame::Presence { doc: NOTE, member: COLLEAGUE, device: DEVICE, place: None };
    let shown = Effect::Presence { doc: NOTE, member: COLLEAGUE, device: DEVICE, place: None };
    assert_eq!(device.hears(theirs), [shown]);
    device.does(Event::Lost);
    assert_eq!(device.does(gone), []);
}

#[test]
fn where_the_own_caret_is_is_told_once_the_document_is_live_and_again_on_every_connection() {
    let (mut device, _) = Device::connected(Vec::new());
    device.heads.insert(NOTE, (Seq(0), Chain::default()));
    device.does(Event::Watch(NOTE));
    let place = Some(PresencePlace { root: "we_see".to_owned(), caret: vec![1] });
    let there = Event::Presence { doc: NOTE, place: place.clone() };
    assert_eq!(said(&device.does(there.clone())), [], "the server would not know what is meant");
    let told = [ClientFrame::Presence { doc: NOTE, place }];
    let live = ServerFrame::UpToDate { doc: NOTE };
    assert_eq!(said(&device.hears(live.clone())), told);
    device.does(Event::Lost);
    device.connect();
    assert_eq!(said(&device.hears(live.clone())), told, "that connection knew nothing of it");
    device.does(Event::Presence { doc: NOTE, place: None });
    device.does(Event::Lost);
    device.connect();
    assert_eq!(said(&device.hears(live)), [], "who left is nowhere");
}

#[test]
fn the_clocks_are_compared_at_the_greeting_and_again_when_the_server_stamped_later() {
    let mut device = Device::with(vec![update(1, NOTE)]);
    assert_eq!(device.session.status().skew, None, "nobody told the time yet");
    device.connect();
    let skew = device.session.status().skew.unwrap();
    assert_eq!(skew.server_time(device.now), GREETED);
    device.now = Timestamp(device.now.0 - 3_600_000);
    let receipt = Receipt { at: GREETED, ..receipt(&update(1, NOTE), 1, Chain::default()) };
    device.hears(ServerFrame::Ack { batch: BatchNo(1), receipt });
    assert_eq!(device.session.status().skew.unwrap().server_time(device.now), GREETED);
}

#[test]
fn nothing_is_known_to_be_missing_before_the_server_said_what_there_is() {
    let (mut device, _) = Device::connected(Vec::new());
    assert!(!device.session.status().listed);
    let page = |remaining| ServerFrame::Catalogue { entries: Vec::new(), cursor: Cursor(6), remaining };
    device.hears(page(3));
    assert!(!device.session.status().listed, "more pages follow");
    device.hears(page(0));
    assert!(device.session.status().listed);
    device.does(Event::Lost);
    assert!(!device.session.status().listed);
}
