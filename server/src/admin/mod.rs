//! Managing organisations, teams, neighbourhoods, members, deputies, sessions and devices from the command line.
//!
//! Works on the data folder itself, next to a running server if there is one: SQLite lets one write at a time, and the
//! server looks several times a second whether anybody's access ended.

mod deputies;
mod members;
mod places;
mod sessions;

use std::{
    io::{self, Write},
    sync::Arc,
};

use clap::Subcommand;
use thiserror::Error;

use self::{
    deputies::DeputyCommand,
    members::{MemberCommand, UNSENT_IS_UNKNOWN},
    places::{NeighbourhoodCommand, OrganisationCommand, TeamCommand},
    sessions::{DeviceCommand, SessionCommand},
};
use crate::{
    auth::{
        accounts::{AccountError, Accounts, Team, UsernameError},
        passwords::PasswordError,
    },
    clock::Clock,
    config::Config,
    directory::{PublishError, publish},
    random::NoRandomness,
    state::purpose,
    store::{
        StoreHandle,
        sqlite::{OpenError, PageLimit, open_data_folder},
    },
};

/// What is managed.
#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Organisations whose people are in a team, and partners.
    #[command(subcommand)]
    Organisation(OrganisationCommand),
    /// Teams.
    #[command(subcommand)]
    Team(TeamCommand),
    /// Neighbourhoods and their streets.
    #[command(subcommand)]
    Neighbourhood(NeighbourhoodCommand),
    /// Members of a team.
    #[command(subcommand)]
    Member(MemberCommand),
    /// Who stands in for a team's coordinators.
    #[command(subcommand)]
    Deputy(DeputyCommand),
    /// Sessions of a member.
    #[command(subcommand)]
    Session(SessionCommand),
    /// Devices of a member.
    #[command(subcommand)]
    Device(DeviceCommand),
}

/// Why something was not done.
#[derive(Debug, Error)]
pub enum AdminError {
    /// The data folder.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The accounts.
    #[error(transparent)]
    Account(Box<AccountError>),
    /// The user name.
    #[error(transparent)]
    Username(#[from] UsernameError),
    /// The password.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The two passwords are not the same.
    #[error("the two passwords are not the same")]
    PasswordsDiffer,
    /// The directory of the team.
    #[error(transparent)]
    Publish(Box<PublishError>),
    /// Nothing has this name.
    #[error("there is no {what} `{name}`; `buurtboek admin {what} list` shows what there is")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// As given.
        name: String,
    },
    /// A value of another form.
    #[error("`{given}` is not {wanted}")]
    Form {
        /// As given.
        given: String,
        /// What is wanted.
        wanted: &'static str,
    },
    /// A member works in dossiers.
    #[error(
        "`{username}` works in {dossiers} dossiers, and {unknown}: it would stay there and reach nobody; let the coordinator \
         end that access first (`Toegang beëindigen` in each dossier) and wait until the devices synchronised, so that what \
         is unsent in dossiers comes to the coordinator; or add `--at-once`",
        unknown = UNSENT_IS_UNKNOWN
    )]
    StillAtWork {
        /// What they log in with.
        username: String,
        /// How many.
        dossiers: usize,
    },
    /// No id could be drawn.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The machine.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl From<AccountError> for AdminError {
    fn from(error: AccountError) -> Self {
        Self::Account(Box::new(error))
    }
}

impl From<PublishError> for AdminError {
    fn from(error: PublishError) -> Self {
        Self::Publish(Box::new(error))
    }
}

/// The opened data folder and where answers go.
struct Desk<'a> {
    store: StoreHandle,
    accounts: Accounts,
    clock: Clock,
    out: &'a mut dyn Write,
}

impl AdminCommand {
    /// Does it; what it made or found is written to `out`, one thing a line, its parts separated by tabs.
    ///
    /// # Errors
    /// [`AdminError`]; nothing is changed then.
    pub async fn perform(self, config: &Config, out: &mut dyn Write) -> Result<(), AdminError> {
        let (writer, reader) = open_data_folder(&config.data, purpose(config.mode), PageLimit::default())?;
        let store = StoreHandle::start(writer, Arc::new(reader.clone()))?;
        let accounts = Accounts::new(store.clone(), reader);
        let mut desk = Desk { store, accounts, clock: Clock::system(), out };
        let done = match self {
            Self::Organisation(command) => command.perform(&mut desk).await,
            Self::Team(command) => command.perform(&mut desk).await,
            Self::Neighbourhood(command) => command.perform(&mut desk).await,
            Self::Member(command) => command.perform(&mut desk).await,
            Self::Deputy(command) => command.perform(&mut desk).await,
            Self::Session(command) => command.perform(&mut desk).await,
            Self::Device(command) => command.perform(&mut desk).await,
        };
        desk.store.close().await;
        done
    }
}

impl Desk<'_> {
    /// One line of an answer.
    fn tell(&mut self, parts: &[&dyn std::fmt::Display]) -> Result<(), AdminError> {
        let line: Vec<String> = parts.iter().map(ToString::to_string).collect();
        Ok(writeln!(self.out, "{}", line.join("\t"))?)
    }

    /// The team with this name or id.
    fn team(&self, name: &str) -> Result<Team, AdminError> {
        let teams = self.accounts.teams()?;
        let found = teams.into_iter().find(|team| team.name == name || team.id.to_string() == name);
        found.ok_or_else(|| AdminError::Unknown { what: "team", name: name.to_owned() })
    }

    /// Brings the directory that devices hold up to date.
    async fn publish(&self, team: &Team) -> Result<(), AdminError> {
        publish(&self.store, &self.accounts, team.id, self.clock.now()).await?;
        Ok(())
    }
}
