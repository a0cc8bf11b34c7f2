//! Chromium and its driver, for the browser tests.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::{Requirement, prerequisites};
use crate::console;
use crate::error::Error;
use crate::process::Program;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVERS: [&str; 2] = ["chromedriver", "/usr/lib/chromium-browser/chromedriver"];
const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-liberation"];

/// Where the browser and its driver are on this machine.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

/// The browser that the environment names (`CHROMIUM`, `CHROMEDRIVER`), or else the one on `PATH`.
pub(super) fn find() -> Result<Browser, Error> {
    match (located("CHROMIUM", &BROWSERS), located("CHROMEDRIVER", &DRIVERS)) {
        (Some(chromium), Some(driver)) => Ok(Browser { chromium, driver }),
        (None, _) | (_, None) => Err(missing()),
    }
}

/// Chromium and a driver, whatever their version: the distribution keeps the two together.
#[derive(Debug)]
pub(super) struct Chromium;

impl Requirement for Chromium {
    fn name(&self) -> String {
        "Chromium and its driver".to_owned()
    }

    fn is_met(&self) -> Result<bool, Error> {
        Ok(find().is_ok())
    }

    fn meet(&self) -> Result<(), Error> {
        if !prerequisites::has_apt() {
            return Err(missing());
        }
        let Some(prefix) = administrator() else {
            return Err(missing());
        };
        console::note(format!("apt-get install {}", PACKAGES.join(" ")));
        // The lists of a fresh machine are empty; if they cannot be refreshed, the old ones may still do.
        if let Err(error) = apt(prefix).arg("update").run_quietly() {
            console::note(error);
        }
        apt(prefix).args(["install", "--yes", "--no-install-recommends"]).args(PACKAGES).run_quietly()
    }
}

fn missing() -> Error {
    let install = if prerequisites::has_apt() {
        format!("sudo apt-get install {}", PACKAGES.join(" "))
    } else {
        "install Chromium and chromedriver, and name them in CHROMIUM and CHROMEDRIVER".to_owned()
    };
    Error::Missing { what: "Chromium with chromedriver".to_owned(), install }
}

/// What makes a command an administrator's: nothing for root, `sudo` for who may use it unasked; `None` for all others.
fn administrator() -> Option<&'static [&'static str]> {
    if Program::new("id").arg("-u").answer().is_ok_and(|id| id == "0") {
        return Some(&[]);
    }
    Program::new("sudo").args(["-n", "true"]).run_quietly().is_ok().then_some(&["sudo", "-n"])
}

fn apt(prefix: &[&str]) -> Program {
    let words: Vec<&str> = prefix.iter().copied().chain(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]).collect();
    let (program, arguments) = words.split_first().unwrap_or((&"apt-get", &[]));
    Program::new(program).args(arguments)
}

fn located(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(variable) {
        return Some(named.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    names.iter().find_map(|name| on_path(name, &path))
}

fn on_path(name: &str, path: &OsString) -> Option<PathBuf> {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(path).map(|folder| folder.join(&file)).find(|candidate| Path::is_file(candidate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_in_the_folders_of_path_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = std::env::join_paths([folder.path()]).unwrap();
        let file = format!("chromium{}", std::env::consts::EXE_SUFFIX);
        assert_eq!(on_path("chromium", &path), None);
        std::fs::write(folder.path().join(&file), "").unwrap();
        assert_eq!(on_path("chromium", &path), Some(folder.path().join(file)));
    }
}
