//! From where somebody asks.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, request::Parts},
};

use crate::state::AppState;

/// The address of whoever asks, as far as it can be known: the connection's, or what trusted proxies say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl FromRequestParts<AppState> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let connection = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let connection = connection.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        Ok(Self(told_by_proxies(&parts.headers, state.config.proxies).unwrap_or(connection)))
    }
}

/// Each trusted proxy adds the address that it saw at the end; what stands before was written by anybody.
fn told_by_proxies(headers: &HeaderMap, proxies: u8) -> Option<IpAddr> {
    let seen: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .collect();
    let from_the_end = usize::from(proxies).checked_sub(1)?;
    seen.iter().rev().nth(from_the_end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_trusted_proxies_added_is_believed() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "203.0.113.9, 198.51.100.7".parse().unwrap());
        headers.append("x-forwarded-for", "192.0.2.1".parse().unwrap());
        assert_eq!(told_by_proxies(&headers, 0), None);
        assert_eq!(told_by_proxies(&headers, 1), Some("192.0.2.1".parse().unwrap()));
        assert_eq!(told_by_proxies(&headers, 2), Some("198.51.100.7".parse().unwrap()));
        assert_eq!(told_by_proxies(&headers, 4), None);
    }
}
