//! What is not taken, each with its own words: access that ended, a signal that is sent already, what the server cannot read.

use buurtboek_tests::browser::{Manner, Size};
use serde_json::json;

use super::{
    languages::in_both_languages,
    town::{Person, Town},
};

in_both_languages! {
    a_decision_after_access_ended_and_words_that_broke_on_their_way_say_so,
    two_tabs_are_allowed_and_what_one_of_them_sent_the_other_no_longer_changes,
}

const WE_SEE: &str = "Wat wij zien";
const GOES_WELL: &str = "Wat goed gaat en wie er helpt";
const ANOTHER_TAB: &str = "De app staat ook in een ander tabblad open. Dat mag.";

/// Spoils what this browser sends, wherever these words are in it: as if something broke them on their way.
async fn breaks_what_is_sent(person: &Person, words: &str) {
    let source = format!(
        "{{ const send = WebSocket.prototype.send;
            const words = new TextEncoder().encode({words:?});
            WebSocket.prototype.send = function (data) {{
                if (typeof data !== 'string') {{
                    data = new Uint8Array(ArrayBuffer.isView(data) ? data.slice() : data.slice(0));
                    for (let at = 0; at + words.length <= data.length; at += 1) {{
                        if (words.every((byte, place) => data[at + place] === byte)) {{ data[at] = 0xff; }}
                    }}
                }}
                return send.call(this, data);
            }}; }}"
    );
    let script = json!({"source": source});
    person.tablet.command("Page.addScriptToEvaluateOnNewDocument", script).await.unwrap();
}

async fn a_decision_after_access_ended_and_words_that_broke_on_their_way_say_so(manner: Manner) {
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::DESK).await;
    let tablet = &samira.tablet;
    samira.is_ready_for_offline().await.unwrap();
    breaks_what_is_sent(&samira, "KANARIE-STUK").await;
    samira.begins_a_note().await;
    tablet.reload().await.unwrap();
    tablet.fill(WE_SEE, "De koelkast was leeg. ").await.unwrap();
    tablet.sees("Gesynchroniseerd om").await.unwrap();
    joost.tablet.go(&tablet.path().await.unwrap()).await.unwrap();
    joost.tablet.holds(WE_SEE, "De koelkast was leeg. ").await.unwrap();
    // At once, as a paste does: so the words are in one piece.
    tablet.field(GOES_WELL).await.unwrap().focus().await.unwrap();
    tablet.command("Input.insertText", json!({"text": "KANARIE-STUK de nicht komt. "})).await.unwrap();
    tablet.sees("1 wijziging geweigerd. De tekst is bewaard.").await.unwrap();
    // What came after it arrives all the same.
    tablet.fill(WE_SEE, "De bel doet het niet. ").await.unwrap();
    joost.tablet.holds(WE_SEE, "De bel doet het niet. ").await.unwrap();
    let held = joost.tablet.field(GOES_WELL).await.unwrap().prop("value").await.unwrap();
    assert_eq!(held.unwrap_or_default(), "", "nothing of what was not taken");
    tablet.press("Bekijk de tekst").await.unwrap();
    tablet.sees("KANARIE-STUK de nicht komt.").await.unwrap();
    tablet.sees("De server kon dit niet verwerken. Dat ligt niet aan u. Geef code").await.unwrap();
    tablet.sees("aan de beheerder.").await.unwrap();
    assert!(!tablet.shows("Zet als aanvulling bij het verslag").await.unwrap(), "an open note takes no additions");
    tablet.stands_well("geef-code").await.unwrap();
    // Whoever leaves the device is told that the words stay behind on it.
    tablet.go("/uitloggen").await.unwrap();
    tablet.sees("Er staat nog 1 wijziging op dit apparaat.").await.unwrap();
    assert!(!tablet.shows("Alles is gesynchroniseerd.").await.unwrap());
    tablet.go("/bewaarde-teksten").await.unwrap();
    tablet.press("Verwijder").await.unwrap();
    tablet.press("Verwijder tekst").await.unwrap();

    // A visit that Samira plans while nobody can tell her that she works here no more.
    tablet.go("/dossiers").await.unwrap();
    tablet.press("Kowalczyk").await.unwrap();
    tablet.press("Bezoek plannen").await.unwrap();
    samira.loses_connection();
    samira.plans_a_visit(Some("Joost Wielinga"), None).await;
    marijke.tablet.go("/dossiers").await.unwrap();
    marijke.tablet.press("Kowalczyk").await.unwrap();
    marijke.tablet.press("Toegang beëindigen").await.unwrap();
    marijke.tablet.choose("Samira Bouzid").await.unwrap();
    marijke.tablet.submit_form_of("Wie werkt niet meer aan dit dossier?").await.unwrap();
    marijke.tablet.confirm("Beëindig toegang").await.unwrap();
    marijke.tablet.sees_no_more("Deze collega leest en schrijft dan niet meer in dit dossier.").await.unwrap();
    samira.finds_connection().await;
    tablet.go("/bewaarde-teksten").await.unwrap();
    tablet.sees("U werkt hier niet meer aan. Wat u besloot, gaat niet door.").await.unwrap();
    tablet.sees("Bezoek plannen").await.unwrap();
    tablet.sees("10:00").await.unwrap();
    tablet.stands_well("toegang-voorbij").await.unwrap();
    joost.tablet.go("/vandaag").await.unwrap();
    joost.tablet.sees("Bezoeken").await.unwrap();
    // Nobody goes there for a visit that was not taken; another of that hour is planned elsewhere.
    joost.tablet.sees_at("//main[not(.//a[contains(., 'Kowalczyk')][contains(., '10:00')])]").await.unwrap();
}

