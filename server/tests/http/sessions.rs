//! What an open socket hears of the session it is open under.

use std::task::Poll;

use axum::{
    extract::FromRequestParts as _,
    http::{Request, header},
};
use buurtboek_server::auth::{endings, sessions::CurrentMember};
use buurtboek_shared::{domain::role::Role, protocol::frames::ByeReason};
use futures_util::poll;

use super::town::{Browser, Town};

/// The member behind a browser, as a handler meets them.
async fn behind(browser: &Browser, town: &Town) -> CurrentMember {
    let request = Request::builder().header(header::COOKIE, browser.cookie.as_ref().unwrap()).body(()).unwrap();
    CurrentMember::from_request_parts(&mut request.into_parts().0, &town.state).await.unwrap()
}

/// The task that tells sockets to look, on a clock that runs only while nothing else does.
async fn looking(town: &Town) {
    tokio::spawn(endings::watch(town.state.door.clone()));
    tokio::task::yield_now().await;
}

#[tokio::test(start_paused = true)]
async fn what_this_server_ends_is_heard_at_once() {
    let town = Town::real().await;
    looking(&town).await;
    let samira = town.member("samira", Role::Professional).await;
    let tablet = behind(&town.logged_in("samira").await, &town).await;
    let phone = behind(&town.logged_in("samira").await, &town).await;
    let mut on_tablet = Box::pin(tablet.watch(&town.state.door).unwrap());
    let mut on_phone = Box::pin(phone.watch(&town.state.door).unwrap());
    assert_eq!(poll!(&mut on_tablet), Poll::Pending);
    assert_eq!(poll!(&mut on_phone), Poll::Pending);

    let session = tablet.session().id;
    town.state.accounts.revoke_session(session, town.state.clock.now()).await.unwrap();
    let began = tokio::time::Instant::now();
    town.state.door.endings.look_now();
    assert_eq!(on_tablet.await, ByeReason::SessionOver);
    assert_eq!(began.elapsed(), std::time::Duration::ZERO);
    assert_eq!(poll!(&mut on_phone), Poll::Pending);
    assert!(tablet.watch(&town.state.door).is_err(), "nothing can be opened under it any more");

    town.state.accounts.deactivate_member(samira.id, town.state.clock.now()).await.unwrap();
    town.state.door.endings.look_now();
    assert_eq!(on_phone.await, ByeReason::SessionOver);
}

#[tokio::test(start_paused = true)]
async fn what_another_process_ends_is_found_before_anybody_notices() {
    let town = Town::real().await;
    town.member("samira", Role::Professional).await;
    let tablet = behind(&town.logged_in("samira").await, &town).await;
    let watch = tablet.watch(&town.state.door).unwrap();
    looking(&town).await;
    town.state.accounts.revoke_device(tablet.device, town.state.clock.now()).await.unwrap();
    let began = tokio::time::Instant::now();
    assert_eq!(watch.await, ByeReason::SessionOver);
    assert!(began.elapsed() < std::time::Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn a_session_that_runs_out_and_a_server_that_stops_are_told_apart() {
    let town = Town::real().await;
    town.member("samira", Role::Professional).await;
    let tablet = behind(&town.logged_in("samira").await, &town).await;
    let stopping = tablet.watch(&town.state.door).unwrap();
    town.state.stopping.cancel();
    assert_eq!(stopping.await, ByeReason::Stopping);

    let town = Town::real().await;
    town.member("samira", Role::Professional).await;
    let tablet = behind(&town.logged_in("samira").await, &town).await;
    let over = tablet.watch(&town.state.door).unwrap();
    town.pass(12 * 3600);
    assert_eq!(over.await, ByeReason::SessionOver);
}
