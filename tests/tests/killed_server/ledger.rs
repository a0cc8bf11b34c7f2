//! What was written, what a device showed as synchronised and what it handed back, kept outside of the server and its
//! devices.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use buurtboek_client::storage::{
    records::{Queued, QueuedKind, RescueDraft, Rescued},
    summary::Summary,
};
use buurtboek_server::store::{
    Reader,
    sqlite::{PageLimit, Purpose, open_data_folder},
};
use buurtboek_shared::{
    doc::read::{NoteView, SignalView, TriageView, transitions},
    domain::{command::Command, note::Heading, refusal::Reason},
    ids::{BatchNo, DeviceId, DocId, DocKind, MemberId, Seq, YClient},
    protocol::frames::Receipt,
};
use buurtboek_tests::{
    headless::{Headless, now},
    tablet::Owner,
};
use yrs::Transact;

/// More documents than there are.
const ALL: usize = 1_000_000;
/// Digits of an id.
const ID_DIGITS: usize = 32;
/// A client id under which documents are only read.
const READER: YClient = YClient(1);

/// What somebody does that the ledger knows of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Deed {
    Reports,
    Remarks,
    Types,
    /// Says how great the worry is.
    Worries,
    BeginsNote,
    FinishesNote,
    Decides,
}

/// One thing that somebody did.
struct Line {
    by: &'static str,
    deed: Deed,
    member: MemberId,
    device: DeviceId,
    doc: DocId,
    batch: BatchNo,
    became: Became,
}

/// What the device showed of it last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Became {
    Waiting,
    /// Synchronised: it is on the server, once.
    Synchronised(Receipt),
    /// Refused: it is among the kept texts of its writer, once.
    HandedBack,
}

/// What was done, by its mark: words that occur nowhere else, or the id of a decision that has no words.
#[derive(Default)]
pub(crate) struct Ledger {
    marks: usize,
    lines: BTreeMap<String, Line>,
    told_while_killing: usize,
}

impl Ledger {
    /// Words that nobody used.
    pub(crate) fn fresh_mark(&mut self) -> String {
        self.marks += 1;
        format!("<{}>", self.marks)
    }

    /// Somebody did this; it waits on the device.
    pub(crate) fn did(&mut self, by: &'static str, deed: Deed, device: &Headless, doc: DocId, mark: String) {
        let batch = waiting(device).remove(&mark).expect("what was just done waits");
        let Owner { member, device, .. } = device.login().owner;
        self.lines.insert(mark, Line { by, deed, member, device, doc, batch, became: Became::Waiting });
    }

    /// Notes what a device no longer shows as waiting: it is synchronised then, or handed back in the same moment.
    pub(crate) fn listens(&mut self, device: &Headless) {
        let waiting = waiting(device);
        let owner = device.login().owner.device;
        let mut kept = None;
        for (mark, line) in &mut self.lines {
            if line.device != owner || line.became != Became::Waiting {
                continue;
            }
            if let Some(batch) = waiting.get(mark) {
                // After a refusal the rest of a document is offered anew, under other numbers.
                line.batch = *batch;
            } else if let Some(receipt) = device.acknowledged.get(&line.batch) {
                line.became = Became::Synchronised(*receipt);
            } else {
                let kept = kept.get_or_insert_with(|| handed_back(device));
                assert!(kept.contains_key(mark), "{mark} of {} neither waits nor is it anywhere", line.by);
                line.became = Became::HandedBack;
            }
        }
    }

    /// What a device handed back is what was refused, each once, and nothing that was synchronised.
    pub(crate) fn check_kept_texts(&self, device: &Headless) {
        for draft in device.tablet.rescued(now()) {
            let fits = match (&draft.what, draft.reason) {
                (Rescued::Words { .. }, reason) => matches!(reason, Reason::Finalised { .. }),
                (Rescued::Decision(_), reason) => matches!(reason, Reason::Finalised { .. } | Reason::ChangedSince),
                (Rescued::HandedOver, _) => false,
            };
            assert!(fits, "nobody did anything for which the server may refuse {draft:?}");
        }
        let mut kept = handed_back(device);
        let owner = device.login().owner.device;
        for (mark, line) in self.lines.iter().filter(|(_, line)| line.device == owner) {
            let expected = usize::from(line.became == Became::HandedBack);
            assert_eq!(kept.remove(mark).unwrap_or_default(), expected, "{mark} of {}, {:?}", line.by, line.became);
        }
        assert_eq!(kept, BTreeMap::new(), "nobody did this");
    }

