//! From a moment of the story to what a device would offer: documents to make, things to write, commands to give.

use buurtboek_shared::{
    doc::{
        entries::Entry,
        schema::{
            ADDITIONS, ADDRESS, AGREEMENTS, NAME, PEOPLE, PRESENT, REMARKS, REPORT, URGENCY, VISIT_DATE, WISHES, WORRY,
            domain_reason_root, domain_root, heading_root,
        },
        write::Intent,
    },
    domain::{
        choice::ChoiceEntry,
        command::CommandAction,
        dossier::{PersonEntry, WordsEntry},
        note::NoteAddition,
        signal::{Place, Report, SignalAddition},
        triage::{Remark, Urgency},
    },
    ids::{DocId, DocKind, EntryId, MemberId},
    time::Timestamp,
};

use super::{
    names::id,
    story::{Deed, DossierDeed, Moment, NoteDeed, PlaceWords, ReportWords, SignalDeed, TriageDeed, When},
};

/// One thing that a device offers.
#[derive(Debug)]
pub(super) enum Step {
    /// Makes a document.
    Make { doc: DocId, parent: Option<DocId> },
    /// Writes in a document.
    Write { doc: DocId, intent: Intent },
    /// Gives a command.
    Command { doc: DocId, action: CommandAction },
}

/// The day on which the demonstration begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Today(Timestamp);

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// The winter clock of the Netherlands is an hour ahead of UTC.
const AHEAD_MILLIS: i64 = 60 * 60 * 1000;
/// Planned visits begin at ten.
const VISIT_CLOCK: (u8, u8) = (10, 0);

impl Today {
    /// The day of this moment.
    pub(super) const fn of(now: Timestamp) -> Self {
        let local = now.0 + AHEAD_MILLIS;
        Self(Timestamp(local - local.rem_euclid(DAY_MILLIS) - AHEAD_MILLIS))
    }

    /// A moment of the story as a moment in time.
    pub(super) fn at(self, when: When) -> Timestamp {
        self.on(-i64::from(when.days_ago), when.clock)
    }

    fn on(self, days: i64, (hours, minutes): (u8, u8)) -> Timestamp {
        let clock = (i64::from(hours) * 60 + i64::from(minutes)) * 60_000;
        Timestamp(self.0.0 + days * DAY_MILLIS + clock)
    }

    /// The date of a moment, as `YYYY-MM-DD`.
    fn date(at: Timestamp) -> String {
        let moment = jiff::Timestamp::from_millisecond(at.0 + AHEAD_MILLIS).unwrap_or_default();
        moment.to_string().chars().take(10).collect()
    }
}

/// The id of a member of the story.
pub(super) fn member(username: &str) -> MemberId {
    MemberId(id(username))
}

/// The document of the story with this name.
pub(super) fn document(kind: DocKind, name: &str) -> DocId {
    DocId::new(kind, id(name))
}

/// What a moment comes to.
pub(super) fn steps(moment: &Moment, today: Today) -> Vec<Step> {
    let author = Author { who: moment.who, member: member(moment.who), at: today.at(moment.when) };
    match &moment.deed {
        Deed::Signal(deed) => of_reporter(&author, document(DocKind::Signal, moment.about), deed),
        Deed::Triage(deed) => of_triage(&author, document(DocKind::Triage, moment.about), deed, today),
        Deed::Dossier(deed) => of_dossier(&author, document(DocKind::Dossier, moment.about), deed),
        Deed::Note(deed) => of_note(&author, document(DocKind::Note, moment.about), deed),
    }
}

/// Whoever writes at a moment.
struct Author {
    who: &'static str,
    member: MemberId,
    at: Timestamp,
}

impl Author {
    /// The id of the one entry that this author writes on this root at this moment.
    fn entry(&self, root: &str) -> EntryId {
        EntryId(id(&format!("{} {} {root}", self.who, self.at.0)))
    }

    fn choice(&self, doc: DocId, root: &str, value: &str) -> Step {
        let entry = Entry::Choice(ChoiceEntry {
            id: self.entry(root),
            value: value.to_owned(),
            author: self.member,
            at: self.at,
            supersedes: Vec::new(),
            why: String::new(),
        });
        append(doc, root, entry)
    }

    fn words(&self, doc: DocId, root: &str, text: &str) -> Step {
        let entry = WordsEntry { id: self.entry(root), author: self.member, at: self.at, text: text.to_owned() };
        append(doc, root, Entry::Words(entry))
    }

    fn report(&self, words: &ReportWords) -> Report {
        Report {
            id: self.entry(REPORT),
            author: self.member,
            at: self.at,
            observation: words.observation.to_owned(),
            place: match words.place {
                PlaceWords::Address { street, number } => {
                    Place::Address { street: street.to_owned(), number: number.to_owned() }
                }
                PlaceWords::Description(text) => Place::Description(text.to_owned()),
            },
            since: words.since,
            urgency: words.urgency,
            relation: words.relation,
            contact: words.contact,
            person_knows: words.person_knows,
            interpretation: words.interpretation.to_owned(),
            may_call: words.may_call,
            wants_along: words.wants_along,
        }
    }
}

fn append(doc: DocId, root: &str, entry: Entry) -> Step {
    Step::Write { doc, intent: Intent::Append { root: root.to_owned(), entry } }
}

fn text(doc: DocId, root: &str, text: &str) -> Step {
    Step::Write { doc, intent: Intent::EditText { root: root.to_owned(), at: 0, remove: 0, insert: text.to_owned() } }
}

