//! The server's disk damaged one report of a visit: who looks at it reads so, and nothing is lost.

use buurtboek_server::store::sqlite::DATABASE_FILE;
use buurtboek_tests::browser::{Manner, Size};
use rusqlite::Connection;

use super::{languages::in_both_languages, town::Town};

in_both_languages! {
    what_the_server_cannot_read_is_said_where_one_stands_and_goes_on_when_it_can,
}

const WE_SEE: &str = "Wat wij zien";
const LINE: &str = "De server kan dit nu niet lezen. Wat u schrijft, blijft op dit apparaat bewaard en gaat mee zodra het weer kan. Meld dit aan uw beheerder.";

/// The rows of one note, in the hands of somebody who does with them what a bad disk does.
struct Disk {
    database: Connection,
    note: String,
}

impl Disk {
    /// Under this server and this page of a note.
    fn under(town: &Town, page: &str) -> Self {
        let database = Connection::open(town.server.data().join(DATABASE_FILE)).unwrap();
        let id = page.rsplit('/').next().unwrap();
        let note = format!("x'04{id}'");
        database.execute(&format!("CREATE TEMP TABLE kept AS SELECT * FROM history WHERE doc = {note}"), ()).unwrap();
        Self { database, note }
    }

    fn changes(&self, how: &str) {
        let changed = self.database.execute(&format!("UPDATE history SET body = {how} WHERE doc = {}", self.note), ());
        assert!(changed.unwrap() > 0, "the note has rows");
    }

    fn goes_bad(&self) {
        self.changes("x'63'");
    }

    fn is_mended(&self) {
        self.changes("(SELECT body FROM kept WHERE kept.seq = history.seq)");
    }
}

async fn what_the_server_cannot_read_is_said_where_one_stands_and_goes_on_when_it_can(manner: Manner) {
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    samira.is_ready_for_offline().await.unwrap();
    samira.begins_a_note().await;
    samira.tablet.fill(WE_SEE, "De koelkast was leeg. ").await.unwrap();
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    let note = samira.tablet.path().await.unwrap();
    let disk = Disk::under(&town, &note);
    disk.goes_bad();
    let town = town.server_dies().await;

    // Who has it on the device reads and writes on.
    samira.tablet.fill(WE_SEE, "Niemand deed open. ").await.unwrap();
    samira.tablet.sees("De server kan een deel nu niet lezen. Uw werk blijft op dit apparaat.").await.unwrap();
    samira.tablet.sees(LINE).await.unwrap();
    samira.tablet.holds(WE_SEE, "De koelkast was leeg. ").await.unwrap();
    samira.tablet.stands_well("onleesbaar-verslag").await.unwrap();
    // Who does not have it reads why it does not come, and has everything else.
    let joost = town.arrive("Joost Wielinga", Size::PHONE).await;
    joost.tablet.go(&note).await.unwrap();
    joost.tablet.sees(LINE).await.unwrap();
    joost.tablet.sees("Dit staat nog niet op dit apparaat.").await.unwrap();
    joost.tablet.stands_well("onleesbaar-niet-hier").await.unwrap();
    joost.tablet.go("/dossiers").await.unwrap();
    joost.tablet.press("Kowalczyk").await.unwrap();
    joost.tablet.sees("Nieuw verslag").await.unwrap();
    samira.tablet.go("/synchronisatie").await.unwrap();
    samira.tablet.sees("Tekst in: bezoekverslag").await.unwrap();
    samira.tablet.stands_well("onleesbaar-synchronisatie").await.unwrap();

    disk.is_mended();
    samira.tablet.press("Probeer nu").await.unwrap();
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    samira.tablet.sees_no_more(LINE).await.unwrap();
    joost.tablet.go(&note).await.unwrap();
    for words in ["De koelkast was leeg. ", "Niemand deed open. "] {
        joost.tablet.holds(WE_SEE, words).await.unwrap();
    }
    assert!(!joost.tablet.shows(LINE).await.unwrap());
}
