//! Makes the town: organisations, the team, its neighbourhoods and its people.

use buurtboek_shared::{
    domain::directory::{Neighbourhood, Organisation},
    ids::{OrganisationId, TeamId},
    time::Timestamp,
};

use super::{
    DemoError,
    names::id,
    people::{NEIGHBOURHOODS, ORGANISATIONS, PEOPLE, TEAM, YEAR},
    script::member,
};
use crate::auth::accounts::{AccountError, Accounts, NewMember, Team};

/// Makes whatever of the town is not there yet.
pub(super) async fn settle(accounts: &Accounts, now: Timestamp) -> Result<TeamId, DemoError> {
    for organisation in &ORGANISATIONS {
        let organisation = Organisation {
            id: OrganisationId(id(organisation.name)),
            name: organisation.name.to_owned(),
            tie: organisation.tie,
        };
        unless_there(accounts.create_organisation(organisation).await)?;
    }
    let team = TeamId(id(TEAM.name));
    let new = Team { id: team, name: TEAM.name.to_owned(), phone: TEAM.phone.to_owned() };
    unless_there(accounts.create_team(new, now).await)?;
    for area in &NEIGHBOURHOODS {
        let area = Neighbourhood {
            code: area.code.to_owned(),
            year: YEAR,
            name: area.name.to_owned(),
            streets: area.streets.iter().map(|street| (*street).to_owned()).collect(),
        };
        unless_there(accounts.create_neighbourhood(team, area).await)?;
    }
    for person in &PEOPLE {
        let new = NewMember {
            id: member(person.username),
            team,
            role: person.role,
            name: person.name.to_owned(),
            username: person.username.parse()?,
            organisation: person.organisation.map(|name| OrganisationId(id(name))),
            discipline: person.discipline.to_owned(),
            phone: person.phone.to_owned(),
            // Nobody has a password here: one is chosen, with a click.
            password: None,
        };
        unless_there(accounts.create_member(new, now).await.map(drop))?;
    }
    Ok(team)
}

/// What an earlier start made stays as it is.
fn unless_there(made: Result<(), AccountError>) -> Result<(), AccountError> {
    match made {
        Err(AccountError::Taken(_)) | Ok(()) => Ok(()),
        Err(error) => Err(error),
    }
}
