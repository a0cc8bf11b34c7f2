//! The server with a port: its sockets, what ends them, and how it stops.

use std::net::SocketAddr;

use buurtboek_server::serve;
use buurtboek_shared::{
    domain::role::Role,
    ids::{DeviceId, DocId, Seq},
    protocol::{
        codec::{decode, encode},
        frames::{ByeReason, ClientFrame, Cursor, Hello, ServerFrame},
        limits::{PROTOCOL, SCHEMA, SUBPROTOCOL},
    },
};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _, http::HeaderValue},
};

use super::town::{Browser, Town};

pub(super) type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

pub(super) async fn running(town: &Town) -> (SocketAddr, JoinHandle<Result<(), serve::ServeError>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (address, tokio::spawn(serve::run_until_stopped(town.state.clone(), listener)))
}

pub(super) async fn connect(address: SocketAddr, browser: &Browser, origin: &str) -> Result<Socket, Error> {
    let mut request = format!("ws://{address}/api/v1/sync").into_client_request().unwrap();
    let headers = request.headers_mut();
    headers.insert("sec-websocket-protocol", HeaderValue::from_static(SUBPROTOCOL));
    headers.insert("origin", HeaderValue::from_str(origin).unwrap());
    if let Some(cookie) = &browser.cookie {
        headers.insert("cookie", HeaderValue::from_str(cookie).unwrap());
    }
    connect_async(request).await.map(|(socket, _)| socket)
}

/// A socket that has said hello and was welcomed.
pub(super) async fn greeted(address: SocketAddr, browser: &Browser) -> Socket {
    let mut socket = connect(address, browser, &format!("http://{address}")).await.unwrap();
    let device: DeviceId = browser.device.parse().unwrap();
    let hello = Hello { protocol: PROTOCOL, schema: SCHEMA, build: "test".into(), device, cursor: Cursor::default() };
    let bytes = encode(&ClientFrame::Hello(hello)).unwrap();
    socket.send(Message::Binary(bytes.into())).await.unwrap();
    assert!(matches!(frame(&mut socket).await, Some(ServerFrame::Welcome(_))));
    socket
}

pub(super) async fn frame(socket: &mut Socket) -> Option<ServerFrame> {
    while let Some(Ok(message)) = socket.next().await {
        if let Message::Binary(bytes) = message {
            return Some(decode(&bytes).unwrap());
        }
    }
    None
}

/// Why the server said goodbye.
pub(super) async fn goodbye(mut socket: Socket) -> Option<ByeReason> {
    while let Some(frame) = frame(&mut socket).await {
        if let ServerFrame::Bye { reason, .. } = frame {
            return Some(reason);
        }
    }
    None
}

#[tokio::test]
async fn only_our_own_page_with_a_session_gets_a_socket() {
    let town = Town::real().await;
    town.member("samira", Role::Professional).await;
    let (address, _) = running(&town).await;
    let samira = town.logged_in("samira").await;
    let own = format!("http://{address}");
    for (browser, origin, status) in
        [(&town.browser(), own.as_str(), 401), (&samira, "https://evil.example", 403), (&samira, "null", 403)]
    {
        match connect(address, browser, origin).await {
            Err(Error::Http(response)) => assert_eq!(response.status(), status, "{origin}"),
            other => panic!("{origin}: {other:?}"),
        }
    }
    greeted(address, &samira).await;
}

#[tokio::test]
async fn ending_a_session_closes_its_sockets_at_once_and_no_others() {
    let town = Town::real().await;
    town.member("samira", Role::Professional).await;
    let (address, _) = running(&town).await;
    let mut tablet = town.logged_in("samira").await;
    let phone = town.logged_in("samira").await;
    let on_tablet = greeted(address, &tablet).await;
    let on_phone = greeted(address, &phone).await;
    assert_eq!(town.state.metrics.open_sockets(), 2);

    assert_eq!(tablet.delete("/api/v1/sessions/current").await.status, 204);
    assert_eq!(goodbye(on_tablet).await, Some(ByeReason::SessionOver));
    assert!(connect(address, &tablet, &format!("http://{address}")).await.is_err());

    town.state.stopping.cancel();
    assert_eq!(goodbye(on_phone).await, Some(ByeReason::Stopping), "the phone was left alone until now");
}

/// A member is made in one transaction, and the directory published in another.
#[tokio::test]
async fn a_server_that_starts_publishes_what_was_not_published_before_it_ended() {
    let town = Town::real().await;
    town.member("samira", Role::Professional).await;
    let reader = town.state.store.reader();
    let directory = DocId::directory(town.team);
    assert_eq!(reader.projection(directory).unwrap(), None);
    let samira = town.logged_in("samira").await;
    let mut versions = Vec::new();
    for _ in ["at the first start", "with nothing new"] {
        let (address, _) = running(&town).await;
        greeted(address, &samira).await;
        versions.push(reader.projection(directory).unwrap().map(|published| published.version));
    }
    assert_eq!(versions, [Some(Seq(1)), Some(Seq(1))]);
}

#[tokio::test]
async fn a_stopping_server_says_so_commits_and_ends() {
    let town = Town::real().await;
    town.member("samira", Role::Professional).await;
    let (address, serving) = running(&town).await;
    let samira = town.logged_in("samira").await;
    let socket = greeted(address, &samira).await;
    let idle = tokio::net::TcpStream::connect(address).await.unwrap();

    town.state.stopping.cancel();
    assert_eq!(goodbye(socket).await, Some(ByeReason::Stopping));
    serving.await.unwrap().unwrap();
    drop(idle);
    assert!(town.state.store.probe().await.is_err(), "the store is closed");
    assert!(tokio::net::TcpStream::connect(address).await.is_err(), "nobody listens any more");
    assert_eq!(town.state.metrics.open_sockets(), 0);
}
