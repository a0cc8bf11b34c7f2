//! What the server does not take: the work is rebuilt without it.

use super::*;

#[test]
fn after_a_refusal_the_work_is_rebuilt_once_everything_under_way_is_answered() {
    let (mut device, _) = Device::connected((1..=3).map(|batch| update(batch, NOTE)).collect());
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    assert_eq!(rebuilds(&device.hears(nack(1, Reason::TooLarge))), []);
    assert_eq!(offered(&device.does(Event::Queued(vec![update(4, NOTE), update(5, OTHER)]))), [5]);
    assert_eq!(rebuilds(&device.hears(nack(2, Reason::Follows))), []);
    let effects = device.hears(ack(&update(3, NOTE), 1, Chain::default()));
    assert_eq!(rebuilds(&effects), [(NOTE, vec![(1, Reason::TooLarge)])], "what merely follows is not to blame");
}

#[test]
fn rebuilt_work_is_offered_after_the_document_was_opened_again() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE), update(2, NOTE)]);
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    device.hears(nack(1, Reason::TooLarge));
    device.hears(nack(2, Reason::Follows));
    let rebuilt = Event::Rebuilt { doc: NOTE, gone: vec![BatchNo(1), BatchNo(2)], queued: vec![update(6, NOTE)] };
    let effects = device.does(rebuilt);
    let frames = said(&effects);
    assert!(matches!(frames[..], [ClientFrame::Open(_), ClientFrame::Push { batch: BatchNo(6), .. }]), "{frames:?}");
    assert_eq!(device.session.status().waiting, 1);
}

#[test]
fn what_was_never_answered_is_offered_again_before_anything_is_rebuilt() {
    let batches = [update(1, NOTE), update(2, NOTE), update(3, NOTE)];
    let (mut device, _) = Device::connected(batches.to_vec());
    device.hears(nack(2, Reason::TooLarge));
    let effects = device.does(Event::Lost);
    assert_eq!(rebuilds(&effects), [], "the server may have committed 1 and 3");
    device.does(Event::Queued(vec![update(4, NOTE)]));
    let effects = device.connect();
    assert_eq!((offered(&effects), rebuilds(&effects)), (vec![1, 3], vec![]));
    device.hears(ack(&batches[0], 1, Chain::default()));
    let effects = device.hears(nack(3, Reason::ClockGap));
    assert_eq!(rebuilds(&effects), [(NOTE, vec![(2, Reason::TooLarge)])]);
}

#[test]
fn a_finished_note_refuses_what_waits_without_being_asked_for_each() {
    let most = u64::from(WINDOW);
    let finished = Reason::Finalised { by: COLLEAGUE, at: Timestamp(1) };
    let (mut device, _) = Device::connected((1..=most + 1).map(|batch| update(batch, NOTE)).collect());
    let mut effects = Vec::new();
    for batch in 1..=most {
        effects = device.hears(nack(batch, finished));
    }
    assert_eq!(offered(&effects), NONE);
    let [(NOTE, refused)] = &rebuilds(&effects)[..] else { panic!("{effects:?}") };
    assert!(refused.contains(&(most + 1, finished)));
    assert_eq!(refused.len(), usize::from(WINDOW) + 1);
}

#[test]
fn one_refusal_costs_the_other_documents_nothing() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE), update(2, OTHER)]);
    device.hears(nack(1, Reason::NoAccess));
    let effects = device.hears(ack(&update(2, OTHER), 1, Chain::default()));
    assert!(matches!(kept(&effects)[..], [Persist::Acked { doc: OTHER, .. }, ..]));
}

#[test]
fn a_refused_command_is_kept_as_refused_and_the_rest_goes_on() {
    let (mut device, _) = Device::connected(vec![command(1, NOTE), update(2, NOTE)]);
    let effects = device.hears(nack(1, Reason::ChangedSince));
    let refused = Persist::Refused { doc: NOTE, batch: BatchNo(1), reason: Reason::ChangedSince };
    assert_eq!((kept(&effects), offered(&effects)), (vec![refused], vec![2]));
    assert_eq!(rebuilds(&effects), []);
}

#[test]
fn without_its_document_nothing_that_was_written_in_it_can_arrive() {
    let (mut device, _) = Device::connected(vec![create(1, NOTE), update(2, NOTE)]);
    let effects = device.hears(nack(1, Reason::AlreadyExists));
    let refused = Persist::Refused { doc: NOTE, batch: BatchNo(1), reason: Reason::AlreadyExists };
    assert_eq!(kept(&effects), [refused, Persist::Revoked { doc: NOTE }]);
    assert_eq!(device.session.status().waiting, 0);
    assert_eq!(device.hears(nack(2, Reason::Follows)), [], "the answer to what is gone");
}
