//! What happened in Wolkendam, as a list of deeds: data, so that it can be read as a story and played through the same
//! gate as everybody's work.

mod dossiers;
mod signals;

use buurtboek_shared::domain::{
    attempt::{AttemptMeans, DayPart},
    command::{Outcome, ReporterJoins, Signpost},
    note::{Heading, LifeDomain, Worry},
    restriction::Restriction,
    signal::{ContactTried, FeltUrgency, Relation, Since, YesNo},
    triage::Urgency,
};

/// When something happened, before the day on which the demonstration begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct When {
    /// Whole days before that day; at least 1.
    pub(crate) days_ago: u16,
    /// Hours and minutes of that day, as on the clock in winter.
    pub(crate) clock: (u8, u8),
}

/// One thing that somebody did.
#[derive(Debug)]
pub(crate) struct Moment {
    pub(crate) when: When,
    /// User name of whoever did it.
    pub(crate) who: &'static str,
    /// The signal, dossier or report it is about, as the story calls it; ids follow from these names.
    pub(crate) about: &'static str,
    pub(crate) deed: Deed,
}

/// Every kind of deed.
#[derive(Debug)]
pub(crate) enum Deed {
    Signal(SignalDeed),
    Triage(TriageDeed),
    Dossier(DossierDeed),
    Note(NoteDeed),
}

/// What somebody reported.
#[derive(Debug)]
pub(crate) struct ReportWords {
    pub(crate) observation: &'static str,
    pub(crate) place: PlaceWords,
    pub(crate) since: Since,
    pub(crate) urgency: FeltUrgency,
    pub(crate) relation: Option<Relation>,
    pub(crate) contact: Option<ContactTried>,
    pub(crate) person_knows: Option<YesNo>,
    pub(crate) interpretation: &'static str,
    pub(crate) may_call: Option<YesNo>,
    pub(crate) wants_along: Option<YesNo>,
}

/// Where it was.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PlaceWords {
    Address { street: &'static str, number: &'static str },
    Description(&'static str),
}

/// Somebody of a household.
#[derive(Debug)]
pub(crate) struct PersonWords {
    pub(crate) name: &'static str,
    pub(crate) address_as: &'static str,
    pub(crate) language: &'static str,
    pub(crate) interpreter: &'static str,
}

/// An agreement, and what became of it: nothing yet.
#[derive(Debug)]
pub(crate) struct AgreementWords {
    pub(crate) who: PartyWords,
    pub(crate) what: &'static str,
    /// Days after the demonstration begins, if there is a day.
    pub(crate) due: Option<u16>,
}

