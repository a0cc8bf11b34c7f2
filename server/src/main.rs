//! The `buurtboek` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    buurtboek_server::cli::run()
}
