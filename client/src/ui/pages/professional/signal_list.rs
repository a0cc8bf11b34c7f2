//! The team's signals as a list: intake and triage of one signal make one item.

use std::collections::BTreeMap;

use buurtboek_shared::{
    domain::{
        command::Outcome,
        signal::{FeltUrgency, Place},
        triage::{TriagePhase, Urgency, was_added_to},
    },
    ids::{Id128, MemberId},
    sorting,
    time::Timestamp,
};

use crate::state::{Again, Summary, TriageSummary, ViewRow};

/// One signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignalItem {
    /// The id that its documents share.
    pub id: Id128,
    /// Where it is.
    pub place: Place,
    /// What the reporter saw.
    pub observation: String,
    /// When the server received it.
    pub received: Timestamp,
    /// As the reporter felt it.
    pub felt: FeltUrgency,
    /// As the team judges it, or else as the reporter felt it.
    pub urgency: Urgency,
    /// Where it stands.
    pub phase: TriagePhase,
    /// Who has it, since when (server time).
    pub holder: Option<(MemberId, Timestamp)>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Why it is looked at again after it was closed.
    pub again: Option<Again>,
    /// When the reporter added or corrected something last, by their device's clock.
    pub added: Option<Timestamp>,
    /// True when it is closed, and the reporter added something that whoever closed it could not know of.
    pub added_since: bool,
    /// True when the reporter withdrew it.
    pub withdrawn: bool,
    /// The words by which it is found.
    pub words: String,
    /// How much of it is on the device.
    pub wholeness: Wholeness,
}

/// How much of a signal is on the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wholeness {
    /// What was reported, and what the team does about it.
    Whole,
    /// What was reported alone.
    IntakeOnly,
}

/// Which signals a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignalFilter {
    /// Nobody took them up.
    New,
    /// The reader has them.
    Mine,
    /// All.
    All,
}

/// How urgent the team takes a signal to be before anybody judged it.
#[must_use]
pub const fn presumed(felt: FeltUrgency) -> Urgency {
    match felt {
        FeltUrgency::Danger | FeltUrgency::Today => Urgency::Today,
        FeltUrgency::ThisWeek | FeltUrgency::Unknown => Urgency::ThisWeek,
        FeltUrgency::NoHurry => Urgency::CanWait,
    }
}

/// One item for each intake; a triage that is not here yet counts as not taken up.
#[must_use]
pub fn join(intakes: &[ViewRow], triages: &[ViewRow]) -> Vec<SignalItem> {
    let triages: BTreeMap<Id128, &TriageSummary> = sorting::gather(triages.iter().filter_map(|row| {
        let Summary::Triage(triage) = &row.summary else { return None };
        Some((row.doc.id, triage))
    }));
    intakes.iter().filter_map(|row| item(row, triages.get(&row.doc.id).copied())).collect()
}

fn item(row: &ViewRow, triage: Option<&TriageSummary>) -> Option<SignalItem> {
    let Summary::Intake(intake) = &row.summary else { return None };
    let report = &intake.report;
    Some(SignalItem {
        id: row.doc.id,
        place: report.place.clone(),
        observation: report.observation.clone(),
        received: intake.received,
        felt: report.urgency,
        urgency: triage.and_then(|triage| triage.urgency).unwrap_or_else(|| presumed(report.urgency)),
        phase: triage.map_or(TriagePhase::Received, |triage| triage.phase),
        holder: triage.and_then(|triage| triage.holder),
        outcome: triage.and_then(|triage| triage.outcome),
        again: triage.and_then(|triage| triage.again),
        added: intake.additions.iter().map(|addition| addition.at).max(),
        added_since: triage.is_some_and(|triage| {
            triage.phase == TriagePhase::Closed && was_added_to(&triage.judged, &intake.additions)
        }),
        withdrawn: intake.withdrawn.is_some(),
        words: row.words.clone(),
        wholeness: if triage.is_some() { Wholeness::Whole } else { Wholeness::IntakeOnly },
    })
}

