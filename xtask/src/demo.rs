//! `cargo xtask demo`: the product with its demonstration data, from nothing.

use std::path::Path;

use crate::build::{self, Purpose};
use crate::cli::Service;
use crate::console;
use crate::error::Error;
use crate::process::Program;
use crate::setup;
use crate::workspace::Workspace;

/// Sets up, builds, and becomes the server: Ctrl-C reaches it directly and it stops in order.
pub(crate) fn run(workspace: &Workspace, service: &Service) -> Result<(), Error> {
    let toolbox = setup::for_builds(workspace)?;
    build::app(workspace, &toolbox, Purpose::Release)?;
    build::server(workspace)?;

    let default = workspace.target().join("demo-data");
    let data = service.data.as_deref().unwrap_or(&default);
    console::line(format_args!("\nBuurtboek: http://127.0.0.1:{}", service.port));
    console::note(format!("data in {}; Ctrl-C stops it", data.display()));
    let app = Purpose::Release.app_folder(workspace);
    server(&workspace.server_binary(), service.port, data, &app).become_it()
}

/// The server as `demo` and `dev` start it.
pub(crate) fn server(binary: &Path, port: u16, data: &Path, app: &Path) -> Program {
    Program::new(binary)
        .args(["serve", "--demo", "--listen", &format!("127.0.0.1:{port}"), "--data"])
        .arg(data)
        .arg("--app")
        .arg(app)
}
