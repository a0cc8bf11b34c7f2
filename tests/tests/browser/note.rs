//! A report at the table: written by two on one tablet, with what it is about and what the resident was told, and printed.

use buurtboek_tests::browser::{Manner, Size};

use super::{languages::in_both_languages, town::Town};

in_both_languages! {
    two_write_on_one_tablet_and_all_they_wrote_is_on_paper,
}

const WE_SEE: &str = "Wat wij zien";
const MONEY: &str = "Geld en schulden";
const TOGETHER: &str = "Geschreven door Samira samen met Joost";

async fn two_write_on_one_tablet_and_all_they_wrote_is_on_paper(manner: Manner) {
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    let tablet = &samira.tablet;
    samira.is_ready_for_offline().await.unwrap();
    samira.begins_a_note().await;
    let note = tablet.path().await.unwrap();
    samira.loses_connection();

    tablet.press("Samen op één tablet geschreven?").await.unwrap();
    tablet.answer("Met wie schrijft u samen?", "Joost Wielinga").await.unwrap();
    tablet.sees(TOGETHER).await.unwrap();
    // Who writes is there from the start, and so is why and where. Finishing asks for the day, for who was there, and for
    // something written.
    tablet.holds("Wie waren erbij", "Samira").await.unwrap();
    for known in ["Bezoek: Stapelwolkhof 3-II.", "Taal van Mevrouw Kowalczyk: Pools, Nederlands gaat goed."] {
        tablet.holds("Aanleiding", &tablet.said(known)).await.unwrap();
    }
    tablet.set("Datum van het bezoek", "").await.unwrap();
    tablet.set("Wie waren erbij", "").await.unwrap();
    tablet.press("Verslag afronden").await.unwrap();
    tablet.sees("Vul eerst de datum van het bezoek in.").await.unwrap();
    tablet.sees("Vul eerst in wie erbij waren.").await.unwrap();
    tablet.set("Datum van het bezoek", &samira.today().await).await.unwrap();
    tablet.fill("Wie waren erbij", "Mevrouw Kowalczyk, Samira, Joost").await.unwrap();
    tablet.press("Verslag afronden").await.unwrap();
    tablet.sees("Schrijf eerst op wat er gebeurde of gezegd is, of kies 'Geen gesprek'.").await.unwrap();
    tablet.stands_well("afronden-mist-tekst").await.unwrap();

    tablet.press("Voeg toe").await.unwrap();
    tablet.submit_form_of("Kies een leefgebied").await.unwrap();
    tablet.sees("Kies of schrijf waarom dit nodig is.").await.unwrap();
    tablet.select("Kies een leefgebied", MONEY).await.unwrap();
    tablet.choose("Inwoner begint erover").await.unwrap();
    tablet.submit_form_of("Kies een leefgebied").await.unwrap();
    tablet.fill(MONEY, "De huur is drie maanden niet betaald. ").await.unwrap();
    let long = "Op tafel ligt een stapel post van een half jaar. ".repeat(40);
    tablet.paste(WE_SEE, &format!("{long}Einde van wat wij zien.")).await.unwrap();
    tablet.answer("Verteld aan de inwoner", "Recht om te lezen").await.unwrap();
    tablet.answer("Volgende stap", "Nog een bezoek").await.unwrap();
    tablet.stands_well("leefgebied").await.unwrap();
    let paper = tablet.on_paper("verslag-open-op-papier").await.unwrap();
    assert!(paper.contains(&tablet.said(TOGETHER)) && paper.contains(&tablet.said(MONEY)), "{paper}");
    samira.finds_connection().await;

    // A colleague has all of it, under the same headings.
    joost.tablet.go(&note).await.unwrap();
    joost.tablet.sees(TOGETHER).await.unwrap();
    joost.tablet.holds(MONEY, "De huur is drie maanden niet betaald.").await.unwrap();
    joost.tablet.holds("Waarom nodig?", &tablet.said("Inwoner begint erover")).await.unwrap();
    joost.tablet.holds(WE_SEE, "Einde van wat wij zien.").await.unwrap();
    tablet.press("Verslag afronden").await.unwrap();
    tablet.press("Rond verslag af").await.unwrap();
    tablet.sees("Aanvulling of verbetering").await.unwrap();
    joost.tablet.sees("Aanvulling of verbetering").await.unwrap();
    joost.tablet.sees("Verteld aan de inwoner").await.unwrap();
    joost.tablet.sees("Recht om te lezen").await.unwrap();
    joost.tablet.stands_well("verslag-met-leefgebied").await.unwrap();

    let paper = joost.tablet.on_paper("verslag-op-papier").await.unwrap();
    for words in [
        TOGETHER,
        MONEY,
        "Inwoner begint erover",
        "De huur is drie maanden niet betaald.",
        "Einde van wat wij zien.",
        "Mevrouw Kowalczyk, Samira, Joost",
        "Recht om te lezen",
        "Nog een bezoek",
        "Samira Bouzid",
    ] {
        assert!(paper.contains(&tablet.said(words)), "{words} is not on paper:\n{paper}");
    }
    for button in ["Print", "Voeg toe", "Terug", "Stel een vraag", "Vandaag", "Demo.", "Gesynchroniseerd"] {
        assert!(!paper.contains(&tablet.said(button)), "{button} is on paper:\n{paper}");
    }
}
