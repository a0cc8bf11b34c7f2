//! `cargo xtask demo`: the product with its demonstration data, from nothing.

use std::process::ExitStatus;
use std::thread;
use std::time::Duration;

use crate::build::{self, Purpose};
use crate::cli::Service;
use crate::console;
use crate::error::Error;
use crate::server::Server;
use crate::setup;
use crate::stop_signal::StopSignal;
use crate::workspace::Workspace;

const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Sets up, builds, and runs the server until Ctrl-C.
pub(crate) fn run(workspace: &Workspace, service: &Service) -> Result<(), Error> {
    let toolbox = setup::for_builds(workspace)?;
    build::product(workspace, &toolbox)?;

    let default = workspace.target().join("demo-data");
    let data = service.data.as_deref().unwrap_or(&default);
    let stop = StopSignal::listen()?;
    let app = Purpose::Release.app_folder(workspace);
    let mut server = Server::start(&workspace.server_binary(), service.port, data, &app)?;
    let mut is_announced = false;
    while !stop.came() {
        if let Some(status) = server.ended()? {
            return verdict(status);
        }
        if !is_announced && announce(&server, service.port) {
            console::note(format_args!("Data in {}. Ctrl-C stops it.", data.display()));
            is_announced = true;
        }
        thread::sleep(LOOK_EVERY);
    }
    verdict(server.stop()?)
}

fn verdict(status: ExitStatus) -> Result<(), Error> {
    if status.success() { Ok(()) } else { Err(Error::ServerEnded(status)) }
}

/// Says where it is and whom one can be there, as soon as it answers.
fn announce(server: &Server, port: u16) -> bool {
    let Some(people) = server.people() else {
        return false;
    };
    console::line(format_args!("\nBuurtboek: http://127.0.0.1:{port}\n"));
    console::note("One click makes you:");
    for person in people {
        console::note(format_args!("  {:20} {}", person.name, person.about));
    }
    true
}
