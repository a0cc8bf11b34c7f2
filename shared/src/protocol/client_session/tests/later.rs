//! What the server cannot take now, or not yet.

use super::*;

#[test]
fn what_may_come_later_holds_its_own_document_only_and_not_for_ever() {
    let batches = [update(1, NOTE), update(2, OTHER)];
    let (mut device, _) = Device::connected(batches.to_vec());
    assert_eq!(offered(&device.hears(nack(1, Reason::NoGrantYet))), NONE);
    assert_eq!(offered(&device.does(Event::Queued(vec![update(3, NOTE), update(4, OTHER)]))), [4]);
    let release = device.session.next_deadline().unwrap();
    assert_eq!(release, device.now + Millis::seconds(5));
    assert_eq!(offered(&device.waits_until(release)), [1, 3]);
}

#[test]
fn a_server_that_cannot_store_is_known_as_such_until_it_stores_something() {
    let batches = [update(1, NOTE), update(2, OTHER)];
    let (mut device, _) = Device::connected(batches.to_vec());
    device.hears(nack(1, Reason::ReadOnly));
    device.hears(nack(2, Reason::NoGrantYet));
    assert!(device.session.status().server_read_only);
    let release = device.session.next_deadline().unwrap();
    device.waits_until(release);
    device.hears(ack(&batches[0], 1, Chain::default()));
    assert!(!device.session.status().server_read_only);
}

#[test]
fn a_device_that_offers_nothing_knows_whether_the_server_can_store() {
    let (mut device, _) = Device::connected(Vec::new());
    let receipt = Receipt {
        hash: Hash256::default(),
        seq: Seq(0),
        chain: Chain::default(),
        at: GREETED,
        seal: Hash256::default(),
    };
    let again = ServerFrame::Ack { batch: BatchNo::NONE, receipt };
    assert_eq!(device.hears(nack(0, Reason::ReadOnly)), []);
    assert!(device.session.status().server_read_only);
    assert_eq!(device.hears(again), []);
    assert!(!device.session.status().server_read_only);

    device.hears(nack(0, Reason::ReadOnly));
    device.does(Event::Lost);
    device.connect();
    assert!(!device.session.status().server_read_only, "it says so at the greeting, when it still cannot");
}

#[test]
fn a_batch_that_builds_on_what_the_server_lacks_is_offered_again_after_a_refresh() {
    let (_, chain) = history(NOTE, 3);
    let (mut device, _) = Device::connected(Vec::new());
    device.heads.insert(NOTE, (Seq(3), chain));
    device.does(Event::Queued(vec![update(1, NOTE)]));
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    let effects = device.hears(nack(1, Reason::DependencyUnknown));
    assert_eq!((offered(&effects), opened(&effects)), (vec![], vec![Have { doc: NOTE, seq: Seq(3), chain }]));
    assert_eq!(offered(&device.hears(ServerFrame::UpToDate { doc: NOTE })), [1]);
}

#[test]
fn after_three_refreshes_in_vain_the_work_is_rebuilt() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE)]);
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    for _ in 0..3 {
        assert_eq!(rebuilds(&device.hears(nack(1, Reason::ClockGap))), []);
        assert_eq!(offered(&device.hears(ServerFrame::UpToDate { doc: NOTE })), [1]);
    }
    assert_eq!(rebuilds(&device.hears(nack(1, Reason::ClockGap))), [(NOTE, vec![])]);
}

#[test]
fn a_gap_behind_a_batch_that_must_wait_is_no_reason_to_refresh() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE), update(2, NOTE)]);
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    device.hears(nack(1, Reason::TooFast));
    let effects = device.hears(nack(2, Reason::ClockGap));
    assert_eq!((opened(&effects), rebuilds(&effects)), (vec![], vec![]));
    let release = device.session.next_deadline().unwrap();
    assert_eq!(offered(&device.waits_until(release)), [1, 2]);
}

#[test]
fn what_was_judged_without_the_batch_before_it_is_not_to_blame() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE), update(2, NOTE)]);
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    device.hears(nack(1, Reason::ReadOnly));
    assert_eq!(rebuilds(&device.hears(nack(2, Reason::WrongState))), [(NOTE, vec![])], "both are offered again");
}
