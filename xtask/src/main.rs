//! `cargo xtask`: everything one does with this repository, on a bare machine too.
//!
//! `setup` makes the machine ready, `demo` and `dev` run the product, `test`, `bench` and `size` judge it. Each step says
//! what it does and how long it took; a step whose work is already done says so and costs nothing.

mod build;
mod check;
mod cli;
mod console;
mod demo;
mod dev;
mod error;
mod fingerprint;
mod process;
mod server;
mod setup;
mod stop_signal;
mod workspace;

use std::process::ExitCode;

use cli::Command;
use error::Error;
use workspace::Workspace;

fn main() -> ExitCode {
    match perform() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            console::failure(&error);
            ExitCode::FAILURE
        }
    }
}

fn perform() -> Result<(), Error> {
    let command = cli::parse(pico_args::Arguments::from_env())?;
    let workspace = Workspace::locate();
    match command {
        Command::Help => {
            console::line(cli::HELP);
            Ok(())
        }
        Command::Setup => setup::for_tests(&workspace).map(|_| ()),
        Command::Demo(service) => demo::run(&workspace, &service),
        Command::Dev(service) => dev::run(&workspace, &service),
        Command::Test(selection) => check::test(&workspace, &selection),
        Command::Bench => check::bench(&workspace),
        Command::Size => check::size(&workspace),
    }
}
