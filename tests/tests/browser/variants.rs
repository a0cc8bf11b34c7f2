//! The day when it goes otherwise: the coordinator is away, or a colleague's access ends while she has unsent text.

use buurtboek_tests::browser::{Size, Tablet};
use thirtyfour::prelude::{By, ElementQueryable};

use super::town::Town;

/// Presses the button that ends the form with this question.
async fn submit(tablet: &Tablet, question: &str) {
    let path = format!("//form[.//legend[contains(normalize-space(.), '{question}')]]//button[@type='submit']");
    let button = tablet.driver().query(By::XPath(path)).first().await.unwrap();
    button.scroll_into_view().await.unwrap();
    button.click().await.unwrap();
}

#[tokio::test]
async fn a_deputy_sees_the_inbox_and_gives_signals_as_long_as_it_lasts() {
    let town = Town::open().await;
    let marijke = town.arrive("Marijke Hoeksma", Size::DESK).await;
    let ilse = town.arrive("Ilse van Rhee", Size::PORTRAIT).await;
    for person in [&marijke, &ilse] {
        person.is_ready_for_offline().await.unwrap();
    }
    assert!(!ilse.tablet.shows("Postvak").await.unwrap());
    marijke.tablet.go("/postvak").await.unwrap();
    marijke.tablet.press("Kies waarnemer").await.unwrap();
    marijke.tablet.choose("Ilse van Rhee").await.unwrap();
    marijke.tablet.picture("waarnemer-kiezen").await.unwrap();
    submit(&marijke.tablet, "Wie neemt waar?").await;
    ilse.tablet.press("Postvak").await.unwrap();
    ilse.tablet.sees("U bent vandaag waarnemer").await.unwrap();
    // Kept to the coordinators, and still somebody has to act.
    ilse.tablet.press("Windwijzer 9").await.unwrap();
    ilse.tablet.answer("Wie gaat erheen?", "Samira Bouzid").await.unwrap();
    ilse.tablet.press("Geef aan Samira").await.unwrap();
    ilse.tablet.sees("Samira deed hier nog niets mee.").await.unwrap();
    ilse.tablet.picture("waarnemer-geeft").await.unwrap();
    marijke.tablet.press("Beëindig").await.unwrap();
    ilse.tablet.sees_no_more("U bent vandaag waarnemer").await.unwrap();
}

#[tokio::test]
async fn unsent_text_of_somebody_whose_access_ended_reaches_the_coordinator() {
    let town = Town::open().await;
    let marijke = town.arrive("Marijke Hoeksma", Size::DESK).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    for person in [&marijke, &samira] {
        person.is_ready_for_offline().await.unwrap();
    }
    samira.tablet.go("/dossiers").await.unwrap();
    samira.tablet.press("Kowalczyk").await.unwrap();
    samira.tablet.press("Nieuw verslag").await.unwrap();
    samira.tablet.fill("Wat wij zien", "De kinderen lachen veel. ").await.unwrap();
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    samira.loses_connection();
    samira.tablet.fill("Wat wij zien", "De kamer is koud. ").await.unwrap();
    samira.tablet.sees("Wacht op verbinding").await.unwrap();

    marijke.tablet.go("/dossiers").await.unwrap();
    marijke.tablet.press("Kowalczyk").await.unwrap();
    marijke.tablet.press("Toegang beëindigen").await.unwrap();
    marijke.tablet.choose("Samira Bouzid").await.unwrap();
    submit(&marijke.tablet, "Wie werkt niet meer aan dit dossier?").await;
    marijke.tablet.sees("Deze collega leest en schrijft dan niet meer in dit dossier.").await.unwrap();
    marijke.tablet.picture("toegang-beeindigen").await.unwrap();
    marijke.tablet.press("Beëindig toegang").await.unwrap();

    samira.finds_connection().await;
    samira.tablet.go("/bewaarde-teksten").await.unwrap();
    samira.tablet.sees("De coördinator").await.unwrap();
    assert!(!samira.tablet.shows("De kamer is koud.").await.unwrap(), "the device keeps none of the words");
    samira.tablet.go("/dossiers").await.unwrap();
    samira.tablet.sees_no_more("Kowalczyk").await.unwrap();

    marijke.tablet.go("/overgenomen").await.unwrap();
    marijke.tablet.sees("De kamer is koud.").await.unwrap();
    marijke.tablet.picture("overgenomen").await.unwrap();
}