    /// What is told from here on was told by a server that nobody kills.
    pub(crate) fn killing_is_over(&mut self) {
        let is_told = |line: &&Line| matches!(line.became, Became::Synchronised(_));
        self.told_while_killing = self.lines.values().filter(is_told).count();
    }

    pub(crate) const fn told_while_killing(&self) -> usize {
        self.told_while_killing
    }

    /// What was refused and handed back, by what it was.
    pub(crate) fn refused(&self) -> BTreeMap<Deed, usize> {
        let mut refused = BTreeMap::new();
        let lines = self.lines.values().filter(|line| line.became == Became::HandedBack);
        lines.for_each(|line| *refused.entry(line.deed).or_default() += 1);
        refused
    }

    /// Of what somebody did something arrived.
    pub(crate) fn arrived(&self) -> BTreeSet<(&'static str, Deed)> {
        let lines = self.lines.values().filter(|line| matches!(line.became, Became::Synchronised(_)));
        lines.map(|line| (line.by, line.deed)).collect()
    }

    pub(crate) fn summary(&self) -> String {
        let told = self.told_while_killing;
        format!(
            "{} things done, {told} of them shown as synchronised while the server was killed; handed back: {:?}",
            self.lines.len(),
            self.refused()
        )
    }

    /// Each thing that was synchronised is one row of its document, under the receipt that was given; what was handed back
    /// is in none.
    pub(crate) fn check_store(&self, data: &Path) {
        let (_writer, reader) = open_data_folder(data, Purpose::Demonstration, PageLimit::default()).unwrap();
        let mut places = BTreeMap::<String, Vec<(DocId, Seq)>>::new();
        for (place, update) in rows(&reader, &self.lines.values().map(|line| line.member).collect()) {
            marks(&String::from_utf8_lossy(&update)).for_each(|mark| places.entry(mark).or_default().push(place));
        }
        for (mark, line) in &self.lines {
            let told = match line.became {
                Became::Waiting => panic!("{mark} of {} never arrived", line.by),
                Became::HandedBack => {
                    assert_eq!(places.get(mark), None, "{mark} of {} was handed back", line.by);
                    continue;
                }
                Became::Synchronised(receipt) => receipt,
            };
            let known = reader.batch(line.device, line.batch).unwrap().map(|known| known.receipt);
            assert_eq!(known, Some(told), "{mark} of {}", line.by);
            assert_eq!(reader.chain_at(line.doc, told.seq).unwrap(), Some(told.chain), "{mark} of {}", line.by);
            assert_eq!(places.get(mark), Some(&vec![(line.doc, told.seq)]), "{mark} of {}", line.by);
        }
    }

    /// Each thing that was not handed back stands once in its document on a fresh device of everybody who may read that,
    /// and each signal once in the lists of the team.
    pub(crate) fn check_shelves(&self, shelves: &[(&str, Shelf)]) {
        for (mark, line) in &self.lines {
            let once = usize::from(line.became != Became::HandedBack);
            for (owner, shelf) in shelves {
                let reads = *owner == line.by || shelf.docs.contains(&line.doc);
                let expected = if reads { once } else { 0 };
                assert_eq!(shelf.count(line.doc, mark), expected, "{mark} of {} on {owner}'s device", line.by);
                let listed = usize::from(line.doc.kind == DocKind::Signal && *owner != line.by);
                let intake = line.doc.sibling(DocKind::Intake);
                assert_eq!(shelf.count(intake, mark), listed, "{mark} of {} in {owner}'s list", line.by);
            }
        }
    }
}

/// What waits on a device, by mark, and its number.
fn waiting(device: &Headless) -> BTreeMap<String, BatchNo> {
    let said = |queued: &Queued| match &queued.what {
        QueuedKind::Written(update) => String::from_utf8_lossy(update).into_owned(),
        QueuedKind::Decided(command) => decision(command),
        QueuedKind::Created(_) | QueuedKind::HandedOver => String::new(),
    };
    let waiting = device.tablet.waiting(now()).into_iter().map(|(_, queued)| (queued.batch, said(&queued)));
    waiting.flat_map(|(batch, said)| marks(&said).map(|mark| (mark, batch)).collect::<Vec<_>>()).collect()
}

