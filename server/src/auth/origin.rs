//! Which web pages may use the server with a person's cookie.
//!
//! A browser says with every socket and every changing request which page asks. `SameSite=Strict` alone would let
//! another port or a sibling domain through. What is no browser (no `Origin`) carries no cookie by accident and is let
//! through to the session check.

use std::{fmt, str::FromStr};

use axum::http::{HeaderMap, Uri, header, uri::Scheme};

use crate::config::Transport;

/// Scheme, host and port; no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    scheme: Scheme,
    host: String,
    port: u16,
}

impl Origin {
    /// Reads `https://host` or `http://host:port`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let uri = Uri::from_str(text).ok()?;
        let bare = uri.path_and_query().is_none_or(|rest| rest.as_str() == "/") && !text.ends_with('/');
        let scheme = uri.scheme()?.clone();
        let standard_port = standard_port(&scheme)?;
        let authority = uri.authority()?;
        let plain = !authority.as_str().contains('@');
        (bare && plain).then(|| Self {
            scheme,
            host: authority.host().to_ascii_lowercase(),
            port: authority.port_u16().unwrap_or(standard_port),
        })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.host)?;
        if standard_port(&self.scheme) != Some(self.port) {
            write!(f, ":{}", self.port)?;
        }
        Ok(())
    }
}

fn standard_port(scheme: &Scheme) -> Option<u16> {
    match scheme.as_str() {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

/// The pages that may.
#[derive(Clone, Debug)]
pub struct Origins {
    allowed: Vec<Origin>,
    own_scheme: Scheme,
}

impl Origins {
    /// The server's own origin and these.
    #[must_use]
    pub fn new(allowed: &[String], transport: Transport) -> Self {
        let own_scheme = match transport {
            Transport::Plain => Scheme::HTTP,
            Transport::BehindTls => Scheme::HTTPS,
        };
        Self { allowed: allowed.iter().filter_map(|text| Origin::parse(text)).collect(), own_scheme }
    }

    /// True when the page that asks is the server's own or on the list, or when no page asks.
    #[must_use]
    pub fn admit(&self, headers: &HeaderMap) -> bool {
        let mut given = headers.get_all(header::ORIGIN).iter();
        match (given.next(), given.next()) {
            (None, _) => true,
            (Some(_), Some(_)) => false,
            (Some(value), None) => value
                .to_str()
                .ok()
                .and_then(Origin::parse)
                .is_some_and(|origin| self.allowed.contains(&origin) || self.own(headers).as_ref() == Some(&origin)),
        }
    }

    fn own(&self, headers: &HeaderMap) -> Option<Origin> {
        let host = headers.get(header::HOST)?.to_str().ok()?;
        Origin::parse(&format!("{}://{host}", self.own_scheme))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn asked(host: &'static str, origin: Option<&'static str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static(host));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
        }
        headers
    }

    #[test]
    fn the_own_page_and_the_listed_ones_are_admitted_and_nobody_else() {
        let origins = Origins::new(&["https://buurtboek.example.nl".to_owned()], Transport::Plain);
        for (host, origin, admitted) in [
            ("127.0.0.1:8080", None, true),
            ("127.0.0.1:8080", Some("http://127.0.0.1:8080"), true),
            ("127.0.0.1:8080", Some("https://buurtboek.example.nl"), true),
            ("127.0.0.1:8080", Some("https://BUURTBOEK.example.nl:443"), true),
            ("127.0.0.1:8080", Some("http://127.0.0.1:8081"), false),
            ("127.0.0.1:8080", Some("https://127.0.0.1:8080"), false),
            ("127.0.0.1:8080", Some("https://buurtboek.example.nl.evil.example"), false),
            ("127.0.0.1:8080", Some("http://evil@127.0.0.1:8080"), false),
            ("127.0.0.1:8080", Some("null"), false),
            ("127.0.0.1:8080", Some(""), false),
        ] {
            assert_eq!(origins.admit(&asked(host, origin)), admitted, "{host} {origin:?}");
        }
    }

    #[test]
    fn behind_tls_the_own_page_is_https() {
        let origins = Origins::new(&[], Transport::BehindTls);
        assert!(origins.admit(&asked("buurtboek.example.nl", Some("https://buurtboek.example.nl"))));
        assert!(!origins.admit(&asked("buurtboek.example.nl", Some("http://buurtboek.example.nl"))));
    }

    #[test]
    fn two_origins_are_one_too_many() {
        let mut headers = asked("127.0.0.1:8080", Some("http://127.0.0.1:8080"));
        headers.append(header::ORIGIN, HeaderValue::from_static("https://evil.example"));
        assert!(!Origins::new(&[], Transport::Plain).admit(&headers));
    }
}
