//! One style sheet out of the app's own and those of its components.

use std::path::Path;

use crate::error::Error;
use crate::process::Program;
use crate::setup::Toolbox;
use crate::workspace::Workspace;

/// Bundles `client/styles/app.css` and what it imports from npm into `target/styles/app.css`, which `index.html` names.
pub(super) fn bundle(workspace: &Workspace, toolbox: &Toolbox) -> Result<(), Error> {
    let bundled = workspace.target().join("styles/app.css");
    Program::new("esbuild")
        .args(["styles/app.css", "--bundle", "--minify", "--log-level=warning", &outfile(&bundled)])
        .env("PATH", &toolbox.path)
        .in_folder(workspace.client())
        .run()
}

fn outfile(bundled: &Path) -> String {
    format!("--outfile={}", bundled.display())
}
