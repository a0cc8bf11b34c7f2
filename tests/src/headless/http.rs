//! Just enough HTTP: one request, one connection.

use std::{io, net::SocketAddr};

use serde::de::DeserializeOwned;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// What came back.
#[derive(Debug)]
pub struct Response {
    /// Its code.
    pub status: u16,
    /// Its headers, as they came.
    head: String,
    body: Vec<u8>,
}

impl Response {
    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let line = |line: &'_ str| line.split_once(':').is_some_and(|(found, _)| found.eq_ignore_ascii_case(name));
        self.head.lines().find(|found| line(found))?.split_once(':').map(|(_, value)| value.trim())
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// When it is something else.
    pub fn json<T: DeserializeOwned>(&self) -> io::Result<T> {
        serde_json::from_slice(&self.body).map_err(io::Error::other)
    }
}

/// Sends JSON and waits for the answer.
///
/// # Errors
/// When the server does not answer in HTTP.
pub async fn post(server: SocketAddr, path: &str, json: &serde_json::Value) -> io::Result<Response> {
    let body = json.to_string();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {server}\r\nOrigin: http://{server}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    ask(server, &request).await
}

/// Asks for something as whoever is logged in.
///
/// # Errors
/// As [`post`].
pub async fn get(server: SocketAddr, path: &str, cookie: &str) -> io::Result<Response> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {server}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n");
    ask(server, &request).await
}

async fn ask(server: SocketAddr, request: &str) -> io::Result<Response> {
    let mut stream = TcpStream::connect(server).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n");
    let end = end.ok_or_else(|| io::Error::other("the server does not speak HTTP"))?;
    let body = answer.split_off(end + 4);
    let head = String::from_utf8(answer).map_err(io::Error::other)?;
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    Ok(Response { status: status.ok_or_else(|| io::Error::other("the answer has no status"))?, head, body })
}
