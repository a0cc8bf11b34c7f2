//! A document that the server has and cannot read, as devices meet it: they are told, lose nothing, and go on.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

use std::path::Path;

use buurtboek_server::store::sqlite::DATABASE_FILE;
use buurtboek_shared::{doc::schema::NAME, ids::DocId, protocol::client_events::Event};
use buurtboek_tests::{
    headless::{
        Headless,
        deeds::{answer, kitchen_table, text, typed},
        now,
        town::Town,
    },
    tablet::Kept,
};
use rusqlite::Connection;

async fn somebody(town: &Town, username: &str) -> Headless {
    let mut device = Headless::log_in(town.address(), username).await.expect("the demonstration lets in");
    device.until("the first fetch", Headless::is_at_rest).await.unwrap();
    device
}

fn unreadable(device: &Headless) -> usize {
    device.tablet.status().unwrap().unreadable
}

/// The bytes of a note, in the hands of somebody who does with them what a bad disk does.
struct Disk {
    database: Connection,
    note: DocId,
}

impl Disk {
    fn under(data: &Path, note: DocId) -> Self {
        let disk = Self { database: Connection::open(data.join(DATABASE_FILE)).unwrap(), note };
        disk.does("CREATE TEMP TABLE kept AS SELECT * FROM history WHERE doc = $note");
        disk
    }

    fn does(&self, statement: &str) {
        self.database.execute(&statement.replace("$note", &format!("x'04{}'", self.note.id)), ()).unwrap();
    }

    fn goes_bad(&self) {
        self.does("UPDATE history SET body = x'63' WHERE doc = $note");
    }

    fn is_mended(&self) {
        self.does("UPDATE history SET body = (SELECT body FROM kept WHERE kept.seq = history.seq) WHERE doc = $note");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_is_told_that_a_document_cannot_be_read_and_gets_it_when_it_can_be() {
    let town = Town::open().await.unwrap();
    let (mut samira, mut joost) = (somebody(&town, "samira").await, somebody(&town, "joost").await);
    let (dossier, note) = kitchen_table(&mut samira, &mut joost).await.unwrap();
    let copy = town.copy().unwrap();
    let restored = town.restored(copy).await.unwrap();
    let disk = Disk::under(&restored.state.config.data, note);
    disk.goes_bad();

    // Who has it on the device reads and writes on; what waits in it waits alone.
    joost.moves(restored.address()).await;
    joost.until("all that can be read", Headless::is_at_rest).await.unwrap();
    assert_eq!((unreadable(&joost), text(&mut joost, note)), (1, "Schoon. ".to_owned()));
    joost.tablet.puts_aside();
    assert_eq!(joost.tablet.writes(note, now(), &typed(0, "Niemand deed open. ")), Kept::Yes);
    let elsewhere = answer(&joost, NAME, "Mevrouw Tesfay");
    assert_eq!(joost.tablet.writes(dossier, now(), &elsewhere), Kept::Yes);
    joost.offer().await;
    let alone = |joost: &Headless| joost.tablet.waiting(now()).iter().map(|(doc, _)| *doc).eq([note]);
    joost.until("what is written elsewhere", alone).await.unwrap();
    assert!(joost.tablet.rescued(now()).is_empty());

    // Who does not has everything else.
    let mut newcomer = somebody(&restored, "samira").await;
    assert_eq!(unreadable(&newcomer), 1);
    assert!(newcomer.tablet.holds(note, now()).is_none() && newcomer.tablet.holds(dossier, now()).is_some());

    disk.is_mended();
    let well = |device: &Headless| device.is_at_rest() && unreadable(device) == 0;
    joost.tell(Event::TryNow).await;
    joost.until("the acknowledgement of what waited", well).await.unwrap();
    newcomer.tell(Event::TryNow).await;
    newcomer.until("the note", well).await.unwrap();
    assert_eq!(text(&mut newcomer, note), "Niemand deed open. Schoon. ");
}
