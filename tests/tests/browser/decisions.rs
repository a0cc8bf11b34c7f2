//! Everything that can be decided is decided without a connection too: it is said to wait, stays over a reload, and is
//! carried out for everybody once there is one.

use buurtboek_tests::browser::{Size, Tablet, english::english};

use super::town::{Person, Town};

const TO_ASSIGN: &str = "Dauwpad 3";
const TO_SIGNPOST: &str = "Dauwpad 5";
const TO_FORWARD: &str = "Dauwpad 9";
const TO_CLOSE: &str = "Dauwpad 11";
const TO_TAKE_UP: &str = "Regenboogplein 22";
const CLOSES: &str = "Dit signaal wordt gesloten zodra dit is gesynchroniseerd.";
const FINISHES: &str = "Afronden gebeurt zodra er verbinding is.";

/// Opens the signal at this address, wherever it is by now.
async fn opens(tablet: &Tablet, list: &str, address: &str) {
    tablet.go(list).await.unwrap();
    tablet.press("Alle").await.unwrap();
    tablet.press(address).await.unwrap();
    tablet.sees("Wat de melder zag").await.unwrap();
}

/// Looks at what waits in both languages: another one draws the page anew, and what waits is there again.
async fn stands_well_in_both_languages(tablet: &Tablet, words: &str, name: &str) {
    tablet.sees(words).await.unwrap();
    tablet.stands_well(name).await.unwrap();
    tablet.speak("en").await.unwrap();
    tablet.sees(&english(words).unwrap()).await.unwrap();
    tablet.stands_well(&format!("english-{name}")).await.unwrap();
    tablet.speak("nl").await.unwrap();
    tablet.sees(words).await.unwrap();
}

async fn decides_about_signals(marijke: &Person) {
    let desk = &marijke.tablet;
    desk.go("/postvak").await.unwrap();
    desk.sees("Geen verbinding sinds").await.unwrap();
    desk.press(TO_ASSIGN).await.unwrap();
    desk.sees("Toewijzen gebeurt zodra er verbinding is.").await.unwrap();
    desk.answer("Hoe snel?", "Vandaag").await.unwrap();
    desk.answer("Wie gaat erheen?", "Samira Bouzid").await.unwrap();
    desk.press("Geef aan Samira").await.unwrap();
    stands_well_in_both_languages(desk, "Dit wordt toegewezen zodra het is gesynchroniseerd.", "toewijzen-wacht").await;

    // In the list, too: nobody judges it twice.
    let waits = "*[contains(@class, 'badge')][contains(., 'Wacht op verbinding')]";
    desk.sees_at(&format!("//a[contains(., '{TO_ASSIGN}')]//{waits}")).await.unwrap();
    desk.press(TO_SIGNPOST).await.unwrap();
    desk.press("Niets voor ons").await.unwrap();
    desk.choose("De gemeente").await.unwrap();
    desk.press("Sluit als niets voor ons").await.unwrap();
    desk.sees(CLOSES).await.unwrap();

    desk.press(TO_FORWARD).await.unwrap();
    desk.press("Doorgeven").await.unwrap();
    desk.fill("Aan wie geeft u dit door?", "Woonstichting Stapelwolk").await.unwrap();
    desk.submit("Doorgeven").await.unwrap();
    desk.sees(CLOSES).await.unwrap();

    desk.press(TO_CLOSE).await.unwrap();
    desk.press("Afsluiten").await.unwrap();
    desk.sees("Afsluiten gebeurt zodra er verbinding is.").await.unwrap();
    desk.answer("Hoe liep het af?", "Niet bereikt").await.unwrap();
    desk.press("Sluit signaal").await.unwrap();
    stands_well_in_both_languages(desk, CLOSES, "afsluiten-wacht").await;
}

