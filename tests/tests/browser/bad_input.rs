//! What nobody expects in a field: everything is kept or refused in words, at the field.

use buurtboek_tests::browser::Size;
use serde_json::json;

use super::town::Town;

const WE_SEE: &str = "Wat wij zien";
/// Emoji of several code points, letters that are composed, a script from right to left.
const STRANGE: &str = "👩🏽\u{200d}👧 cafe\u{301} مرحبا בוקר 𝒮";
const TABLE: &str = "naam\tleeftijd\nmevrouw\t81\n\nnicht\t40";

#[tokio::test]
async fn a_report_takes_every_script_and_says_what_is_too_long_and_what_is_missing() {
    let town = Town::open().await;
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let tablet = &truus.tablet;
    tablet.press("Nieuw signaal").await.unwrap();
    tablet.press("Volgende").await.unwrap();
    tablet.sees("Schrijf een paar woorden.").await.unwrap();
    tablet.set("Wat ziet of hoort u?", &"lang ".repeat(14_000)).await.unwrap();
    tablet.press("Volgende").await.unwrap();
    tablet.sees("Deze tekst is te lang om te versturen. Maak er twee signalen van.").await.unwrap();
    tablet.stands_well("te-lang").await.unwrap();
    tablet.holds("Wat ziet of hoort u?", "lang lang").await.unwrap();
    tablet.set("Wat ziet of hoort u?", &format!("{STRANGE}\n{TABLE}")).await.unwrap();
    tablet.press("Volgende").await.unwrap();
    tablet.press("Volgende").await.unwrap();
    tablet.sees("Kies een adres of beschrijf de plek.").await.unwrap();
    tablet.fill("Straat en huisnummer", "Straat die er niet is 3").await.unwrap();
    tablet.sees("Dit adres staat niet in de lijst. Wij gebruiken wat u typte.").await.unwrap();
    tablet.press("Volgende").await.unwrap();
    tablet.choose("Gisteren").await.unwrap();
    tablet.press("Volgende").await.unwrap();
    tablet.choose("Geen haast").await.unwrap();
    tablet.press("Volgende").await.unwrap();
    truus.sends_the_report().await.unwrap();
    tablet.sees("Het buurtteam ontving uw signaal").await.unwrap();
    marijke.tablet.go("/postvak").await.unwrap();
    marijke.tablet.press("Straat die er niet is 3").await.unwrap();
    marijke.tablet.sees(STRANGE).await.unwrap();
    marijke.tablet.stands_well("vreemde-tekens").await.unwrap();
}

#[tokio::test]
async fn a_note_takes_forty_kilobytes_at_once_and_a_visit_in_the_past_is_refused_in_words() {
    let town = Town::open().await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    let tablet = &samira.tablet;
    tablet.go("/dossiers").await.unwrap();
    tablet.press("Kowalczyk").await.unwrap();
    tablet.press("Bezoek plannen").await.unwrap();
    tablet.set("Dag", "2026-01-05").await.unwrap();
    tablet.set("Tijd", "10:00").await.unwrap();
    tablet.press("Plan bezoek").await.unwrap();
    tablet.sees("Deze tijd is al voorbij. Kies een later moment.").await.unwrap();
    tablet.stands_well("bezoek-voorbij").await.unwrap();

    tablet.set("Dag", &samira.tomorrow().await).await.unwrap();
    tablet.set("Waar", &"ver weg ".repeat(30)).await.unwrap();
    tablet.press("Plan bezoek").await.unwrap();
    tablet.sees("Maak dit korter: hooguit 200 tekens.").await.unwrap();

    samira.begins_a_note().await;
    let long = format!("{STRANGE} {} einde.", "veel tekst ".repeat(3_700));
    assert!(long.len() > 40_000);
    let field = tablet.field(WE_SEE).await.unwrap();
    field.focus().await.unwrap();
    // As a paste does.
    tablet.command("Input.insertText", json!({"text": long})).await.unwrap();
    tablet.sees("Gesynchroniseerd om").await.unwrap();
    joost.tablet.go(&tablet.path().await.unwrap()).await.unwrap();
    joost.tablet.holds(WE_SEE, "einde.").await.unwrap();
    let read = joost.tablet.field(WE_SEE).await.unwrap().prop("value").await.unwrap().unwrap();
    assert_eq!(read, long);
}
