//! The server's random numbers: the one place where they are drawn.

use buurtboek_shared::ids::{Id128, SessionId};
use thiserror::Error;

/// The system has no random numbers to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the system gives no random numbers")]
pub struct NoRandomness;

/// Random bytes.
///
/// # Errors
/// When the system has none to give.
pub fn bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

/// An id of 128 random bits.
///
/// # Errors
/// As [`bytes`].
pub fn id() -> Result<Id128, NoRandomness> {
    bytes().map(Id128)
}

/// The id of a connection.
///
/// # Errors
/// As [`bytes`].
pub fn session_id() -> Result<SessionId, NoRandomness> {
    id().map(SessionId)
}

/// A yrs client id; yrs keeps 53 of its bits.
///
/// # Errors
/// As [`bytes`].
pub fn yrs_client() -> Result<u64, NoRandomness> {
    Ok(u64::from_le_bytes(bytes()?) >> 11)
}
