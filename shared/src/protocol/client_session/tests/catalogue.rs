//! What there is to be read, and what no longer.

use super::*;

#[test]
fn the_catalogue_is_saved_with_its_cursor_and_what_is_new_is_fetched() {
    let (mut device, _) = Device::connected(Vec::new());
    let effects = device.hears(catalogue(&[(NOTE, 2)]));
    assert!(
        matches!(&kept(&effects)[..], [Persist::Catalogue { entries, cursor: Cursor(9), .. }] if entries.len() == 1)
    );
    assert_eq!(opened(&effects), [Have { doc: NOTE, seq: Seq(0), chain: Chain::default() }]);
    assert_eq!(device.session.status().to_fetch, 1);
    let (rows, chain) = history(NOTE, 2);
    let effects = device.hears(ServerFrame::Rows { doc: NOTE, prev: Chain::default(), rows: rows.clone() });
    assert_eq!(kept(&effects), [Persist::Rows { doc: NOTE, rows, head: (Seq(2), chain) }]);
    let effects = device.hears(ServerFrame::UpToDate { doc: NOTE });
    assert_eq!(kept(&effects), [Persist::Fetched { doc: NOTE, at: GREETED }]);
    assert_eq!(said(&effects), [ClientFrame::Close(vec![NOTE])], "nobody looks at it");
}

#[test]
fn what_was_announced_to_an_earlier_session_is_fetched_by_this_one() {
    let mut device = Device::starting(Vec::new(), vec![NOTE]);
    assert_eq!(opened(&device.connect()).len(), 1);
}

#[test]
fn our_own_work_is_announced_to_us_too_and_not_fetched_back() {
    let mine = [create(1, NOTE), update(2, NOTE)];
    let (mut device, _) = Device::connected(mine.to_vec());
    device.hears(ack(&mine[0], 0, Chain::default()));
    device.hears(ack(&mine[1], 1, Chain::default()));
    let effects = device.hears(catalogue(&[(NOTE, 1)]));
    assert_eq!((opened(&effects), device.session.status().to_fetch), (vec![], 0));
    assert_eq!(kept(&effects).last(), Some(&Persist::Fetched { doc: NOTE, at: GREETED }));
}

#[test]
fn a_long_list_is_fetched_a_few_at_a_time_and_what_somebody_looks_at_first() {
    let doc = |number: u128| DocId::new(DocKind::Note, Id128(number.to_be_bytes()));
    let mut device = Device::starting(Vec::new(), (0..200).map(doc).collect());
    device.does(Event::Watch(doc(199)));
    let haves = opened(&device.connect());
    assert_eq!((haves.len(), haves[0].doc), (64, doc(199)));
    assert_eq!(
        opened(&device.hears(ServerFrame::UpToDate { doc: doc(0) })),
        [Have { doc: doc(63), seq: Seq(0), chain: Chain::default() }]
    );
}

#[test]
fn what_may_no_longer_be_read_is_wiped_before_the_cursor_says_so() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE)]);
    let entry = CatalogueEntry { doc: NOTE, change: CatalogueChange::Revoked };
    let revoked = ServerFrame::Catalogue { entries: vec![entry], cursor: Cursor(9), remaining: 0 };
    let effects = device.hears(revoked);
    let saved = Persist::Catalogue { entries: vec![entry], cursor: Cursor(9), generation: Generation(1) };
    assert_eq!(kept(&effects), [Persist::Revoked { doc: NOTE }, saved]);
    assert_eq!(device.session.status().waiting, 0);
    assert_eq!(device.hears(nack(1, Reason::NoAccess)), [], "the answer to what is gone");
}

#[test]
fn what_is_handed_over_is_offered_until_it_is_acknowledged_and_opens_nothing() {
    let handover = Handover {
        doc: NOTE,
        of: NOTE,
        root: "text.we_see".into(),
        text: "De kamer is koud.".into(),
        written: Timestamp(1),
    };
    let outgoing = Outgoing { batch: BatchNo(2), doc: NOTE, item: OutgoingItem::HandOver(handover) };
    let (mut device, _) = Device::connected(vec![update(1, NOTE)]);
    device.hears(ServerFrame::Revoked { doc: NOTE });
    let effects = device.does(Event::Queued(vec![outgoing.clone()]));
    assert_eq!((offered(&effects), opened(&effects)), (vec![2], vec![]));
    // Access ended a second time, and the connection went before the answer: it is offered again.
    device.hears(ServerFrame::Revoked { doc: NOTE });
    assert_eq!(device.session.status().waiting, 1);
    let later = Device::starting(vec![outgoing.clone()], Vec::new()).connect();
    assert_eq!((offered(&later), opened(&later)), (vec![2], vec![]));
    let effects = device.hears(ack(&outgoing, 0, Chain::default()));
    assert!(matches!(kept(&effects)[..], [Persist::Acked { doc: NOTE, batch: BatchNo(2), head: None, .. }]));
    assert_eq!(device.session.status().waiting, 0);
}

#[test]
fn what_the_server_does_not_take_over_comes_back_to_its_writer() {
    let handover = Handover { doc: NOTE, of: NOTE, root: String::new(), text: "a".into(), written: Timestamp(1) };
    let outgoing = Outgoing { batch: BatchNo(1), doc: NOTE, item: OutgoingItem::HandOver(handover) };
    let (mut device, _) = Device::connected(vec![outgoing]);
    let effects = device.hears(nack(1, Reason::NoAccess));
    assert_eq!(kept(&effects), [Persist::Refused { doc: NOTE, batch: BatchNo(1), reason: Reason::NoAccess }]);
}

#[test]
fn what_was_to_be_made_in_a_document_goes_with_it() {
    let document = NewDocument { doc: NOTE, team: TeamId::default(), parent: Some(DOSSIER), schema: SCHEMA };
    let create = Outgoing { batch: BatchNo(1), doc: NOTE, item: OutgoingItem::Create(document) };
    let (mut device, _) = Device::connected(vec![create, update(2, NOTE), update(3, OTHER)]);
    let effects = device.hears(ServerFrame::Revoked { doc: DOSSIER });
    assert_eq!(kept(&effects), [Persist::Revoked { doc: DOSSIER }, Persist::Revoked { doc: NOTE }]);
    assert_eq!(device.session.status().waiting, 1);
}

#[test]
fn the_answer_to_an_earlier_question_does_not_count_for_a_later_one() {
    let (mut device, _) = Device::connected(Vec::new());
    device.hears(catalogue(&[(NOTE, 2)]));
    device.hears(ServerFrame::Revoked { doc: NOTE });
    assert_eq!(opened(&device.hears(catalogue(&[(NOTE, 2)]))).len(), 1, "granted again");
    let effects = device.hears(ServerFrame::UpToDate { doc: NOTE });
    assert_eq!((kept(&effects), device.session.status().to_fetch), (vec![], 1), "nothing has come yet");
    let (rows, _) = history(NOTE, 2);
    assert_eq!(kept(&device.hears(ServerFrame::Rows { doc: NOTE, prev: Chain::default(), rows })).len(), 1);
    assert_eq!(kept(&device.hears(ServerFrame::UpToDate { doc: NOTE })), [Persist::Fetched { doc: NOTE, at: GREETED }]);
}