/// A signal that broke on its way is hers to keep, and nobody is told that it arrived.
async fn reports_what_breaks_on_its_way(truus: &Person) {
    const WORDS: &str = "KANARIE-STUK de ramen zijn al dagen dicht";
    let phone = &truus.tablet;
    truus.reports(WORDS, "Nevelstraat 14").await.unwrap();
    let not_sent = phone.said("Dit kon niet worden verstuurd. Uw tekst is bewaard.");
    phone.sees_at(&format!("//main[contains(normalize-space(.), '{not_sent}')]")).await.unwrap();
    assert!(!phone.shows("Het buurtteam ontving uw signaal").await.unwrap());
    phone.stands_well("na-versturen-geweigerd").await.unwrap();
    let signal = phone.path().await.unwrap().replace("/verstuurd/", "/mijn/");
    phone.go(&signal).await.unwrap();
    phone.sees("Niet verstuurd").await.unwrap();
    assert!(!phone.shows("De tekst van dit signaal staat niet op dit apparaat.").await.unwrap(), "it is kept");
    phone.stands_well("niet-verstuurd").await.unwrap();
    phone.press("Bewaarde teksten").await.unwrap();
    phone.sees(WORDS).await.unwrap();
    phone.sees("De server kon dit niet verwerken. Dat ligt niet aan u. Geef code").await.unwrap();
    phone.stands_well("bewaarde-tekst-van-een-melder").await.unwrap();
    phone.press("Verwijder").await.unwrap();
    phone.confirm("Verwijder tekst").await.unwrap();
    phone.sees("Geen bewaarde teksten.").await.unwrap();
    phone.go(&signal).await.unwrap();
    phone.sees("Het buurtteam heeft dit signaal niet ontvangen. U verwijderde de tekst.").await.unwrap();
    phone.stands_well("niet-verstuurd-en-verwijderd").await.unwrap();
    phone.press("Naar mijn signalen").await.unwrap();
    phone.sees("Nieuw signaal").await.unwrap();
    for state in ["Niet verstuurd", "Wacht op internet"] {
        phone.sees_no_more(state).await.unwrap();
    }
}

async fn two_tabs_are_allowed_and_what_one_of_them_sent_the_other_no_longer_changes(manner: Manner) {
    const WORDS: &str = "De brievenbus puilt uit";
    let town = Town::open_in(manner).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let phone = &truus.tablet;
    breaks_what_is_sent(&truus, "KANARIE-STUK").await;
    truus.is_ready_for_offline().await.unwrap();
    reports_what_breaks_on_its_way(&truus).await;
    truus.loses_connection();
    truus.reports(WORDS, "Dauwpad 3").await.unwrap();
    phone.press("Naar mijn signalen").await.unwrap();
    phone.press("Dauwpad").await.unwrap();
    phone.sees("Wijzig").await.unwrap();
    // What is not sent can still be deleted for good; she thinks better of it.
    phone.press("Verwijder").await.unwrap();
    phone.sees("Deze tekst verdwijnt voorgoed.").await.unwrap();
    phone.stands_well("onverstuurd-verwijderen").await.unwrap();
    phone.press_at("//dialog//button[last()]").await.unwrap();
    phone.sees_no_more("Deze tekst verdwijnt voorgoed.").await.unwrap();
    let signal = phone.path().await.unwrap();
    assert!(!phone.shows(ANOTHER_TAB).await.unwrap());
    let first = phone.tab().await.unwrap();
    let second = phone.open_window(&signal).await.unwrap();
    phone.sees(ANOTHER_TAB).await.unwrap();
    phone.sees("Wijzig").await.unwrap();
    phone.stands_well("ander-tabblad").await.unwrap();
    phone.press("Sluiten").await.unwrap();
    phone.sees_no_more(ANOTHER_TAB).await.unwrap();

    // The first tab sends it. The second has not been told yet when somebody presses there.
    phone.turn_to(&first).await.unwrap();
    phone.sees(ANOTHER_TAB).await.unwrap();
    phone.driver().execute("BroadcastChannel.prototype.postMessage = () => {};", Vec::new()).await.unwrap();
    truus.finds_connection().await;
    phone.sees("Ontvangen").await.unwrap();
    phone.turn_to(&second).await.unwrap();
    phone.press("Wijzig").await.unwrap();
    phone.sees("Dit signaal is al verstuurd. Kies 'Iets toevoegen'.").await.unwrap();
    phone.stands_well("al-verstuurd").await.unwrap();
    marijke.tablet.go("/postvak").await.unwrap();
    marijke.tablet.press("Dauwpad 3").await.unwrap();
    marijke.tablet.sees(WORDS).await.unwrap();
}
