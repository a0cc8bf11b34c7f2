//! What people do, carried out on their tablets by the product's own intents.

use buurtboek_shared::{
    doc::{
        entries::Entry,
        read::{NoteView, read_text},
        schema::{ADDITIONS, NAME, PRESENT, REMARKS, REPORT, URGENCY, VISIT_DATE, WORRY, heading_root},
        write::Intent,
    },
    domain::{
        access::Access,
        choice::{Answer, ChoiceEntry, fold},
        command::{CommandAction, Outcome, ReporterJoins, VisitPlan},
        note::{Heading, NoteAddition, NoteState, Worry},
        signal::{AdditionKind, FeltUrgency, Place, Report, SignalAddition, Since},
        triage::Remark,
    },
    ids::{DocId, DocKind, EntryId, MemberId},
    protocol::client_events::Event,
    time::Timestamp,
};
use yrs::Transact;

use super::{
    facts::{Fact, What, stretches, unlike_any_others},
    people::Person,
    plan::Deed,
};
use crate::tablet::{Kept, Tablet};

/// Codes of "Hoe snel?".
const URGENCIES: [&str; 3] = ["can_wait", "this_week", "today"];

/// Somebody at their tablet.
pub(super) struct AtWork<'a> {
    pub(super) person: Person,
    pub(super) tablet: &'a mut Tablet,
    /// By the tablet's clock.
    pub(super) now: Timestamp,
    /// Grows with each word; no number is used twice.
    pub(super) words: &'a mut usize,
    pub(super) facts: Vec<Fact>,
    pub(super) events: Vec<Event>,
}