async fn decides_about_people(samira: &Person) {
    let tablet = &samira.tablet;
    opens(tablet, "/signalen", TO_TAKE_UP).await;
    tablet.press("Ik pak dit op").await.unwrap();
    tablet.sees("U pakt dit op zodra dit is gesynchroniseerd.").await.unwrap();

    tablet.go("/dossiers").await.unwrap();
    tablet.press("Bakema").await.unwrap();
    tablet.press("Collega erbij").await.unwrap();
    tablet.answer("Wie komt erbij?", "Joost Wielinga").await.unwrap();
    tablet.press("Haal collega erbij").await.unwrap();
    tablet.sees("Uw collega ziet dit pas na synchroniseren.").await.unwrap();

    samira.begins_a_note().await;
    tablet.fill("Wat wij zien", "De koelkast was leeg. ").await.unwrap();
    tablet.fill("Wie waren erbij", ", mevrouw Kowalczyk").await.unwrap();
    tablet.press("Verslag afronden").await.unwrap();
    tablet.sees("Afronden gebeurt zodra er verbinding is. Tot dan kunt u schrijven.").await.unwrap();
    tablet.press("Rond verslag af").await.unwrap();
    tablet.sees_no_more("Tot dan kunt u schrijven.").await.unwrap();
    stands_well_in_both_languages(tablet, FINISHES, "afronden-wacht").await;
}

#[tokio::test]
async fn what_is_decided_without_a_connection_waits_and_is_carried_out_once_there_is_one() {
    let town = Town::open().await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    for address in [TO_ASSIGN, TO_SIGNPOST, TO_FORWARD, TO_CLOSE] {
        truus.tablet.go("/").await.unwrap();
        truus.reports("De brievenbus puilt uit", address).await.unwrap();
        truus.tablet.sees("Het buurtteam ontving uw signaal").await.unwrap();
    }
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    for person in [&marijke, &samira] {
        person.is_ready_for_offline().await.unwrap();
        person.loses_connection();
    }
    decides_about_signals(&marijke).await;
    decides_about_people(&samira).await;
    let note = samira.tablet.path().await.unwrap();

    // What waits is there when the app is opened again.
    for person in [&marijke, &samira] {
        person.tablet.reload().await.unwrap();
    }
    marijke.tablet.sees(CLOSES).await.unwrap();
    samira.tablet.sees(FINISHES).await.unwrap();
    joost.tablet.go("/dossiers").await.unwrap();
    joost.tablet.sees("Kowalczyk").await.unwrap();
    joost.tablet.sees_no_more("Bakema").await.unwrap();

    for person in [&marijke, &samira] {
        person.finds_connection().await;
    }
    marijke.tablet.sees("Niet bereikt").await.unwrap();
    marijke.tablet.sees("Heropen").await.unwrap();
    samira.tablet.sees("Aanvulling of verbetering").await.unwrap();
    joost.tablet.press("Bakema").await.unwrap();
    joost.tablet.go(&note).await.unwrap();
    joost.tablet.sees("De koelkast was leeg.").await.unwrap();
    joost.tablet.sees("Aanvulling of verbetering").await.unwrap();
    opens(&samira.tablet, "/signalen", TO_TAKE_UP).await;
    samira.tablet.sees("Start verkenning").await.unwrap();
    opens(&samira.tablet, "/signalen", TO_ASSIGN).await;
    samira.tablet.sees("Start verkenning").await.unwrap();
    let phone = &truus.tablet;
    phone.go("/").await.unwrap();
    for said in ["Dit is iets voor de gemeente", "Wij hebben het doorgegeven", "Afgerond", "Iemand kijkt ernaar"] {
        phone.sees(said).await.unwrap();
    }

    // The other way round: a signal is opened again, and given back.
    marijke.loses_connection();
    samira.loses_connection();
    marijke.tablet.press("Heropen").await.unwrap();
    marijke.tablet.sees("Heropenen gebeurt zodra er verbinding is.").await.unwrap();
    marijke.tablet.fill("Waarom?", "Een collega kent dit adres").await.unwrap();
    marijke.tablet.submit("Heropen").await.unwrap();
    marijke.tablet.sees("Dit signaal wordt heropend zodra dit is gesynchroniseerd.").await.unwrap();
    samira.tablet.press("Ik ken deze mensen").await.unwrap();
    samira.tablet.press("Geef terug").await.unwrap();
    samira.tablet.sees("Wacht op verbinding (1 wijziging").await.unwrap();
    marijke.finds_connection().await;
    phone.sees("Wij kijken nog een keer").await.unwrap();
    samira.finds_connection().await;
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    samira.tablet.go("/signalen").await.unwrap();
    samira.tablet.press("Alle").await.unwrap();
    samira.tablet.sees(TO_TAKE_UP).await.unwrap();
    samira.tablet.sees_no_more(TO_ASSIGN).await.unwrap();
}
