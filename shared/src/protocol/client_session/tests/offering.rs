//! What waits is offered, acknowledged and called synchronised.

use super::*;

#[test]
fn what_waits_is_offered_in_order_and_what_comes_is_offered_at_once() {
    let (mut device, effects) = Device::connected(vec![update(1, NOTE), update(2, OTHER)]);
    assert_eq!(offered(&effects), [1, 2]);
    assert_eq!(offered(&device.does(Event::Queued(vec![update(3, NOTE)]))), [3]);
    assert_eq!(offered(&device.does(Event::Queued(vec![update(3, NOTE)]))), NONE, "the same batch once");
}

#[test]
fn only_so_many_are_under_way_at_once() {
    let most = u64::from(WINDOW);
    let all: Vec<Outgoing> = (1..=most + 5).map(|batch| update(batch, NOTE)).collect();
    let (mut device, effects) = Device::connected(all.clone());
    assert_eq!(offered(&effects).len(), usize::from(WINDOW));
    assert_eq!(offered(&device.hears(ack(&all[0], 1, Chain::default()))), [most + 1]);
}

#[test]
fn after_a_lost_connection_all_of_it_is_offered_again_under_the_same_numbers() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE), update(2, NOTE)]);
    device.does(Event::Lost);
    assert!(!device.session.status().sending);
    assert_eq!(offered(&device.connect()), [1, 2]);
}

#[test]
fn an_acknowledged_batch_goes_to_the_base_with_the_new_head() {
    let (rows, chain) = history(NOTE, 3);
    let mine = update(1, NOTE);
    let (mut device, _) = Device::connected(Vec::new());
    device.heads.insert(NOTE, (Seq(3), chain));
    device.does(Event::Queued(vec![mine.clone()]));
    let effects = device.hears(ack(&mine, 4, chain));
    let receipt = receipt(&mine, 4, chain);
    let head = Some((Seq(4), receipt.chain));
    assert_eq!(kept(&effects), [Persist::Acked { doc: NOTE, batch: BatchNo(1), receipt, head }]);
    assert_eq!(rows.len(), 3);
    assert_eq!(device.session.status().waiting, 0);
}

#[test]
fn an_acknowledgement_of_other_bytes_is_never_called_synchronised() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE)]);
    let other = Outgoing { batch: BatchNo(1), ..update(99, NOTE) };
    let effects = device.hears(ack(&other, 1, Chain::default()));
    assert_eq!(effects, [Effect::Disconnect]);
    assert_eq!(device.session.status().waiting, 1);
    let Link::Down { retry_at } = device.link() else { panic!() };
    assert!(retry_at >= device.now + Millis::seconds(5), "it is not asked again at once");
}

#[test]
fn rows_between_what_is_held_and_what_was_acknowledged_are_asked_for_once() {
    let (rows, chain) = history(NOTE, 3);
    let (mut device, _) = Device::connected(Vec::new());
    device.does(Event::Watch(NOTE));
    device.hears(ServerFrame::UpToDate { doc: NOTE });
    let mine = [update(1, NOTE), update(2, NOTE)];
    device.does(Event::Queued(mine.to_vec()));
    let effects = device.hears(ack(&mine[0], 4, chain));
    let receipt = receipt(&mine[0], 4, chain);
    assert_eq!(kept(&effects), [Persist::Acked { doc: NOTE, batch: BatchNo(1), receipt, head: None }]);
    assert_eq!(opened(&effects), [Have { doc: NOTE, seq: Seq(0), chain: Chain::default() }]);
    assert_eq!(opened(&device.hears(ack(&mine[1], 5, receipt.chain))), [], "that answer is still to come");
    assert_eq!(rows.len(), 3);
}

#[test]
fn a_new_document_is_opened_after_its_first_acknowledgement_from_what_is_held_by_then() {
    let batches = [create(1, NOTE), update(2, NOTE), update(3, NOTE)];
    let mut device = Device::with(batches.to_vec());
    device.does(Event::Watch(NOTE));
    let effects = device.connect();
    assert_eq!((offered(&effects), opened(&effects)), (vec![1, 2, 3], vec![]), "there is nothing to open yet");
    assert_eq!(opened(&device.hears(ack(&batches[0], 0, Chain::default()))), []);
    let effects = device.hears(ack(&batches[1], 1, Chain::default()));
    let chain = receipt(&batches[1], 1, Chain::default()).chain;
    assert_eq!(opened(&effects), [Have { doc: NOTE, seq: Seq(1), chain }]);
}

#[test]
fn a_command_travels_alone_in_its_document() {
    let batches = [update(1, NOTE), command(2, NOTE), update(3, NOTE), update(4, OTHER)];
    let (mut device, effects) = Device::connected(batches.to_vec());
    assert_eq!(offered(&effects), [1, 4], "what was written before it arrives before it");
    assert_eq!(offered(&device.hears(ack(&batches[0], 1, Chain::default()))), [2]);
    assert_eq!(offered(&device.hears(ack(&batches[1], 2, Chain::default()))), [3], "and what came after it, after it");
}
