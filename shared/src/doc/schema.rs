//! The roots of every document: the only place with string keys.
//!
//! A stock Yjs client can be written from this file: a `Text` root is a `Y.Text` without formatting, an `Entries` root a
//! `Y.Array` of plain objects, appended and never removed. The fields of an entry are those of the named struct, ids as
//! 32 hexadecimal digits, moments as milliseconds since 1970 (UTC).

use crate::{
    domain::note::{Heading, LifeDomain, Told},
    ids::DocKind,
};

/// A root of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Root {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: RootKind,
}

/// What a root holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootKind {
    /// Prose.
    Text,
    /// Append-only entries of this form.
    Entries(EntryForm),
}

/// The form of the entries of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryForm {
    /// One [`crate::domain::signal::Report`], ever.
    Report,
    /// [`crate::domain::signal::SignalAddition`].
    SignalAddition,
    /// [`crate::domain::choice::ChoiceEntry`].
    Choice,
    /// [`crate::domain::triage::Remark`].
    Remark,
    /// [`crate::domain::dossier::PersonEntry`].
    Person,
    /// [`crate::domain::wish::WishEntry`].
    Wish,
    /// [`crate::domain::note::NoteAddition`]: allowed only once the note is finished.
    NoteAddition,
    /// [`crate::domain::transition::Transition`]: only the server writes it.
    Transition,
    /// [`crate::domain::reply::AppointmentReply`].
    Reply,
    /// [`crate::domain::attempt::ContactAttempt`].
    Attempt,
    /// [`crate::domain::visit::VisitEvent`].
    VisitEvent,
    /// [`crate::domain::agreement::AgreementEntry`].
    Agreement,
    /// [`crate::domain::margin::QuestionEntry`]: also beside a finished note.
    Question,
    /// [`crate::domain::attention::SeenEntry`]: also beside a finished note.
    Seen,
}

impl EntryForm {
    /// Does it stand beside the content, so that who only reads along may write it, and a finished note takes it?
    #[must_use]
    pub const fn stands_beside(self) -> bool {
        match self {
            Self::Question | Self::Seen => true,
            Self::Report
            | Self::SignalAddition
            | Self::Choice
            | Self::Remark
            | Self::Person
            | Self::Wish
            | Self::NoteAddition
            | Self::Transition
            | Self::Reply
            | Self::Attempt
            | Self::VisitEvent
            | Self::Agreement => false,
        }
    }
}

/// What a reporter sent.
pub const REPORT: &str = "report";
/// What was added to a signal, or to a finished note.
pub const ADDITIONS: &str = "additions";
/// Accepted commands, in server order.
pub const TRANSITIONS: &str = "transitions";
/// The team's judgement of a signal ([`crate::domain::triage::Urgency`] codes).
pub const URGENCY: &str = "urgency";
/// The team's remarks on a signal.
pub const REMARKS: &str = "remarks";
/// What a dossier is called ("Mevrouw Bakema").
pub const NAME: &str = "name";
/// Where the household lives.
pub const ADDRESS: &str = "address";
/// The people of the household.
pub const PEOPLE: &str = "people";
/// What the resident wants and does not want.
pub const WISHES: &str = "wishes";
/// Who does what by when.
pub const AGREEMENTS: &str = "agreements";
/// What a reporter answered to appointments.
pub const REPLIES: &str = "replies";
/// Attempts to reach somebody.
pub const ATTEMPTS: &str = "attempts";
/// What happened in visits.
pub const VISIT_EVENTS: &str = "visit_events";
/// The visit that a note is of: the id of the command that planned it.
pub const VISIT: &str = "visit";
/// "Geen gesprek" ([`crate::domain::signal::YesNo`] codes).
pub const NO_CONVERSATION: &str = "no_conversation";
/// "Geschreven door Samira samen met Joost": with whom, in words.
pub const WRITTEN_WITH: &str = "written_with";
/// Questions beside the text, and their answers.
pub const QUESTIONS: &str = "questions";
/// Who read it along.
pub const SEEN: &str = "seen";
/// The day of the visit, `YYYY-MM-DD`.
pub const VISIT_DATE: &str = "visit_date";
/// Who was there, in words.
pub const PRESENT: &str = "present";
/// "Hoe groot is de zorg?" ([`crate::domain::note::Worry`] codes).
pub const WORRY: &str = "worry";
/// "Volgende stap" ([`crate::domain::note::NextStep`] codes).
pub const NEXT_STEP: &str = "next_step";

