//! The demonstration: the invented town of Wolkendam, its people and what happened there.

mod names;
mod people;
mod play;
mod script;
mod settle;
mod story;

use buurtboek_shared::{
    domain::{refusal::Reason, role::Role},
    ids::MemberId,
};
use thiserror::Error;

pub use self::names::id;
use crate::{
    auth::accounts::{AccountError, UsernameError},
    directory::{PublishError, publish},
    state::AppState,
};

/// Why the demonstration could not be made.
#[derive(Debug, Error)]
pub enum DemoError {
    /// Its people and places.
    #[error("the demonstration's people could not be made: {0}")]
    Account(Box<AccountError>),
    /// A user name of the story is none.
    #[error("the demonstration's people could not be made: {0}")]
    Username(#[from] UsernameError),
    /// Its directory.
    #[error("the demonstration's directory could not be published: {0}")]
    Publish(Box<PublishError>),
    /// What happened there was not accepted.
    #[error("the demonstration's story was refused at {about}: {reason}")]
    Refused {
        /// Which signal, dossier or report.
        about: &'static str,
        /// Why.
        reason: Reason,
    },
}

impl From<AccountError> for DemoError {
    fn from(error: AccountError) -> Self {
        Self::Account(Box::new(error))
    }
}

impl From<PublishError> for DemoError {
    fn from(error: PublishError) -> Self {
        Self::Publish(Box::new(error))
    }
}

/// Somebody one can be.
#[derive(Clone, Copy, Debug)]
pub struct DemoPerson {
    /// Their id, the same in every demonstration.
    pub id: MemberId,
    /// Full name.
    pub name: &'static str,
    /// Their role.
    pub role: Role,
    /// One line about them, in Dutch.
    pub about: &'static str,
}

/// Everybody one can be, in the order in which they are offered.
pub fn people() -> impl Iterator<Item = DemoPerson> {
    people::PEOPLE.iter().map(|person| DemoPerson {
        id: script::member(person.username),
        name: person.name,
        role: person.role,
        about: person.about,
    })
}

/// Makes what is not there yet. Everything is taken up where an earlier start was cut short.
///
/// # Errors
/// When the store cannot write, or the story no longer fits the rules.
pub async fn prepare(state: &AppState) -> Result<(), DemoError> {
    let now = state.clock.now();
    let team = settle::settle(&state.accounts, now).await?;
    publish(&state.store, &state.accounts, team, now).await?;
    play::play(&state.documents, team, now).await
}
