//! Debian's `rust-src` package of exactly one compiler version, fetched without touching the system's own package lists.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::console;
use crate::error::{AtPath, Error};
use crate::process::Program;

/// Where a version may be found: a release's backports keep older versions than `sid` does.
const SUITES: [&str; 4] = ["trixie-backports", "sid", "forky", "trixie"];

const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// An unpacked source package; gone when dropped.
#[derive(Debug)]
pub(super) struct RustSource {
    folder: TempDir,
    release: String,
}

impl RustSource {
    /// The standard library's workspace.
    pub(super) fn library(&self) -> PathBuf {
        self.folder.path().join("unpacked/usr/src").join(format!("rustc-{}", self.release)).join("library")
    }
}

/// Looks for `rust-src` of `release` on the Debian mirror that this system already uses. `None`: this is no Debian, or no
/// suite has that version.
pub(super) fn fetch_rust_source(release: &str) -> Result<Option<RustSource>, Error> {
    let Some(mirror) = mirror()? else {
        return Ok(None);
    };
    let folder = tempfile::tempdir().at(std::env::temp_dir())?;
    for suite in SUITES {
        // A mirror need not have every suite; the next one may do.
        let lists = match PrivateLists::create(folder.path(), suite, &mirror) {
            Ok(lists) => lists,
            Err(error) => {
                console::note(error);
                continue;
            }
        };
        if let Some(version) = lists.version_of(release)? {
            console::note(format!("found {version} in {suite}"));
            lists.unpack(&version)?;
            return Ok(Some(RustSource { folder, release: release.to_owned() }));
        }
    }
    Ok(None)
}

/// The first Debian archive among the system's own package sources.
fn mirror() -> Result<Option<String>, Error> {
    if !Path::new(KEYRING).is_file() {
        return Ok(None);
    }
    let targets = Program::new("apt-get").args(["indextargets", "--format", "$(REPO_URI)"]).answer()?;
    Ok(debian_archive(&targets).map(str::to_owned))
}

/// Security and other archives have no such suites; the main one always ends like this.
fn debian_archive(targets: &str) -> Option<&str> {
    targets.lines().find(|uri| uri.trim_end_matches('/').ends_with("/debian"))
}

/// A package list of one suite in a folder of its own.
struct PrivateLists {
    folder: PathBuf,
    configuration: PathBuf,
}

impl PrivateLists {
    fn create(scratch: &Path, suite: &str, mirror: &str) -> Result<Self, Error> {
        let folder = scratch.join(suite);
        for needed in ["lists/partial", "cache/archives/partial"] {
            fs::create_dir_all(folder.join(needed)).at(&folder)?;
        }
        let sources = folder.join("sources.list");
        fs::write(&sources, format!("deb [signed-by={KEYRING}] {mirror} {suite} main\n")).at(&sources)?;
        let configuration = folder.join("apt.conf");
        let at = folder.display();
        let settings = format!(
            "Dir::Etc::SourceList \"{at}/sources.list\";\n\
             Dir::Etc::SourceParts \"-\";\n\
             Dir::State::Lists \"{at}/lists\";\n\
             Dir::Cache \"{at}/cache\";\n\
             Acquire::Languages \"none\";\n"
        );
        fs::write(&configuration, settings).at(&configuration)?;
        let lists = Self { folder, configuration };
        lists.apt("apt-get").arg("update").run_quietly()?;
        Ok(lists)
    }

    fn apt(&self, program: &str) -> Program {
        Program::new(program).env("APT_CONFIG", &self.configuration).in_folder(&self.folder)
    }

    fn version_of(&self, release: &str) -> Result<Option<String>, Error> {
        let answer = self.apt("apt-cache").args(["madison", "rust-src"]).answer()?;
        Ok(exact_version(&answer, release).map(str::to_owned))
    }

    fn unpack(&self, version: &str) -> Result<(), Error> {
        self.apt("apt-get").args(["download", &format!("rust-src={version}")]).run_quietly()?;
        let entries = fs::read_dir(&self.folder).at(&self.folder)?;
        let mut files = entries.flatten().map(|entry| entry.path());
        let package = files.find(|path| path.extension().is_some_and(|extension| extension == "deb"));
        let package = package.ok_or_else(|| Error::StillMissing(format!("rust-src {version}")))?;
        let unpacked = self.folder.with_file_name("unpacked");
        Program::new("dpkg-deb").arg("-x").arg(&package).arg(&unpacked).run_quietly()
    }
}

/// Debian's name of exactly this release in a `madison` table: `rust-src | 1.95.0+dfsg1-2 | …`.
fn exact_version<'a>(madison: &'a str, release: &str) -> Option<&'a str> {
    let mut versions = madison.lines().filter_map(|line| line.split('|').nth(1)).map(str::trim);
    versions.find(|version| version.strip_prefix(release).is_some_and(|rest| rest.starts_with(['+', '-', '~'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exactly_the_release_will_do() {
        let table = " rust-src | 1.95.10+dfsg1-1 | somewhere\n rust-src | 1.95.1+dfsg1-2~bpo13+1 | somewhere\n";
        assert_eq!(exact_version(table, "1.95.1"), Some("1.95.1+dfsg1-2~bpo13+1"));
        assert_eq!(exact_version(table, "1.95.0"), None);
        assert_eq!(exact_version("", "1.95.0"), None);
    }

    #[test]
    fn the_main_archive_is_told_from_the_security_archive() {
        let targets = "http://mirror.example/debian-security/\nhttp://mirror.example/debian/\n";
        assert_eq!(debian_archive(targets), Some("http://mirror.example/debian/"));
        assert_eq!(debian_archive("http://mirror.example/ubuntu/"), None);
    }
}
