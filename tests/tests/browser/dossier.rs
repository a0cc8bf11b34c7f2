//! A dossier: its people, what was promised, and finding it again without a connection.

use buurtboek_tests::browser::{Manner, Size, Tablet};

use super::{
    languages::in_both_languages,
    town::{Person, Town},
};

in_both_languages! {
    a_household_is_written_down_and_found_again_without_a_connection,
    what_was_promised_comes_back_on_its_day_and_is_asked_at_the_next_visit,
}

/// Looks for words in a list.
async fn looks_for(tablet: &Tablet, field: &str, words: &str) {
    tablet.set(field, words).await.unwrap();
}

/// Presses the button with these words in the row of a task.
async fn press_in_task(tablet: &Tablet, words: &str, button: &str) {
    let button = tablet.said(button);
    let row = format!(
        "//li[@data-name='task'][contains(normalize-space(.), '{words}')]//button[normalize-space(.)='{button}']"
    );
    tablet.press_at(&row).await.unwrap();
}

/// Waits until a task bears this mark, or none when it says nothing of its day.
async fn sees_marked(tablet: &Tablet, words: &str, mark: Option<&str>) {
    let badge = mark.map_or_else(
        || "not(.//*[contains(@class, 'nl-data-badge')])".to_owned(),
        |mark| format!(".//*[contains(@class, 'nl-data-badge')][normalize-space(.)='{}']", tablet.said(mark)),
    );
    let row = format!("//li[@data-name='task'][contains(normalize-space(.), '{words}')][{badge}]");
    tablet.sees_at(&row).await.unwrap();
}

async fn a_household_is_written_down_and_found_again_without_a_connection(manner: Manner) {
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let tablet = &samira.tablet;
    samira.is_ready_for_offline().await.unwrap();
    tablet.go("/signalen").await.unwrap();
    tablet.press("Alle").await.unwrap();
    tablet.press("Regenboogplein 22").await.unwrap();
    tablet.sees("Wie de naam bekijkt, wordt vastgelegd.").await.unwrap();
    assert!(!tablet.shows("Oksana Kravets").await.unwrap());
    tablet.press("Toon naam").await.unwrap();
    tablet.sees("Oksana Kravets").await.unwrap();
    tablet.sees("099 990 00 04").await.unwrap();
    tablet.stands_well("melder-met-nummer").await.unwrap();
    samira.loses_connection();
    tablet.reload().await.unwrap();
    tablet.sees("Zonder verbinding kan niet worden vastgelegd wie de naam bekijkt.").await.unwrap();
    for words in ["Oksana Kravets", "099 990 00 04"] {
        assert!(!tablet.shows(words).await.unwrap(), "each look is recorded");
    }
    // What is not on the device may be there for others: it does not say that there is none.
    tablet.go(&format!("/dossiers/{}", "0f".repeat(16))).await.unwrap();
    tablet.sees("Dit staat niet op dit apparaat. Open het opnieuw als u verbinding heeft.").await.unwrap();
    tablet.stands_well("niet-op-dit-apparaat").await.unwrap();

    tablet.go("/dossiers").await.unwrap();
    tablet.press("Bakema").await.unwrap();
    tablet.press("Voeg iemand toe").await.unwrap();
    tablet.submit_form_of("Aanspreken als").await.unwrap();
    tablet.sees("Vul een naam in.").await.unwrap();
    for (field, words) in [
        ("Naam", "Anja de Wit"),
        ("Aanspreken als", "Anja"),
        ("Taal", "Fries"),
        ("Tolk nodig", "nee"),
        ("Telefoon, als dat nodig is", "06 12345678"),
    ] {
        tablet.fill(field, words).await.unwrap();
    }
    tablet.stands_well("huishouden").await.unwrap();
    tablet.submit_form_of("Aanspreken als").await.unwrap();
    tablet.sees("Anja de Wit").await.unwrap();
    tablet.sees("Aanspreken als: Anja · Taal: Fries · Tolk nodig: nee").await.unwrap();
    tablet.press("Bel 06 12345678").await.unwrap();
    tablet.sees("In de demo belt deze knop niet.").await.unwrap();
    tablet.stands_well("huishouden-bewaard").await.unwrap();
    // She misheard.
    tablet.press_at(&of_person("Anja de Wit")).await.unwrap();
    tablet.holds("Aanspreken als", "Anja").await.unwrap();
    tablet.set("Taal", "Stellingwerfs").await.unwrap();
    tablet.submit_form_of("Aanspreken als").await.unwrap();
    tablet.sees("Stellingwerfs").await.unwrap();
    tablet.sees_no_more("Fries").await.unwrap();

    tablet.go("/dossiers").await.unwrap();
    looks_for(tablet, "Zoek op naam of straat", "dauwpad").await;
    tablet.sees_no_more("Kowalczyk").await.unwrap();
    tablet.sees("Bakema").await.unwrap();
    looks_for(tablet, "Zoek op naam of straat", "anja").await;
    tablet.sees("Bakema").await.unwrap();
    looks_for(tablet, "Zoek op naam of straat", "bestaat niet").await;
    tablet.sees("Niets gevonden op dit apparaat.").await.unwrap();
    tablet.go("/signalen").await.unwrap();
    tablet.press("Alle").await.unwrap();
    looks_for(tablet, "Zoek op straat of woord", "lantaarn").await;
    tablet.sees("U zoekt in wat op dit apparaat staat.").await.unwrap();
    tablet.sees_no_more("Regenboogplein 22").await.unwrap();
    looks_for(tablet, "Zoek op straat of woord", "bang van post").await;
    tablet.sees("Regenboogplein 22").await.unwrap();
    tablet.stands_well("zoeken-zonder-verbinding").await.unwrap();
    looks_for(tablet, "Zoek op straat of woord", "bestaat niet").await;
    tablet.sees("Niets gevonden op dit apparaat.").await.unwrap();

    // It arrives, though it was written without a connection.
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    samira.finds_connection().await;
    marijke.tablet.go("/dossiers").await.unwrap();
    marijke.tablet.press("Bakema").await.unwrap();
    marijke.tablet.sees("Anja de Wit").await.unwrap();
    marijke.tablet.sees("Stellingwerfs").await.unwrap();
    assert!(!marijke.tablet.shows("Fries").await.unwrap());
    // And Anja moved out.
    tablet.go("/dossiers").await.unwrap();
    tablet.press("Bakema").await.unwrap();
    tablet.press_at(&of_person("Anja de Wit")).await.unwrap();
    tablet.press("Haal uit huishouden").await.unwrap();
    tablet.sees("Anja de Wit staat dan niet meer bij dit huishouden.").await.unwrap();
    tablet.stands_well("uit-huishouden").await.unwrap();
    tablet.confirm("Haal weg").await.unwrap();
    tablet.sees_no_more("Anja de Wit").await.unwrap();
    marijke.tablet.sees_no_more("Anja de Wit").await.unwrap();
}

