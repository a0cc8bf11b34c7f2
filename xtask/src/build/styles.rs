//! One style sheet out of the app's own and those of its components.

use std::fs;
use std::path::Path;

use super::tokens;
use crate::error::{AtPath, Error};
use crate::process::Program;
use crate::setup::Toolbox;
use crate::workspace::Workspace;

/// Bundles `client/styles/app.css` and what it imports from npm into `target/styles/app.css`, which `index.html` names.
/// Tokens of the theme that nothing refers to are left out.
pub(super) fn bundle(workspace: &Workspace, toolbox: &Toolbox) -> Result<(), Error> {
    let bundled = workspace.target().join("styles/app.css");
    Program::new("esbuild")
        .args(["styles/app.css", "--bundle", "--minify", "--log-level=warning", &outfile(&bundled)])
        .env("PATH", &toolbox.path)
        .in_folder(workspace.client())
        .run()?;
    let css = fs::read_to_string(&bundled).at(&bundled)?;
    fs::write(&bundled, tokens::without_unused(&css)).at(&bundled)
}

fn outfile(bundled: &Path) -> String {
    format!("--outfile={}", bundled.display())
}
