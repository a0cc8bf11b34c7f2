//! Builds the standard library for the browser's target out of its source, in a scratch folder, and puts it in the toolchain.

use std::fs;
use std::path::{Path, PathBuf};

use super::wasm_target::{Compiler, TARGET};
use crate::error::{AtPath, Error};
use crate::process::Program;

const SCRATCH_MANIFEST: &str = "\
[package]
name = \"scratch\"
version = \"0.0.0\"
edition = \"2024\"

[workspace]
";

/// The crates of the standard library that rustup's own package of the target has too.
const CRATES: &str = "-Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test";

/// Whether the target's library in this toolchain was built by [`build`], for this compiler or an earlier one.
pub(super) fn is_own_build(compiler: &Compiler) -> bool {
    compiler.build_record().is_file()
}

/// Removes what [`build`] made.
pub(super) fn remove(compiler: &Compiler) -> Result<(), Error> {
    let libraries = compiler.target_libraries();
    fs::remove_dir_all(&libraries).at(&libraries)
}

/// Builds `source` with `compiler` and installs the result in the toolchain.
///
/// The scratch folder has a target folder of its own that starts empty: libraries of two builds side by side would make
/// every later build fail with E0464.
pub(super) fn build(compiler: &Compiler, source: &Path) -> Result<(), Error> {
    let scratch = tempfile::tempdir().at(std::env::temp_dir())?;
    let package = scratch.path();
    fs::create_dir(package.join("src")).at(package)?;
    fs::write(package.join("Cargo.toml"), SCRATCH_MANIFEST).at(package)?;
    fs::write(package.join("src/lib.rs"), "#![no_std]\n").at(package)?;

    let lent = LentSource::to(compiler, source)?;
    Program::new("cargo")
        .args(["build", "--release", CRATES, "--target", TARGET])
        // -Zbuild-std on a stable compiler. This is the compiler's own library, which is always built this way.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", flags(compiler))
        .env("CARGO_TARGET_DIR", package.join("target"))
        .in_folder(package)
        .run_quietly()?;
    drop(lent);

    install(compiler, &package.join("target").join(TARGET).join("release/deps"))
}

/// Without bitcode every later build with LTO fails ("Can't find section .llvmbc"). The path is mapped to the one in
/// official builds, so that no path of this machine ends up in the app.
fn flags(compiler: &Compiler) -> String {
    let source = compiler.sysroot.join("lib/rustlib/src/rust");
    format!("-Cembed-bitcode=yes --remap-path-prefix={}=/rustc/{}", source.display(), compiler.commit)
}

/// Copies the libraries beside their place and renames the folder in one go: a cut-off copy is never taken for a target.
fn install(compiler: &Compiler, built: &Path) -> Result<(), Error> {
    let libraries = compiler.target_libraries();
    let partial = libraries.with_file_name("lib.partial");
    if partial.exists() {
        fs::remove_dir_all(&partial).at(&partial)?;
    }
    fs::create_dir_all(&partial).at(&partial)?;
    for entry in fs::read_dir(built).at(built)? {
        let entry = entry.at(built)?;
        let name = entry.file_name();
        let text = name.to_string_lossy();
        if text.ends_with(".rlib") && !text.starts_with("libscratch") {
            fs::copy(entry.path(), partial.join(&name)).at(&partial)?;
        }
    }
    if let Some(record) = compiler.build_record().file_name() {
        fs::write(partial.join(record), &compiler.commit).at(&partial)?;
    }
    if libraries.exists() {
        fs::remove_dir_all(&libraries).at(&libraries)?;
    }
    fs::rename(&partial, &libraries).at(&libraries)
}

/// The source, linked to where cargo looks for it for as long as the build takes: left there, it would stand in the way of
/// a later `rustup component add rust-src`.
#[derive(Debug)]
struct LentSource {
    link: Option<PathBuf>,
}

impl LentSource {
    fn to(compiler: &Compiler, source: &Path) -> Result<Self, Error> {
        let link = compiler.library_source();
        if link == source {
            return Ok(Self { link: None });
        }
        if let Some(folder) = link.parent() {
            fs::create_dir_all(folder).at(folder)?;
        }
        symlink(source, &link).at(&link)?;
        Ok(Self { link: Some(link) })
    }
}

impl Drop for LentSource {
    fn drop(&mut self) {
        if let Some(link) = &self.link {
            // Only a leftover link is at stake; the next build reports it by name.
            let _ = fs::remove_file(link);
        }
    }
}

#[cfg(unix)]
fn symlink(source: &Path, link: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(source, link)
}

#[cfg(windows)]
fn symlink(source: &Path, link: &Path) -> std::io::Result<()> {
    std::os::windows::fs::symlink_dir(source, link)
}
