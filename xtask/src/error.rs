//! Everything that can go wrong here, worded for the person at the terminal.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

/// Why an xtask command stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("unknown command `{0}`; `cargo xtask help` lists them")]
    UnknownCommand(String),
    #[error("unexpected argument `{0}`; `cargo xtask help` shows what is allowed")]
    UnexpectedArgument(String),
    #[error("{0}; `cargo xtask help` shows what is allowed")]
    Arguments(#[from] pico_args::Error),
    #[error("there is no test step `{0}`; `cargo xtask test --list` names them")]
    UnknownStep(String),
    #[error("{what} is missing. Install it with:\n\n    {install}\n")]
    Missing { what: String, install: String },
    #[error("could not start `{command}`: {source}")]
    NotStarted { command: String, source: io::Error },
    #[error("`{command}` failed ({status}){output}")]
    Failed { command: String, status: ExitStatus, output: String },
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error("{program} answered something unexpected: {answer}")]
    UnexpectedAnswer { program: &'static str, answer: String },
    #[error("{0} was set up, yet it is still not found")]
    StillMissing(String),
    #[error("{path} has no marker {marker}, so the app could not be made to work offline")]
    NoMarker { path: PathBuf, marker: &'static str },
    #[error("the app could not be taken apart into modules: {0}")]
    NotSplit(String),
    #[error("the app is too large:{0}")]
    TooLarge(String),
    #[error("the server ended badly ({0}); what it said stands above")]
    ServerEnded(ExitStatus),
    #[error("Ctrl-C cannot be listened to: {0}")]
    StopSignal(#[from] ctrlc::Error),
    #[error("PATH cannot be extended: {0}")]
    Path(#[from] std::env::JoinPathsError),
}

/// Names the file in an I/O error.
pub(crate) trait AtPath<T> {
    fn at(self, path: impl AsRef<Path>) -> Result<T, Error>;
}

impl<T> AtPath<T> for io::Result<T> {
    fn at(self, path: impl AsRef<Path>) -> Result<T, Error> {
        self.map_err(|source| Error::File { path: path.as_ref().to_owned(), source })
    }
}