/// How often each mark stands among the kept texts of a device. What goes with a mark and was handed back as well (the
/// day of a note that was begun) has none.
fn handed_back(device: &Headless) -> BTreeMap<String, usize> {
    let said = |draft: RescueDraft| match draft.what {
        Rescued::Words { .. } => draft.text,
        Rescued::Decision(command) => decision(&command),
        Rescued::HandedOver => String::new(),
    };
    let mut counts = BTreeMap::new();
    for draft in device.tablet.rescued(now()) {
        marks(&said(draft)).for_each(|mark| *counts.entry(mark).or_default() += 1);
    }
    counts
}

/// The words of a decision, or its id when it has none.
fn decision(command: &Command) -> String {
    let words = format!("{:?}", command.action);
    if marks(&words).next().is_some() { words } else { command.id.to_string() }
}

/// The marks in a text: numbers in angle brackets, and ids.
fn marks(text: &str) -> impl Iterator<Item = String> {
    let inner = text.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(inner, _)| inner);
    let numbers = inner.filter(|inner| inner.bytes().all(|byte| byte.is_ascii_digit()));
    let ids = text.split(|sign: char| !matches!(sign, '0'..='9' | 'a'..='f')).filter(|run| run.len() == ID_DIGITS);
    numbers.map(|inner| format!("<{inner}>")).chain(ids.map(str::to_owned))
}

/// Every row of every document that these may open: where it stands, and its update.
fn rows(reader: &dyn Reader, members: &BTreeSet<MemberId>) -> Vec<((DocId, Seq), Vec<u8>)> {
    let headers = members.iter().flat_map(|member| reader.documents(*member, None, ALL).unwrap());
    let docs: BTreeSet<DocId> = headers.map(|header| header.doc).collect();
    let of_doc = |doc: DocId| reader.rows(doc, Seq(0), usize::MAX).unwrap().into_iter().map(move |row| (doc, row));
    docs.into_iter().flat_map(of_doc).map(|(doc, row)| ((doc, row.seq), row.update)).collect()
}

/// The documents on a device, and how often each mark stands in each.
pub(crate) struct Shelf {
    docs: BTreeSet<DocId>,
    marks: BTreeMap<(DocId, String), usize>,
}

impl Shelf {
    pub(crate) fn of(device: &Headless) -> Self {
        let kinds = [DocKind::Signal, DocKind::Intake, DocKind::Triage, DocKind::Note];
        let lists = kinds.into_iter().flat_map(|kind| device.tablet.list(kind, now()));
        let mut shelf = Self { docs: BTreeSet::new(), marks: BTreeMap::new() };
        for row in lists {
            shelf.docs.insert(row.doc);
            for mark in marks(&words(device, row.doc, &row.summary)) {
                *shelf.marks.entry((row.doc, mark)).or_default() += 1;
            }
        }
        shelf
    }

    fn count(&self, doc: DocId, mark: &str) -> usize {
        self.marks.get(&(doc, mark.to_owned())).copied().unwrap_or_default()
    }
}

/// Each word as often as it stands in the document.
fn words(device: &Headless, doc: DocId, summary: &Summary) -> String {
    if let Summary::Intake(intake) = summary {
        return intake.report.observation.clone();
    }
    let held = device.tablet.holds(doc, now()).expect("what is listed is held");
    let opened = held.open(READER, device.login().owner.member).unwrap();
    let txn = opened.doc.transact();
    match doc.kind {
        DocKind::Signal => SignalView::read(&txn).report.map(|report| report.observation).unwrap_or_default(),
        DocKind::Triage => {
            let view = TriageView::read(&txn);
            let remarks = view.remarks.into_iter().map(|remark| remark.text);
            remarks.chain(view.transitions.iter().map(|done| format!("{:?}", done.action))).collect()
        }
        DocKind::Note => {
            let mut view = NoteView::read(&txn);
            let typed = view.texts.remove(&Heading::WeSee).into_iter();
            let worries = view.worry.into_iter().map(|worry| worry.why);
            let done = transitions(&txn).into_iter().map(|done| format!(" {} ", done.command));
            typed.chain(worries).chain(done).collect()
        }
        DocKind::Intake | DocKind::Dossier | DocKind::Feedback | DocKind::Directory => String::new(),
    }
}
