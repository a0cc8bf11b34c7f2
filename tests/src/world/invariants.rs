//! What must hold in every world that has come to rest.

use std::collections::{BTreeMap, BTreeSet};

use buurtboek_client::storage::records::Rescued;
use buurtboek_server::{
    docs::{document::Document, projection},
    store::Reader,
};
use buurtboek_shared::{
    doc::{
        attribution::attribution,
        schema,
        values::{DocValues, RootValue},
    },
    domain::{
        note::{NoteState, fold},
        transition::Transition,
    },
    ids::{DocId, DocKind, EntryId, Hash256, MemberId, Seq, YClient},
    protocol::server_session::Contents,
};
use yrs::Transact;

use super::{
    Violation, World,
    facts::{Fact, What, stretches},
    people::Person,
};
use crate::tablet::Kept;

type Checked = Result<(), Violation>;

fn unless(holds: bool, violation: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(Violation(violation())) }
}

impl World {
    /// Judges a world at rest.
    ///
    /// # Errors
    /// The first thing that is not as it must be.
    pub fn judge(&mut self) -> Checked {
        unless(self.leaks.is_empty(), || self.leaks.join(", "))?;
        let documents = self.documents()?;
        self.nothing_waits()?;
        self.what_was_acknowledged_is_there_once()?;
        self.everybody_reads_the_same(&documents)?;
        self.nobody_holds_what_is_not_theirs(&documents)?;
        self.words_are_their_writers_own(&documents)?;
        for fact in &self.facts {
            self.what_was_done_is_somewhere_once(fact, &documents)?;
        }
        Ok(())
    }

    /// Every yrs document of the server, loaded from its disk.
    fn documents(&self) -> Result<BTreeMap<DocId, Document>, Violation> {
        let mut docs: BTreeSet<DocId> = self.facts.iter().map(|fact| fact.doc).collect();
        for doc in docs.clone() {
            if doc.kind == DocKind::Signal {
                docs.insert(doc.sibling(DocKind::Triage));
            }
        }
        let mut documents = BTreeMap::new();
        for doc in docs {
            match Document::load(self.server.disk(), doc) {
                Ok(document) => {
                    documents.insert(doc, document);
                }
                Err(buurtboek_server::docs::document::LoadError::Absent) => {}
                Err(error) => return Err(Violation(format!("{doc} does not load: {error}"))),
            }
        }
        Ok(documents)
    }

    fn nothing_waits(&self) -> Checked {
        for (person, tablet) in &self.tablets {
            let waiting = tablet.waiting(self.clock(*person));
            unless(waiting.is_empty(), || format!("on the tablet of {person:?} these wait for ever: {waiting:?}"))?;
        }
        Ok(())
    }

    fn what_was_acknowledged_is_there_once(&self) -> Checked {
        let disk = self.server.disk();
        for ((person, batch), receipt) in &self.acknowledged {
            let known = disk.batch(person.device(), *batch).ok().flatten();
            let what = || format!("batch {} of {person:?}", batch.0);
            let Some(known) = known else { return Err(Violation(format!("{} was acknowledged and is gone", what()))) };
            unless(known.receipt == *receipt, || format!("{} is not what was acknowledged", what()))?;
            if receipt.seq == Seq(0) {
                let made = disk.header(known.doc).ok().flatten();
                unless(made.is_some(), || format!("{} made {} and it is gone", what(), known.doc))?;
                continue;
            }
            let chain = disk.chain_at(known.doc, receipt.seq).ok().flatten();
            unless(chain == Some(receipt.chain), || format!("{} is no longer the row that it was", what()))?;
            let rows = disk.rows(known.doc, Seq(0), usize::MAX).unwrap_or_default();
            // Taking the same words out twice takes the same bytes twice, and nothing is doubled by it.
            let inserts = rows.iter().filter(|row| row.update.first() != Some(&0));
            let same = inserts.filter(|row| Hash256::of(&row.update) == receipt.hash).count();
            unless(same <= 1, || format!("{} is there {same} times", what()))?;
        }
        Ok(())
    }

