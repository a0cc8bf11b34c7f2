//! The standard library for `wasm32-unknown-unknown`: there already, from rustup, or built from its source.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Requirement, debian, prerequisites, standard_library};
use crate::console;
use crate::error::{AtPath, Error};
use crate::process::Program;
use crate::workspace::Workspace;

/// The target that browsers run.
pub(super) const TARGET: &str = "wasm32-unknown-unknown";

/// The compiler that cargo uses here; with rustup this is the active toolchain's, one of several.
#[derive(Debug)]
pub(super) struct Compiler {
    pub(super) sysroot: PathBuf,
    /// `1.95.0`
    pub(super) release: String,
    pub(super) commit: String,
}

impl Compiler {
    pub(super) fn active() -> Result<Self, Error> {
        let version = Program::new("rustc").args(["--version", "--verbose"]).answer()?;
        let field = |name: &str| {
            let line = version.lines().find_map(|line| line.strip_prefix(name));
            let value = line.map(|value| value.trim().to_owned());
            value.ok_or_else(|| Error::UnexpectedAnswer { program: "rustc", answer: version.clone() })
        };
        Ok(Self {
            sysroot: Program::new("rustc").args(["--print", "sysroot"]).answer()?.into(),
            release: field("release:")?,
            commit: field("commit-hash:")?,
        })
    }

    /// Where the target's compiled standard library belongs.
    pub(super) fn target_libraries(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib").join(TARGET).join("lib")
    }

    /// Where the `rust-src` component keeps the standard library's source.
    pub(super) fn library_source(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib/src/rust/library")
    }

    /// Says of a library built here which compiler it fits: after an upgrade it has to be built again.
    pub(super) fn build_record(&self) -> PathBuf {
        self.target_libraries().join("built-for-commit")
    }
}

/// The compiled standard library of [`TARGET`] in the active toolchain.
#[derive(Debug)]
pub(super) struct WasmTarget {
    /// The workspace's folder of what was compiled for this target.
    compiled: PathBuf,
}

impl WasmTarget {
    pub(super) fn new(workspace: &Workspace) -> Self {
        Self { compiled: workspace.target().join(TARGET) }
    }

    /// Cargo does not see that a standard library was replaced by another of the same version, and what was compiled
    /// against the old one fails with E0463 or E0464.
    fn forget_compiled(&self) -> Result<(), Error> {
        if self.compiled.exists() { fs::remove_dir_all(&self.compiled).at(&self.compiled) } else { Ok(()) }
    }
}

impl Requirement for WasmTarget {
    fn name(&self) -> String {
        format!("Rust target {TARGET}")
    }

    fn is_met(&self) -> Result<bool, Error> {
        let compiler = Compiler::active()?;
        let built_for = fs::read_to_string(compiler.build_record());
        let fits = built_for.map_or(true, |commit| commit == compiler.commit);
        Ok(fits && has_standard_library(&compiler.target_libraries()))
    }

    fn meet(&self) -> Result<(), Error> {
        self.forget_compiled()?;
        let compiler = Compiler::active()?;
        if standard_library::is_own_build(&compiler) {
            console::note("the compiler changed since this target was built here: building it again");
            standard_library::remove(&compiler)?;
        }
        console::note(format!("trying: rustup target add {TARGET}"));
        let added = Program::new("rustup").args(["target", "add", TARGET]).run_quietly();
        if added.is_ok() && has_standard_library(&compiler.target_libraries()) {
            return Ok(());
        }
        if compiler.library_source().is_dir() {
            console::note("rustup could not; building it from the toolchain's own rust-src");
            return standard_library::build(&compiler, &compiler.library_source());
        }
        if !prerequisites::has_apt() {
            return Err(missing());
        }
        console::note(format!("rustup could not; looking for Debian's rust-src {}", compiler.release));
        let source = debian::fetch_rust_source(&compiler.release)?.ok_or_else(missing)?;
        console::note("building the standard library from it");
        standard_library::build(&compiler, &source.library())
    }
}

fn missing() -> Error {
    Error::Missing { what: format!("the Rust target {TARGET}"), install: format!("rustup target add {TARGET}") }
}

fn has_standard_library(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    let mut names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.any(|name| name.starts_with("libstd-") && name.ends_with(".rlib"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_counts_only_with_the_library_itself() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_standard_library(&folder.path().join("absent")));
        fs::write(folder.path().join("libstd_detect-1.rlib"), "").unwrap();
        assert!(!has_standard_library(folder.path()));
        fs::write(folder.path().join("libstd-1.rlib"), "").unwrap();
        assert!(has_standard_library(folder.path()));
    }

    #[test]
    fn the_active_compiler_describes_itself() {
        let compiler = Compiler::active().unwrap();
        assert!(compiler.sysroot.is_dir());
        assert!(compiler.release.split('.').count() >= 3, "{}", compiler.release);
    }
}
