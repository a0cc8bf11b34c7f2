//! Tokens: 256 random bits that their holder shows, and of which the server keeps the hash only.

use std::fmt;

use super::accounts::TokenHash;
use crate::random::{self, NoRandomness};

/// A token on its way to its holder, or as somebody shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn random() -> Result<Self, NoRandomness> {
        Ok(Self(hex::encode(random::bytes::<32>()?)))
    }

    /// What somebody shows as a token.
    #[must_use]
    pub fn shown(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// What is stored.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash::of(self.0.as_bytes())
    }

    /// The token itself, for its holder.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}
