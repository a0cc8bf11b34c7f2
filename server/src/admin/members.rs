//! Members and their passwords.

use std::io::BufRead as _;

use buurtboek_shared::{
    domain::role::Role,
    ids::{MemberId, OrganisationId},
};
use clap::{Subcommand, builder::PossibleValuesParser};

use super::{AdminError, Desk};
use crate::{
    auth::{
        accounts::{Member, MemberState, NewMember, PasswordHash, Username},
        passwords::{self, Passwords},
    },
    random,
};

/// What the end of a membership leaves open. No figure stands for it: a device says nothing of what it did not send.
pub(super) const UNSENT_IS_UNKNOWN: &str =
    "the server cannot know what is still unsent on their devices, signals included";

/// What is done with members.
#[derive(Debug, Subcommand)]
pub enum MemberCommand {
    /// Add a member; asks for a password.
    Create {
        /// Name or id of the team.
        #[arg(long)]
        team: String,
        /// What they are in the team.
        #[arg(long, value_parser = PossibleValuesParser::new(Role::ALL.map(Role::word)))]
        role: String,
        /// What they log in with.
        #[arg(long)]
        username: String,
        /// Full name.
        name: String,
        /// Name or id of the organisation they work for.
        #[arg(long)]
        organisation: Option<String>,
        /// What they do there: "sociaal werker", "schuldhulp".
        #[arg(long, default_value = "")]
        discipline: String,
        /// Where they may be called, as to be dialled. Who looks at the name of a reporter who said that they may be called
        /// reads it.
        #[arg(long, default_value = "")]
        phone: String,
        /// Read the password from the first line of standard input instead of asking for it.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Set another password and end all sessions.
    ResetPassword {
        /// What they log in with.
        username: String,
        /// Read the password from the first line of standard input instead of asking for it.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Write down where somebody may be called.
    SetPhone {
        /// What they log in with.
        username: String,
        /// As to be dialled; empty for nowhere.
        phone: String,
    },
    /// End a membership: no login, no sessions, no access. What was written and synchronised stays; what is unsent on a
    /// device, signals included, stays there and reaches nobody, and the server cannot know of it.
    Deactivate {
        /// What they log in with.
        username: String,
        /// Also when they work in dossiers whose access the coordinator did not end yet.
        #[arg(long)]
        at_once: bool,
    },
    /// Show all: id, user name, name, role, state.
    List,
}

impl MemberCommand {
    pub(super) async fn perform(self, desk: &mut Desk<'_>) -> Result<(), AdminError> {
        match self {
            Self::Create { team, role, username, name, organisation, discipline, phone, password_stdin } => {
                let password = Asked::from_flag(password_stdin);
                let team = desk.team(&team)?;
                let new = NewMember {
                    id: MemberId(random::id()?),
                    team: team.id,
                    role: Role::from_word(&role).ok_or(AdminError::Form { given: role, wanted: "a role" })?,
                    name,
                    username: username.parse()?,
                    organisation: organisation.map(|name| organisation_named(desk, name)).transpose()?,
                    discipline,
                    phone,
                    password: Some(password.hash().await?),
                };
                let member = desk.accounts.create_member(new, desk.clock.now()).await?;
                desk.publish(&team).await?;
                desk.tell(&[&member.id, &member.username, &member.name])
            }
            Self::ResetPassword { username, password_stdin } => {
                let member = member_named(desk, &username)?;
                let hash = Asked::from_flag(password_stdin).hash().await?;
                desk.accounts.set_password(member.id, hash).await?;
                desk.accounts.forget_login_failures(member.username.clone()).await?;
                let ended = desk.accounts.revoke_sessions_of(member.id, desk.clock.now()).await?;
                desk.tell(&[&member.username, &format!("{} sessions ended", ended.len())])
            }
            Self::SetPhone { username, phone } => {
                let member = member_named(desk, &username)?;
                desk.accounts.set_phone(member.id, phone.trim().to_owned()).await?;
                desk.tell(&[&member.username, &phone.trim()])
            }
            Self::Deactivate { username, at_once } => {
                let member = member_named(desk, &username)?;
                // What is unsent in a dossier is handed over when its coordinator ends the access, and never after this.
                match desk.accounts.dossiers_worked_in(member.id)? {
                    dossiers if dossiers > 0 && !at_once => return Err(AdminError::StillAtWork { username, dossiers }),
                    _ => {}
                }
                desk.accounts.deactivate_member(member.id, desk.clock.now()).await?;
                let team = desk.team(&member.team.to_string())?;
                desk.publish(&team).await?;
                let rest = format!("{UNSENT_IS_UNKNOWN}: it stays there and reaches nobody");
                desk.tell(&[&member.username, &"deactivated", &rest])
            }
            Self::List => {
                for member in desk.accounts.all_members()? {
                    let state = match member.state {
                        MemberState::Active => "active",
                        MemberState::Deactivated => "deactivated",
                    };
                    desk.tell(&[&member.id, &member.username, &member.name, &member.role.word(), &state])?;
                }
                Ok(())
            }
        }
    }
}

/// The member with this user name.
pub(super) fn member_named(desk: &Desk<'_>, username: &str) -> Result<Member, AdminError> {
    let found = desk.accounts.member_by_username(&username.parse::<Username>()?)?;
    found.ok_or_else(|| AdminError::Unknown { what: "member", name: username.to_owned() })
}

fn organisation_named(desk: &Desk<'_>, name: String) -> Result<OrganisationId, AdminError> {
    let all = desk.accounts.organisations()?;
    let found = all.iter().find(|organisation| organisation.name == name || organisation.id.to_string() == name);
    found.map(|organisation| organisation.id).ok_or(AdminError::Unknown { what: "organisation", name })
}

/// Where a password comes from.
enum Asked {
    Terminal,
    StandardInput,
}

impl Asked {
    const fn from_flag(standard_input: bool) -> Self {
        if standard_input { Self::StandardInput } else { Self::Terminal }
    }

    async fn hash(self) -> Result<PasswordHash, AdminError> {
        let password = match self {
            Self::StandardInput => {
                let mut line = String::new();
                std::io::stdin().lock().read_line(&mut line)?;
                line.trim_end_matches(['\r', '\n']).to_owned()
            }
            Self::Terminal => {
                let first = rpassword::prompt_password("Password: ")?;
                passwords::check(&first)?;
                if rpassword::prompt_password("The same again: ")? != first {
                    return Err(AdminError::PasswordsDiffer);
                }
                first
            }
        };
        Ok(PasswordHash(Passwords::new(1)?.hash(password).await?))
    }
}
