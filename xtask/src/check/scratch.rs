//! Where tests write what nobody keeps: the profiles of browsers, the data of servers.
//!
//! Chromium leaves small folders behind whenever it is killed, and a disk that gives and takes back thousands of files gets
//! slow. In memory, where there is enough, a run takes a tenth less; and what was left goes with the folder.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::{AtPath, Error};
use crate::fingerprint::Fingerprint;
use crate::process::Program;
use crate::workspace::Workspace;

/// The memory that Linux shows as a folder.
const MEMORY: &str = "/dev/shm";
/// In bytes: many times the 67 MB that two tests at once were seen to write.
const ENOUGH: u64 = 1 << 30;

/// A folder that is empty at first and gone at last.
#[derive(Debug)]
pub(super) struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// The one of this checkout. What a run that was broken off left in it goes.
    pub(super) fn new(workspace: &Workspace) -> Result<Self, Error> {
        let folder = if bytes_free(MEMORY).is_some_and(|free| free >= ENOUGH) {
            // By the name of the checkout: another one may run its tests now, too.
            let name = Fingerprint::of(workspace.root(), &[], &workspace.root().to_string_lossy())?;
            Path::new(MEMORY).join(format!("buurtboek-{}", name.short()))
        } else {
            workspace.target().join("scratch")
        };
        Self::at(folder)
    }

    fn at(folder: PathBuf) -> Result<Self, Error> {
        remove(&folder).at(&folder)?;
        fs::create_dir_all(&folder).at(&folder)?;
        Ok(Self { folder })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A process may still be writing while it ends. What stays goes at the next start.
        let _ = remove(&self.folder);
    }
}

fn remove(folder: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// None where there is no such folder, or nobody who knows.
fn bytes_free(folder: &str) -> Option<u64> {
    let answer = Program::new("df").args(["--output=avail", "--block-size=1", folder]).answer().ok()?;
    answer.lines().last()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_broken_run_left_is_gone_and_so_is_the_folder_at_the_end() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("scratch");
        fs::create_dir_all(folder.join("org.chromium.left")).unwrap();
        let scratch = Scratch::at(folder.clone()).unwrap();
        assert_eq!(fs::read_dir(scratch.folder()).unwrap().count(), 0);
        drop(scratch);
        assert!(!folder.exists());
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_room() {
        assert_eq!(bytes_free("/no/such/folder"), None);
    }
}