    fn everybody_reads_the_same(&self, documents: &BTreeMap<DocId, Document>) -> Checked {
        for (person, tablet) in &self.tablets {
            let now = self.clock(*person);
            for doc in self.server.granted(*person).into_keys() {
                let held = tablet.holds(doc, now);
                let what = || format!("{person:?} and {doc}");
                let Some(held) = held else { return Err(Violation(format!("{}: granted and not fetched", what()))) };
                if doc.kind.is_projection() {
                    let contents = projection::contents_after(self.server.disk(), doc, Seq(0), person.role());
                    if let Ok(Contents::Projection { version, value }) = contents {
                        unless(held.seq == version && held.projection == Some(value), || {
                            format!("{}: another projection ({} held, {} there)", what(), held.seq.0, version.0)
                        })?;
                    }
                    continue;
                }
                let Some(document) = documents.get(&doc) else { continue };
                unless((held.seq, held.chain) == document.head(), || {
                    format!("{}: held up to {}, there are {}", what(), held.seq.0, document.head().0.0)
                })?;
                let opened = held.open(YClient(1 << 17), person.member());
                let Ok(opened) = opened else { return Err(Violation(format!("{}: does not open", what()))) };
                let values = DocValues::read(doc.kind, &opened.doc.transact());
                unless(values == *document.values(), || {
                    format!("{}: reads {values:?} where the server reads {:?}", what(), document.values())
                })?;
            }
        }
        Ok(())
    }

    fn nobody_holds_what_is_not_theirs(&self, documents: &BTreeMap<DocId, Document>) -> Checked {
        for (person, tablet) in &self.tablets {
            let granted = self.server.granted(*person);
            let now = self.clock(*person);
            for doc in documents.keys().flat_map(|doc| [*doc, doc.sibling(DocKind::Intake)]) {
                let held = tablet.holds(doc, now).is_some();
                unless(!held || granted.contains_key(&doc), || format!("{person:?} holds {doc} without a grant"))?;
            }
        }
        Ok(())
    }

    /// The server knows whose each word is, and it is the one who wrote it.
    fn words_are_their_writers_own(&self, documents: &BTreeMap<DocId, Document>) -> Checked {
        let writers: BTreeMap<&str, MemberId> = self
            .facts
            .iter()
            .filter_map(|fact| match &fact.what {
                What::Words { words, .. } => Some((words.as_str(), fact.by.member())),
                What::Erased { .. } | What::Entry { .. } | What::Forged { .. } | What::Decided { .. } => None,
            })
            .collect();
        for (doc, document) in documents.iter().filter(|(doc, _)| doc.kind == DocKind::Note) {
            let authors = document.authors().into_iter().map(|(client, member)| (client.0, member)).collect();
            let state = document.state().map_err(|_| Violation(format!("{doc} cannot be encoded")))?;
            let copy = buurtboek_shared::doc::write::open_doc(1 << 17);
            buurtboek_shared::doc::write::apply(&copy, &state).map_err(|error| Violation(error.to_string()))?;
            for root in schema::roots(doc.kind).iter().filter(|root| root.kind == schema::RootKind::Text) {
                for run in attribution(&mut copy.transact_mut(), root.name, &authors) {
                    for (_, _, words) in stretches(&run.text) {
                        let writer = writers.get(words.as_str()).copied();
                        unless(writer == run.member, || {
                            format!("{doc}: {words} is said to be by {:?}, written by {writer:?}", run.member)
                        })?;
                    }
                }
            }
        }
        Ok(())
    }

    fn what_was_done_is_somewhere_once(&self, fact: &Fact, documents: &BTreeMap<DocId, Document>) -> Checked {
        let document = documents.get(&fact.doc);
        match &fact.what {
            What::Words { root, words } => {
                let text = document.map(|document| document.values().text(root)).unwrap_or_default();
                let erased = self.facts.iter().any(|other| {
                    matches!(&other.what, What::Erased { words: gone } if gone == words) && other.doc == fact.doc
                });
                self.words_are_once(fact, words, text.matches(words.as_str()).count(), erased, documents)
            }
            What::Entry { id, words } => {
                let there = document.map(|document| times_in_lists(document.values(), *id)).unwrap_or_default();
                if words.is_empty() {
                    unless(there <= 1, || format!("{fact:?} is there {there} times"))?;
                    return unless(there == 1 || self.may_be_rescued(fact, documents), || format!("{fact:?} is lost"));
                }
                self.words_are_once(fact, words, there, false, documents)
            }
            What::Forged { id } => {
                let there = document.map(|document| times_in_lists(document.values(), *id)).unwrap_or_default();
                unless(there == 0, || format!("{fact:?} came in"))
            }
            What::Decided { command, .. } => {
                let decided = document.map(|document| transitions(document.values())).unwrap_or_default();
                let there = decided.iter().filter(|transition| transition.command == *command).count();
                let drafts = self.rescued(fact.by).into_iter().filter(|draft| match &draft.what {
                    Rescued::Decision(decision) => decision.id == *command,
                    Rescued::Words { .. } | Rescued::HandedOver => false,
                });
                let rescued = drafts.count();
                let never_heard = self.access_ended(fact, documents) && there == 1 && rescued == 1;
                let expected =
                    there + rescued == 1 || never_heard || (there + rescued == 0 && fact.kept == Kept::Perhaps);
                unless(expected, || format!("{fact:?} was carried out {there} times and rescued {rescued} times"))
            }
            What::Erased { .. } => Ok(()),
        }
    }