impl AtWork<'_> {
    /// Does it, if it makes sense on what is on the tablet.
    pub(super) fn does(&mut self, deed: Deed) {
        match deed {
            Deed::Report => self.report(),
            Deed::AddToReport(which) => self.add_to_report(which),
            Deed::Withdraw(which) => self.decide(DocKind::Signal, which, CommandAction::Withdraw),
            Deed::TakeUp(which) => self.decide(DocKind::Triage, which, CommandAction::TakeUp),
            Deed::Assign(which, to) => self.assign(DocKind::Triage, which, to),
            Deed::BringIn(which, to) => self.assign(DocKind::Dossier, which, to),
            Deed::PlanVisit(which) => {
                let plan = VisitPlan {
                    at: Timestamp(self.now.0 + 86_400_000),
                    with: Vec::new(),
                    reporter: ReporterJoins::IfResidentAgrees,
                    meet_at: "bij de deur".into(),
                    place: String::new(),
                };
                self.decide(DocKind::Triage, which, CommandAction::PlanVisit(plan));
            }
            Deed::Link(which, with) => {
                if let Some(with) = self.find(DocKind::Triage, with) {
                    self.decide(DocKind::Triage, which, CommandAction::Link { with });
                }
            }
            Deed::Close(which) => {
                self.decide(DocKind::Triage, which, CommandAction::Close { outcome: Outcome::Helped, note: None });
            }
            Deed::Judge(which, level) => self.choose(DocKind::Triage, which, URGENCY, URGENCIES[level as usize % 3]),
            Deed::Remark(which) => self.remark(which),
            Deed::OpenDossier => self.open_dossier(),
            Deed::NameDossier(which) => self.name_dossier(which),
            Deed::BeginNote(which) => self.begin_note(which),
            Deed::Write(which, heading, at) => self.write(which, heading, at),
            Deed::Erase(which, heading, at) => self.erase(which, heading, at),
            Deed::Worry(which, level) => {
                let level = Worry::ALL[level as usize % Worry::ALL.len()];
                self.choose(DocKind::Note, which, WORRY, level.code());
            }
            Deed::Finalise(which) => self.decide(DocKind::Note, which, CommandAction::Finalise),
            Deed::AddToNote(which) => self.add_to_note(which),
            Deed::Forge(which) => self.forge(which),
            Deed::Look(which) => self.events.extend(self.find(DocKind::Note, which).map(Event::Watch)),
            Deed::LookAway(which) => self.events.extend(self.find(DocKind::Note, which).map(Event::Unwatch)),
            Deed::PutAside => self.tablet.puts_aside(),
            Deed::TryNow => self.events.push(Event::TryNow),
        }
    }

    fn member(&self) -> MemberId {
        self.person.member()
    }

    /// The document of a kind that a number points at, modulo what the list shows.
    fn find(&self, kind: DocKind, which: u8) -> Option<DocId> {
        let list = self.tablet.list(kind, self.now);
        list.get(which as usize % list.len().max(1)).map(|row| row.doc)
    }

    fn new_words(&mut self, kind: DocKind) -> String {
        *self.words += 1;
        unlike_any_others(kind, *self.words)
    }

    fn happened(&mut self, doc: DocId, what: What, kept: Kept) {
        if kept != Kept::No {
            self.facts.push(Fact { by: self.person, doc, what, kept });
        }
    }

    fn append(&mut self, doc: DocId, root: &str, entry: Entry, words: String) {
        let id = entry.id();
        let kept = self.tablet.writes(doc, self.now, &Intent::Append { root: root.to_owned(), entry });
        self.happened(doc, What::Entry { id, words }, kept);
    }

    fn report(&mut self) {
        let doc = DocId::new(DocKind::Signal, self.tablet.id());
        let words = self.new_words(DocKind::Signal);
        let report = Report {
            id: self.tablet.entry_id(),
            author: self.member(),
            at: self.now,
            observation: words.clone(),
            place: Place::Address { street: "Nevelstraat".into(), number: "14".into() },
            since: Since::FewDays,
            urgency: FeltUrgency::ThisWeek,
            relation: None,
            contact: None,
            person_knows: None,
            interpretation: String::new(),
            may_call: None,
            wants_along: None,
        };
        let id = report.id;
        let first = Intent::Append { root: REPORT.into(), entry: Entry::Report(Box::new(report)) };
        let kept = self.tablet.creates(doc, None, self.now, &[first]);
        self.happened(doc, What::Entry { id, words }, kept);
    }

    fn add_to_report(&mut self, which: u8) {
        let Some(doc) = self.find(DocKind::Signal, which) else { return };
        let text = self.new_words(DocKind::Signal);
        let addition = SignalAddition {
            id: self.tablet.entry_id(),
            author: self.member(),
            at: self.now,
            text: text.clone(),
            kind: AdditionKind::More,
        };
        self.append(doc, ADDITIONS, Entry::SignalAddition(addition), text);
    }

    fn decide(&mut self, kind: DocKind, which: u8, action: CommandAction) {
        let Some(doc) = self.find(kind, which) else { return };
        let (command, kept) = self.tablet.decides(doc, self.now, action.clone());
        self.happened(doc, What::Decided { command, action }, kept);
    }

    fn assign(&mut self, kind: DocKind, which: u8, to: Person) {
        self.decide(kind, which, CommandAction::Assign { to: to.member() });
    }

    fn remark(&mut self, which: u8) {
        let Some(doc) = self.find(DocKind::Triage, which) else { return };
        let text = self.new_words(DocKind::Triage);
        let remark = Remark { id: self.tablet.entry_id(), author: self.member(), at: self.now, text: text.clone() };
        self.append(doc, REMARKS, Entry::Remark(remark), text);
    }

    fn answer(&self, value: &str, supersedes: Vec<EntryId>) -> ChoiceEntry {
        ChoiceEntry {
            id: self.tablet.entry_id(),
            value: value.to_owned(),
            author: self.member(),
            at: self.now,
            supersedes,
            why: String::new(),
        }
    }

    /// Answers a question, in the place of every answer that is on the screen.
    fn choose(&mut self, kind: DocKind, which: u8, root: &'static str, value: &str) {
        let Some(doc) = self.find(kind, which) else { return };
        let shown = self.tablet.reads(doc, self.now, |open| {
            let entries: Vec<ChoiceEntry> = buurtboek_shared::doc::entries::read_entries(&open.transact(), root);
            match fold(&entries) {
                Answer::None => Vec::new(),
                Answer::Settled(entry) => vec![entry.id],
                Answer::Open(entries) => entries.into_iter().map(|entry| entry.id).collect(),
            }
        });
        let answer = self.answer(value, shown.unwrap_or_default());
        self.append(doc, root, Entry::Choice(answer), String::new());
    }

    fn open_dossier(&mut self) {
        let doc = DocId::new(DocKind::Dossier, self.tablet.id());
        let words = self.new_words(DocKind::Dossier);
        let answer = self.answer(&words, Vec::new());
        let id = answer.id;
        let first = Intent::Append { root: NAME.into(), entry: Entry::Choice(answer) };
        let kept = self.tablet.creates(doc, None, self.now, &[first]);
        self.happened(doc, What::Entry { id, words }, kept);
    }

    fn name_dossier(&mut self, which: u8) {
        let Some(doc) = self.find(DocKind::Dossier, which) else { return };
        let words = self.new_words(DocKind::Dossier);
        let answer = self.answer(&words, Vec::new());
        self.append(doc, NAME, Entry::Choice(answer), words);
    }

    fn begin_note(&mut self, which: u8) {
        let mut dossiers = self.tablet.list(DocKind::Dossier, self.now);
        dossiers.retain(|row| row.access == Access::Write);
        let Some(dossier) = dossiers.get(which as usize % dossiers.len().max(1)).map(|row| row.doc) else { return };
        let doc = DocId::new(DocKind::Note, self.tablet.id());
        let words = self.new_words(DocKind::Note);
        let root = heading_root(Heading::WeSee);
        let first = Intent::EditText { root: root.into(), at: 0, remove: 0, insert: words.clone() };
        let answers = [(VISIT_DATE, "2026-03-14"), (PRESENT, "mevrouw Bakema")].map(|(root, value)| {
            let answer = self.answer(value, Vec::new());
            (answer.id, Intent::Append { root: root.into(), entry: Entry::Choice(answer) })
        });
        let [(date, on), (people, present)] = answers;
        let kept = self.tablet.creates(doc, Some(dossier), self.now, &[first, on, present]);
        self.happened(doc, What::Words { root, words }, kept);
        for id in [date, people] {
            self.happened(doc, What::Entry { id, words: String::new() }, kept);
        }
    }

    /// A note that can still be written in, as far as the tablet knows; its text under a heading.
    fn open_note(&mut self, which: u8, heading: u8) -> Option<(DocId, &'static str, String)> {
        let doc = self.find(DocKind::Note, which)?;
        let root = heading_root(Heading::ALL[heading as usize % 2]);
        let (state, text) = self.tablet.reads(doc, self.now, |open| {
            let txn = open.transact();
            (NoteView::read(&txn).state, read_text(&txn, root))
        })?;
        (state == NoteState::Open).then_some((doc, root, text))
    }

    fn write(&mut self, which: u8, heading: u8, at: u8) {
        let Some((doc, root, text)) = self.open_note(which, heading) else { return };
        let words = self.new_words(DocKind::Note);
        let mut places: Vec<u32> = stretches(&text).into_iter().map(|(at, length, _)| at + length).collect();
        places.insert(0, 0);
        let at = places[at as usize % places.len()];
        let intent = Intent::EditText { root: root.into(), at, remove: 0, insert: words.clone() };
        let kept = self.tablet.writes(doc, self.now, &intent);
        self.happened(doc, What::Words { root, words }, kept);
    }

    fn erase(&mut self, which: u8, heading: u8, at: u8) {
        let Some((doc, root, text)) = self.open_note(which, heading) else { return };
        let all = stretches(&text);
        let Some((at, remove, words)) = all.get(at as usize % all.len().max(1)).cloned() else { return };
        let intent = Intent::EditText { root: root.into(), at, remove, insert: String::new() };
        let kept = self.tablet.writes(doc, self.now, &intent);
        self.happened(doc, What::Erased { words }, kept);
    }

    fn add_to_note(&mut self, which: u8) {
        let Some(doc) = self.find(DocKind::Note, which) else { return };
        let state = self.tablet.reads(doc, self.now, |open| NoteView::read(&open.transact()).state);
        if !matches!(state, Some(NoteState::Finalised { .. })) {
            return;
        }
        let text = self.new_words(DocKind::Note);
        let addition =
            NoteAddition { id: self.tablet.entry_id(), author: self.member(), at: self.now, text: text.clone() };
        self.append(doc, ADDITIONS, Entry::NoteAddition(addition), text);
    }

    fn forge(&mut self, which: u8) {
        let Some((doc, ..)) = self.open_note(which, 0) else { return };
        let colleague = if self.person == Person::Samira { Person::Joost } else { Person::Samira };
        let mut answer = self.answer(Worry::None.code(), Vec::new());
        answer.author = colleague.member();
        let id = answer.id;
        let intent = Intent::Append { root: WORRY.into(), entry: Entry::Choice(answer) };
        let kept = self.tablet.writes(doc, self.now, &intent);
        self.happened(doc, What::Forged { id }, kept);
    }
}
