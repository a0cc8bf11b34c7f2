//! Who asks: the session cookie, and what it says of a request.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, header};
use buurtboek_shared::{
    domain::role::{Principal, Role},
    ids::DeviceId,
    protocol::frames::ByeReason,
    time::Timestamp,
};
use cookie::{Cookie, SameSite, time};
use thiserror::Error;

use super::{
    accounts::{AccountError, Login, Session},
    door::Door,
    endings::AT_LEAST_EVERY,
    tokens::Token,
};
use crate::config::{Config, Transport};

/// The name of the cookie without TLS; with it browsers hold it to this host, this path and encrypted connections.
const PLAIN_NAME: &str = "buurtboek";
const TLS_NAME: &str = "__Host-buurtboek";
const HOUR_MILLIS: i64 = 60 * 60 * 1000;

/// Whoever asks, by a session that is valid now.
#[derive(Clone, Debug)]
pub struct CurrentMember {
    /// The one who acts.
    pub principal: Principal,
    /// The device of the session.
    pub device: DeviceId,
    /// The session and its member.
    pub login: Login,
    token: Token,
}

/// Why nobody is known to ask.
#[derive(Debug, Error)]
pub enum SessionError {
    /// No session, or one that has ended.
    #[error("not logged in")]
    NotLoggedIn,
    /// The accounts cannot be read.
    #[error(transparent)]
    Account(#[from] AccountError),
}

impl CurrentMember {
    /// Whoever shows the cookie in these headers.
    ///
    /// # Errors
    /// [`SessionError`].
    pub async fn by_cookie(headers: &HeaderMap, door: &Door) -> Result<Self, SessionError> {
        let token = shown(headers, door.config.transport).ok_or(SessionError::NotLoggedIn)?;
        let login = valid_login(door, &token)?;
        let device = login.session.device.ok_or(SessionError::NotLoggedIn)?;
        // A session that could not be marked as used is good all the same: the store may be read-only.
        door.accounts.note_session_seen(&login.session, door.clock.now()).await.ok();
        Ok(Self { principal: login.member.principal(), device, login, token })
    }

    /// The session.
    #[must_use]
    pub const fn session(&self) -> &Session {
        &self.login.session
    }

    /// Resolves when sockets under this session must close: it was revoked or ran out, or the server stops. Watching
    /// begins before the session is looked up once more, so that no revocation falls in between.
    ///
    /// # Errors
    /// When the session has ended already.
    pub fn watch(&self, door: &Door) -> Result<impl Future<Output = ByeReason> + Send + use<>, SessionError> {
        let mut endings = door.endings.listen();
        valid_login(door, &self.token)?;
        let (door, current) = (door.clone(), self.clone());
        Ok(async move {
            loop {
                tokio::select! {
                    () = door.stopping.cancelled() => return ByeReason::Stopping,
                    () = tokio::time::sleep(next_look(&door, current.session())) => {}
                    _ = endings.changed() => {}
                }
                if valid_login(&door, &current.token).is_err() {
                    return ByeReason::SessionOver;
                }
            }
        })
    }
}

/// Until the session ends by itself, or is to be looked at again; never so short that an almost equal clock spins.
fn next_look(door: &Door, session: &Session) -> Duration {
    let millis = (session.expires - door.clock.now()).max(100);
    Duration::from_millis(millis.unsigned_abs()).min(AT_LEAST_EVERY)
}

fn valid_login(door: &Door, token: &Token) -> Result<Login, SessionError> {
    door.accounts.login(token.hash(), door.clock.now())?.ok_or(SessionError::NotLoggedIn)
}

const fn name(transport: Transport) -> &'static str {
    match transport {
        Transport::Plain => PLAIN_NAME,
        Transport::BehindTls => TLS_NAME,
    }
}

fn shown(headers: &HeaderMap, transport: Transport) -> Option<Token> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name(transport))
        .map(|cookie| Token::shown(cookie.value()))
}

/// When a session that begins now ends by itself.
#[must_use]
pub fn expiry(config: &Config, role: Role, now: Timestamp) -> Timestamp {
    let hours = match role {
        Role::Volunteer => i64::from(config.volunteer_session_days) * 24,
        Role::Professional
        | Role::Coordinator
        | Role::Adviser
        | Role::ProcessManager
        | Role::PolicyMaker
        | Role::PrivacyOfficer
        | Role::Administrator => i64::from(config.staff_session_hours),
    };
    Timestamp(now.0 + hours * HOUR_MILLIS)
}

/// The header that gives a browser its session.
#[must_use]
pub fn cookie(transport: Transport, token: &Token, session: &Session) -> Option<HeaderValue> {
    let lasts = time::Duration::milliseconds(session.expires - session.created);
    header_value(transport, token.reveal(), lasts)
}

/// The header that takes it away.
#[must_use]
pub fn no_cookie(transport: Transport) -> Option<HeaderValue> {
    header_value(transport, "", time::Duration::ZERO)
}

fn header_value(transport: Transport, value: &str, max_age: time::Duration) -> Option<HeaderValue> {
    let secure = match transport {
        Transport::Plain => false,
        Transport::BehindTls => true,
    };
    let cookie = Cookie::build((name(transport), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(secure)
        .max_age(max_age);
    HeaderValue::from_str(&cookie.to_string()).ok()
}