    /// Words are in their document once, or among their writer's saved texts or with the coordinator once, and the latter
    /// only for a reason.
    fn words_are_once(
        &self,
        fact: &Fact,
        words: &str,
        there: usize,
        erased: bool,
        documents: &BTreeMap<DocId, Document>,
    ) -> Checked {
        let kept: usize = self.rescued(fact.by).iter().map(|draft| draft.text.matches(words).count()).sum();
        let rescued = kept + self.handed_over(fact, words);
        // Whoever lost access before hearing the answer keeps the words, though the server may have them.
        let never_heard = self.access_ended(fact, documents) && there == 1 && rescued == 1;
        unless(there + rescued <= 1 || never_heard, || {
            format!("{fact:?} is there {there} times and rescued {rescued} times")
        })?;
        let lost = there + rescued == 0;
        unless(!lost || erased || fact.kept == Kept::Perhaps, || format!("{fact:?} is lost"))?;
        unless(rescued == 0 || self.may_be_rescued(fact, documents), || {
            let drafts = self.rescued(fact.by);
            let draft = drafts.iter().find(|draft| draft.text.contains(words));
            format!("{fact:?} was rescued for no reason: {draft:?}")
        })
    }

    /// Work may fail to arrive when the note was finished, when access ended, or when it was never there; nothing else
    /// excuses it.
    fn may_be_rescued(&self, fact: &Fact, documents: &BTreeMap<DocId, Document>) -> bool {
        let finished = documents
            .get(&fact.doc)
            .is_some_and(|document| matches!(fold(&transitions(document.values())), NoteState::Finalised { .. }));
        // A coordinator reads along: the app shows no button, and the server says no.
        let reads_along = fact.by == Person::Marijke
            && documents.get(&fact.doc).is_none_or(|document| {
                document.header.doc.kind != DocKind::Triage && document.header.created_by != Person::Marijke.member()
            });
        self.access_ended(fact, documents) || finished || reads_along || fact.kept == Kept::Perhaps
    }

    fn access_ended(&self, fact: &Fact, documents: &BTreeMap<DocId, Document>) -> bool {
        self.ended.iter().any(|(doc, person)| {
            let is_parent = documents.get(&fact.doc).is_none_or(|document| document.header.parent == Some(*doc));
            *person == fact.by && (*doc == fact.doc || is_parent)
        })
    }

    /// How often these words are with the coordinator, as this person's.
    fn handed_over(&self, fact: &Fact, words: &str) -> usize {
        let escrow = self.server.escrow();
        let own = escrow.iter().filter(|kept| kept.member == fact.by.member());
        own.map(|kept| kept.handover.text.matches(words).count()).sum()
    }

    fn rescued(&self, person: Person) -> Vec<buurtboek_client::storage::records::RescueDraft> {
        let now = self.clock(person);
        self.tablets.get(&person).map(|tablet| tablet.rescued(now)).unwrap_or_default()
    }
}

fn times_in_lists(values: &DocValues, id: EntryId) -> usize {
    let id = yrs::Any::String(id.to_string().into());
    let has_id = |entry: &Option<yrs::Any>| {
        if let Some(yrs::Any::Map(fields)) = entry { fields.get("id") == Some(&id) } else { false }
    };
    let count = |value: &RootValue| match value {
        RootValue::Entries(entries) => entries.iter().filter(|entry| has_id(entry)).count(),
        RootValue::Text(_) => 0,
    };
    values.0.values().map(count).sum()
}

fn transitions(values: &DocValues) -> Vec<Transition> {
    let entries = values.entries(schema::TRANSITIONS).iter().flatten();
    entries.filter_map(|value| yrs::encoding::serde::from_any(value).ok()).collect()
}
