//! Packages from npm, exactly as the lock file has them.

use std::fs;
use std::path::PathBuf;

use super::Requirement;
use crate::error::Error;
use crate::fingerprint::{self, Fingerprint};
use crate::process::Program;

/// The packages of one folder with a `package-lock.json`.
#[derive(Debug)]
pub(super) struct Packages {
    name: &'static str,
    folder: PathBuf,
}

impl Packages {
    pub(super) fn new(name: &'static str, folder: PathBuf) -> Self {
        Self { name, folder }
    }

    /// Where the packages' own programs are.
    pub(super) fn programs(&self) -> PathBuf {
        self.folder.join("node_modules/.bin")
    }

    /// Kept inside the installed folder, so that they can only disappear together.
    fn record(&self) -> PathBuf {
        self.folder.join("node_modules/.installed-from")
    }

    fn lock(&self) -> Result<Fingerprint, Error> {
        Fingerprint::of(&self.folder, &["package.json", "package-lock.json"], self.name)
    }
}

impl Requirement for Packages {
    fn name(&self) -> String {
        self.name.to_owned()
    }

    fn is_met(&self) -> Result<bool, Error> {
        Ok(fs::exists(self.programs()).unwrap_or(false) && self.lock()?.is_recorded_in(&self.record()))
    }

    fn meet(&self) -> Result<(), Error> {
        fingerprint::forget(&self.record())?;
        Program::new("npm").args(["ci", "--no-audit", "--no-fund"]).in_folder(&self.folder).run_quietly()?;
        self.lock()?.record_in(&self.record())
    }
}