/// The root of a tick under "Verteld aan de inwoner" ([`crate::domain::signal::YesNo`] codes).
#[must_use]
pub const fn told_root(told: Told) -> &'static str {
    match told {
        Told::Writing => "told.writing",
        Told::Reading => "told.reading",
        Told::Support => "told.support",
    }
}

/// The root of a heading's text.
#[must_use]
pub const fn heading_root(heading: Heading) -> &'static str {
    match heading {
        Heading::Occasion => "text.occasion",
        Heading::ResidentSays => "text.resident_says",
        Heading::WeSee => "text.we_see",
        Heading::WeThink => "text.we_think",
        Heading::GoesWell => "text.goes_well",
    }
}

/// The root of a life domain's text.
#[must_use]
pub const fn domain_root(domain: LifeDomain) -> &'static str {
    match domain {
        LifeDomain::Housing => "domain.housing",
        LifeDomain::Money => "domain.money",
        LifeDomain::Work => "domain.work",
        LifeDomain::Learning => "domain.learning",
        LifeDomain::Upbringing => "domain.upbringing",
        LifeDomain::PhysicalHealth => "domain.physical_health",
        LifeDomain::MentalHealth => "domain.mental_health",
        LifeDomain::Addiction => "domain.addiction",
        LifeDomain::Household => "domain.household",
        LifeDomain::Network => "domain.network",
        LifeDomain::InformalCare => "domain.informal_care",
        LifeDomain::Safety => "domain.safety",
        LifeDomain::Paperwork => "domain.paperwork",
    }
}

/// The root of the one-line reason why a life domain is recorded.
#[must_use]
pub const fn domain_reason_root(domain: LifeDomain) -> &'static str {
    match domain {
        LifeDomain::Housing => "why.housing",
        LifeDomain::Money => "why.money",
        LifeDomain::Work => "why.work",
        LifeDomain::Learning => "why.learning",
        LifeDomain::Upbringing => "why.upbringing",
        LifeDomain::PhysicalHealth => "why.physical_health",
        LifeDomain::MentalHealth => "why.mental_health",
        LifeDomain::Addiction => "why.addiction",
        LifeDomain::Household => "why.household",
        LifeDomain::Network => "why.network",
        LifeDomain::InformalCare => "why.informal_care",
        LifeDomain::Safety => "why.safety",
        LifeDomain::Paperwork => "why.paperwork",
    }
}

const fn text(name: &'static str) -> Root {
    Root { name, kind: RootKind::Text }
}

const fn list(name: &'static str, form: EntryForm) -> Root {
    Root { name, kind: RootKind::Entries(form) }
}

const SIGNAL: &[Root] = &[
    list(REPORT, EntryForm::Report),
    list(ADDITIONS, EntryForm::SignalAddition),
    list(REPLIES, EntryForm::Reply),
    list(TRANSITIONS, EntryForm::Transition),
];

const TRIAGE: &[Root] = &[
    list(URGENCY, EntryForm::Choice),
    list(REMARKS, EntryForm::Remark),
    list(ATTEMPTS, EntryForm::Attempt),
    list(VISIT_EVENTS, EntryForm::VisitEvent),
    list(TRANSITIONS, EntryForm::Transition),
];

