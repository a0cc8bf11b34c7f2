//! Somebody changes their mind, or knows better: what was said stays said, and what follows it is there for everybody.

use buurtboek_tests::browser::{Manner, Size, Tablet};

use super::{
    languages::in_both_languages,
    town::{Person, Town},
};

in_both_languages! {
    a_reporter_adds_corrects_and_withdraws_and_her_words_stay,
    a_signal_that_is_not_for_the_team_says_where_to_go_and_can_be_opened_again,
    who_knows_these_people_gives_the_signal_back_and_sees_it_no_more,
    who_took_a_signal_up_closes_it_and_the_reporter_reads_the_end,
    on_a_shared_tablet_one_persons_work_waits_for_that_person,
}

const WORDS: &str = "De brievenbus puilt al weken uit";

/// Truus reported something, and reads it; Marijke has it before her.
async fn reported(town: &Town) -> (Person, Person) {
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    truus.reports(WORDS, "Dauwpad 3").await.unwrap();
    truus.tablet.sees("Het buurtteam ontving uw signaal").await.unwrap();
    truus.tablet.go("/").await.unwrap();
    truus.tablet.press("Dauwpad").await.unwrap();
    truus.tablet.sees("Wat u schreef").await.unwrap();
    marijke.tablet.go("/postvak").await.unwrap();
    marijke.tablet.press("Dauwpad 3").await.unwrap();
    marijke.tablet.sees(WORDS).await.unwrap();
    (truus, marijke)
}

async fn a_reporter_adds_corrects_and_withdraws_and_her_words_stay(manner: Manner) {
    let town = Town::open_in(manner).await;
    let (truus, marijke) = reported(&town).await;
    let phone = &truus.tablet;
    phone.press("Iets toevoegen").await.unwrap();
    phone.fill("Wat wilt u toevoegen?", "Het licht brandt ook overdag").await.unwrap();
    phone.stands_well("toevoegen").await.unwrap();
    phone.press("Verstuur").await.unwrap();
    marijke.tablet.sees("Het licht brandt ook overdag").await.unwrap();
    let added = marijke.tablet.said("Aangevuld");
    let row = format!("//a[contains(., 'Dauwpad 3')][contains(., '{added}')]");
    marijke.tablet.sees_at(&row).await.unwrap();
    phone.press("Ik heb mij vergist").await.unwrap();
    phone.press("Mijn tekst klopt niet").await.unwrap();
    phone.fill("Wat klopt er niet?", "Het is pas een week").await.unwrap();
    phone.press("Verstuur").await.unwrap();
    marijke.tablet.sees("Het is pas een week").await.unwrap();
    marijke.tablet.sees(WORDS).await.unwrap();
    truus.loses_connection();
    if !phone.shows("Ik trek het signaal in").await.unwrap() {
        phone.press("Ik heb mij vergist").await.unwrap();
    }
    phone.press("Ik trek het signaal in").await.unwrap();
    phone.sees("Wij stoppen dan, tenzij wij ons zelf zorgen maken.").await.unwrap();
    phone.stands_well("intrekken").await.unwrap();
    phone.press("Verstuur").await.unwrap();
    phone.sees("U trok dit in. Het wordt nog verstuurd.").await.unwrap();
    truus.finds_connection().await;
    phone.sees("U trok dit in").await.unwrap();
    marijke.tablet.sees("De melder trok dit in").await.unwrap();
}

async fn a_signal_that_is_not_for_the_team_says_where_to_go_and_can_be_opened_again(manner: Manner) {
    let town = Town::open_in(manner).await;
    let (truus, marijke) = reported(&town).await;
    let desk = &marijke.tablet;
    desk.press("Niets voor ons").await.unwrap();
    desk.press("Sluit als niets voor ons").await.unwrap();
    desk.sees("Kies waar de melder heen kan.").await.unwrap();
    desk.stands_well("niets-voor-ons").await.unwrap();
    desk.choose("De gemeente").await.unwrap();
    desk.press("Sluit als niets voor ons").await.unwrap();
    truus.tablet.sees("Dit is iets voor de gemeente").await.unwrap();
    desk.press("Heropen").await.unwrap();
    desk.fill("Waarom?", "Een collega kent dit adres").await.unwrap();
    desk.stands_well("heropenen").await.unwrap();
    desk.submit("Heropen").await.unwrap();
    truus.tablet.sees("Wij kijken nog een keer").await.unwrap();
    desk.press("Doorgeven").await.unwrap();
    desk.fill("Aan wie geeft u dit door?", "Woonstichting Stapelwolk").await.unwrap();
    desk.submit("Doorgeven").await.unwrap();
    truus.tablet.sees("Wij hebben het doorgegeven").await.unwrap();
    assert!(!truus.tablet.shows("Stapelwolk").await.unwrap(), "to whom is for the team");
}

