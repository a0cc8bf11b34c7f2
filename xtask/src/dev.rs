//! `cargo xtask dev`: a development build, made again and restarted whenever a source file changes.

use std::thread;
use std::time::Duration;

use crate::build::{self, Purpose};
use crate::cli::Service;
use crate::console;
use crate::error::Error;
use crate::fingerprint::Fingerprint;
use crate::process::Program;
use crate::server::Server;
use crate::setup::{self, Toolbox};
use crate::stop_signal::StopSignal;
use crate::workspace::Workspace;

/// Everything the server is made from.
const SERVER_INPUTS: [&str; 4] = ["server", "shared", "Cargo.toml", "Cargo.lock"];
const APP_INPUTS: [&str; 4] = ["client", "shared", "Cargo.toml", "Trunk.toml"];

/// How often the sources are looked at. Hashing them takes some milliseconds.
const LOOK_EVERY: Duration = Duration::from_millis(700);

/// Runs until Ctrl-C. A build that fails leaves the last good one running.
pub(crate) fn run(workspace: &Workspace, service: &Service) -> Result<(), Error> {
    let toolbox = setup::for_builds(workspace)?;
    let stop = StopSignal::listen()?;
    let mut running = None;
    let mut seen = None;
    while !stop.came() {
        let now = Sources::look(workspace)?;
        if seen.as_ref() != Some(&now) {
            let app_changed = seen.as_ref().is_none_or(|seen: &Sources| seen.app != now.app);
            let server_changed = seen.as_ref().is_none_or(|seen| seen.server != now.server);
            if app_changed {
                rebuild_app(workspace, &toolbox);
            }
            if server_changed {
                rebuild_server(workspace, service, &mut running);
            }
            console::note(format!("http://127.0.0.1:{} · waiting for changes, Ctrl-C stops", service.port));
            seen = Some(now);
        }
        thread::sleep(LOOK_EVERY);
    }
    Ok(())
}

#[derive(Debug, PartialEq, Eq)]
struct Sources {
    app: Fingerprint,
    server: Fingerprint,
}

impl Sources {
    fn look(workspace: &Workspace) -> Result<Self, Error> {
        Ok(Self {
            app: Fingerprint::of(workspace.root(), &APP_INPUTS, "")?,
            server: Fingerprint::of(workspace.root(), &SERVER_INPUTS, "")?,
        })
    }
}

fn rebuild_app(workspace: &Workspace, toolbox: &Toolbox) {
    if let Err(error) = build::app(workspace, toolbox, Purpose::Development) {
        console::failure(&error);
    }
}

fn rebuild_server(workspace: &Workspace, service: &Service, running: &mut Option<Server>) {
    let rebuilt = console::step("server (development)", || {
        let build = ["build", "--quiet", "--package", "buurtboek-server", "--bin", "buurtboek"];
        Program::new("cargo").args(build).in_folder(workspace.root()).run()?;
        // The old one first: it holds the port and the data.
        *running = None;
        let default = workspace.target().join("dev-data");
        let data = service.data.as_deref().unwrap_or(&default);
        let binary = workspace.target().join("debug").join(format!("buurtboek{}", std::env::consts::EXE_SUFFIX));
        let app = Purpose::Development.app_folder(workspace);
        *running = Some(Server::start(&binary, service.port, data, &app)?);
        Ok(())
    });
    if let Err(error) = rebuilt {
        console::failure(&error);
    }
}
