//! A document whose bytes were damaged on the disk: its devices are told, the others go on, and it comes when it is mended.

use buurtboek_server::{
    random,
    store::sqlite::DATABASE_FILE,
    verify::{Fault, verify},
};
use buurtboek_shared::{
    doc::{
        entries::Entry,
        schema::NAME,
        write::{Intent, apply, open_doc, write},
    },
    domain::{
        choice::ChoiceEntry,
        refusal::{Reason, RefusalClass},
    },
    ids::{Chain, DocId, DocKind, EntryId, Seq},
    protocol::frames::{ClientFrame, Fragment, Have, Receipt, ServerFrame},
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension as _};
use yrs::{ReadTxn as _, StateVector, Transact as _};

use super::{running::running, syncing::Device, town::Town};

const LATER: Result<Receipt, (RefusalClass, Reason)> = Err((RefusalClass::Later, Reason::Recovering));

/// A dossier as Samira's device has it.
struct Dossier {
    doc: DocId,
    own: yrs::Doc,
}

impl Dossier {
    fn new() -> Self {
        let doc = DocId::new(DocKind::Dossier, random::id().unwrap());
        Self { doc, own: open_doc(random::yrs_client().unwrap()) }
    }

    /// As another device has it, which writes under an id of its own.
    fn on_another_device(self) -> Self {
        let own = open_doc(random::yrs_client().unwrap());
        let held = self.own.transact().encode_state_as_update_v1(&StateVector::default());
        apply(&own, &held).unwrap();
        Self { own, ..self }
    }

    /// The update that gives it this name.
    fn named(&self, samira: &Device, name: &str) -> Vec<u8> {
        let entry = ChoiceEntry {
            id: EntryId(random::id().unwrap()),
            value: name.to_owned(),
            author: samira.member,
            at: Timestamp(5),
            supersedes: Vec::new(),
            why: String::new(),
        };
        let intent = Intent::Append { root: NAME.to_owned(), entry: Entry::Choice(entry) };
        write(&self.own, DocKind::Dossier, &intent).unwrap().unwrap()
    }

    /// Makes it, with this many names; the receipt of each.
    async fn written_by(&self, samira: &mut Device, names: usize) -> Vec<Receipt> {
        samira.makes(self.doc).await.unwrap();
        let mut receipts = Vec::new();
        for number in 0..names {
            let update = self.named(samira, &format!("Mevrouw Bakema {number}"));
            receipts.push(samira.pushes(self.doc, &update).await.unwrap());
        }
        receipts
    }
}

/// What a device is given of a document.
#[derive(Debug, PartialEq, Eq)]
enum Given {
    State,
    Rows,
    Nothing,
    /// The server cannot read it.
    Unreadable,
}

impl Device {
    /// Opens a document of which this is held, and hears the answer.
    async fn opens(&mut self, doc: DocId, held: Option<&Receipt>) -> Given {
        let (seq, chain) = held.map_or((Seq(0), Chain::default()), |row| (row.seq, row.chain));
        self.says(&ClientFrame::Open(vec![Have { doc, seq, chain }])).await;
        let mut given = Given::Nothing;
        loop {
            let frame = self.hears(Some).await;
            if let ServerFrame::Snapshot { doc: of, fragment, .. } = &frame
                && *of == doc
            {
                if *fragment == Fragment::NONE {
                    return Given::Unreadable;
                }
                given = Given::State;
            }
            if matches!(&frame, ServerFrame::Rows { doc: of, .. } if *of == doc) {
                given = Given::Rows;
            }
            if matches!(frame, ServerFrame::UpToDate { doc: of } if of == doc) {
                return given;
            }
        }
    }
}

/// The database of a server, in the hands of somebody who does with it what a bad disk does.
struct Disk {
    database: Connection,
    doc: DocId,
}

impl Disk {
    fn under(town: &Town, doc: DocId) -> Self {
        let database = Connection::open(town.state.config.data.join(DATABASE_FILE)).unwrap();
        let disk = Self { database, doc };
        disk.does("CREATE TEMP TABLE kept AS SELECT * FROM history WHERE doc = $doc");
        disk
    }

    fn does(&self, statement: &str) {
        let doc = format!("x'03{}'", self.doc.id);
        assert!(self.database.execute(&statement.replace("$doc", &doc), ()).is_ok(), "{statement}");
    }

    fn mends(&self) {
        self.does("DELETE FROM history WHERE doc = $doc");
        self.does("DELETE FROM snapshots WHERE doc = $doc");
        self.does("INSERT INTO history SELECT * FROM kept");
    }

    /// What stands in the snapshot of the document: the row that it goes to, if there is one.
    fn snapshot(&self) -> Option<i64> {
        let doc = format!("x'03{}'", self.doc.id);
        let question = format!("SELECT seq FROM snapshots WHERE doc = {doc}");
        self.database.query_row(&question, (), |row| row.get(0)).optional().unwrap()
    }
}

fn counted(town: &Town) -> String {
    let text = town.state.metrics.text().unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("buurtboek_unreadable_documents "));
    line.expect("it is counted").to_owned()
}

