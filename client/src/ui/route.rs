//! The addresses of the pages.

use buurtboek_shared::{domain::role::Role, ids::Id128};

use super::pages::volunteer::new_signal::steps::Step;

/// Where everybody begins.
pub const HOME: &str = "/";
/// The signals that the team received.
pub const SIGNALS: &str = "/signalen";
/// The dossiers.
pub const DOSSIERS: &str = "/dossiers";
/// The coordinator's inbox.
pub const INBOX: &str = "/postvak";
/// The notes that a coordinator reads along.
pub const READ_ALONG: &str = "/meelezen";
/// Who does what in the team.
pub const TEAM: &str = "/team";
/// Everything else.
pub const MORE: &str = "/meer";
/// What waits for the server.
pub const SYNC: &str = "/synchronisatie";
/// Texts that could not be processed.
pub const RESCUE: &str = "/bewaarde-teksten";
/// Logging in again, while the work of before stays on the device.
pub const LOG_IN: &str = "/inloggen";
/// Logging out.
pub const LOG_OUT: &str = "/uitloggen";
/// How to put the app on the home screen.
pub const INSTALL: &str = "/beginscherm";
/// What one can report, and what not.
pub const WHAT_TO_REPORT: &str = "/wat-kunt-u-melden";
/// Whom to call when there is danger.
pub const DANGER: &str = "/gevaar";

/// A question of an unsent signal.
#[must_use]
pub fn new_signal(draft: Id128, step: Step) -> String {
    format!("/nieuw/{draft}/{}", step.slug())
}

/// Whom to call, on the way to the rest of an unsent signal.
#[must_use]
pub fn danger_before(draft: Id128) -> String {
    format!("{DANGER}/{draft}")
}

/// The page after a signal was sent.
#[must_use]
pub fn sent(signal: Id128) -> String {
    format!("/verstuurd/{signal}")
}

/// A volunteer's own signal.
#[must_use]
pub fn own_signal(signal: Id128) -> String {
    format!("/mijn/{signal}")
}

/// A signal that the team received.
#[must_use]
pub fn signal(signal: Id128) -> String {
    format!("{SIGNALS}/{signal}")
}

/// A signal as the coordinator judges it.
#[must_use]
pub fn judge(signal: Id128) -> String {
    format!("{INBOX}/{signal}")
}

/// A note as the coordinator reads it along.
#[must_use]
pub fn read_along(note: Id128) -> String {
    format!("{READ_ALONG}/{note}")
}

/// A dossier.
#[must_use]
pub fn dossier(dossier: Id128) -> String {
    format!("{DOSSIERS}/{dossier}")
}

/// A note of a dossier.
#[must_use]
pub fn note(dossier: Id128, note: Id128) -> String {
    format!("{DOSSIERS}/{dossier}/verslag/{note}")
}

/// The first page of a role; none for roles that have no screens yet.
#[must_use]
pub const fn first_page(role: Role) -> Option<&'static str> {
    match role {
        Role::Volunteer => Some(HOME),
        Role::Professional => Some(SIGNALS),
        Role::Coordinator => Some(INBOX),
        Role::Adviser | Role::ProcessManager | Role::PolicyMaker | Role::PrivacyOfficer | Role::Administrator => None,
    }
}
