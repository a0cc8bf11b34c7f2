//! The addresses of the pages.

use buurtboek_shared::{
    domain::role::Role,
    ids::{CommandId, DocId, DocKind, Id128},
};

use super::pages::volunteer::new_signal::steps::Step;

/// Where everybody begins.
pub const HOME: &str = "/";
/// What somebody who visits people has to do.
pub const TODAY: &str = "/vandaag";
/// Whom to ask when somebody may be in danger, and in which steps.
pub const SAFETY: &str = "/zorg-om-veiligheid";
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
/// What colleagues wrote whose access ended before it arrived.
pub const HANDED_TEXTS: &str = "/overgenomen";
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

/// A triage, as the page of its signal, or a dossier.
#[must_use]
pub fn case(case: DocId) -> String {
    match case.kind {
        DocKind::Dossier => dossier(case.id),
        DocKind::Triage
        | DocKind::Intake
        | DocKind::Signal
        | DocKind::Note
        | DocKind::Feedback
        | DocKind::Directory => signal(case.id),
    }
}

/// Planning a visit that follows from a triage, or in a dossier.
#[must_use]
pub fn plan(of: DocId) -> String {
    format!("{}/plannen", case(of))
}

/// A visit of a triage or a dossier.
#[must_use]
pub fn visit(of: DocId, visit: CommandId) -> String {
    format!("{}/bezoek/{visit}", case(of))
}

/// Giving a visit another time, place or company.
#[must_use]
pub fn move_visit(of: DocId, visit: CommandId) -> String {
    format!("{}/bezoek/{visit}/wijzigen", case(of))
}

/// Writing down an attempt to reach somebody.
#[must_use]
pub fn attempt(of: DocId) -> String {
    format!("{}/contactpoging", case(of))
}

/// Writing down that nobody opened when a visit was planned.
#[must_use]
pub fn nobody_opened(of: DocId, visit: CommandId) -> String {
    format!("{}?bezoek={visit}", attempt(of))
}

/// Writing down what the resident wants and does not want.
#[must_use]
pub fn wish(of: Id128) -> String {
    format!("{}/wens", dossier(of))
}

/// Writing down that the resident does not want a visit; it was planned in `case`.
#[must_use]
pub fn visit_not_wanted(of: Id128, case: DocId, visit: CommandId) -> String {
    format!("{}?bezoek={visit}&bij={case}", wish(of))
}

/// The first page of a role; none for roles that have no screens yet.
#[must_use]
pub const fn first_page(role: Role) -> Option<&'static str> {
    match role {
        Role::Volunteer => Some(HOME),
        Role::Professional => Some(TODAY),
        Role::Coordinator => Some(INBOX),
        Role::Adviser | Role::ProcessManager | Role::PolicyMaker | Role::PrivacyOfficer | Role::Administrator => None,
    }
}
