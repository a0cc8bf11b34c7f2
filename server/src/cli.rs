//! The command line.

use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand};
use thiserror::Error;

use crate::{
    admin::{AdminCommand, AdminError},
    config::{CONFIG_VARIABLE, Config, ConfigError, Layers, SETTINGS},
    serve::{self, ServeError},
    verify::{Report, VerifyError, verify},
};

/// Buurtboek: the offline-first notebook of a neighbourhood team.
#[derive(Debug, Parser)]
#[command(name = "buurtboek", version, about, propagate_version = true, arg_required_else_help = true)]
struct CommandLine {
    #[command(flatten)]
    settings: SettingFlags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the app, its API and its sockets.
    Serve(ServeFlags),
    /// Manage organisations, teams, neighbourhoods, members, deputies, sessions and devices.
    ///
    /// Works on the data folder itself, also while the server runs.
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Check every hash chain and seal, every acknowledgement, the audit trail, and the database itself.
    ///
    /// Only reads; a running server is not disturbed. Ends with 1 when anything is wrong.
    Verify,
    /// List every setting: its name, its environment variable, and what is allowed.
    Settings,
}

#[derive(Debug, Args)]
struct SettingFlags {
    /// Settings file, in TOML [variable: BUURTBOEK_CONFIG].
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of the database and its key.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<String>,
    /// A demonstration with invented people, where a click is enough to be one of them.
    #[arg(long, global = true)]
    demo: bool,
    /// Any setting by its name; `buurtboek settings` lists them.
    #[arg(long = "set", global = true, value_name = "NAME=VALUE")]
    set: Vec<Assignment>,
}

#[derive(Debug, Args)]
struct ServeFlags {
    /// Address and port to listen on [default: 127.0.0.1:8080].
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Folder of the built app [default: `app` beside this program, or in the folder above].
    #[arg(long, value_name = "DIR")]
    app: Option<String>,
    /// How log lines look: text or json [default: text].
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<String>,
}

#[derive(Clone, Debug)]
struct Assignment {
    name: String,
    value: String,
}

impl std::str::FromStr for Assignment {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
        Ok(Self { name: name.to_owned(), value: value.to_owned() })
    }
}

/// Why the program ends without having done what was asked.
#[derive(Debug, Error)]
pub enum CliError {
    /// The settings.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Serving.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// Managing.
    #[error(transparent)]
    Admin(#[from] AdminError),
    /// The check could not be carried through.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// The machine.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Does what the command line asks. Errors are printed; the exit code is 0 when it was done, 1 when it was not (for
/// `verify`: when something is wrong), 2 when the command line itself is wrong.
#[must_use]
pub fn run() -> ExitCode {
    let command_line = CommandLine::parse();
    match perform(command_line) {
        Ok(code) => code,
        // Whoever reads our output has seen enough.
        Err(CliError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            writeln!(io::stderr(), "buurtboek: {error}").ok();
            ExitCode::FAILURE
        }
    }
}

fn perform(command_line: CommandLine) -> Result<ExitCode, CliError> {
    let CommandLine { settings, command } = command_line;
    match command {
        Command::Serve(flags) => {
            let layers = layers(settings)?
                .maybe_flag("listen", flags.listen)?
                .maybe_flag("app", flags.app)?
                .maybe_flag("log_format", flags.log_format)?;
            let config = serve::with_app_beside_program(layers.config()?);
            crate::logs::start(&config);
            let runtime = runtime()?;
            let served = runtime.block_on(serve::serve(config));
            // A read that the disk does not answer is not waited for.
            runtime.shutdown_background();
            served?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Admin(command) => {
            let config = layers(settings)?.config()?;
            runtime()?.block_on(command.perform(&config, &mut io::stdout()))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Verify => check(&layers(settings)?.config()?),
        Command::Settings => {
            list_settings(&mut io::stdout())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn layers(flags: SettingFlags) -> Result<Layers, ConfigError> {
    let mut layers = Layers::default();
    let file = flags.config.or_else(|| std::env::var_os(CONFIG_VARIABLE).map(PathBuf::from));
    if let Some(file) = &file {
        layers = layers.file(file)?;
    }
    layers = layers.variables(std::env::vars_os())?;
    layers = layers.maybe_flag("data", flags.data)?.maybe_flag("demo", flags.demo.then(|| "true".to_owned()))?;
    flags.set.into_iter().try_fold(layers, |layers, Assignment { name, value }| layers.flag(&name, value))
}

fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

fn check(config: &Config) -> Result<ExitCode, CliError> {
    let report = verify(&config.data)?;
    let mut out = io::stdout();
    for fault in &report.faults {
        writeln!(out, "{fault}")?;
    }
    let Report { documents, rows, receipts, audit_entries, fault_count, .. } = &report;
    writeln!(
        out,
        "{documents} documents, {rows} rows, {receipts} acknowledgements, {audit_entries} audit entries: \
         {fault_count} faults"
    )?;
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn list_settings(out: &mut impl io::Write) -> io::Result<()> {
    for setting in SETTINGS {
        writeln!(out, "{}\n    {}\n    {}: {}\n", setting.name, setting.purpose, setting.variable(), setting.allowed)?;
    }
    writeln!(out, "A file has the names as they stand here; on the command line: --set NAME=VALUE.")
}