/// Who does what was agreed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PartyWords {
    Resident,
    Member(&'static str),
    Other(&'static str),
}

/// What a resident wishes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum WishWords {
    NoConversationNow,
    NoReport,
    NotShareWith(&'static str),
}

/// What a reporter does with an own signal.
#[derive(Debug)]
pub(crate) enum SignalDeed {
    /// Sends it.
    Report { report: ReportWords },
    /// Says that it is elsewhere.
    Correct { place: PlaceWords, text: &'static str },
    /// Withdraws it.
    Withdraw,
}

/// What the team does about a signal.
#[derive(Debug)]
pub(crate) enum TriageDeed {
    /// Says how fast the team wants to look.
    Judge { urgency: Urgency },
    /// Remarks something.
    Remark { text: &'static str },
    /// "Ik pak dit op".
    TakeUp,
    /// Gives it to a colleague.
    Assign { to: &'static str },
    /// Says that it belongs with another signal.
    Link { with: &'static str },
    /// Plans the visit, this many days after the demonstration begins.
    Plan { days_ahead: u16, with: &'static [&'static str], joins: ReporterJoins, meet_at: &'static str },
    /// Ends it.
    Close { outcome: Outcome },
    /// Tries to reach somebody.
    Attempt { means: AttemptMeans, day_part: DayPart, reached: YesNo, text: &'static str },
    /// Ends it, since others do it.
    Forward { to: &'static str },
    /// Ends it and shows the reporter the way.
    OutOfScope { signpost: Signpost, why: &'static str },
    /// Keeps it to some.
    Restrict { to: Restriction },
}

/// What happens to a dossier.
#[derive(Debug)]
pub(crate) enum DossierDeed {
    /// It begins, perhaps from a signal.
    Open { from: Option<&'static str>, name: &'static str, address: &'static str },
    /// A colleague works on it too.
    Share { with: &'static str },
    /// Somebody belongs to the household.
    Household { person: PersonWords },
    /// The resident wants something, or does not.
    Wish { kinds: &'static [WishWords], text: &'static str },
    /// Who does what by when.
    Agree { agreement: AgreementWords },
    /// Plans a visit, this many days after the demonstration begins, at this time of the day.
    Plan { days_ahead: u16, clock: (u8, u8), with: &'static [&'static str], place: &'static str },
    /// The resident wants help: it is a dossier from that day.
    AskHelp,
    /// Nothing follows: it is to be erased.
    EndExploration,
}

/// What happens to the report of a visit.
#[derive(Debug)]
pub(crate) enum NoteDeed {
    /// It begins, on the day of the visit.
    Open { dossier: &'static str, present: &'static str },
    /// Somebody writes under a heading.
    Write { heading: Heading, text: &'static str },
    /// Somebody writes on a life domain, with the reason why.
    WriteDomain { domain: LifeDomain, why: &'static str, text: &'static str },
    /// Somebody says how great the worry is, without having seen another answer.
    Worry { worry: Worry },
    /// What was agreed in the visit.
    Agree { agreement: AgreementWords },
    /// It is finished.
    Finalise,
    /// Something is added after it was finished.
    Add { text: &'static str },
}

/// The whole story, in the order in which it happened.
pub(crate) fn story() -> Vec<&'static Moment> {
    let mut moments: Vec<_> = signals::CASES.iter().chain(dossiers::CASES).copied().flatten().collect();
    moments.sort_by(|a, b| (b.when.days_ago, a.when.clock).cmp(&(a.when.days_ago, b.when.clock)));
    moments
}

/// Days before today, hour, minute.
type Hour = (u16, u8, u8);

const fn moment((days_ago, hour, minute): Hour, who: &'static str, about: &'static str, deed: Deed) -> Moment {
    Moment { when: When { days_ago, clock: (hour, minute) }, who, about, deed }
}

const fn signal(hour: Hour, who: &'static str, about: &'static str, deed: SignalDeed) -> Moment {
    moment(hour, who, about, Deed::Signal(deed))
}

const fn triage(hour: Hour, who: &'static str, about: &'static str, deed: TriageDeed) -> Moment {
    moment(hour, who, about, Deed::Triage(deed))
}

const fn dossier(hour: Hour, who: &'static str, about: &'static str, deed: DossierDeed) -> Moment {
    moment(hour, who, about, Deed::Dossier(deed))
}

const fn note(hour: Hour, who: &'static str, about: &'static str, deed: NoteDeed) -> Moment {
    moment(hour, who, about, Deed::Note(deed))
}

#[cfg(test)]
mod tests {
    use super::{super::people::PEOPLE, *};

    #[test]
    fn everybody_in_the_story_exists_and_everything_happened_before_today() {
        let story = story();
        for moment in &story {
            assert!(PEOPLE.iter().any(|person| person.username == moment.who), "{}", moment.who);
            assert!(moment.when.days_ago >= 1 && moment.when.clock.0 < 24 && moment.when.clock.1 < 60);
        }
        assert!(story.is_sorted_by(|a, b| {
            (std::cmp::Reverse(a.when.days_ago), a.when.clock) <= (std::cmp::Reverse(b.when.days_ago), b.when.clock)
        }));
    }
}
