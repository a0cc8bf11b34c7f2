//! The app: styles, WebAssembly, service worker and compressed copies, in one folder that the server serves as it is.

use super::{Purpose, modules, precompress, service_worker, styles};
use crate::console;
use crate::error::Error;
use crate::fingerprint::{self, Fingerprint};
use crate::process::Program;
use crate::setup::Toolbox;
use crate::workspace::Workspace;

/// Everything the app is made from.
const INPUTS: [&str; 7] = ["client", "shared", ".cargo", "Cargo.toml", "Cargo.lock", "Trunk.toml", "xtask/src/build"];

/// Builds the app for `purpose`, unless the last build was made from the same sources by the same compiler.
pub(crate) fn app(workspace: &Workspace, toolbox: &Toolbox, purpose: Purpose) -> Result<(), Error> {
    let folder = purpose.app_folder(workspace);
    let name = match purpose {
        Purpose::Release => "app (release)",
        Purpose::Development => "app (development)",
    };
    let record = workspace.fingerprints().join(name);
    let sources = || Fingerprint::of(workspace.root(), &INPUTS, &compiler()?);
    let before = sources()?;
    if folder.join("index.html").is_file() && before.is_recorded_in(&record) {
        console::already(name);
        return Ok(());
    }
    console::step(name, || {
        fingerprint::forget(&record)?;
        styles::bundle(workspace, toolbox)?;
        trunk(workspace, toolbox, purpose)?;
        if purpose == Purpose::Release {
            modules::take_apart(workspace, toolbox, &folder)?;
        }
        service_worker::generate(workspace, &folder)?;
        if purpose == Purpose::Release {
            precompress::folder(&folder)?;
        }
        // A first build writes the lock file. A source saved meanwhile may or may not be in this build: build again.
        let after = sources()?;
        if after == before { after.record_in(&record) } else { Ok(()) }
    })
}

fn compiler() -> Result<String, Error> {
    Program::new("rustc").args(["--version", "--verbose"]).answer()
}

fn trunk(workspace: &Workspace, toolbox: &Toolbox, purpose: Purpose) -> Result<(), Error> {
    // Trunk is told to stay offline, as it would fetch tools by itself; so cargo gets the crates before.
    Program::new("cargo")
        .args(["fetch", "--quiet", "--target", "wasm32-unknown-unknown"])
        .in_folder(workspace.root())
        .run()?;
    let profile: &[&str] = match purpose {
        Purpose::Release => &["--release", "--features", "split"],
        Purpose::Development => &[],
    };
    Program::new("trunk")
        .args(["build", "--offline", "--skip-version-check", "--dist"])
        .arg(purpose.app_folder(workspace))
        .args(profile)
        .env("PATH", &toolbox.path)
        // Trunk reads this as a truth value and stops at any other text.
        .env("NO_COLOR", "true")
        .in_folder(workspace.root())
        .run()
}
