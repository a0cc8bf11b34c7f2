//! Starting other programs: shown, answered or replaced, with typed errors.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use crate::error::{AtPath, Error};

/// Cargo describes the running xtask in these; handed on, they would make build scripts rerun for nothing.
const OF_XTASK_ITSELF: [&str; 3] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];

/// A program about to be started.
#[derive(Debug)]
pub(crate) struct Program {
    command: Command,
}

impl Program {
    pub(crate) fn new(name: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(name);
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if OF_XTASK_ITSELF.iter().any(|prefix| text.starts_with(prefix)) {
                command.env_remove(&name);
            }
        }
        Self { command }
    }

    pub(crate) fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.command.args(arguments);
        self
    }

    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn in_folder(mut self, folder: impl AsRef<Path>) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Runs it with its output on the terminal; a failing status is an error.
    pub(crate) fn run(mut self) -> Result<(), Error> {
        let status = self.command.status().map_err(|source| self.not_started(source))?;
        if status.success() {
            return Ok(());
        }
        Err(Error::Failed { command: self.line(), status, output: String::new() })
    }

    /// Runs it in silence; what it said is part of the error if it fails.
    pub(crate) fn run_quietly(self) -> Result<(), Error> {
        self.answer().map(|_| ())
    }

    /// Runs it and returns its standard output without the line end.
    pub(crate) fn answer(mut self) -> Result<String, Error> {
        let Output { status, stdout, stderr } =
            self.command.stdin(Stdio::null()).output().map_err(|source| self.not_started(source))?;
        let said = String::from_utf8_lossy(&stdout);
        if status.success() {
            return Ok(said.trim_end().to_owned());
        }
        let output = format!(":\n{said}{}", String::from_utf8_lossy(&stderr));
        Err(Error::Failed { command: self.line(), status, output })
    }

    /// Starts it and returns at once.
    pub(crate) fn start(mut self) -> Result<Child, Error> {
        self.command.spawn().map_err(|source| self.not_started(source))
    }

    fn not_started(&self, source: std::io::Error) -> Error {
        Error::NotStarted { command: self.line(), source }
    }

    fn line(&self) -> String {
        let arguments = self.command.get_args().map(OsStr::to_string_lossy);
        std::iter::once(self.command.get_program().to_string_lossy()).chain(arguments).collect::<Vec<_>>().join(" ")
    }
}

/// Asks a process to stop in order; where that is not possible, stops it.
pub(crate) fn ask_to_stop(child: &mut Child) -> Result<(), Error> {
    if cfg!(unix) {
        Program::new("kill").args(["-TERM", &child.id().to_string()]).run_quietly()
    } else {
        child.kill().at("the running server")
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_without_its_line_end() {
        assert_eq!(Program::new("echo").arg("hello").answer().unwrap(), "hello");
    }

    #[test]
    fn a_failure_carries_what_was_said() {
        let error = Program::new("sh").args(["-c", "echo why >&2; exit 3"]).run_quietly().unwrap_err();
        assert!(error.to_string().contains("why"), "{error}");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = Program::new("no-such-program-here").run_quietly().unwrap_err();
        assert!(matches!(error, Error::NotStarted { ref command, .. } if command == "no-such-program-here"));
    }
}
