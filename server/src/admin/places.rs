//! Organisations, teams and neighbourhoods.

use buurtboek_shared::{
    domain::directory::{Neighbourhood, Organisation, OrganisationTie},
    ids::{OrganisationId, TeamId},
};
use clap::Subcommand;

use super::{AdminError, Desk};
use crate::{auth::accounts::Team, random};

/// What is done with organisations.
#[derive(Debug, Subcommand)]
pub enum OrganisationCommand {
    /// Add an organisation.
    Create {
        /// Its name.
        name: String,
        /// It works with the teams, but its people are in none.
        #[arg(long)]
        partner: bool,
    },
    /// Show all: id, name, tie.
    List,
}

impl OrganisationCommand {
    pub(super) async fn perform(self, desk: &mut Desk<'_>) -> Result<(), AdminError> {
        match self {
            Self::Create { name, partner } => {
                let tie = if partner { OrganisationTie::Partner } else { OrganisationTie::Member };
                let id = OrganisationId(random::id()?);
                desk.accounts.create_organisation(Organisation { id, name: name.clone(), tie }).await?;
                for team in desk.accounts.teams()? {
                    desk.publish(&team).await?;
                }
                desk.tell(&[&id, &name])
            }
            Self::List => {
                for organisation in desk.accounts.organisations()? {
                    let tie = match organisation.tie {
                        OrganisationTie::Member => "member",
                        OrganisationTie::Partner => "partner",
                    };
                    desk.tell(&[&organisation.id, &organisation.name, &tie])?;
                }
                Ok(())
            }
        }
    }
}

/// What is done with teams.
#[derive(Debug, Subcommand)]
pub enum TeamCommand {
    /// Add a team.
    Create {
        /// Its name.
        name: String,
        /// Its telephone number, as people are to dial it.
        #[arg(long, default_value = "")]
        phone: String,
    },
    /// Show all: id, name, telephone number.
    List,
}

impl TeamCommand {
    pub(super) async fn perform(self, desk: &mut Desk<'_>) -> Result<(), AdminError> {
        match self {
            Self::Create { name, phone } => {
                let team = Team { id: TeamId(random::id()?), name, phone };
                desk.accounts.create_team(team.clone(), desk.clock.now()).await?;
                desk.publish(&team).await?;
                desk.tell(&[&team.id, &team.name])
            }
            Self::List => {
                for team in desk.accounts.teams()? {
                    desk.tell(&[&team.id, &team.name, &team.phone])?;
                }
                Ok(())
            }
        }
    }
}

/// What is done with neighbourhoods.
#[derive(Debug, Subcommand)]
pub enum NeighbourhoodCommand {
    /// Give a team a neighbourhood with its streets.
    Create {
        /// Name or id of the team.
        #[arg(long)]
        team: String,
        /// CBS code: BU and 8 digits.
        #[arg(long)]
        code: String,
        /// Year of the code.
        #[arg(long)]
        year: u16,
        /// Its name.
        name: String,
        /// A street in it; once for each.
        #[arg(long = "street", value_name = "NAME")]
        streets: Vec<String>,
    },
    /// Show those of a team: code, year, name, streets.
    List {
        /// Name or id of the team.
        #[arg(long)]
        team: String,
    },
}

impl NeighbourhoodCommand {
    pub(super) async fn perform(self, desk: &mut Desk<'_>) -> Result<(), AdminError> {
        match self {
            Self::Create { team, code, year, name, streets } => {
                let team = desk.team(&team)?;
                if !is_code(&code) {
                    return Err(AdminError::Form { given: code, wanted: "a CBS code: BU and 8 digits" });
                }
                let area = Neighbourhood { code: code.clone(), year, name: name.clone(), streets };
                desk.accounts.create_neighbourhood(team.id, area).await?;
                desk.publish(&team).await?;
                desk.tell(&[&code, &year, &name])
            }
            Self::List { team } => {
                let team = desk.team(&team)?;
                for area in desk.accounts.neighbourhoods(team.id)? {
                    desk.tell(&[&area.code, &area.year, &area.name, &area.streets.join(", ")])?;
                }
                Ok(())
            }
        }
    }
}

fn is_code(text: &str) -> bool {
    text.strip_prefix("BU").is_some_and(|digits| digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}