fn of_reporter(author: &Author, doc: DocId, deed: &SignalDeed) -> Vec<Step> {
    match deed {
        SignalDeed::Report { report } => {
            let entry = Entry::Report(Box::new(author.report(report)));
            vec![Step::Make { doc, parent: None }, append(doc, REPORT, entry)]
        }
        SignalDeed::Add { text } => {
            let id = author.entry(ADDITIONS);
            let entry = SignalAddition { id, author: author.member, at: author.at, text: (*text).to_owned() };
            vec![append(doc, ADDITIONS, Entry::SignalAddition(entry))]
        }
        SignalDeed::Withdraw => vec![Step::Command { doc, action: CommandAction::Withdraw }],
    }
}

fn of_triage(author: &Author, doc: DocId, deed: &TriageDeed, today: Today) -> Vec<Step> {
    let action = match deed {
        TriageDeed::Judge { urgency } => return vec![author.choice(doc, URGENCY, urgency_code(*urgency))],
        TriageDeed::Remark { text } => {
            let id = author.entry(REMARKS);
            let entry = Remark { id, author: author.member, at: author.at, text: (*text).to_owned() };
            return vec![append(doc, REMARKS, Entry::Remark(entry))];
        }
        TriageDeed::TakeUp => CommandAction::TakeUp,
        TriageDeed::Assign { to } => CommandAction::Assign { to: member(to) },
        TriageDeed::Link { with } => CommandAction::Link { with: document(DocKind::Triage, with) },
        TriageDeed::Plan { days_ahead, with, joins, meet_at } => CommandAction::PlanVisit {
            at: today.on(i64::from(*days_ahead), VISIT_CLOCK),
            with: with.iter().map(|username| member(username)).collect(),
            reporter: *joins,
            meet_at: (*meet_at).to_owned(),
        },
        TriageDeed::Close { outcome } => CommandAction::Close { outcome: *outcome },
    };
    vec![Step::Command { doc, action }]
}

fn of_dossier(author: &Author, doc: DocId, deed: &DossierDeed) -> Vec<Step> {
    match deed {
        DossierDeed::Open { from, name, address } => vec![
            Step::Make { doc, parent: from.map(|signal| document(DocKind::Triage, signal)) },
            author.choice(doc, NAME, name),
            author.choice(doc, ADDRESS, address),
        ],
        DossierDeed::Share { with } => {
            vec![Step::Command { doc, action: CommandAction::Assign { to: member(with) } }]
        }
        DossierDeed::Household { person } => {
            let entry = PersonEntry {
                id: author.entry(PEOPLE),
                author: author.member,
                at: author.at,
                supersedes: Vec::new(),
                name: person.name.to_owned(),
                address_as: person.address_as.to_owned(),
                language: person.language.to_owned(),
                interpreter: person.interpreter.to_owned(),
            };
            vec![append(doc, PEOPLE, Entry::Person(entry))]
        }
        DossierDeed::Wish { text } => vec![author.words(doc, WISHES, text)],
        DossierDeed::Agree { text } => vec![author.words(doc, AGREEMENTS, text)],
    }
}

fn of_note(author: &Author, doc: DocId, deed: &NoteDeed) -> Vec<Step> {
    match deed {
        NoteDeed::Open { dossier, present } => vec![
            Step::Make { doc, parent: Some(document(DocKind::Dossier, dossier)) },
            author.choice(doc, VISIT_DATE, &Today::date(author.at)),
            author.choice(doc, PRESENT, present),
        ],
        NoteDeed::Write { heading, text: words } => vec![text(doc, heading_root(*heading), words)],
        NoteDeed::WriteDomain { domain, why, text: words } => {
            vec![author.choice(doc, domain_reason_root(*domain), why), text(doc, domain_root(*domain), words)]
        }
        NoteDeed::Worry { worry } => vec![author.choice(doc, WORRY, worry.code())],
        NoteDeed::Agree { text } => vec![author.words(doc, AGREEMENTS, text)],
        NoteDeed::Finalise => vec![Step::Command { doc, action: CommandAction::Finalise }],
        NoteDeed::Add { text } => {
            let id = author.entry(ADDITIONS);
            let entry = NoteAddition { id, author: author.member, at: author.at, text: (*text).to_owned() };
            vec![append(doc, ADDITIONS, Entry::NoteAddition(entry))]
        }
    }
}

/// As an entry of the root `urgency` has it.
const fn urgency_code(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::CanWait => "can_wait",
        Urgency::ThisWeek => "this_week",
        Urgency::Today => "today",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::story::story;

    #[test]
    fn a_day_begins_at_midnight_on_the_winter_clock() {
        // 2026-11-22T23:30:00Z is half past midnight on the 23rd.
        let today = Today::of(Timestamp(1_795_390_200_000));
        let noon = today.at(When { days_ago: 1, clock: (12, 0) });
        assert_eq!(jiff::Timestamp::from_millisecond(noon.0).unwrap().to_string(), "2026-11-22T11:00:00Z");
        assert_eq!(Today::date(noon), "2026-11-22");
    }

    #[test]
    fn every_entry_of_the_story_has_an_id_of_its_own() {
        let today = Today::of(Timestamp(0));
        let ids: Vec<_> = story()
            .into_iter()
            .flat_map(|moment| steps(moment, today))
            .filter_map(|step| match step {
                Step::Write { doc, intent: Intent::Append { entry, .. } } => Some((doc, entry.id())),
                Step::Write { .. } | Step::Make { .. } | Step::Command { .. } => None,
            })
            .collect();
        assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), ids.len());
    }
}