/// Where somebody of a household is written in other words.
fn of_person(name: &str) -> String {
    format!("//li[@data-name='person'][contains(., '{name}')]//button[contains(., '{name}')]")
}

/// Agrees on something in a note: who does it, and on which day.
async fn agrees(samira: &Person, who: &str, does: &str, day: &str) {
    samira.tablet.select("Wie", who).await.unwrap();
    samira.tablet.fill("Doet wat", does).await.unwrap();
    samira.tablet.set("Wanneer", day).await.unwrap();
    samira.tablet.press("Voeg afspraak toe").await.unwrap();
    samira.tablet.sees(does).await.unwrap();
}

async fn what_was_promised_comes_back_on_its_day_and_is_asked_at_the_next_visit(manner: Manner) {
    const MINE: &str = "belt de verhuurder terug";
    const THEIRS: &str = "legt de huurbrieven klaar";
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let tablet = &samira.tablet;
    samira.is_ready_for_offline().await.unwrap();
    samira.begins_a_note().await;
    tablet.press("Voeg afspraak toe").await.unwrap();
    tablet.sees("Schrijf wat er gaat gebeuren.").await.unwrap();
    tablet.select("Wie", "Iemand anders").await.unwrap();
    tablet.press("Voeg afspraak toe").await.unwrap();
    tablet.sees("Schrijf wie dit doet.").await.unwrap();
    tablet.stands_well("afspraak-mist-iets").await.unwrap();
    let tomorrow = samira.tomorrow().await;
    agrees(&samira, "De inwoner", THEIRS, &tomorrow).await;
    agrees(&samira, "Samira Bouzid", MINE, &tomorrow).await;
    tablet.sees("Gesynchroniseerd om").await.unwrap();

    tablet.go("/vandaag").await.unwrap();
    sees_marked(tablet, MINE, None).await;
    press_in_task(tablet, MINE, "Nog niet").await;
    sees_marked(tablet, MINE, Some("Nog niet")).await;
    assert!(!tablet.shows(THEIRS).await.unwrap(), "what others do is no task of hers");
    // Days pass. With a connection the tablet would know that they did not.
    tablet.sees("Gesynchroniseerd om").await.unwrap();
    samira.loses_connection();
    samira.has_a_clock_ahead(1).await;
    tablet.reload().await.unwrap();
    sees_marked(tablet, MINE, Some("Vandaag")).await;
    tablet.stands_well("taak-voor-vandaag").await.unwrap();
    samira.has_a_clock_ahead(1).await;
    tablet.reload().await.unwrap();
    sees_marked(tablet, MINE, Some("Te laat")).await;
    samira.finds_connection().await;
    press_in_task(tablet, MINE, "Gedaan").await;
    tablet.sees_no_more(MINE).await.unwrap();

    samira.begins_a_note().await;
    tablet.sees("Eerder afgesproken").await.unwrap();
    tablet.sees(THEIRS).await.unwrap();
    assert!(!tablet.shows(MINE).await.unwrap(), "that is done");
    let done = tablet.said("Gedaan");
    let answer = format!("//*[@role='group'][contains(@aria-label, '{THEIRS}')]//button[normalize-space(.)='{done}']");
    tablet.press_at(&answer).await.unwrap();
    tablet.stands_well("eerder-afgesproken").await.unwrap();
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    joost.tablet.go("/dossiers").await.unwrap();
    joost.tablet.press("Kowalczyk").await.unwrap();
    for done in [MINE, THEIRS] {
        sees_marked(&joost.tablet, done, Some("Gedaan")).await;
    }
}
