//! Who stands in for a team's coordinators.

use buurtboek_shared::domain::deputy::Deputy;
use clap::Subcommand;

use super::{AdminError, Desk, members::member_named};
use crate::{
    auth::accounts::Appointment,
    moments::{moment, moment_of},
};

/// What is done with deputies. A running server notices within seconds.
#[derive(Debug, Subcommand)]
pub enum DeputyCommand {
    /// Let a professional stand in for the coordinators of their team, in the place of whoever did.
    Set {
        /// What they log in with.
        username: String,
        /// Until when, at most 31 days from now: 2026-11-23T18:00:00+01:00.
        #[arg(long)]
        until: String,
    },
    /// Let nobody stand in any more.
    End {
        /// Name or id of the team.
        #[arg(long)]
        team: String,
    },
    /// Show who stands in: user name, until when.
    Show {
        /// Name or id of the team.
        #[arg(long)]
        team: String,
    },
}

impl DeputyCommand {
    pub(super) async fn perform(self, desk: &mut Desk<'_>) -> Result<(), AdminError> {
        let now = desk.clock.now();
        match self {
            Self::Set { username, until } => {
                let found = member_named(desk, &username)?;
                let team = desk.team(&found.team.to_string())?;
                let deputy = moment_of(&until).map(|until| Deputy { member: found.id, until });
                let deputy = deputy.filter(|deputy| deputy.may_begin_at(now));
                let deputy = deputy.ok_or(AdminError::Form { given: until, wanted: "a moment within 31 days" })?;
                desk.accounts.appoint_deputy(Appointment { team: team.id, deputy, by: None }, now).await?;
                desk.publish(&team).await?;
                desk.tell(&[&found.username, &moment(deputy.until)])
            }
            Self::End { team } => {
                let team = desk.team(&team)?;
                desk.accounts.end_deputy(team.id, now).await?;
                desk.publish(&team).await?;
                desk.tell(&[&team.name, &"nobody stands in"])
            }
            Self::Show { team } => {
                let team = desk.team(&team)?;
                if let Some(deputy) = desk.accounts.deputy(team.id, now)?
                    && let Some(member) = desk.accounts.member(deputy.member)?
                {
                    desk.tell(&[&member.username, &moment(deputy.until)])?;
                }
                Ok(())
            }
        }
    }
}