impl SignalItem {
    /// True while somebody may have to do something.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.phase != TriagePhase::Closed
    }

    /// True while it is open and nobody has it.
    #[must_use]
    pub fn waits_for_somebody(&self) -> bool {
        self.is_open() && self.holder.is_none()
    }

    /// True when somebody has to decide what is to happen: nobody has it, or it was added to after it was closed.
    #[must_use]
    pub fn is_to_be_judged(&self) -> bool {
        self.waits_for_somebody() || self.added_since
    }

    /// True when this member has it, and something is to be done.
    fn is_up_to(&self, member: MemberId) -> bool {
        (self.is_open() || self.added_since) && self.holder.is_some_and(|(holder, _)| holder == member)
    }

    /// True when the same street and number are meant. Descriptions are never the same place.
    #[must_use]
    pub fn is_at(&self, place: &Place) -> bool {
        match (&self.place, place) {
            (Place::Address { street, number }, Place::Address { street: other, number: other_number }) => {
                same(street, other) && same(number, other_number)
            }
            (Place::Description(_), _) | (_, Place::Description(_)) => false,
        }
    }

    fn matches(&self, query: &str) -> bool {
        let query = query.to_lowercase();
        let mut wanted = query.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        wanted.all(|wanted| self.words.split(' ').any(|word| word.starts_with(wanted)))
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// What a list shows: the most urgent first, then the newest. What is closed comes last.
#[must_use]
pub fn shown(items: &[SignalItem], filter: SignalFilter, me: MemberId, query: &str) -> Vec<SignalItem> {
    let wanted = |item: &&SignalItem| match filter {
        // Whoever searches does not know in which part it is.
        _ if !query.trim().is_empty() => true,
        SignalFilter::New => item.waits_for_somebody(),
        SignalFilter::Mine => item.is_up_to(me),
        SignalFilter::All => true,
    };
    let mut shown: Vec<SignalItem> = items.iter().filter(wanted).filter(|item| item.matches(query)).cloned().collect();
    sorting::sort_by(&mut shown, |one, other| {
        (other.is_open().cmp(&one.is_open()))
            .then(other.urgency.cmp(&one.urgency))
            .then(other.received.cmp(&one.received))
            .then(one.id.cmp(&other.id))
    });
    shown
}

/// How many open signals somebody has.
#[must_use]
pub fn open_with(items: &[SignalItem], member: MemberId) -> usize {
    items.iter().filter(|item| item.is_open() && item.holder.is_some_and(|(holder, _)| holder == member)).count()
}

#[cfg(test)]
pub(crate) mod tests {
    use buurtboek_shared::{
        domain::{
            intake::Intake,
            signal::{AdditionKind, Report, SignalAddition, Since},
        },
        ids::{DocKind, EntryId},
    };

    use super::{super::today::agenda::tests as agenda, *};

    pub(crate) const ME: MemberId = MemberId::from_bytes([1; 16]);
    const JOOST: MemberId = MemberId::from_bytes([2; 16]);

    pub(crate) fn item(id: u8, street: &str, urgency: Urgency) -> SignalItem {
        SignalItem {
            id: Id128([id; 16]),
            place: Place::Address { street: street.to_owned(), number: "14".to_owned() },
            observation: String::new(),
            received: Timestamp(i64::from(id)),
            felt: FeltUrgency::Unknown,
            urgency,
            phase: TriagePhase::Received,
            holder: None,
            outcome: None,
            again: None,
            added: None,
            added_since: false,
            withdrawn: false,
            words: street.to_lowercase(),
            wholeness: Wholeness::Whole,
        }
    }

    fn ids(items: &[SignalItem]) -> Vec<u8> {
        items.iter().map(|item| item.id.0[0]).collect()
    }

    fn some() -> Vec<SignalItem> {
        let held =
            |item: SignalItem, by| SignalItem { holder: Some((by, Timestamp(9))), phase: TriagePhase::TakenUp, ..item };
        vec![
            item(1, "Nevelstraat", Urgency::ThisWeek),
            item(2, "Dauwpad", Urgency::Today),
            held(item(3, "Windwijzer", Urgency::ThisWeek), ME),
            held(item(4, "Nevelstraat", Urgency::Today), JOOST),
            SignalItem { phase: TriagePhase::Closed, ..held(item(5, "Regenboogplein", Urgency::Today), ME) },
        ]
    }

    #[test]
    fn each_filter_shows_its_own_with_the_urgent_first() {
        let shown = |filter| ids(&shown(&some(), filter, ME, ""));
        assert_eq!(shown(SignalFilter::New), [2, 1]);
        assert_eq!(shown(SignalFilter::Mine), [3]);
        assert_eq!(shown(SignalFilter::All), [4, 2, 3, 1, 5], "what is closed comes last");
        assert_eq!(open_with(&some(), ME), 1);
    }

    fn intake(additions: &[u8]) -> ViewRow {
        let addition = |id: &u8| SignalAddition {
            id: EntryId::from_bytes([*id; 16]),
            author: JOOST,
            at: Timestamp(5),
            text: "Het licht brandt weer".to_owned(),
            kind: AdditionKind::More,
        };
        let report = Report {
            id: EntryId::default(),
            author: JOOST,
            at: Timestamp(1),
            observation: "De gordijnen zijn dicht".to_owned(),
            place: Place::Description("bankje".to_owned()),
            since: Since::Unknown,
            urgency: FeltUrgency::ThisWeek,
            relation: None,
            contact: None,
            person_knows: None,
            interpretation: String::new(),
            may_call: None,
            wants_along: None,
        };
        let additions = additions.iter().map(addition).collect();
        let intake = Intake::of((JOOST, Timestamp(2)), report, additions, Vec::new(), None);
        agenda::row(DocKind::Intake, 1, None, Summary::Intake(Box::new(intake)))
    }

    fn triage(phase: TriagePhase, judged: &[u8]) -> ViewRow {
        let row = agenda::triage(1, ME, Vec::new());
        let Summary::Triage(summary) = row.summary else { panic!("made above") };
        let judged = judged.iter().map(|id| EntryId::from_bytes([*id; 16])).collect();
        ViewRow { summary: Summary::Triage(TriageSummary { phase, judged, ..summary }), ..row }
    }

    #[test]
    fn what_the_reporter_added_after_the_end_asks_for_a_look_until_somebody_who_knew_of_it_ends_it() {
        let joined = |additions: &[u8], phase, judged: &[u8]| {
            let [item] = join(&[intake(additions)], &[triage(phase, judged)]).try_into().unwrap();
            item
        };
        let closed = TriagePhase::Closed;
        assert!(!joined(&[], closed, &[9]).is_to_be_judged());
        assert!(!joined(&[1], closed, &[9, 1]).is_to_be_judged(), "that was known");
        assert!(!joined(&[1], TriagePhase::Assigned, &[]).added_since, "somebody looks at it as it is");
        let added = joined(&[1, 2], closed, &[9, 1]);
        assert!(added.is_to_be_judged());
        let mine = |item: &SignalItem| !shown(std::slice::from_ref(item), SignalFilter::Mine, ME, "").is_empty();
        assert!(mine(&added), "whoever had it may look too");
        let seen = joined(&[1, 2], closed, &[9, 1, 2]);
        assert!(!seen.is_to_be_judged() && !mine(&seen));
    }

    #[test]
    fn a_search_finds_the_beginnings_of_words() {
        let found = |query| ids(&shown(&some(), SignalFilter::All, ME, query));
        assert_eq!(found("nevel"), [4, 1]);
        assert_eq!(found("NEVELSTRAAT"), [4, 1]);
        assert_eq!(found("straat"), [] as [u8; 0]);
    }

    #[test]
    fn danger_counts_as_today_before_anybody_judged_it() {
        assert_eq!(presumed(FeltUrgency::Danger), Urgency::Today);
        assert!(presumed(FeltUrgency::Unknown) > presumed(FeltUrgency::NoHurry));
    }

    #[test]
    fn an_earlier_signal_is_recognised_by_its_address() {
        let place = Place::Address { street: "nevelstraat ".to_owned(), number: "14".to_owned() };
        assert!(item(1, "Nevelstraat", Urgency::Today).is_at(&place));
        assert!(!item(1, "Dauwpad", Urgency::Today).is_at(&place));
        let bench = Place::Description("bankje".to_owned());
        let on_a_bench = SignalItem { place: bench.clone(), ..item(1, "", Urgency::Today) };
        assert!(!on_a_bench.is_at(&bench), "the same words may mean two benches");
    }
}
