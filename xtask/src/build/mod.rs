//! Building the two halves of the product.

mod app;
mod modules;
mod precompress;
mod service_worker;
pub(crate) mod storage_contract;
mod styles;
mod tokens;

use std::path::PathBuf;
use std::{panic, thread};

pub(crate) use app::app;
pub(crate) use storage_contract::storage_contract;

use crate::console;
use crate::error::Error;
use crate::process::Program;
use crate::setup::Toolbox;
use crate::workspace::Workspace;

/// For whom something is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Small, optimised and precompressed, as the product ships.
    Release,
    /// Soon ready, with symbols.
    Development,
}

impl Purpose {
    /// The folder of the built app, ready to be served.
    pub(crate) fn app_folder(self, workspace: &Workspace) -> PathBuf {
        workspace.target().join(match self {
            Self::Release => "app",
            Self::Development => "app-dev",
        })
    }
}

/// Builds what ships.
pub(crate) fn product(workspace: &Workspace, toolbox: &Toolbox) -> Result<(), Error> {
    both(|| app(workspace, toolbox, Purpose::Release), || server(workspace))
}

/// Two builds at once: the app's last part, which takes long, keeps one core busy. Both have ended before a failure is told.
pub(crate) fn both(
    one: impl FnOnce() -> Result<(), Error>,
    other: impl FnOnce() -> Result<(), Error> + Send,
) -> Result<(), Error> {
    thread::scope(|both| {
        let other = both.spawn(other);
        let one = one();
        let other = other.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
        one.and(other)
    })
}

/// Builds the release server; cargo itself knows whether there is anything to do.
///
/// The package alone, not the workspace: what ships must not have features that only the tests ask for.
pub(crate) fn server(workspace: &Workspace) -> Result<(), Error> {
    console::step("server (release)", || {
        Program::new("cargo")
            .args(["build", "--release", "--quiet", "--package", "buurtboek-server", "--bin", "buurtboek"])
            .in_folder(workspace.root())
            .run()
    })
}
