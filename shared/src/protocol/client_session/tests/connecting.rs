//! Finding the server, greeting it, losing it.

use super::*;

#[test]
fn a_new_session_connects_at_its_first_tick_and_says_hello_once_the_socket_is_open() {
    let mut device = Device::with(vec![update(1, NOTE)]);
    assert!(device.session.next_deadline() <= Some(device.now));
    assert_eq!(device.does(Event::Tick), [Effect::Connect]);
    let effects = device.does(Event::Opened);
    let [ClientFrame::Hello(hello)] = &said(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!((hello.device, hello.cursor), (DEVICE, Cursor(5)));
    assert_eq!(offered(&effects), NONE, "nothing is offered to a server that did not greet us");
}

#[test]
fn nothing_new_is_one_round_trip() {
    let (mut device, effects) = Device::connected(Vec::new());
    assert_eq!(effects, []);
    let effects = device.hears(catalogue(&[]));
    assert_eq!(said(&effects), []);
    assert_eq!(kept(&effects), [Persist::Catalogue { entries: vec![], cursor: Cursor(9), generation: Generation(1) }]);
}

/// A server that was restored, or made anew, knows nothing of the cursor that was said to it.
#[test]
fn a_server_with_other_data_is_asked_for_everything_and_compared_with_nothing_held() {
    let (_, chain) = history(NOTE, 7);
    let (mut device, _) = Device::connected(vec![update(1, OTHER)]);
    device.heads.insert(NOTE, (Seq(7), chain));
    device.does(Event::Lost);
    device.does(Event::TryNow);
    device.does(Event::Opened);
    let restored = ServerFrame::Welcome(Welcome { generation: Generation(2), ..welcome(MEMBER) });
    let effects = device.hears(restored.clone());
    assert_eq!(effects, [Effect::Persist(Persist::Anew { generation: Generation(2) }), Effect::Disconnect]);
    assert_eq!(device.hears(catalogue(&[])), [], "the answer to a cursor of other data");

    device.does(Event::TryNow);
    let hello = said(&device.does(Event::Opened));
    assert!(matches!(&hello[..], [ClientFrame::Hello(Hello { cursor: Cursor(0), .. })]), "{hello:?}");
    assert_eq!(offered(&device.hears(restored)), [1], "what waits is offered as ever");
    let effects = device.hears(catalogue(&[(NOTE, 7)]));
    assert!(matches!(&kept(&effects)[..], [Persist::Catalogue { generation: Generation(2), .. }]), "{effects:?}");
    let doubted = Have { doc: NOTE, seq: Seq(7), chain: Chain::default() };
    assert_eq!(opened(&effects), [doubted], "seven rows of other data are not these seven");
    assert_eq!(device.session.status().to_fetch, 1);
}

#[test]
fn a_device_that_knows_of_no_generation_goes_on_with_the_one_it_finds() {
    let start = Start {
        device: DEVICE,
        member: MEMBER,
        build: "test".into(),
        cursor: Cursor(5),
        generation: Generation::default(),
        to_fetch: Vec::new(),
        outbox: Vec::new(),
    };
    let mut device = Device { session: ClientSession::new(start), ..Device::with(Vec::new()) };
    assert_eq!(device.connect(), []);
    assert_eq!(device.link(), Link::Up);
}

#[test]
fn somebody_elses_welcome_gets_nothing_of_ours() {
    let mut device = Device::with(vec![update(1, NOTE)]);
    device.does(Event::TryNow);
    device.does(Event::Opened);
    let effects = device.hears(ServerFrame::Welcome(welcome(COLLEAGUE)));
    assert_eq!(effects, [Effect::Disconnect, Effect::SessionOver]);
    assert_eq!(device.session.next_deadline(), None, "nothing is tried until somebody logs in");
    assert_eq!(device.session.status().waiting, 1, "the work stays");
}

#[test]
fn a_server_that_does_not_greet_is_given_up() {
    let mut device = Device::with(Vec::new());
    device.does(Event::TryNow);
    device.does(Event::Opened);
    let until = device.session.next_deadline().unwrap();
    assert_eq!(device.waits_until(until), [Effect::Disconnect]);
    assert!(matches!(device.link(), Link::Down { .. }));
}

#[test]
fn a_lost_connection_is_tried_again_for_ever_and_ever_later() {
    let mut device = Device::with(Vec::new());
    for _ in 0..50 {
        let Link::Down { retry_at } = device.link() else { panic!("{:?}", device.link()) };
        let now = device.now;
        assert!(retry_at <= now + Millis::seconds(60));
        assert_eq!(device.waits_until(retry_at.max(now)), [Effect::Connect]);
        device.session.handle(device.now, u32::MAX, Event::Lost);
    }
}

#[test]
fn what_a_connection_that_was_given_up_still_says_is_not_heard() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE)]);
    device.does(Event::Lost);
    assert_eq!(device.hears(ack(&update(1, NOTE), 1, Chain::default())), []);
    assert_eq!(device.does(Event::Opened), [], "nor does a socket that opens too late speak");
    assert_eq!(device.session.status().waiting, 1);
}