#[tokio::test]
async fn of_a_document_that_cannot_be_read_its_device_is_told_and_the_others_go_on() {
    let mut town = Town::demo().await;
    let (address, _) = running(&town).await;
    let mut samira = Device::of(&town, address, "samira").await;
    let (damaged, whole) = (Dossier::new(), Dossier::new());
    let rows = damaged.written_by(&mut samira, 3).await;
    whole.written_by(&mut samira, 1).await;
    town.start_again().await;
    let disk = Disk::under(&town, damaged.doc);
    disk.does("UPDATE history SET body = x'63' WHERE doc = $doc AND seq = 1");

    let (damaged, whole) = (damaged.on_another_device(), whole.on_another_device());
    let (address, _) = running(&town).await;
    let mut samira = Device::of(&town, address, "samira").await;
    // Who holds the damaged row needs it no more, until something is to be judged.
    assert_eq!(samira.opens(damaged.doc, rows.get(1)).await, Given::Rows);
    assert_eq!(counted(&town), "0");
    let waits = damaged.named(&samira, "Mevrouw Tesfay");
    assert_eq!(samira.pushes(damaged.doc, &waits).await, LATER);
    assert_eq!(samira.opens(damaged.doc, rows.get(1)).await, Given::Unreadable);
    assert_eq!(samira.opens(damaged.doc, None).await, Given::Unreadable);
    assert_eq!(counted(&town), "1");
    // Who may not read it hears of it what they hear of one that there is not.
    let mut other = Device::of(&town, address, "joost").await;
    for unknown in [damaged.doc, Dossier::new().doc] {
        assert_eq!(other.opens(unknown, None).await, Given::Nothing);
    }

    assert_eq!(samira.opens(whole.doc, None).await, Given::State);
    let beside = whole.named(&samira, "Mevrouw Visser");
    samira.pushes(whole.doc, &beside).await.unwrap();
    assert_eq!(town.browser().get("/readyz").await.text(), "ready\n", "the server as a whole is well");
    let form = Fault::Form { doc: damaged.doc, seq: Seq(1) };
    assert_eq!(verify(&town.state.config.data).unwrap().faults, [form], "and who looks after it finds out which");

    disk.mends();
    assert_eq!(samira.pushes(damaged.doc, &waits).await.unwrap().seq, Seq(4));
    assert_eq!(samira.opens(damaged.doc, None).await, Given::State);
    assert_eq!(counted(&town), "0");
}

#[tokio::test]
async fn whatever_was_damaged_nobody_is_given_half_of_it() {
    let mut town = Town::demo().await;
    let (address, _) = running(&town).await;
    let mut samira = Device::of(&town, address, "samira").await;
    let dossier = Dossier::new();
    let rows = dossier.written_by(&mut samira, 3).await;
    town.start_again().await;
    let disk = Disk::under(&town, dossier.doc);
    let (address, _) = running(&town).await;
    let mut samira = Device::of(&town, address, "samira").await;
    for damage in [
        "UPDATE history SET body = x'63' WHERE doc = $doc AND seq = 2",
        "UPDATE history SET body = x'01ffff' WHERE doc = $doc AND seq = 2",
        "UPDATE history SET body = x'010000' WHERE doc = $doc AND seq = 2",
        "DELETE FROM history WHERE doc = $doc AND seq = 2",
        "DELETE FROM history WHERE doc = $doc AND seq = 3",
    ] {
        disk.does(damage);
        assert_eq!(samira.opens(dossier.doc, None).await, Given::Unreadable, "{damage}");
        disk.mends();
        assert_eq!(samira.opens(dossier.doc, None).await, Given::State, "{damage}");
        disk.does(damage);
        assert_eq!(samira.opens(dossier.doc, rows.first()).await, Given::Unreadable, "{damage}");
        disk.mends();
        assert_eq!(samira.opens(dossier.doc, rows.first()).await, Given::Rows, "{damage}");
    }
}

#[tokio::test]
async fn a_damaged_snapshot_costs_nothing_the_rows_are_read_and_it_is_made_again() {
    const ROWS_PER_SNAPSHOT: i64 = 64;
    let mut town = Town::demo().await;
    let (address, _) = running(&town).await;
    let mut samira = Device::of(&town, address, "samira").await;
    let dossier = Dossier::new();
    dossier.written_by(&mut samira, 64).await;
    let disk = Disk::under(&town, dossier.doc);
    assert_eq!(disk.snapshot(), Some(ROWS_PER_SNAPSHOT));

    let mut dossier = dossier;
    // Of no known form; no update; and one that reads well and says nothing: a document without a word.
    for (damage, row) in [("x'63'", 65), ("x'01ffff'", 66), ("x'010000'", 67)] {
        town.start_again().await;
        disk.does(&format!("UPDATE snapshots SET body = {damage} WHERE doc = $doc"));
        let (address, _) = running(&town).await;
        let mut samira = Device::of(&town, address, "samira").await;
        assert_eq!(samira.opens(dossier.doc, None).await, Given::State, "{damage}");
        assert_eq!(counted(&town), "0");
        let found = Fault::SnapshotDigest { doc: dossier.doc };
        assert_eq!(verify(&town.state.config.data).unwrap().faults, [found], "who looks after it finds out which");

        dossier = dossier.on_another_device();
        let next = dossier.named(&samira, "Mevrouw Tesfay");
        assert_eq!(samira.pushes(dossier.doc, &next).await.unwrap().seq.0, row, "{damage}: it builds on what there is");
        assert_eq!(disk.snapshot(), i64::try_from(row).ok(), "{damage}");
        assert!(verify(&town.state.config.data).unwrap().is_sound());
    }
}
