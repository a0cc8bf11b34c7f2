//! Finishing while a colleague may still have text: it is said who, one may wait for them, and what came too late all the
//! same is theirs to copy or to throw away.

use buurtboek_tests::browser::{Manner, Size, Tablet};
use serde_json::json;

use super::{
    languages::in_both_languages,
    town::{Person, Town},
};

in_both_languages! {
    who_may_still_have_text_is_named_and_what_comes_too_late_is_theirs,
}

const WE_SEE: &str = "Wat wij zien";
const HALF_AN_AGREEMENT: &str = "De woningbouw bellen over";
const HALF_A_QUESTION: &str = "Wie belt de";
const TOO_LATE: &str = "KANARIE-NIET-MEER de kraan druppelt. ";

/// Samira plans a visit with Joost: whether he has it on his own tablet is said, and is so.
async fn whether_joost_has_the_visit_is_said(samira: &Person, joost: &Person) {
    let tablet = &samira.tablet;
    tablet.go("/dossiers").await.unwrap();
    tablet.press("Kowalczyk").await.unwrap();
    tablet.press("Bezoek plannen").await.unwrap();
    samira.plans_a_visit(Some("Joost Wielinga"), None).await;
    tablet.sees("Staat op tablet van Joost ✓").await.unwrap();
    tablet.stands_well("staat-op-tablet").await.unwrap();
    joost.tablet.go("/vandaag").await.unwrap();
    joost.tablet.sees("10:00").await.unwrap();
    joost.loses_connection();
    joost.tablet.sees("Geen verbinding.").await.unwrap();
    tablet.press("Wijzig afspraak").await.unwrap();
    tablet.set("Tijd", "11:45").await.unwrap();
    tablet.press("Bewaar afspraak").await.unwrap();
    tablet.sees("Staat nog niet op tablet van Joost").await.unwrap();
    assert!(!joost.tablet.shows("11:45").await.unwrap());
    joost.finds_connection().await;
    joost.tablet.sees("11:45").await.unwrap();
}

/// What is on the clipboard of this browser.
async fn copied(tablet: &Tablet) -> String {
    let script = "const done = arguments[0]; navigator.clipboard.readText().then(done, error => done(String(error)));";
    tablet.driver().execute_async(script, Vec::new()).await.unwrap().convert().unwrap()
}

/// Without a connection Samira finishes what she has before her; Joost writes on, and the note stays open.
async fn a_report_that_changed_meanwhile_is_not_finished(samira: &Person, joost: &Person) {
    let (tablet, other) = (&samira.tablet, &joost.tablet);
    let note = tablet.path().await.unwrap();
    samira.loses_connection();
    tablet.press("Verslag afronden").await.unwrap();
    tablet.press("Rond verslag af").await.unwrap();
    tablet.sees("Afronden gebeurt zodra er verbinding is.").await.unwrap();
    other.fill(WE_SEE, "De krant ligt in de gang. ").await.unwrap();
    other.sees("Gesynchroniseerd om").await.unwrap();
    samira.finds_connection().await;
    tablet.press("Bekijk de tekst").await.unwrap();
    tablet.sees("Het verslag veranderde nadat u het zag. Lees het opnieuw en kies dan.").await.unwrap();
    tablet.stands_well("afronden-geweigerd").await.unwrap();
    tablet.press("Verwijder").await.unwrap();
    tablet.confirm("Verwijder tekst").await.unwrap();
    tablet.sees("Geen bewaarde teksten.").await.unwrap();
    tablet.go(&note).await.unwrap();
    tablet.holds(WE_SEE, "De krant ligt in de gang. ").await.unwrap();
}

