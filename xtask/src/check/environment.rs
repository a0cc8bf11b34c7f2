//! What the tests find in their environment.

use std::ffi::OsStr;

use crate::build::{self, Purpose};
use crate::error::Error;
use crate::process::Program;
use crate::setup::{Browser, Toolbox};
use crate::workspace::Workspace;

/// A machine that is ready for tests. Every cargo command started from here has these variables:
///
/// - `BB_TEST_BIN`: the release server (the steps that need it build it first);
/// - `BB_TEST_APP_DIR`: the built app that it serves;
/// - `BB_TEST_STORAGE_CONTRACT`: the page that checks the browser's database, beside it;
/// - `CHROMIUM`, `CHROMEDRIVER`: the browser and its driver.
#[derive(Debug)]
pub(super) struct Bench {
    workspace: Workspace,
    toolbox: Toolbox,
    browser: Browser,
}

impl Bench {
    pub(super) fn new(workspace: &Workspace, toolbox: Toolbox, browser: Browser) -> Self {
        Self { workspace: workspace.clone(), toolbox, browser }
    }

    pub(super) fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// A cargo command in the repository, with the variables above.
    pub(super) fn cargo<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Program {
        Program::new("cargo")
            .args(arguments)
            .env("BB_TEST_BIN", self.workspace.server_binary())
            .env("BB_TEST_APP_DIR", Purpose::Release.app_folder(&self.workspace))
            .env("BB_TEST_STORAGE_CONTRACT", build::storage_contract::folder(&self.workspace))
            .env("CHROMIUM", &self.browser.chromium)
            .env("CHROMEDRIVER", &self.browser.driver)
            .in_folder(self.workspace.root())
    }

    /// Builds what ships: the app and the server.
    pub(super) fn build_product(&self) -> Result<(), Error> {
        build::product(&self.workspace, &self.toolbox)
    }

    /// Builds what ships and, at the same time, what the tests in the browser need beside it.
    pub(super) fn build_for_the_browser(&self) -> Result<(), Error> {
        build::both(|| self.build_product(), || build::storage_contract(&self.workspace, &self.toolbox))
    }
}
