//! Who stands in for a team's coordinators: appointing, ending, and what that person may open meanwhile.
//!
//! The power ends by itself, at every authorisation anew. The grants on signals that are kept to the coordinators are
//! brought in line by [`settle`]: at each change here, every few seconds (another process may have made the change, or
//! the time may have come), and when the server starts.

use std::time::Duration;

use buurtboek_shared::{domain::refusal::Reason, ids::TeamId, time::Timestamp};
use thiserror::Error;

use crate::{
    auth::accounts::{AccountError, Appointment, OpenAppointment},
    directory::{PublishError, publish},
    docs::feed::News,
    state::AppState,
};

/// How often it is looked whether grants are in line.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Why it was not done.
#[derive(Debug, Error)]
pub enum DeputyError {
    /// The accounts.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The team's directory.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The grants on a signal.
    #[error("the grants on a signal could not be brought in line: {0}")]
    Grants(Reason),
}

/// Lets a professional stand in, and tells the team.
///
/// # Errors
/// [`DeputyError`]. Once somebody is appointed, grants that could not be given are given later.
pub async fn appoint(state: &AppState, appointment: Appointment) -> Result<(), DeputyError> {
    state.accounts.appoint_deputy(appointment, state.clock.now()).await?;
    tell(state, appointment.team).await?;
    settle(state).await
}

/// Lets nobody stand in any more, and tells the team.
///
/// # Errors
/// As [`appoint`].
pub async fn end(state: &AppState, team: TeamId) -> Result<(), DeputyError> {
    state.accounts.end_deputy(team, state.clock.now()).await?;
    tell(state, team).await?;
    settle(state).await
}

async fn tell(state: &AppState, team: TeamId) -> Result<(), DeputyError> {
    if let Some(published) = publish(&state.store, &state.accounts, team, state.clock.now()).await? {
        let feed = state.documents.feed();
        for doc in &published.projections {
            feed.tell(*doc, None, &News::Projection(*doc));
        }
        feed.tell_members(&published.touched);
    }
    Ok(())
}

/// Gives who stands in now what is kept to the coordinators, and takes it from whose time is over, but for what reaches
/// them all the same. One that cannot be brought in line holds up no other.
///
/// # Errors
/// The first [`DeputyError`]; what was not reached is done the next time.
pub async fn settle(state: &AppState) -> Result<(), DeputyError> {
    let now = state.clock.now();
    let mut outcome = Ok(());
    for appointment in state.accounts.open_appointments()? {
        outcome = outcome.and(settle_appointment(state, &appointment, now).await);
    }
    outcome
}

async fn settle_appointment(
    state: &AppState,
    appointment: &OpenAppointment,
    now: Timestamp,
) -> Result<(), DeputyError> {
    let deputy = state.accounts.deputy(appointment.team, now)?;
    let stands_in = deputy.is_some_and(|deputy| deputy.member == appointment.member);
    let mut outcome = Ok(());
    for (triage, held) in state.accounts.kept_signals(appointment.team, appointment.member)? {
        if held.is_some() != stands_in {
            let settled = state.documents.bring_in_line(triage, appointment.member, now).await;
            outcome = outcome.and(settled.map_err(DeputyError::Grants));
        }
    }
    if outcome.is_ok() && appointment.is_done(now) {
        state.accounts.settle_appointment(appointment.number, now).await?;
    }
    outcome
}

/// Settles now and every few seconds, until the server stops.
pub async fn watch(state: AppState) {
    loop {
        if let Err(error) = settle(&state).await {
            tracing::warn!(%error, "what a deputy may open is not in line yet");
        }
        tokio::select! {
            () = state.stopping.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}
