//! Whether something must be built again: a hash over the content of everything it is made from.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::{AtPath, Error};

/// Folders that hold products, not sources.
const NOT_SOURCES: [&str; 2] = ["node_modules", "target"];

/// The SHA-256, in hex, of a set of files: their names and bytes, in an order of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fingerprint(String);

impl Fingerprint {
    /// Reads every file below `inputs` (files or folders, relative to `root`). Contents count, times do not: a fresh
    /// checkout of the same sources gives the same fingerprint. `context` is anything else the product depends on.
    pub(crate) fn of(root: &Path, inputs: &[&str], context: &str) -> Result<Self, Error> {
        let mut files = Vec::new();
        for input in inputs {
            collect_files(&root.join(input), &mut files)?;
        }
        files.sort();
        let mut hash = Sha256::new();
        hash.update(context);
        for file in &files {
            let bytes = fs::read(file).at(file)?;
            let name = file.strip_prefix(root).unwrap_or(file).to_string_lossy();
            hash.update([0]);
            hash.update(name.as_bytes());
            hash.update([0]);
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        }
        Ok(Self(hex::encode(hash.finalize())))
    }

    /// Whether `record` says that the last build was made from exactly this.
    pub(crate) fn is_recorded_in(&self, record: &Path) -> bool {
        fs::read_to_string(record).is_ok_and(|recorded| recorded == self.0)
    }

    /// Notes that a build from exactly this is complete.
    pub(crate) fn record_in(&self, record: &Path) -> Result<(), Error> {
        if let Some(folder) = record.parent() {
            fs::create_dir_all(folder).at(folder)?;
        }
        fs::write(record, &self.0).at(record)
    }

    /// The first characters, enough to tell versions apart.
    pub(crate) fn short(&self) -> &str {
        self.0.get(..16).unwrap_or(&self.0)
    }
}

/// Forgets a record, before the build that it would vouch for starts.
pub(crate) fn forget(record: &Path) -> Result<(), Error> {
    match fs::remove_file(record) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).at(record),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Every file below `path`, or `path` itself; a missing one counts as nothing.
pub(crate) fn collect_files(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    if path.is_file() {
        files.push(path.to_owned());
    } else if path.is_dir() && !NOT_SOURCES.iter().any(|name| path.ends_with(name)) {
        for entry in fs::read_dir(path).at(path)? {
            collect_files(&entry.at(path)?.path(), files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("a/node_modules")).unwrap();
        fs::write(root.path().join("a/one"), "1").unwrap();
        fs::write(root.path().join("two"), "2").unwrap();
        root
    }

    fn taken(root: &Path) -> Fingerprint {
        Fingerprint::of(root, &["a", "two", "absent"], "context").unwrap()
    }

    #[test]
    fn it_changes_with_content_and_names_only() {
        let root = tree();
        let before = taken(root.path());
        fs::write(root.path().join("a/one"), "1").unwrap();
        fs::write(root.path().join("a/node_modules/ignored"), "x").unwrap();
        assert_eq!(taken(root.path()), before);
        fs::write(root.path().join("a/one"), "changed").unwrap();
        assert_ne!(taken(root.path()), before);
        fs::rename(root.path().join("a/one"), root.path().join("a/other")).unwrap();
        fs::write(root.path().join("a/other"), "1").unwrap();
        assert_ne!(taken(root.path()), before);
    }

    #[test]
    fn a_record_vouches_only_for_what_it_was_made_from() {
        let root = tree();
        let record = root.path().join("records/app");
        let before = taken(root.path());
        assert!(!before.is_recorded_in(&record));
        before.record_in(&record).unwrap();
        assert!(before.is_recorded_in(&record));
        fs::write(root.path().join("two"), "3").unwrap();
        assert!(!taken(root.path()).is_recorded_in(&record));
        forget(&record).unwrap();
        assert!(!before.is_recorded_in(&record));
        forget(&record).unwrap();
    }
}