async fn who_may_still_have_text_is_named_and_what_comes_too_late_is_theirs(manner: Manner) {
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    let (tablet, other) = (&samira.tablet, &joost.tablet);
    for person in [&samira, &joost] {
        person.is_ready_for_offline().await.unwrap();
    }
    whether_joost_has_the_visit_is_said(&samira, &joost).await;

    samira.begins_a_note().await;
    tablet.fill("Wie waren erbij", ", Joost, mevrouw Kowalczyk").await.unwrap();
    tablet.fill(WE_SEE, "De koelkast was leeg. ").await.unwrap();
    tablet.sees("Gesynchroniseerd om").await.unwrap();
    other.go(&tablet.path().await.unwrap()).await.unwrap();
    other.sees("Gesynchroniseerd om").await.unwrap();
    other.fill(WE_SEE, "De bel doet het niet. ").await.unwrap();
    tablet.holds(WE_SEE, "De bel doet het niet. ").await.unwrap();
    tablet.sees("Joost schrijft mee").await.unwrap();
    tablet.press("Verslag afronden").await.unwrap();
    tablet.sees("Joost schrijft nu mee. Misschien komt er nog tekst.").await.unwrap();
    tablet.stands_well("joost-schrijft-nu-mee").await.unwrap();
    tablet.press("Wacht op Joost").await.unwrap();
    tablet.sees_no_more("Hierna kunt u niets wijzigen.").await.unwrap();
    // The note is open, for both.
    joost.loses_connection();
    other.fill(WE_SEE, "De buurvrouw helpt. ").await.unwrap();
    other.sees("Wacht op verbinding").await.unwrap();
    tablet.sees_no_more("Joost schrijft mee").await.unwrap();
    tablet.press("Verslag afronden").await.unwrap();
    tablet.sees("Joost synchroniseerde voor het laatst om").await.unwrap();
    tablet.sees("Misschien heeft Joost nog tekst.").await.unwrap();
    tablet.stands_well("joost-heeft-misschien-nog-tekst").await.unwrap();
    tablet.press("Wacht op Joost").await.unwrap();
    joost.finds_connection().await;
    tablet.holds(WE_SEE, "De buurvrouw helpt. ").await.unwrap();

    // An agreement that is put in other words, and kept: nothing is left of typing it.
    other.fill("Doet wat", "Maandag bellen").await.unwrap();
    other.press("Voeg afspraak toe").await.unwrap();
    other.press("Wijzig").await.unwrap();
    other.sees_at("//*[@id='reworded-does']").await.unwrap();
    other.fill("Doet wat", " over de huur").await.unwrap();
    other.press_exactly("Bewaar").await.unwrap();
    other.sees("Maandag bellen over de huur").await.unwrap();
    tablet.sees("Maandag bellen over de huur").await.unwrap();

    a_report_that_changed_meanwhile_is_not_finished(&samira, &joost).await;

    // Once more, and Samira does not wait.
    joost.loses_connection();
    other.fill(WE_SEE, TOO_LATE).await.unwrap();
    other.sees("Wacht op verbinding").await.unwrap();
    other.fill("Doet wat", HALF_AN_AGREEMENT).await.unwrap();
    other.press("Stel een vraag").await.unwrap();
    other.fill("Uw vraag", HALF_A_QUESTION).await.unwrap();
    tablet.press("Verslag afronden").await.unwrap();
    tablet.press("Rond verslag af").await.unwrap();
    tablet.sees("Aanvulling of verbetering").await.unwrap();
    joost.finds_connection().await;
    // What he was typing in a form is under his hands yet: where it can still be said.
    other.holds("Wat wilt u aanvullen of verbeteren?", HALF_AN_AGREEMENT).await.unwrap();
    other.holds("Uw vraag", HALF_A_QUESTION).await.unwrap();
    let left = other.field("Wat wilt u aanvullen of verbeteren?").await.unwrap().prop("value").await.unwrap();
    assert!(!left.unwrap_or_default().contains("Maandag"), "that was kept");
    other.stands_well("afgerond-terwijl-iemand-typt").await.unwrap();
    other.press("Bekijk de tekst").await.unwrap();
    other.sees(TOO_LATE.trim()).await.unwrap();
    let origin = format!("http://{}", joost.line.address());
    let may = json!({"origin": origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]});
    other.command("Browser.grantPermissions", may).await.unwrap();
    other.press("Kopieer tekst").await.unwrap();
    other.sees("De tekst is gekopieerd.").await.unwrap();
    assert_eq!(copied(other).await.trim(), TOO_LATE.trim());
    other.press("Verwijder").await.unwrap();
    other.sees("Deze tekst verdwijnt voorgoed.").await.unwrap();
    other.stands_well("bewaarde-tekst-verwijderen").await.unwrap();
    other.confirm("Bewaar tekst").await.unwrap();
    other.reload().await.unwrap();
    other.sees(TOO_LATE.trim()).await.unwrap();
    other.press("Verwijder").await.unwrap();
    other.confirm("Verwijder tekst").await.unwrap();
    other.sees("Geen bewaarde teksten.").await.unwrap();
    other.reload().await.unwrap();
    other.sees("Geen bewaarde teksten.").await.unwrap();
    other.sees_no_more("geweigerd").await.unwrap();
    assert!(!tablet.shows(TOO_LATE.trim()).await.unwrap());
    let received = samira.line.received();
    assert!(!String::from_utf8_lossy(&received).contains("KANARIE-NIET-MEER"), "nobody else ever had it");
}
