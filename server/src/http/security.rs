//! The headers that tell a browser what it may do with our pages.

use std::path::Path;

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use crate::{auth::origin::Origin, config::Transport};

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const FIXED: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (RESOURCE_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
         microphone=(), midi=(), payment=(), usb=()",
    ),
];
/// Two years, as the preload list wants it.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// What [`protect`] sends, worked out once at the start.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    transport: Transport,
    before_connect: String,
    after_connect: String,
}

impl Policy {
    /// The policy for the app in this folder: exactly the scripts that stand in its `index.html` may run inline.
    ///
    /// # Errors
    /// When `index.html` cannot be read.
    pub(super) fn new(app: Option<&Path>, transport: Transport) -> std::io::Result<Self> {
        let page = app.map(|folder| std::fs::read_to_string(folder.join("index.html"))).transpose()?;
        let hashes: String = page.as_deref().map(inline_scripts).unwrap_or_default().into_iter().map(source).collect();
        Ok(Self {
            transport,
            before_connect: format!(
                "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{hashes}; connect-src 'self'"
            ),
            after_connect: "; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; \
                            form-action 'self'"
                .to_owned(),
        })
    }

    /// The content security policy for pages of this host. Browsers before CSP 3 do not count a socket to the same
    /// host as `'self'`, so it is named.
    fn content_security(&self, host: Option<&HeaderValue>) -> Option<HeaderValue> {
        let scheme = match self.transport {
            Transport::Plain => "ws",
            Transport::BehindTls => "wss",
        };
        let socket = host
            .and_then(|host| host.to_str().ok())
            .filter(|host| Origin::parse(&format!("http://{host}")).is_some())
            .map(|host| format!(" {scheme}://{host}"))
            .unwrap_or_default();
        HeaderValue::from_str(&format!("{}{socket}{}", self.before_connect, self.after_connect)).ok()
    }
}

/// Lets pages of every site read this answer, and only this one: for what says nothing that is anybody's.
pub(super) async fn readable_everywhere(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    response
}

/// Middleware: puts the headers on every answer. One that an answer has already is the route's own.
pub(super) async fn protect(State(policy): State<Policy>, request: Request, next: Next) -> Response {
    let content_security = policy.content_security(request.headers().get(header::HOST));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if let Some(value) = content_security {
        headers.insert(header::CONTENT_SECURITY_POLICY, value);
    }
    match policy.transport {
        Transport::BehindTls => {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
        }
        Transport::Plain => {}
    }
    response
}

fn source(script: &str) -> String {
    format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script)))
}

/// The scripts that stand in a page itself: what is between `<script …>` without `src` and `</script>`.
fn inline_scripts(page: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once("<script") {
        let Some((attributes, after)) = after.split_once('>') else { break };
        let Some((script, after)) = after.split_once("</script>") else { break };
        let elsewhere = attributes.split_ascii_whitespace().any(|attribute| attribute.starts_with("src="));
        if !elsewhere {
            scripts.push(script);
        }
        rest = after;
    }
    scripts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_scripts_of_the_page_itself_are_named() {
        let page = "<head><script src=\"/a.js\"></script><script type=module>import a from '/a.js'\n</script></head>\
                    <script>b()</script>";
        assert_eq!(inline_scripts(page), ["import a from '/a.js'\n", "b()"]);
        // echo -n 'b()' | openssl dgst -sha256 -binary | base64
        assert_eq!(source("b()"), " 'sha256-cf242PFc/kb7xD0Qzhsmd9vvRkc+cWFmbi+k+YvtdKc='");
    }

    #[test]
    fn a_host_that_is_none_does_not_reach_the_policy() {
        let policy = Policy::new(None, Transport::Plain).unwrap();
        let with = |host: &'static str| {
            let value = policy.content_security(Some(&HeaderValue::from_static(host))).unwrap();
            value.to_str().unwrap().to_owned()
        };
        assert!(with("localhost:8080").contains("connect-src 'self' ws://localhost:8080;"));
        assert!(with("evil.example; script-src *").contains("connect-src 'self';"));
    }
}
