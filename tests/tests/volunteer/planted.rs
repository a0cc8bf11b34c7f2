//! A word of its own in every text that the team can write. What can be written follows from the schema and from the
//! commands: a new list or command does not compile until somebody said what of it is text.

use std::collections::BTreeSet;

use buurtboek_shared::{
    doc::{
        entries::Entry,
        schema::{EntryForm, QUESTIONS, Root, RootKind, roots},
        write::Intent,
    },
    domain::{
        agreement::{AgreementEntry, AgreementParty, AgreementStatus},
        attempt::{AttemptMeans, ContactAttempt, DayPart},
        attention::SeenEntry,
        choice::ChoiceEntry,
        command::{CommandAction, CommandKind, Outcome, ReporterJoins, Signpost, VisitPlan},
        dossier::PersonEntry,
        margin::QuestionEntry,
        note::{Heading, NextStep, NoteAddition, Worry},
        signal::YesNo,
        triage::{Remark, Urgency},
        visit::{VisitEvent, VisitStep},
        wish::{WishEntry, WishKind},
    },
    ids::{CommandId, DocId, EntryId, MemberId},
};
use buurtboek_tests::{
    headless::{Headless, deeds::member, now},
    tablet::Kept,
};

/// What the team wrote, and who writes it.
pub(crate) struct Planted<'a> {
    pub(crate) device: &'a mut Headless,
    /// Every word that was planted: it occurs nowhere else.
    pub(crate) words: Vec<String>,
    /// Words that somebody else planted before.
    before: usize,
    decided: BTreeSet<CommandKind>,
}

impl<'a> Planted<'a> {
    pub(crate) fn by(device: &'a mut Headless) -> Self {
        Self::answering(device, 0)
    }

    /// Goes on after so many words of somebody else.
    pub(crate) const fn answering(device: &'a mut Headless, before: usize) -> Self {
        Self { device, words: Vec::new(), before, decided: BTreeSet::new() }
    }

    /// A word for this place.
    fn word(&mut self, place: &str) -> String {
        let word = format!("KANARIE<{}.{place}>", self.before + self.words.len());
        self.words.push(word.clone());
        word
    }

    /// In every text of a document that may be written now: of a note those that do or do not wait for its end.
    pub(crate) fn everywhere(&mut self, doc: DocId, stage: Stage) {
        for root in roots(doc.kind).iter().filter(|root| stage.admits(**root)) {
            let intent = match root.kind {
                RootKind::Text => {
                    let insert = self.word(root.name);
                    Some(Intent::EditText { root: root.name.into(), at: 0, remove: 0, insert })
                }
                RootKind::Entries(form) => {
                    self.entry(form, root.name).map(|entry| Intent::Append { root: root.name.into(), entry })
                }
            };
            if let Some(intent) = intent {
                assert_eq!(self.device.tablet.writes(doc, now(), &intent), Kept::Yes, "{}", root.name);
            }
        }
    }

    /// With a word in each of its texts; none for what the team does not write.
    fn entry(&mut self, form: EntryForm, root: &str) -> Option<Entry> {
        let (id, author, at) = (self.device.tablet.entry_id(), member(self.device), now());
        let supersedes = Vec::new();
        Some(match form {
            // The reporter's own.
            EntryForm::Report | EntryForm::SignalAddition | EntryForm::Reply => return None,
            // Only the server writes it: see the decisions.
            EntryForm::Transition => return None,
            EntryForm::Choice => Entry::Choice(self.choice(root)),
            EntryForm::Remark => Entry::Remark(Remark { id, author, at, text: self.word(root) }),
            EntryForm::Person => Entry::Person(PersonEntry {
                id,
                author,
                at,
                supersedes,
                name: self.word("people.name"),
                address_as: self.word("people.address_as"),
                language: self.word("people.language"),
                interpreter: self.word("people.interpreter"),
                phone: self.word("people.phone"),
            }),
            EntryForm::Wish => {
                let kinds = vec![WishKind::WantsToRead, WishKind::NotShareWith { whom: self.word("wishes.whom") }];
                Entry::Wish(WishEntry { id, author, at, supersedes, kinds, text: self.word(root) })
            }
            EntryForm::NoteAddition => Entry::NoteAddition(NoteAddition { id, author, at, text: self.word(root) }),
            EntryForm::Attempt => Entry::Attempt(ContactAttempt {
                id,
                author,
                at,
                means: AttemptMeans::Phoned,
                day_part: DayPart::Morning,
                reached: YesNo::No,
                text: self.word(root),
            }),
            EntryForm::VisitEvent => {
                let (visit, step) = (CommandId(self.device.tablet.id()), VisitStep::Started);
                Entry::VisitEvent(VisitEvent { id, author, at, visit, step, supersedes })
            }
            EntryForm::Agreement => Entry::Agreement(AgreementEntry {
                id,
                author,
                at,
                supersedes,
                who: AgreementParty::Other(self.word("agreements.who")),
                what: self.word(root),
                due: None,
                status: AgreementStatus::Open,
            }),
            EntryForm::Question => {
                let heading = Some(Heading::WeSee);
                Entry::Question(QuestionEntry { id, author, at, heading, text: self.word(root), answers_to: None })
            }
            EntryForm::Seen => Entry::Seen(SeenEntry { id, author, at, saw: Vec::new(), read: Vec::new() }),
        })
    }

