//! From a moment of the story to what a device would offer: documents to make, things to write, commands to give.

use buurtboek_shared::{
    doc::{
        entries::Entry,
        schema::{
            ADDITIONS, ADDRESS, AGREEMENTS, ATTEMPTS, NAME, PEOPLE, PRESENT, REMARKS, REPORT, URGENCY, VISIT_DATE,
            WISHES, WORRY, domain_reason_root, domain_root, heading_root,
        },
        write::Intent,
    },
    domain::{
        agreement::{AgreementEntry, AgreementParty, AgreementStatus},
        attempt::ContactAttempt,
        choice::ChoiceEntry,
        command::{CommandAction, ReporterJoins, VisitPlan},
        date::Date,
        dossier::PersonEntry,
        note::NoteAddition,
        signal::{AdditionKind, Place, Report, SignalAddition},
        triage::Remark,
        wish::{WishEntry, WishKind},
    },
    ids::{DocId, DocKind, EntryId, MemberId},
    time::Timestamp,
};

use super::{
    names::id,
    story::{
        AgreementWords, Deed, DossierDeed, Moment, NoteDeed, PartyWords, PlaceWords, ReportWords, SignalDeed,
        TriageDeed, When, WishWords,
    },
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

    /// The date of a moment; none beyond the calendar.
    fn date(at: Timestamp) -> Option<Date> {
        Date::from_days((at.0 + AHEAD_MILLIS).div_euclid(DAY_MILLIS))
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
        Deed::Dossier(deed) => of_dossier(&author, document(DocKind::Dossier, moment.about), deed, today),
        Deed::Note(deed) => of_note(&author, document(DocKind::Note, moment.about), deed, today),
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

    fn wish(&self, doc: DocId, kinds: &[WishWords], text: &str) -> Step {
        let kind = |words: &WishWords| match words {
            WishWords::NoConversationNow => WishKind::NoConversationNow,
            WishWords::NoReport => WishKind::NoReport,
            WishWords::NotShareWith(whom) => WishKind::NotShareWith { whom: (*whom).to_owned() },
        };
        let entry = Entry::Wish(WishEntry {
            id: self.entry(WISHES),
            author: self.member,
            at: self.at,
            supersedes: Vec::new(),
            kinds: kinds.iter().map(kind).collect(),
            text: text.to_owned(),
        });
        append(doc, WISHES, entry)
    }

    fn agreement(&self, doc: DocId, words: &AgreementWords, today: Today) -> Step {
        let entry = Entry::Agreement(AgreementEntry {
            id: self.entry(AGREEMENTS),
            author: self.member,
            at: self.at,
            supersedes: Vec::new(),
            who: match words.who {
                PartyWords::Resident => AgreementParty::Resident,
                PartyWords::Member(username) => AgreementParty::Member(member(username)),
                PartyWords::Other(name) => AgreementParty::Other(name.to_owned()),
            },
            what: words.what.to_owned(),
            due: words.due.and_then(|days| Today::date(today.on(i64::from(days), VISIT_CLOCK))),
            status: AgreementStatus::Open,
        });
        append(doc, AGREEMENTS, entry)
    }

    fn addition(&self, doc: DocId, text: &str, kind: AdditionKind) -> Step {
        let id = self.entry(ADDITIONS);
        let entry = SignalAddition { id, author: self.member, at: self.at, text: text.to_owned(), kind };
        append(doc, ADDITIONS, Entry::SignalAddition(entry))
    }

    fn report(&self, words: &ReportWords) -> Report {
        Report {
            id: self.entry(REPORT),
            author: self.member,
            at: self.at,
            observation: words.observation.to_owned(),
            place: place(words.place),
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

fn place(words: PlaceWords) -> Place {
    match words {
        PlaceWords::Address { street, number } => {
            Place::Address { street: street.to_owned(), number: number.to_owned() }
        }
        PlaceWords::Description(text) => Place::Description(text.to_owned()),
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
        SignalDeed::Correct { place: words, text } => {
            vec![author.addition(doc, text, AdditionKind::AddressIsWrong { place: place(*words) })]
        }
        SignalDeed::Withdraw => vec![Step::Command { doc, action: CommandAction::Withdraw }],
    }
}

fn of_triage(author: &Author, doc: DocId, deed: &TriageDeed, today: Today) -> Vec<Step> {
    let action = match deed {
        TriageDeed::Judge { urgency } => return vec![author.choice(doc, URGENCY, urgency.code())],
        TriageDeed::Remark { text } => {
            let id = author.entry(REMARKS);
            let entry = Remark { id, author: author.member, at: author.at, text: (*text).to_owned() };
            return vec![append(doc, REMARKS, Entry::Remark(entry))];
        }
        TriageDeed::Attempt { means, day_part, reached, text } => {
            let entry = Entry::Attempt(ContactAttempt {
                id: author.entry(ATTEMPTS),
                author: author.member,
                at: author.at,
                means: *means,
                day_part: *day_part,
                reached: *reached,
                text: (*text).to_owned(),
            });
            return vec![append(doc, ATTEMPTS, entry)];
        }
        TriageDeed::TakeUp => CommandAction::TakeUp,
        TriageDeed::Assign { to } => CommandAction::Assign { to: member(to) },
        TriageDeed::Link { with } => CommandAction::Link { with: document(DocKind::Triage, with) },
        TriageDeed::Plan { days_ahead, with, joins, meet_at } => CommandAction::PlanVisit(VisitPlan {
            at: today.on(i64::from(*days_ahead), VISIT_CLOCK),
            with: with.iter().map(|username| member(username)).collect(),
            reporter: *joins,
            meet_at: (*meet_at).to_owned(),
            place: String::new(),
        }),
        TriageDeed::Close { outcome } => CommandAction::Close { outcome: *outcome, note: None },
        TriageDeed::Forward { to } => CommandAction::Forward { to: (*to).to_owned() },
        TriageDeed::OutOfScope { signpost, why } => {
            CommandAction::OutOfScope { signpost: *signpost, why: (*why).to_owned() }
        }
        TriageDeed::Restrict { to } => CommandAction::Restrict { to: to.clone() },
    };
    vec![Step::Command { doc, action }]
}

fn of_dossier(author: &Author, doc: DocId, deed: &DossierDeed, today: Today) -> Vec<Step> {
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
                phone: String::new(),
            };
            vec![append(doc, PEOPLE, Entry::Person(entry))]
        }
        DossierDeed::Wish { kinds, text } => vec![author.wish(doc, kinds, text)],
        DossierDeed::Agree { agreement } => vec![author.agreement(doc, agreement, today)],
        DossierDeed::Plan { days_ahead, clock, with, place } => {
            let plan = VisitPlan {
                at: today.on(i64::from(*days_ahead), *clock),
                with: with.iter().map(|username| member(username)).collect(),
                reporter: ReporterJoins::No,
                meet_at: String::new(),
                place: (*place).to_owned(),
            };
            vec![Step::Command { doc, action: CommandAction::PlanVisit(plan) }]
        }
        DossierDeed::AskHelp => {
            let open = |help_asked_on| Step::Command { doc, action: CommandAction::OpenDossier { help_asked_on } };
            Today::date(author.at).map(open).into_iter().collect()
        }
        DossierDeed::EndExploration => vec![Step::Command { doc, action: CommandAction::EndExploration }],
    }
}

fn of_note(author: &Author, doc: DocId, deed: &NoteDeed, today: Today) -> Vec<Step> {
    match deed {
        NoteDeed::Open { dossier, present } => vec![
            Step::Make { doc, parent: Some(document(DocKind::Dossier, dossier)) },
            author.choice(doc, VISIT_DATE, &Today::date(author.at).map(|date| date.to_string()).unwrap_or_default()),
            author.choice(doc, PRESENT, present),
        ],
        NoteDeed::Write { heading, text: words } => vec![text(doc, heading_root(*heading), words)],
        NoteDeed::WriteDomain { domain, why, text: words } => {
            vec![author.choice(doc, domain_reason_root(*domain), why), text(doc, domain_root(*domain), words)]
        }
        NoteDeed::Worry { worry } => vec![author.choice(doc, WORRY, worry.code())],
        NoteDeed::Agree { agreement } => vec![author.agreement(doc, agreement, today)],
        NoteDeed::Finalise => vec![Step::Command { doc, action: CommandAction::Finalise }],
        NoteDeed::Add { text } => {
            let id = author.entry(ADDITIONS);
            let entry = NoteAddition { id, author: author.member, at: author.at, text: (*text).to_owned() };
            vec![append(doc, ADDITIONS, Entry::NoteAddition(entry))]
        }
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
        assert_eq!(Today::date(noon), Date::new(2026, 11, 22));
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
