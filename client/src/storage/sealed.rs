//! Stored values as opaque bytes: the one place where they are made and opened.

use buurtboek_shared::protocol::codec::{decode_value, encode_value};
use serde::{Serialize, de::DeserializeOwned};
use thiserror::Error;

use super::failure::StorageFailure;

/// First byte of a stored value: postcard, not encrypted.
const PLAIN_POSTCARD: u8 = 1;

/// A stored value. Nothing outside this file looks inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

/// A stored value that cannot be opened; it goes to quarantine, never away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a stored value cannot be read")]
pub struct Unopenable;

impl Sealed {
    /// Closes a value.
    ///
    /// # Errors
    /// [`StorageFailure::Other`] when it cannot be encoded.
    pub fn seal<T: Serialize>(value: &T) -> Result<Self, StorageFailure> {
        let mut bytes = vec![PLAIN_POSTCARD];
        bytes.extend(encode_value(value).map_err(|_| StorageFailure::Other)?);
        Ok(Self(bytes))
    }

    /// Opens it again.
    ///
    /// # Errors
    /// When the bytes are not exactly one value of this type.
    pub fn open<T: DeserializeOwned>(&self) -> Result<T, Unopenable> {
        match self.0.split_first() {
            Some((&PLAIN_POSTCARD, value)) => decode_value(value).map_err(|_| Unopenable),
            Some(_) | None => Err(Unopenable),
        }
    }

    /// The bytes as the database keeps them.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The value that the database kept.
    #[must_use]
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_and_nothing_else_does() {
        let sealed = Sealed::seal(&(7_u32, "gordijnen")).unwrap();
        assert_eq!(sealed.open::<(u32, String)>(), Ok((7, "gordijnen".to_owned())));
        assert_eq!(sealed.open::<u32>(), Err(Unopenable), "trailing bytes");
        assert_eq!(Sealed::from_bytes(vec![9, 7]).open::<u8>(), Err(Unopenable), "another format");
        assert_eq!(Sealed::from_bytes(Vec::new()).open::<u8>(), Err(Unopenable));
    }
}