const DOSSIER: &[Root] = &[
    list(NAME, EntryForm::Choice),
    list(ADDRESS, EntryForm::Choice),
    list(PEOPLE, EntryForm::Person),
    list(WISHES, EntryForm::Wish),
    list(AGREEMENTS, EntryForm::Agreement),
    list(ATTEMPTS, EntryForm::Attempt),
    list(VISIT_EVENTS, EntryForm::VisitEvent),
    list(TRANSITIONS, EntryForm::Transition),
];

const NOTE: &[Root] = &[
    list(VISIT_DATE, EntryForm::Choice),
    list(PRESENT, EntryForm::Choice),
    list(VISIT, EntryForm::Choice),
    list(NO_CONVERSATION, EntryForm::Choice),
    list(WRITTEN_WITH, EntryForm::Choice),
    text(heading_root(Heading::Occasion)),
    text(heading_root(Heading::ResidentSays)),
    text(heading_root(Heading::WeSee)),
    text(heading_root(Heading::WeThink)),
    text(heading_root(Heading::GoesWell)),
    text(domain_root(LifeDomain::Housing)),
    text(domain_root(LifeDomain::Money)),
    text(domain_root(LifeDomain::Work)),
    text(domain_root(LifeDomain::Learning)),
    text(domain_root(LifeDomain::Upbringing)),
    text(domain_root(LifeDomain::PhysicalHealth)),
    text(domain_root(LifeDomain::MentalHealth)),
    text(domain_root(LifeDomain::Addiction)),
    text(domain_root(LifeDomain::Household)),
    text(domain_root(LifeDomain::Network)),
    text(domain_root(LifeDomain::InformalCare)),
    text(domain_root(LifeDomain::Safety)),
    text(domain_root(LifeDomain::Paperwork)),
    list(domain_reason_root(LifeDomain::Housing), EntryForm::Choice),
    list(domain_reason_root(LifeDomain::Money), EntryForm::Choice),
    list(domain_reason_root(LifeDomain::Work), EntryForm::Choice),
    list(domain_reason_root(LifeDomain::Learning), EntryForm::Choice),
    list(domain_reason_root(LifeDomain::Upbringing), EntryForm::Choice),
    list(domain_reason_root(LifeDomain::PhysicalHealth), EntryForm::Choice),
    list(domain_reason_root(LifeDomain::MentalHealth), EntryForm::Choice),
    list(domain_reason_root(LifeDomain::Addiction), EntryForm::Choice),
    list(domain_reason_root(LifeDomain::Household), EntryForm::Choice),
    list(domain_reason_root(LifeDomain::Network), EntryForm::Choice),
    list(domain_reason_root(LifeDomain::InformalCare), EntryForm::Choice),
    list(domain_reason_root(LifeDomain::Safety), EntryForm::Choice),
    list(domain_reason_root(LifeDomain::Paperwork), EntryForm::Choice),
    list(AGREEMENTS, EntryForm::Agreement),
    list(WORRY, EntryForm::Choice),
    list(NEXT_STEP, EntryForm::Choice),
    list(told_root(Told::Writing), EntryForm::Choice),
    list(told_root(Told::Reading), EntryForm::Choice),
    list(told_root(Told::Support), EntryForm::Choice),
    list(QUESTIONS, EntryForm::Question),
    list(SEEN, EntryForm::Seen),
    list(ADDITIONS, EntryForm::NoteAddition),
    list(TRANSITIONS, EntryForm::Transition),
];

/// The roots of a kind of document; empty for projections, which are not yrs documents.
#[must_use]
pub const fn roots(kind: DocKind) -> &'static [Root] {
    match kind {
        DocKind::Signal => SIGNAL,
        DocKind::Triage => TRIAGE,
        DocKind::Dossier => DOSSIER,
        DocKind::Note => NOTE,
        DocKind::Intake | DocKind::Feedback | DocKind::Directory => &[],
    }
}

/// The root with this name.
#[must_use]
pub fn root(kind: DocKind, name: &str) -> Option<Root> {
    roots(kind).iter().copied().find(|root| root.name == name)
}
