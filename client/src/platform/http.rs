//! Requests to the own server.

use serde::{Serialize, de::DeserializeOwned};
use thiserror::Error;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestCredentials, RequestInit, Response};

/// Why a request brought nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum HttpFailure {
    /// The server could not be reached.
    #[error("the server cannot be reached")]
    Unreachable,
    /// It answered with this status, which is no success.
    #[error("the server answered {status}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// For "too many attempts": whole minutes to wait.
        wait_minutes: Option<u32>,
    },
    /// Its answer is not what it should be.
    #[error("the server's answer cannot be read")]
    Unreadable,
}

/// Gets a value.
///
/// # Errors
/// See [`HttpFailure`].
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, HttpFailure> {
    read(send("GET", path, Body::None).await?).await
}

/// Posts a value, and reads the answer.
///
/// # Errors
/// See [`HttpFailure`].
pub async fn post<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Result<T, HttpFailure> {
    let body = serde_json::to_string(body).map_err(|_| HttpFailure::Unreadable)?;
    read(send("POST", path, Body::Json(&body)).await?).await
}

/// Posts bytes.
///
/// # Errors
/// See [`HttpFailure`].
pub async fn post_bytes(path: &str, bytes: &[u8]) -> Result<(), HttpFailure> {
    send("POST", path, Body::Bytes(bytes)).await.map(|_| ())
}

/// Puts a value in its place.
///
/// # Errors
/// See [`HttpFailure`].
pub async fn put<B: Serialize>(path: &str, body: &B) -> Result<(), HttpFailure> {
    let body = serde_json::to_string(body).map_err(|_| HttpFailure::Unreadable)?;
    send("PUT", path, Body::Json(&body)).await.map(|_| ())
}

/// Deletes something.
///
/// # Errors
/// See [`HttpFailure`].
pub async fn delete(path: &str) -> Result<(), HttpFailure> {
    send("DELETE", path, Body::None).await.map(|_| ())
}

enum Body<'a> {
    None,
    Json(&'a str),
    Bytes(&'a [u8]),
}

async fn send(method: &str, path: &str, body: Body<'_>) -> Result<Response, HttpFailure> {
    let unreachable = |_: JsValue| HttpFailure::Unreachable;
    let window = web_sys::window().ok_or(HttpFailure::Unreachable)?;
    let headers = Headers::new().map_err(unreachable)?;
    headers.set("accept", "application/json").map_err(unreachable)?;
    let init = RequestInit::new();
    init.set_method(method);
    init.set_credentials(RequestCredentials::SameOrigin);
    match body {
        Body::None => {}
        Body::Json(text) => {
            headers.set("content-type", "application/json").map_err(unreachable)?;
            init.set_body(&JsValue::from_str(text));
        }
        Body::Bytes(bytes) => {
            headers.set("content-type", "application/octet-stream").map_err(unreachable)?;
            init.set_body(&js_sys::Uint8Array::from(bytes));
        }
    }
    init.set_headers(&headers);
    let answer = JsFuture::from(window.fetch_with_str_and_init(path, &init)).await.map_err(unreachable)?;
    let response: Response = answer.dyn_into().map_err(|_| HttpFailure::Unreadable)?;
    if response.ok() {
        return Ok(response);
    }
    Err(HttpFailure::Refused { status: response.status(), wait_minutes: wait_minutes(&response).await })
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, HttpFailure> {
    let text = text(&response).await.ok_or(HttpFailure::Unreadable)?;
    serde_json::from_str(&text).map_err(|_| HttpFailure::Unreadable)
}

async fn text(response: &Response) -> Option<String> {
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

#[derive(serde::Deserialize)]
struct Problem {
    #[serde(default, rename = "waitMinutes")]
    wait_minutes: Option<u32>,
}

async fn wait_minutes(response: &Response) -> Option<u32> {
    serde_json::from_str::<Problem>(&text(response).await?).ok()?.wait_minutes
}
