//! The command line of xtask.

use std::path::PathBuf;

use pico_args::Arguments;

use crate::error::Error;

/// What `cargo xtask help` prints.
pub(crate) const HELP: &str = "\
cargo xtask COMMAND

  demo  [--port 8080] [--data DIR]   set up, build and start the server with demonstration data
  dev   [--port 8080] [--data DIR]   the same in a development build, rebuilt whenever a file changes
  test  [STEP...]                    set up and run every check, or only the steps named (test --list names them)
  bench                              build what ships and print the figures of the benchmarks
  size                               build the app and hold it against its size limits
  setup                              make this machine ready, nothing more

Environment: BB_TOOLS is the folder for installed tools (default: the user's cache folder).";

const DEFAULT_PORT: u16 = 8080;

/// One invocation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Setup,
    Demo(Service),
    Dev(Service),
    Test(Selection),
    Bench,
    Size,
}

/// Where a started server listens and keeps its data.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Service {
    pub(crate) port: u16,
    /// `None`: a folder under `target/`.
    pub(crate) data: Option<PathBuf>,
}

/// Which steps of `test` to run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Selection {
    All,
    Named(Vec<String>),
    /// Run nothing, print the names.
    List,
}

/// Reads the command line; anything left over is refused.
pub(crate) fn parse(mut arguments: Arguments) -> Result<Command, Error> {
    if arguments.contains(["-h", "--help"]) {
        return Ok(Command::Help);
    }
    let name = arguments.subcommand()?;
    let command = match name.as_deref() {
        None | Some("help") => Command::Help,
        Some("setup") => Command::Setup,
        Some("demo") => Command::Demo(service(&mut arguments)?),
        Some("dev") => Command::Dev(service(&mut arguments)?),
        Some("test") => return selection(arguments).map(Command::Test),
        Some("bench") => Command::Bench,
        Some("size") => Command::Size,
        Some(other) => return Err(Error::UnknownCommand(other.to_owned())),
    };
    match arguments.finish().first() {
        None => Ok(command),
        Some(left_over) => Err(Error::UnexpectedArgument(left_over.to_string_lossy().into_owned())),
    }
}

fn service(arguments: &mut Arguments) -> Result<Service, Error> {
    Ok(Service {
        port: arguments.opt_value_from_str("--port")?.unwrap_or(DEFAULT_PORT),
        data: arguments.opt_value_from_str("--data")?,
    })
}

fn selection(mut arguments: Arguments) -> Result<Selection, Error> {
    if arguments.contains("--list") {
        return Ok(Selection::List);
    }
    let mut names = Vec::new();
    while let Some(name) = arguments.opt_free_from_str::<String>()? {
        if name.starts_with('-') {
            return Err(Error::UnexpectedArgument(name));
        }
        names.push(name);
    }
    Ok(if names.is_empty() { Selection::All } else { Selection::Named(names) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, Error> {
        parse(Arguments::from_vec(line.split_whitespace().map(Into::into).collect()))
    }

    #[test]
    fn demo_has_defaults_and_takes_both_options() {
        assert_eq!(parsed("demo").unwrap(), Command::Demo(Service { port: 8080, data: None }));
        assert_eq!(
            parsed("demo --port 9000 --data=somewhere").unwrap(),
            Command::Demo(Service { port: 9000, data: Some("somewhere".into()) })
        );
    }

    #[test]
    fn test_takes_step_names() {
        assert_eq!(parsed("test").unwrap(), Command::Test(Selection::All));
        assert_eq!(parsed("test --list").unwrap(), Command::Test(Selection::List));
        let named = Selection::Named(vec!["format".into(), "size".into()]);
        assert_eq!(parsed("test format size").unwrap(), Command::Test(named));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        assert!(matches!(parsed("fly"), Err(Error::UnknownCommand(_))));
        assert!(matches!(parsed("size --fast"), Err(Error::UnexpectedArgument(_))));
        assert!(matches!(parsed("test --fast"), Err(Error::UnexpectedArgument(_))));
        assert!(matches!(parsed("demo --port many"), Err(Error::Arguments(_))));
    }
}
