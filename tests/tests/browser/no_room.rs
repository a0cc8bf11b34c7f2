//! No room: on the device, or on the server. Nothing is called saved, and nothing goes.

use std::path::PathBuf;

use buurtboek_tests::browser::{Manner, Size};
use rusqlite::Connection;
use serde_json::json;

use super::{
    languages::in_both_languages,
    town::{Person, Town},
};

in_both_languages! {
    on_a_full_device_nothing_is_called_saved_and_the_text_stays_until_there_is_room,
    on_a_full_phone_a_report_stays_on_the_screen_until_there_is_room,
    while_the_server_cannot_store_everything_stays_on_the_devices_and_says_so,
}

const WE_SEE: &str = "Wat wij zien";
/// More words than a browser keeps without looking at the room it has.
const MUCH: usize = 1_000;

impl Person {
    /// Something else of the same origin takes what room the browser still had counted on, until it is refused more.
    async fn fills_the_room_there_is(&self) {
        let script = "const done = arguments[0];
            const opening = indexedDB.open('ballast');
            opening.onupgradeneeded = () => opening.result.createObjectStore('ballast', { autoIncrement: true });
            opening.onsuccess = () => {
                const more = () => {
                    const change = opening.result.transaction('ballast', 'readwrite');
                    change.objectStore('ballast').add(new Uint8Array(1_000_000).fill(7));
                    change.oncomplete = more;
                    change.onabort = () => { opening.result.close(); done(); };
                };
                more();
            };";
        self.tablet.driver().execute_async(script, Vec::new()).await.unwrap();
    }

    /// Room for this many bytes is all that the browser has for the app from now on; none as much as it likes.
    async fn has_room_for(&self, bytes: Option<u64>) {
        let mut parameters = json!({"origin": format!("http://{}", self.line.address())});
        if let Some(bytes) = bytes {
            parameters["quotaSize"] = json!(bytes);
        }
        self.tablet.command("Storage.overrideQuotaForOrigin", parameters).await.unwrap();
    }
}

async fn on_a_full_device_nothing_is_called_saved_and_the_text_stays_until_there_is_room(manner: Manner) {
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    samira.is_ready_for_offline().await.unwrap();
    samira.begins_a_note().await;
    samira.tablet.fill(WE_SEE, "Eerst is er plaats. ").await.unwrap();
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    samira.loses_connection();
    samira.has_room_for(Some(1)).await;
    // The browser had counted on more for a while: what still fits it keeps.
    let mut typed = 0;
    while !samira.tablet.shows("Niet bewaard. Uw apparaat is vol. Sluit de app niet.").await.unwrap() {
        typed += 1;
        assert!(typed < MUCH, "there is no end to the room");
        samira.tablet.paste(WE_SEE, &format!("{}Woord {typed}. ", "veel ".repeat(500))).await.unwrap();
    }
    // What is pressed is not kept either; it stays on the screen as the words do, so nobody presses it twice.
    samira.tablet.press("Voeg toe").await.unwrap();
    samira.tablet.choose("Inwoner begint erover").await.unwrap();
    samira.tablet.submit_form_of("Kies een leefgebied").await.unwrap();
    samira.tablet.sees_no_more("Kies een leefgebied").await.unwrap();
    samira.tablet.sees("Wonen").await.unwrap();
    samira.tablet.sees("Niet bewaard. Uw apparaat is vol. Sluit de app niet.").await.unwrap();
    // Who would log out now is told that the last words go with that.
    samira.tablet.press("Meer").await.unwrap();
    samira.tablet.press("Uitloggen").await.unwrap();
    samira.tablet.sees("Uw laatste woorden zijn nog niet bewaard op dit apparaat.").await.unwrap();
    samira.tablet.press("Toch uitloggen").await.unwrap();
    samira.tablet.sees("Logt u nu toch uit, dan zijn die woorden weg.").await.unwrap();
    samira.tablet.stands_well("uitloggen-niet-bewaard").await.unwrap();
    for page in ["Meer", WE_SEE] {
        samira.tablet.driver().back().await.unwrap();
        samira.tablet.sees(page).await.unwrap();
    }
    let last = format!("Woord {typed}. ");
    samira.tablet.stands_well("apparaat-vol").await.unwrap();
    samira.tablet.holds(WE_SEE, &last).await.unwrap();
    samira.has_room_for(None).await;
    // It tries by itself; nobody has to press anything.
    samira.tablet.sees("Wacht op verbinding").await.unwrap();
    samira.tablet.reload().await.unwrap();
    for words in ["Eerst is er plaats. ", "Woord 1. ", &last] {
        samira.tablet.holds(WE_SEE, words).await.unwrap();
    }
    samira.finds_connection().await;
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
}