    /// Free words where the field takes them, else one of its codes; and in any case why.
    fn choice(&mut self, root: &str) -> ChoiceEntry {
        let mut entry = ChoiceEntry {
            id: self.device.tablet.entry_id(),
            value: "vrij".to_owned(),
            author: member(self.device),
            at: now(),
            supersedes: Vec::new(),
            why: self.word(&format!("{root}.why")),
        };
        let codes = [Urgency::ThisWeek.code(), Worry::Light.code(), NextStep::Call.code(), YesNo::Yes.code()];
        let none_of_both = ["2026-11-20", ""];
        let fits = |entry: &ChoiceEntry| Entry::Choice(entry.clone()).check(root).is_ok();
        if fits(&entry) {
            entry.value = self.word(root);
        } else {
            let mut values = codes.into_iter().chain(none_of_both).map(str::to_owned);
            let fitting = values.find(|value| fits(&ChoiceEntry { value: value.clone(), ..entry.clone() }));
            entry.value = fitting.expect("each field takes something");
        }
        entry
    }

    /// An answer to a question, of somebody who saw it.
    pub(crate) fn answers_question(&mut self, note: DocId, question: EntryId) {
        let (id, author) = (self.device.tablet.entry_id(), member(self.device));
        let text = self.word("questions.answer");
        let answer = QuestionEntry { id, author, at: now(), heading: None, text, answers_to: Some(question) };
        let intent = Intent::Append { root: QUESTIONS.into(), entry: Entry::Question(answer) };
        assert_eq!(self.device.tablet.writes(note, now(), &intent), Kept::Yes);
    }

    pub(crate) fn decides(&mut self, doc: DocId, action: CommandAction) -> CommandId {
        self.decided.insert(action.kind());
        let (id, kept) = self.device.tablet.decides(doc, now(), action);
        assert_eq!(kept, Kept::Yes);
        id
    }

    /// A visit on which the reporter may come along: where to meet is told to her, the place is the team's own.
    pub(crate) fn asks_along(&mut self, doc: DocId, with: MemberId, meet_at: &str) -> (CommandId, VisitPlan) {
        let plan = VisitPlan {
            at: now(),
            with: vec![with],
            reporter: ReporterJoins::IfResidentAgrees,
            meet_at: meet_at.to_owned(),
            place: self.word("plan.place"),
        };
        (self.decides(doc, CommandAction::PlanVisit(plan.clone())), plan)
    }

    /// That visit is moved, to be made by the team alone; and there is another one.
    pub(crate) fn goes_alone(&mut self, doc: DocId, (visit, asked): (CommandId, VisitPlan)) {
        let (meet_at, place) = (self.word("move.meet_at"), self.word("move.place"));
        let plan = VisitPlan { reporter: ReporterJoins::No, meet_at, place, ..asked };
        self.decides(doc, CommandAction::MoveVisit { visit, plan: plan.clone() });
        let meet_at = self.word("plan.meet_at");
        self.decides(doc, CommandAction::PlanVisit(VisitPlan { meet_at, place: String::new(), ..plan }));
    }

    /// A signal ends in every way in which words are said to the team.
    pub(crate) fn ends(&mut self, triage: DocId) {
        let note = Some(self.word("close.note"));
        self.decides(triage, CommandAction::Close { outcome: Outcome::Helped, note });
        let why = self.word("reopen.why");
        self.decides(triage, CommandAction::Reopen { why });
        let to = self.word("forward.to");
        self.decides(triage, CommandAction::Forward { to });
        let why = self.word("reopen.why");
        self.decides(triage, CommandAction::Reopen { why });
        let why = self.word("out_of_scope.why");
        self.decides(triage, CommandAction::OutOfScope { signpost: Signpost::Police, why });
    }

    /// Every decision that has words was taken.
    pub(crate) fn left_no_decision_out(&self) {
        let missing: Vec<CommandKind> =
            CommandKind::ALL.iter().copied().filter(|kind| has_words(*kind) && !self.decided.contains(kind)).collect();
        assert_eq!(missing, []);
    }
}

/// What of a note can be written when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Open,
    Finished,
}

impl Stage {
    fn admits(self, root: Root) -> bool {
        let RootKind::Entries(form) = root.kind else { return self == Self::Open };
        match self {
            Self::Open => form != EntryForm::NoteAddition,
            Self::Finished => form == EntryForm::NoteAddition || form.stands_beside(),
        }
    }
}

const fn has_words(kind: CommandKind) -> bool {
    match kind {
        CommandKind::Close
        | CommandKind::PlanVisit
        | CommandKind::MoveVisit
        | CommandKind::Forward
        | CommandKind::OutOfScope
        | CommandKind::Reopen => true,
        CommandKind::TakeUp
        | CommandKind::Assign
        | CommandKind::Link
        | CommandKind::Finalise
        | CommandKind::Withdraw
        | CommandKind::GiveBack
        | CommandKind::Restrict
        | CommandKind::CancelVisit
        | CommandKind::OpenDossier
        | CommandKind::EndExploration
        | CommandKind::EndAccess
        | CommandKind::Unlink => false,
    }
}
