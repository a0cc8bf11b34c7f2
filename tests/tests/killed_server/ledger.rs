//! What was written, and what a device showed as synchronised, kept outside of the server and its devices.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use buurtboek_client::storage::summary::Summary;
use buurtboek_server::store::{
    Reader,
    sqlite::{PageLimit, Purpose, open_data_folder},
};
use buurtboek_shared::{
    doc::read::{NoteView, SignalView, TriageView},
    domain::note::Heading,
    ids::{BatchNo, DeviceId, DocId, DocKind, MemberId, Seq, YClient},
    protocol::frames::Receipt,
};
use buurtboek_tests::headless::{Headless, now};
use yrs::Transact;

/// More documents than there are.
const ALL: usize = 1_000_000;
/// A client id under which documents are only read.
const READER: YClient = YClient(1);

/// One thing that somebody wrote.
struct Line {
    by: &'static str,
    member: MemberId,
    device: DeviceId,
    doc: DocId,
    batch: BatchNo,
    /// What the device was told when it stopped to show it as waiting.
    told: Option<Receipt>,
}

/// What was written, by its mark: words that occur nowhere else.
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

    /// Somebody wrote this; it is in the last batch of the document that waits on the device.
    pub(crate) fn wrote(&mut self, by: &'static str, device: &Headless, doc: DocId, mark: String) {
        let waiting = device.tablet.waiting(now());
        let batch = waiting.iter().filter(|(of, _)| *of == doc).map(|(_, queued)| queued.batch).max();
        let owner = device.login().owner;
        let batch = batch.expect("what was just written waits");
        self.lines.insert(mark, Line { by, member: owner.member, device: owner.device, doc, batch, told: None });
    }

    /// Notes what a device no longer shows as waiting.
    pub(crate) fn listens(&mut self, device: &Headless) {
        let waiting: BTreeSet<BatchNo> =
            device.tablet.waiting(now()).into_iter().map(|(_, queued)| queued.batch).collect();
        let owner = device.login().owner.device;
        for (mark, line) in &mut self.lines {
            if line.device == owner && line.told.is_none() && !waiting.contains(&line.batch) {
                let receipt = device.acknowledged.get(&line.batch);
                let receipt = receipt.unwrap_or_else(|| panic!("{mark} is shown as synchronised without a receipt"));
                line.told = Some(*receipt);
            }
        }
    }

    /// What is told from here on was told by a server that nobody kills.
    pub(crate) fn killing_is_over(&mut self) {
        self.told_while_killing = self.lines.values().filter(|line| line.told.is_some()).count();
    }

    pub(crate) const fn told_while_killing(&self) -> usize {
        self.told_while_killing
    }

    /// Who wrote in documents of which kind.
    pub(crate) fn writers(&self) -> BTreeSet<(&'static str, DocKind)> {
        self.lines.values().map(|line| (line.by, line.doc.kind)).collect()
    }

    pub(crate) fn summary(&self) -> String {
        let told = self.told_while_killing;
        format!("{} things written, {told} of them shown as synchronised while the server was killed", self.lines.len())
    }

    /// Each thing is one row of its document, under the receipt that was given.
    pub(crate) fn check_store(&self, data: &Path) {
        let (_writer, reader) = open_data_folder(data, Purpose::Demonstration, PageLimit::default()).unwrap();
        let mut places = BTreeMap::<String, Vec<(DocId, Seq)>>::new();
        for (place, update) in rows(&reader, &self.lines.values().map(|line| line.member).collect()) {
            marks(&String::from_utf8_lossy(&update)).for_each(|mark| places.entry(mark).or_default().push(place));
        }
        for (mark, line) in &self.lines {
            let told = line.told.unwrap_or_else(|| panic!("{mark} of {} never arrived", line.by));
            let known = reader.batch(line.device, line.batch).unwrap().map(|known| known.receipt);
            assert_eq!(known, Some(told), "{mark} of {}", line.by);
            assert_eq!(reader.chain_at(line.doc, told.seq).unwrap(), Some(told.chain), "{mark} of {}", line.by);
            assert_eq!(places.get(mark), Some(&vec![(line.doc, told.seq)]), "{mark} of {}", line.by);
        }
    }

    /// Each thing stands once in its document on a fresh device of everybody who may read that, and each signal once in
    /// the lists of the team.
    pub(crate) fn check_shelves(&self, shelves: &[(&str, Shelf)]) {
        for (mark, line) in &self.lines {
            for (owner, shelf) in shelves {
                let expected = usize::from(*owner == line.by || shelf.docs.contains(&line.doc));
                assert_eq!(shelf.count(line.doc, mark), expected, "{mark} of {} on {owner}'s device", line.by);
                let listed = usize::from(line.doc.kind == DocKind::Signal && *owner != line.by);
                let intake = line.doc.sibling(DocKind::Intake);
                assert_eq!(shelf.count(intake, mark), listed, "{mark} of {} in {owner}'s list", line.by);
            }
        }
    }
}

/// The marks in a text, in order.
fn marks(text: &str) -> impl Iterator<Item = String> {
    let inner = text.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(inner, _)| inner);
    inner.filter(|inner| inner.bytes().all(|byte| byte.is_ascii_digit())).map(|inner| format!("<{inner}>"))
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
        DocKind::Note => NoteView::read(&txn).texts.remove(&Heading::WeSee).unwrap_or_default(),
        DocKind::Intake | DocKind::Dossier | DocKind::Feedback | DocKind::Directory => String::new(),
    }
}