async fn on_a_full_phone_a_report_stays_on_the_screen_until_there_is_room(manner: Manner) {
    const FULL: &str = "Uw telefoon is vol.";
    let town = Town::open_in(manner).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let phone = &truus.tablet;
    truus.is_ready_for_offline().await.unwrap();
    phone.press("Nieuw signaal").await.unwrap();
    phone.sees("Wat ziet of hoort u?").await.unwrap();
    truus.has_room_for(Some(1)).await;
    truus.fills_the_room_there_is().await;
    let mut typed = 0;
    while !phone.shows(FULL).await.unwrap() {
        typed += 1;
        assert!(typed < MUCH, "there is no end to the room");
        phone
            .set("Wat ziet of hoort u?", &format!("Keer {typed}. {}", "De gordijnen zijn dicht. ".repeat(1_600)))
            .await
            .unwrap();
    }
    phone.stands_well("telefoon-vol").await.unwrap();
    phone.holds("Wat ziet of hoort u?", &format!("Keer {typed}. ")).await.unwrap();
    truus.has_room_for(None).await;
    phone.press("Probeer opnieuw").await.unwrap();
    phone.sees_no_more(FULL).await.unwrap();
    phone.go("/").await.unwrap();
    phone.press("Verder").await.unwrap();
    phone.press("Terug").await.unwrap();
    phone.holds("Wat ziet of hoort u?", &format!("Keer {typed}. ")).await.unwrap();
}

/// Takes the server's store away, as a full or failing disk does: it can write nothing until this goes.
fn takes_the_store_of(town: &Town) -> Connection {
    let database: PathBuf = town.server.data().join("buurtboek.db");
    let connection = Connection::open(database).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    connection
}

async fn while_the_server_cannot_store_everything_stays_on_the_devices_and_says_so(manner: Manner) {
    let town = Town::open_in(manner).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    for person in [&truus, &samira] {
        person.is_ready_for_offline().await.unwrap();
    }
    marijke.tablet.go("/postvak").await.unwrap();
    samira.begins_a_note().await;
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    let held = takes_the_store_of(&town);
    truus.reports("De brievenbus puilt uit", "Dauwpad 3").await.unwrap();
    samira.tablet.fill(WE_SEE, "De koelkast was leeg. ").await.unwrap();
    truus.tablet.sees("Het buurtteam kan nu niets ontvangen. Wij proberen het opnieuw.").await.unwrap();
    samira.tablet.sees("De server kan nu niet opslaan. Uw werk blijft op dit apparaat.").await.unwrap();
    truus.tablet.stands_well("server-slaat-niet-op-telefoon").await.unwrap();
    samira.tablet.stands_well("server-slaat-niet-op").await.unwrap();
    assert!(!marijke.tablet.shows("Dauwpad 3").await.unwrap());

    // It recovers by itself, and everything arrives once.
    drop(held);
    truus.tablet.sees("Ontvangen door het buurtteam").await.unwrap();
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    marijke.tablet.go("/postvak").await.unwrap();
    marijke.tablet.sees("Dauwpad 3").await.unwrap();
    assert_eq!(marijke.tablet.links("Dauwpad 3").await.unwrap(), 1);
    samira.tablet.reload().await.unwrap();
    samira.tablet.holds(WE_SEE, "De koelkast was leeg. ").await.unwrap();
}
