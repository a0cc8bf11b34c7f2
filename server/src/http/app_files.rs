//! The built app: precompressed files, kept for ever when their name carries a hash, and asked for anew otherwise.

use std::{ops::RangeInclusive, path::Path};

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

use super::problem::ApiError;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_ANEW: HeaderValue = HeaderValue::from_static("no-cache");
/// Length of the hash in a name, in hexadecimal digits: Trunk leaves leading zeros out.
const HASH_DIGITS: RangeInclusive<usize> = 12..=16;

/// The folder of the built app.
#[derive(Clone, Debug)]
pub(super) struct AppFiles(Option<ServeDir>);

impl AppFiles {
    /// The app in this folder, with `x.br` and `x.gz` beside `x`; without a folder everything is absent.
    #[must_use]
    pub(super) fn new(folder: Option<&Path>) -> Self {
        Self(folder.map(|folder| ServeDir::new(folder).precompressed_br().precompressed_gzip()))
    }

    /// Answers a request that nothing else answers: a file, or the page of the app that shows this address.
    pub(super) async fn answer(self, mut request: Request) -> Response {
        let Some(files) = self.0 else { return ApiError::Absent.into_response() };
        let path = request.uri().path().to_owned();
        if belongs_to_the_api(&path) {
            return ApiError::Absent.into_response();
        }
        if is_page(&path) {
            *request.uri_mut() = Uri::from_static("/index.html");
        }
        let mut response = match files.oneshot(request).await {
            Ok(response) => response.map(Body::new),
            Err(never) => match never {},
        };
        match response.status() {
            StatusCode::NOT_FOUND => return ApiError::Absent.into_response(),
            StatusCode::METHOD_NOT_ALLOWED => return ApiError::MethodNotAllowed.into_response(),
            _ => {}
        }
        let keep = if is_hashed(&path) { FOR_EVER } else { ASK_ANEW };
        response.headers_mut().insert(header::CACHE_CONTROL, keep);
        response
    }
}

/// A mistyped address of the API is an error, not a page.
fn belongs_to_the_api(path: &str) -> bool {
    ["/api", "/yjs"]
        .iter()
        .any(|root| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// Files have an extension, pages of the app have none.
fn is_page(path: &str) -> bool {
    !path.rsplit('/').next().unwrap_or_default().contains('.')
}

/// True for `app-0123456789abcdef.wasm` and what lies in a folder with such a name.
fn is_hashed(path: &str) -> bool {
    path.split('-').skip(1).any(|after| {
        let digits = after.bytes().take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')).count();
        HASH_DIGITS.contains(&digits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_names_are_told_from_others() {
        for (path, hashed) in [
            ("/buurtboek-0123456789abcdef.js", true),
            ("/buurtboek-0123456789abcdef_bg.wasm", true),
            ("/snippets/buurtboek-client-0123456789abcdef/inline0.js", true),
            ("/app-adcbb40ae20743.css", true),
            ("/icon-192.png", false),
            ("/sw.js", false),
            ("/index.html", false),
            ("/a-0123456789abcdef0.js", false),
        ] {
            assert_eq!(is_hashed(path), hashed, "{path}");
        }
    }

    #[test]
    fn pages_are_told_from_files_and_the_api() {
        assert!(is_page("/") && is_page("/signalen/0123") && !is_page("/app.css"));
        assert!(belongs_to_the_api("/api/v2/x") && belongs_to_the_api("/yjs") && !belongs_to_the_api("/apiary"));
    }
}
