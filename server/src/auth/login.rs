//! Logging in: by password, with a wait that grows for whoever guesses; and beginning a session.

use std::net::IpAddr;

use buurtboek_shared::{ids::DeviceId, time::Timestamp};
use thiserror::Error;

use super::{
    accounts::{AccountError, Attempts, Forgotten, Login, Member, MemberState, NewSession, SessionRecordId, Username},
    door::Door,
    lockout,
    passwords::PasswordError,
    sessions::expiry,
    tokens::Token,
};
use crate::{
    metrics::LoginOutcome,
    random::{self, NoRandomness},
};

/// What somebody shows to log in.
pub struct Credentials {
    /// As typed.
    pub username: String,
    /// As typed.
    pub password: String,
    /// The app's own id on this device.
    pub device: DeviceId,
    /// From where.
    pub address: IpAddr,
}

/// A session that has just begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The session and its member.
    pub login: Login,
    /// For the cookie.
    pub token: Token,
}

/// Why somebody is not logged in.
#[derive(Debug, Error)]
pub enum LoginError {
    /// The user name or the password is wrong.
    #[error("wrong user name or password")]
    Wrong,
    /// Too many wrong passwords.
    #[error("too many attempts; wait {minutes} minutes")]
    LockedOut {
        /// Whole minutes to wait.
        minutes: u32,
    },
    /// The accounts.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// Hashing.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// No token could be drawn.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

/// Logs somebody in by their password.
///
/// # Errors
/// [`LoginError`]. An unknown name takes as long as a known one and answers alike.
pub async fn log_in(door: &Door, credentials: Credentials) -> Result<Begun, LoginError> {
    let device = credentials.device;
    let checked = check(door, credentials).await;
    door.metrics.login(match &checked {
        Ok(_) => LoginOutcome::Done,
        Err(LoginError::LockedOut { .. }) => LoginOutcome::LockedOut,
        Err(LoginError::Wrong) => LoginOutcome::Wrong,
        Err(LoginError::Account(_) | LoginError::Password(_) | LoginError::Randomness(_)) => LoginOutcome::Failed,
    });
    begin(door, &checked?, device).await
}

/// Begins a session of a member who has shown who they are.
///
/// # Errors
/// When the device is another member's or was revoked, or the store cannot write.
pub async fn begin(door: &Door, member: &Member, device: DeviceId) -> Result<Begun, LoginError> {
    let now = door.clock.now();
    let token = Token::random()?;
    let new = NewSession {
        id: SessionRecordId(random::id()?),
        token: token.hash(),
        member: member.id,
        created: now,
        expires: expiry(&door.config, member.role, now),
    };
    let mut session = door.accounts.create_session(new).await?;
    if let Err(error) = door.accounts.use_device(session.id, device, now).await {
        door.accounts.revoke_session(session.id, now).await?;
        return Err(error.into());
    }
    session.device = Some(device);
    Ok(Begun { login: Login { session, member: member.clone() }, token })
}

async fn check(door: &Door, credentials: Credentials) -> Result<Member, LoginError> {
    let Credentials { username, password, address, .. } = credentials;
    let now = door.clock.now();
    wait_until(door.addresses.open_again(address, now), now)?;
    let Ok(username) = username.parse::<Username>() else {
        door.passwords.matches(password, None).await?;
        door.addresses.failed(address, now);
        return Err(LoginError::Wrong);
    };
    count_attempt(door, &username, now).await?;
    let member = door.accounts.member_by_username(&username)?.filter(|member| member.state == MemberState::Active);
    let stored = match &member {
        Some(member) => door.accounts.password(member.id)?,
        None => None,
    };
    let matches = door.passwords.matches(password, stored.map(|hash| hash.0)).await?;
    match member {
        Some(member) if matches => {
            door.accounts.forget_login_failures(username).await?;
            Ok(member)
        }
        Some(_) | None => {
            door.addresses.failed(address, now);
            Err(LoginError::Wrong)
        }
    }
}

/// Counts the attempt as failed before its outcome is known: of many at the same moment no more get through than one
/// after the other.
async fn count_attempt(door: &Door, username: &Username, now: Timestamp) -> Result<(), LoginError> {
    let forgotten = Forgotten(Timestamp(now.0 - lockout::MEMORY_MILLIS));
    let before = door.accounts.login_failures(username, forgotten)?;
    let before = before.unwrap_or(Attempts { failures: 0, last_failed: Timestamp(0) });
    wait_until(lockout::open_again(before.failures, before.last_failed), now)?;
    let counted = door.accounts.note_login_failure(username.clone(), now, forgotten).await?;
    let in_turn = counted.failures == before.failures + 1 || counted.failures <= lockout::FREE_FAILURES + 1;
    if in_turn { Ok(()) } else { wait_until(lockout::open_again(counted.failures, now), now) }
}

fn wait_until(then: Timestamp, now: Timestamp) -> Result<(), LoginError> {
    match lockout::minutes_until(then, now) {
        Some(minutes) => Err(LoginError::LockedOut { minutes }),
        None => Ok(()),
    }
}