async fn who_knows_these_people_gives_the_signal_back_and_sees_it_no_more(manner: Manner) {
    let town = Town::open_in(manner).await;
    let (_truus, marijke) = reported(&town).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let tablet = &samira.tablet;
    tablet.go("/signalen").await.unwrap();
    tablet.press("Alle").await.unwrap();
    tablet.press("Dauwpad 3").await.unwrap();
    tablet.press("Ik pak dit op").await.unwrap();
    let desk = &marijke.tablet;
    desk.sees("Samira").await.unwrap();
    // Marijke, who cannot hear of it, gives it to her meanwhile.
    marijke.loses_connection();
    desk.answer("Wie gaat erheen?", "Samira Bouzid").await.unwrap();
    desk.press("Geef aan Samira").await.unwrap();
    desk.sees("Dit wordt toegewezen zodra het is gesynchroniseerd.").await.unwrap();
    tablet.press("Ik ken deze mensen").await.unwrap();
    tablet.sees("U geeft dit signaal terug en ziet het daarna niet meer.").await.unwrap();
    tablet.stands_well("ik-ken-deze-mensen").await.unwrap();
    tablet.press("Geef terug").await.unwrap();
    // Until the page turned to the list, nothing said that it was done.
    tablet.sees_no_more("Ik ken deze mensen").await.unwrap();
    tablet.go("/signalen").await.unwrap();
    tablet.press("Alle").await.unwrap();
    tablet.sees_no_more("Dauwpad 3").await.unwrap();
    marijke.finds_connection().await;
    is_told(desk, "Deze collega kent deze mensen en gaf het terug. Kies iemand anders.", "kies-iemand-anders").await;
}

/// Reads on the page of a signal that what was decided about it does not go on, and says so.
async fn is_told(tablet: &Tablet, why: &str, picture: &str) {
    tablet.sees(why).await.unwrap();
    tablet.stands_well(picture).await.unwrap();
    tablet.press_exactly("Gelezen").await.unwrap();
    tablet.sees_no_more(why).await.unwrap();
}

/// Closes a signal, on its page.
async fn closes(tablet: &Tablet, outcome: &str) {
    tablet.press("Afsluiten").await.unwrap();
    tablet.answer("Hoe liep het af?", outcome).await.unwrap();
    tablet.press("Sluit signaal").await.unwrap();
}

/// Closes it without a connection, while others go on.
async fn closes_in_vain(person: &Person, outcome: &str) {
    person.loses_connection();
    closes(&person.tablet, outcome).await;
    person.tablet.sees("Dit signaal wordt gesloten zodra dit is gesynchroniseerd.").await.unwrap();
}

