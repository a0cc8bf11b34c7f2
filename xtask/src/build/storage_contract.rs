//! A page that holds the browser's own database to the contract of the app's storage, to be served as if it were the app.

use std::fs;
use std::path::PathBuf;

use crate::console;
use crate::error::{AtPath, Error};
use crate::process::Program;
use crate::setup::Toolbox;
use crate::workspace::Workspace;

const EXAMPLE: &str = "idb_contract";
const WASM: &str = "wasm32-unknown-unknown";
/// The server lets no script run that stands in the page itself.
const PAGE: &str = "<!doctype html><title>running</title><script type=\"module\" src=\"/start.js\"></script>\n";
const START: &str = "import start from \"/idb_contract.js\";\nstart();\n";

/// Where the page is built.
pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target().join("storage-contract")
}

/// Builds the page; cargo itself knows whether there is much to do.
pub(crate) fn storage_contract(workspace: &Workspace, toolbox: &Toolbox) -> Result<(), Error> {
    let folder = folder(workspace);
    console::step("page of the storage contract", || {
        Program::new("cargo")
            .args(["build", "--quiet", "--package", "buurtboek-client", "--example", EXAMPLE, "--target", WASM])
            .in_folder(workspace.root())
            .run()?;
        let module = workspace.target().join(WASM).join("debug/examples").join(format!("{EXAMPLE}.wasm"));
        Program::new("wasm-bindgen")
            .args(["--target", "web", "--no-typescript", "--out-dir"])
            .arg(&folder)
            .arg(module)
            .env("PATH", &toolbox.path)
            .run()?;
        for (name, text) in [("index.html", PAGE), ("start.js", START)] {
            let path = folder.join(name);
            fs::write(&path, text).at(&path)?;
        }
        Ok(())
    })
}
