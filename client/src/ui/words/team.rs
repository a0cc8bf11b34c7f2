//! The words of the team's own judgements.

use buurtboek_shared::{
    domain::{
        command::Outcome,
        note::{Heading, LifeDomain, NextStep, Told, Worry},
        role::Role,
        triage::{TriagePhase, Urgency},
    },
    ids::DocKind,
};

use crate::i18n::{Locale, say};

/// A role.
#[must_use]
pub fn role(locale: Locale, role: Role) -> &'static str {
    match role {
        Role::Volunteer => say!(locale, app.role.volunteer),
        Role::Professional => say!(locale, app.role.professional),
        Role::Coordinator => say!(locale, app.role.coordinator),
        Role::Adviser => say!(locale, app.role.adviser),
        Role::ProcessManager => say!(locale, app.role.process_manager),
        Role::PolicyMaker => say!(locale, app.role.policy_maker),
        Role::PrivacyOfficer => say!(locale, app.role.privacy_officer),
        Role::Administrator => say!(locale, app.role.administrator),
    }
}

/// A kind of document.
#[must_use]
pub fn kind(locale: Locale, kind: DocKind) -> &'static str {
    match kind {
        DocKind::Signal => say!(locale, app.kind.signal),
        DocKind::Intake => say!(locale, app.kind.intake),
        DocKind::Triage => say!(locale, app.kind.triage),
        DocKind::Dossier => say!(locale, app.kind.dossier),
        DocKind::Note => say!(locale, app.kind.note),
        DocKind::Feedback => say!(locale, app.kind.feedback),
        DocKind::Directory => say!(locale, app.kind.directory),
    }
}

/// Where a signal stands in the team.
#[must_use]
pub fn phase(locale: Locale, phase: TriagePhase) -> &'static str {
    match phase {
        TriagePhase::Received => say!(locale, professional.phase.received),
        TriagePhase::TakenUp => say!(locale, professional.phase.taken_up),
        TriagePhase::Assigned => say!(locale, professional.phase.assigned),
        TriagePhase::VisitPlanned => say!(locale, professional.phase.visit_planned),
        TriagePhase::FollowedUp => say!(locale, professional.phase.followed_up),
        TriagePhase::Closed => say!(locale, professional.phase.closed),
    }
}

/// "Hoe snel?" as the team judges it.
#[must_use]
pub fn urgency(locale: Locale, urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Today => say!(locale, professional.urgency.today),
        Urgency::ThisWeek => say!(locale, professional.urgency.this_week),
        Urgency::CanWait => say!(locale, professional.urgency.can_wait),
    }
}

/// "Hoe liep het af?"
#[must_use]
pub fn outcome(locale: Locale, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Helped => say!(locale, professional.outcome.helped),
        Outcome::NoHelpNeeded => say!(locale, professional.outcome.no_help_needed),
        Outcome::HelpDeclined => say!(locale, professional.outcome.help_declined),
        Outcome::PassedOn => say!(locale, professional.outcome.passed_on),
        Outcome::NotReached => say!(locale, professional.outcome.not_reached),
        Outcome::Withdrawn => say!(locale, professional.outcome.withdrawn),
        Outcome::OutOfScope => say!(locale, professional.outcome.out_of_scope),
    }
}

/// "Hoe groot is de zorg?", with what it asks for.
#[must_use]
pub fn worry(locale: Locale, worry: Worry) -> &'static str {
    match worry {
        Worry::None => say!(locale, note.worry.none),
        Worry::Light => say!(locale, note.worry.light),
        Worry::Serious => say!(locale, note.worry.serious),
        Worry::Acute => say!(locale, note.worry.acute),
        Worry::Unclear => say!(locale, note.worry.unclear),
    }
}

/// The worry in a badge.
#[must_use]
pub fn worry_badge(locale: Locale, worry: Worry) -> &'static str {
    match worry {
        Worry::None => say!(locale, note.worry.short_none),
        Worry::Light => say!(locale, note.worry.short_light),
        Worry::Serious => say!(locale, note.worry.short_serious),
        Worry::Acute => say!(locale, note.worry.short_acute),
        Worry::Unclear => say!(locale, note.worry.short_unclear),
    }
}

/// A heading of a note.
#[must_use]
pub fn heading(locale: Locale, heading: Heading) -> &'static str {
    match heading {
        Heading::Occasion => say!(locale, note.heading.occasion),
        Heading::ResidentSays => say!(locale, note.heading.resident_says),
        Heading::WeSee => say!(locale, note.heading.we_see),
        Heading::WeThink => say!(locale, note.heading.we_think),
        Heading::GoesWell => say!(locale, note.heading.goes_well),
    }
}

/// What belongs under a heading.
#[must_use]
pub fn heading_help(locale: Locale, heading: Heading) -> &'static str {
    match heading {
        Heading::Occasion => say!(locale, note.heading.occasion_help),
        Heading::ResidentSays => say!(locale, note.heading.resident_says_help),
        Heading::WeSee => say!(locale, note.heading.we_see_help),
        Heading::WeThink => say!(locale, note.heading.we_think_help),
        Heading::GoesWell => say!(locale, note.heading.goes_well_help),
    }
}

/// A life domain.
#[must_use]
pub fn domain(locale: Locale, domain: LifeDomain) -> &'static str {
    match domain {
        LifeDomain::Housing => say!(locale, note.domain.housing),
        LifeDomain::Money => say!(locale, note.domain.money),
        LifeDomain::Work => say!(locale, note.domain.work),
        LifeDomain::Learning => say!(locale, note.domain.learning),
        LifeDomain::Upbringing => say!(locale, note.domain.upbringing),
        LifeDomain::PhysicalHealth => say!(locale, note.domain.physical_health),
        LifeDomain::MentalHealth => say!(locale, note.domain.mental_health),
        LifeDomain::Addiction => say!(locale, note.domain.addiction),
        LifeDomain::Household => say!(locale, note.domain.household),
        LifeDomain::Network => say!(locale, note.domain.network),
        LifeDomain::InformalCare => say!(locale, note.domain.informal_care),
        LifeDomain::Safety => say!(locale, note.domain.safety),
        LifeDomain::Paperwork => say!(locale, note.domain.paperwork),
    }
}

/// "Verteld aan de inwoner".
#[must_use]
pub fn told(locale: Locale, told: Told) -> &'static str {
    match told {
        Told::Writing => say!(locale, note.told.writing),
        Told::Reading => say!(locale, note.told.reading),
        Told::Support => say!(locale, note.told.support),
    }
}

/// "Volgende stap".
#[must_use]
pub fn next_step(locale: Locale, step: NextStep) -> &'static str {
    match step {
        NextStep::None => say!(locale, note.next_step.none),
        NextStep::Call => say!(locale, note.next_step.call),
        NextStep::Visit => say!(locale, note.next_step.visit),
        NextStep::Team => say!(locale, note.next_step.team),
        NextStep::OtherHelp => say!(locale, note.next_step.other_help),
        NextStep::Other => say!(locale, note.next_step.other),
    }
}
