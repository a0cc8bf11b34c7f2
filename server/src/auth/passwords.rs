//! Passwords: Argon2id with 19 MiB, two passes, one lane (OWASP's first choice), never more than a few at once.

use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash};
use thiserror::Error;
use tokio::sync::Semaphore;

/// Memory of one hash, in KiB.
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over that memory.
const PASSES: u32 = 2;
/// Lanes.
const LANES: u32 = 1;
/// Shortest password that somebody may choose, in characters.
pub const MIN_CHARACTERS: usize = 10;
/// Longest password that is looked at, in bytes.
pub const MAX_BYTES: usize = 1024;

/// Why a password could not be hashed or compared.
#[derive(Debug, Error)]
pub enum PasswordError {
    /// Fewer than [`MIN_CHARACTERS`].
    #[error("a password has at least {MIN_CHARACTERS} characters")]
    TooShort,
    /// More than [`MAX_BYTES`].
    #[error("a password has at most {MAX_BYTES} bytes")]
    TooLong,
    /// The stored hash is none, or the machine gave no memory or randomness.
    #[error("hashing failed: {0}")]
    Hash(#[from] password_hash::Error),
    /// The server stops.
    #[error("hashing was interrupted")]
    Interrupted,
}

/// Hashes and compares passwords on threads where that may take its time. Cheap to clone.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    /// Compared with when there is no such user, so that the answer takes as long.
    nobody: Arc<str>,
}

impl Passwords {
    /// At most `at_once` hashes run together; others wait their turn.
    ///
    /// # Errors
    /// When the machine has no memory or randomness for one hash.
    pub fn new(at_once: u8) -> Result<Self, PasswordError> {
        let nobody = hash("nobody has this password")?.into();
        Ok(Self { turns: Arc::new(Semaphore::new(usize::from(at_once.max(1)))), nobody })
    }

    /// The hash to store for a chosen password, as a PHC string.
    ///
    /// # Errors
    /// When the password is too short or too long, or hashing failed.
    pub async fn hash(&self, password: String) -> Result<String, PasswordError> {
        check(&password)?;
        self.take_turn(move || hash(&password)).await
    }

    /// Whether this is the password of the stored hash. Without a hash the answer is no, after the same work.
    ///
    /// # Errors
    /// When the stored hash is none, or hashing failed.
    pub async fn matches(&self, password: String, stored: Option<String>) -> Result<bool, PasswordError> {
        if password.len() > MAX_BYTES {
            return Ok(false);
        }
        let nobody = Arc::clone(&self.nobody);
        self.take_turn(move || {
            let known = stored.is_some();
            let same = compare(&password, stored.as_deref().unwrap_or(&nobody))?;
            Ok(known && same)
        })
        .await
    }

    async fn take_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| PasswordError::Interrupted)?;
        let worked = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        worked.await.map_err(|_| PasswordError::Interrupted)?
    }
}

/// Whether somebody may choose this password. No rules on its characters: length is what counts.
///
/// # Errors
/// When it is too short or too long.
pub fn check(password: &str) -> Result<(), PasswordError> {
    if password.chars().count() < MIN_CHARACTERS {
        return Err(PasswordError::TooShort);
    }
    if password.len() > MAX_BYTES { Err(PasswordError::TooLong) } else { Ok(()) }
}

fn argon() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(password_hash::Error::from)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String, PasswordError> {
    Ok(argon()?.hash_password(password.as_bytes())?.to_string())
}

fn compare(password: &str, stored: &str) -> Result<bool, PasswordError> {
    match argon()?.verify_password(password.as_bytes(), stored) {
        Ok(()) => Ok(true),
        Err(password_hash::Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_hash_alone() {
        let passwords = Passwords::new(1).unwrap();
        let stored = passwords.hash("het gordijn is dicht".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(passwords.matches("het gordijn is dicht".to_owned(), Some(stored.clone())).await.unwrap());
        assert!(!passwords.matches("het gordijn is open".to_owned(), Some(stored)).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_has_no_password_not_even_the_one_compared_with() {
        let passwords = Passwords::new(1).unwrap();
        assert!(!passwords.matches("nobody has this password".to_owned(), None).await.unwrap());
    }

    #[test]
    fn only_length_counts() {
        assert!(matches!(check("te kort"), Err(PasswordError::TooShort)));
        assert!(matches!(check(&"x".repeat(MAX_BYTES + 1)), Err(PasswordError::TooLong)));
        assert!(check("aaaaaaaaaa").is_ok());
    }
}
