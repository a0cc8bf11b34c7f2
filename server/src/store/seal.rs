//! The key outside the database, with which the server recognises its own rows and its own audit trail.

use std::{
    fmt,
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use buurtboek_shared::ids::Hash256;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use thiserror::Error;

/// Length of the key, in bytes.
const KEY_BYTES: usize = 32;
/// What a key makes of this is kept in the database, so that another key is noticed before it seals anything.
const CHECK: &[u8] = b"buurtboek.seal.check.1";

/// A key file that cannot be used.
#[derive(Debug, Error)]
pub enum SealKeyError {
    /// The file cannot be read or made.
    #[error("the seal key {path} cannot be used: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
    /// The file is not a key.
    #[error("the seal key {path} has {length} bytes instead of {KEY_BYTES}")]
    Length {
        /// Which file.
        path: PathBuf,
        /// How long it is, in bytes.
        length: usize,
    },
    /// No random bytes could be had.
    #[error("no random bytes for a new seal key: {0}")]
    Random(getrandom::Error),
}

/// The key itself. Whoever has it can make rows that pass for the server's own.
#[derive(Clone)]
pub struct SealKey([u8; KEY_BYTES]);

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(…)")
    }
}

impl SealKey {
    /// The key made of these bytes, for a simulated world; a server reads its key from a file.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        Self(bytes)
    }

    /// Reads the key file.
    ///
    /// # Errors
    /// When it is not there, cannot be read or is not a key.
    pub fn read(path: &Path) -> Result<Self, SealKeyError> {
        let at = |source| SealKeyError::File { path: path.to_owned(), source };
        let mut bytes = Vec::new();
        File::open(path).and_then(|file| file.take(4096).read_to_end(&mut bytes)).map_err(at)?;
        let length = bytes.len();
        bytes.try_into().map(Self).map_err(|_| SealKeyError::Length { path: path.to_owned(), length })
    }

    /// Makes a key file, readable for its owner only, on disk before this returns: a database sealed with a key that
    /// a power cut took away could never be told from a forged one.
    ///
    /// # Errors
    /// When there is a file already or it cannot be written.
    pub fn create(path: &Path) -> Result<Self, SealKeyError> {
        let mut bytes = [0; KEY_BYTES];
        getrandom::fill(&mut bytes).map_err(SealKeyError::Random)?;
        write_new(path, &bytes).map_err(|source| SealKeyError::File { path: path.to_owned(), source })?;
        Ok(Self(bytes))
    }

    /// The seal of a row with this chain value, or of a snapshot with this digest.
    #[must_use]
    pub fn seal(&self, value: Hash256) -> Hash256 {
        self.mac(&value.0)
    }

    /// What tells this key from another.
    pub(crate) fn check(&self) -> Hash256 {
        self.mac(CHECK)
    }

    fn mac(&self, message: &[u8]) -> Hash256 {
        // The two traits of this type both offer `new`; HMAC takes a key of any length, this one is exactly a block's half.
        let mut padded = [0; 64];
        padded[..KEY_BYTES].copy_from_slice(&self.0);
        let mut mac = <Hmac<Sha256> as hmac::digest::KeyInit>::new(&padded.into());
        mac.update(message);
        Hash256(mac.finalize().into_bytes().into())
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Under another name first: a crash half-way leaves no short key behind.
    let unfinished = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::hard_link(&unfinished, path)?;
    fs::remove_file(&unfinished)?;
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_made_is_the_key_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("seal.key");
        let made = SealKey::create(&path).unwrap();
        let read = SealKey::read(&path).unwrap();
        assert_eq!(made.seal(Hash256([7; 32])), read.seal(Hash256([7; 32])));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_key_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("seal.key");
        let first = SealKey::create(&path).unwrap();
        assert!(SealKey::create(&path).is_err());
        assert_eq!(SealKey::read(&path).unwrap().check(), first.check());
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("seal.key");
        assert!(matches!(SealKey::read(&path), Err(SealKeyError::File { .. })));
        fs::write(&path, [1; 31]).unwrap();
        assert!(matches!(SealKey::read(&path), Err(SealKeyError::Length { length: 31, .. })));
    }

    #[test]
    fn a_seal_is_hmac_sha256_over_the_chain_value() {
        // RFC 4231, test case 2, does not fit a 32-byte key; this value was computed with OpenSSL.
        let seal = SealKey::from_bytes([0x0b; 32]).seal(Hash256([0; 32]));
        assert_eq!(seal.to_string(), "abf0195cf7a503e61897b7bb6f36beb7713f7bbf6a6c68ad4b5059da47670135");
        assert_ne!(SealKey::from_bytes([0x0c; 32]).seal(Hash256([0; 32])), seal);
    }

    #[test]
    fn a_key_does_not_show_in_logs() {
        assert_eq!(format!("{:?}", SealKey::from_bytes([65; 32])), "SealKey(…)");
    }
}