async fn who_took_a_signal_up_closes_it_and_the_reporter_reads_the_end(manner: Manner) {
    let town = Town::open_in(manner).await;
    let (truus, marijke) = reported(&town).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let (tablet, desk) = (&samira.tablet, &marijke.tablet);
    tablet.go("/signalen").await.unwrap();
    tablet.press("Alle").await.unwrap();
    tablet.press("Dauwpad 3").await.unwrap();
    tablet.sees(WORDS).await.unwrap();
    assert!(!tablet.shows("Afsluiten").await.unwrap(), "it is not hers yet");
    tablet.press("Ik pak dit op").await.unwrap();
    tablet.sees("Afsluiten").await.unwrap();

    // What she ends without a connection is what she saw, as long as it is hers: a colleague writes something, then
    // somebody else gets it.
    closes_in_vain(&samira, "Geen hulp nodig").await;
    desk.fill("Opmerking voor het team", "De buurvrouw is op reis.").await.unwrap();
    desk.submit_form_of("Opmerking voor het team").await.unwrap();
    desk.sees("De buurvrouw is op reis.").await.unwrap();
    desk.sees("Gesynchroniseerd om").await.unwrap();
    samira.finds_connection().await;
    let came =
        "Er kwam iets bij nadat u dit zag. Uw besluit is niet uitgevoerd. Kijk wat er veranderde en sluit het dan.";
    is_told(tablet, came, "er-kwam-iets-bij").await;
    tablet.sees("De buurvrouw is op reis.").await.unwrap();
    closes_in_vain(&samira, "Geen hulp nodig").await;
    desk.answer("Wie gaat erheen?", "Joost Wielinga").await.unwrap();
    desk.press("Geef aan Joost").await.unwrap();
    desk.sees("Joost deed hier nog niets mee.").await.unwrap();
    samira.finds_connection().await;
    let other = "Een collega heeft dit signaal. Alleen die collega of de coördinator doet dit.";
    is_told(tablet, other, "een-collega-heeft-dit").await;
    assert!(!tablet.shows("Afsluiten").await.unwrap(), "it is hers no longer");
    assert!(!truus.tablet.shows("Bedankt voor het opletten.").await.unwrap());

    // It is hers again, and ends once, also when Marijke ends it too.
    desk.answer("Wie gaat erheen?", "Samira Bouzid").await.unwrap();
    desk.press("Geef aan Samira").await.unwrap();
    tablet.sees("Afsluiten").await.unwrap();
    closes_in_vain(&marijke, "Geholpen").await;
    tablet.press("Afsluiten").await.unwrap();
    tablet.answer("Hoe liep het af?", "Geen hulp nodig").await.unwrap();
    tablet.stands_well("zelf-afsluiten").await.unwrap();
    tablet.press("Sluit signaal").await.unwrap();
    truus.tablet.sees("Bedankt voor het opletten.").await.unwrap();
    marijke.finds_connection().await;
    desk.sees("Geen hulp nodig").await.unwrap();
    is_told(desk, "Dit kan nu niet meer. Kijk hoe het er nu voor staat.", "dit-kan-nu-niet-meer").await;
}

#[tokio::test]
async fn the_language_changes_at_once_and_what_was_being_typed_is_kept() {
    let town = Town::open().await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let phone = &truus.tablet;
    phone.press("Nieuw signaal").await.unwrap();
    phone.fill("Wat ziet of hoort u?", WORDS).await.unwrap();
    let mark = "window.notReloaded = true";
    phone.driver().execute(mark, Vec::new()).await.unwrap();
    phone.press("Meer").await.unwrap();
    phone.choose("English").await.unwrap();
    phone.sees("Language").await.unwrap();
    let same: bool =
        phone.driver().execute("return window.notReloaded === true", Vec::new()).await.unwrap().convert().unwrap();
    assert!(same, "the page was not loaded again");
    phone.driver().back().await.unwrap();
    phone.holds("What do you see or hear?", WORDS).await.unwrap();
}

async fn on_a_shared_tablet_one_persons_work_waits_for_that_person(manner: Manner) {
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let tablet = &samira.tablet;
    samira.is_ready_for_offline().await.unwrap();
    samira.begins_a_note().await;
    tablet.fill("Wat wij zien", "De koelkast was leeg. ").await.unwrap();
    tablet.sees("Gesynchroniseerd om").await.unwrap();
    let note = tablet.path().await.unwrap();
    samira.loses_connection();
    tablet.fill("Wat wij zien", "KANARIE-GEDEELD ").await.unwrap();
    tablet.sees("Wacht op verbinding").await.unwrap();
    // The session ends elsewhere, and a colleague takes the tablet.
    tablet.driver().delete_all_cookies().await.unwrap();
    samira.finds_connection().await;
    tablet.go("/uitloggen").await.unwrap();
    tablet.press("Toch uitloggen").await.unwrap();
    tablet.sees("Er wacht nog werk van Samira").await.unwrap();
    tablet.stands_well("werk-van-een-ander").await.unwrap();
    tablet.press("Joost Wielinga").await.unwrap();
    tablet.sees_no_more("Kies wie u bent").await.unwrap();
    tablet.go("/dossiers").await.unwrap();
    tablet.sees("Kowalczyk").await.unwrap();
    tablet.sees("Gesynchroniseerd om").await.unwrap();
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    marijke.is_ready_for_offline().await.unwrap();
    assert!(!String::from_utf8_lossy(&marijke.line.received()).contains("KANARIE-GEDEELD"), "nobody sent it");
    tablet.go("/uitloggen").await.unwrap();
    tablet.press("Uitloggen").await.unwrap();
    tablet.press("Samira Bouzid").await.unwrap();
    tablet.sees_no_more("Kies wie u bent").await.unwrap();
    tablet.go(&note).await.unwrap();
    tablet.holds("Wat wij zien", "KANARIE-GEDEELD").await.unwrap();
    tablet.sees("Gesynchroniseerd om").await.unwrap();
}
