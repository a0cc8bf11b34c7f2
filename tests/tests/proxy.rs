//! The proxy does to connections what it says.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

use buurtboek_tests::proxy::{Line, Proxy};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A server that answers every byte with itself.
async fn echo() -> std::net::SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut read, mut write) = stream.split();
                let _ = tokio::io::copy(&mut read, &mut write).await;
            });
        }
    });
    address
}

async fn say(stream: &mut TcpStream, byte: u8) -> std::io::Result<u8> {
    stream.write_all(&[byte]).await?;
    stream.read_u8().await
}

#[tokio::test]
async fn a_cut_line_resets_what_was_open_and_what_comes_and_heals() {
    let proxy = Proxy::start(echo().await).await.unwrap();
    let mut before = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(say(&mut before, 7).await.unwrap(), 7);
    proxy.set(Line::Cut);
    assert!(before.read_u8().await.is_err());
    let mut during = TcpStream::connect(proxy.address()).await.unwrap();
    assert!(say(&mut during, 8).await.is_err());
    proxy.set(Line::Open);
    let mut after = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(say(&mut after, 9).await.unwrap(), 9);
    assert_eq!(proxy.received(), [7, 9]);
    proxy.stop().await;
}

#[tokio::test]
async fn a_silent_line_keeps_the_connection_and_delivers_when_it_heals() {
    let proxy = Proxy::start(echo().await).await.unwrap();
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(say(&mut stream, 1).await.unwrap(), 1);
    proxy.set(Line::Silent);
    stream.write_all(&[2]).await.unwrap();
    proxy.set(Line::Open);
    assert_eq!(stream.read_u8().await.unwrap(), 2);
    proxy.stop().await;
}