#[test]
fn a_quiet_connection_is_kept_alive_and_a_dead_one_noticed() {
    let (mut device, _) = Device::connected(Vec::new());
    let began = device.now;
    let effects = device.waits_until(began + Millis::seconds(25));
    assert!(matches!(said(&effects)[..], [ClientFrame::Ping { .. }]));
    assert_eq!(device.session.next_deadline(), Some(began + Millis::seconds(50)));
    device.waits_until(began + Millis::seconds(50));
    assert_eq!(device.waits_until(began + Millis::seconds(60)), [Effect::Disconnect]);
}

#[test]
fn whoever_asks_to_try_now_learns_within_seconds_that_a_connection_is_dead() {
    let (mut device, _) = Device::connected(Vec::new());
    let effects = device.does(Event::TryNow);
    assert!(matches!(said(&effects)[..], [ClientFrame::Ping { .. }]));
    assert_eq!(device.does(Event::TryNow), [], "it is asked once");
    let until = device.session.next_deadline().unwrap();
    assert_eq!(until, device.now + Millis::seconds(5));
    device.hears(ServerFrame::Pong { nonce: 0 });
    assert_eq!(device.waits_until(until), [], "it is alive");
    device.does(Event::TryNow);
    let until = device.session.next_deadline().unwrap();
    assert_eq!(device.waits_until(until), [Effect::Disconnect]);
}

#[test]
fn each_goodbye_means_something_else() {
    let bye = |reason, wait| {
        let (mut device, _) = Device::connected(Vec::new());
        let effects = device.hears(ServerFrame::Bye { reason, retry_after: wait });
        assert!(gives_up(&effects), "{reason:?}");
        (effects, device.link(), device.now)
    };
    let (effects, link, _) = bye(ByeReason::SessionOver, Millis(0));
    assert!(effects.contains(&Effect::SessionOver));
    assert_eq!(link, Link::SessionOver);
    let (effects, link, _) = bye(ByeReason::Protocol, Millis(0));
    assert!(effects.contains(&Effect::Outdated));
    assert_eq!(link, Link::Outdated);
    let (_, link, now) = bye(ByeReason::Superseded, Millis(0));
    assert_eq!(link, Link::Down { retry_at: now + Millis::seconds(30) }, "it does not fight for the socket");
    let (_, link, now) = bye(ByeReason::Stopping, Millis::seconds(2));
    assert_eq!(link, Link::Down { retry_at: now + Millis::seconds(2) });
}

#[test]
fn bytes_that_are_no_frame_end_the_connection() {
    let (mut device, _) = Device::connected(Vec::new());
    assert!(gives_up(&device.does(Event::Received(vec![250, 250]))));
}

#[test]
fn once_the_storage_fails_nothing_more_is_taken() {
    let (mut device, _) = Device::connected(vec![update(1, NOTE)]);
    assert_eq!(device.does(Event::StorageFailed), [Effect::Disconnect]);
    assert_eq!((device.link(), device.session.next_deadline()), (Link::StorageFailed, None));
    assert_eq!(device.hears(ack(&update(1, NOTE), 1, Chain::default())), []);
    assert_eq!(device.does(Event::TryNow), []);
}
