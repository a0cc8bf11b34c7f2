//! Visits: planned, moved and called off; and what a colleague and the reporter read of it.

use buurtboek_tests::browser::{Manner, Size};
use thirtyfour::prelude::By;

use super::{
    languages::in_both_languages,
    town::{Person, Town},
};

in_both_languages! {
    a_visit_is_moved_and_called_off_and_everybody_who_would_come_reads_it,
    visits_of_before_are_told_apart_by_their_time_when_nothing_follows,
    where_nothing_follows_nobody_goes_and_who_only_reads_finds_no_form,
    two_who_end_one_visit_differently_are_asked_and_nothing_is_lost,
    from_its_start_a_visit_shows_nothing_of_the_reporter_and_its_end_names_who_was_there,
}

const HOUSEHOLD: &str = "Meneer Pad";
const IF_AGREED: &str = "Ja, als de inwoner dat goedvindt";

/// Calls a visit off, on its page.
async fn calls_off(samira: &Person) {
    let tablet = &samira.tablet;
    tablet.press("Zeg bezoek af").await.unwrap();
    tablet.sees("De melder die mee zou gaan, ziet deze afspraak dan niet meer.").await.unwrap();
    tablet.stands_well("bezoek-afzeggen").await.unwrap();
    tablet.confirm("Zeg bezoek af").await.unwrap();
    tablet.sees("Afgezegd").await.unwrap();
}

/// Gives a visit another time, and perhaps other company.
async fn moves(samira: &Person, time: &str, reporter: &str) {
    let tablet = &samira.tablet;
    tablet.press("Wijzig afspraak").await.unwrap();
    tablet.sees("Afspraak wijzigen").await.unwrap();
    tablet.set("Tijd", time).await.unwrap();
    tablet.answer("Mag de melder mee?", reporter).await.unwrap();
    tablet.set("Verzamelen bij", "de kerk").await.unwrap();
    tablet.press("Bewaar afspraak").await.unwrap();
    tablet.sees("Aan de deur").await.unwrap();
}

/// Plans a visit of its own in the place of the one on the screen, which was called off: its words are in the form.
async fn plans_again(samira: &Person, time: &str) {
    let tablet = &samira.tablet;
    tablet.press("Plan dit bezoek opnieuw").await.unwrap();
    tablet.sees("Bezoek plannen").await.unwrap();
    tablet.holds("Verzamelen bij", "de kerk").await.unwrap();
    tablet.set("Tijd", time).await.unwrap();
    tablet.press("Plan bezoek").await.unwrap();
    tablet.sees("Aan de deur").await.unwrap();
}

/// Truus reported something and would come along; Samira explores it and plans a visit with her and with Joost.
async fn an_appointment(town: &Town) -> (Person, Person, Person, String) {
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    truus.reports_and_would_come_along("De brievenbus puilt uit", "Dauwpad 3").await;
    truus.tablet.press("Naar mijn signalen").await.unwrap();
    let dossier = samira.explores("Dauwpad 3", HOUSEHOLD).await;
    samira.tablet.press("Bezoek plannen").await.unwrap();
    samira.plans_a_visit(Some("Joost Wielinga"), Some(IF_AGREED)).await;
    truus.tablet.press("Dauwpad").await.unwrap();
    truus.tablet.sees("10:00, met Samira van het buurtteam. Verzamelen: de bushalte.").await.unwrap();
    joost.tablet.go("/vandaag").await.unwrap();
    joost.tablet.sees(HOUSEHOLD).await.unwrap();
    (truus, samira, joost, dossier)
}

async fn a_visit_is_moved_and_called_off_and_everybody_who_would_come_reads_it(manner: Manner) {
    let town = Town::open_in(manner).await;
    let (truus, samira, joost, dossier) = an_appointment(&town).await;
    let (phone, tablet) = (&truus.tablet, &samira.tablet);
    phone.press("Ik kom").await.unwrap();
    phone.sees("U antwoordde: Ik kom").await.unwrap();
    tablet.sees("Komt mee, als de inwoner dat goedvindt.").await.unwrap();

    // Who may come along has to know where to.
    tablet.press("Wijzig afspraak").await.unwrap();
    tablet.set("Verzamelen bij", "").await.unwrap();
    tablet.press("Bewaar afspraak").await.unwrap();
    tablet.sees("Vul in waar de melder u ontmoet.").await.unwrap();
    tablet.stands_well("bezoek-mist-iets").await.unwrap();
    tablet.press("Annuleer").await.unwrap();
    moves(&samira, "14:30", IF_AGREED).await;
    phone.sees("14:30, met Samira van het buurtteam. Verzamelen: de kerk.").await.unwrap();
    joost.tablet.sees("14:30").await.unwrap();

    calls_off(&samira).await;
    tablet.stands_well("bezoek-afgezegd").await.unwrap();
    phone.sees("Iemand kijkt ernaar").await.unwrap();
    phone.sees_no_more("U heeft een afspraak").await.unwrap();
    joost.tablet.sees_no_more("14:30").await.unwrap();

    plans_again(&samira, "15:45").await;
    phone.sees("15:45, met Samira van het buurtteam.").await.unwrap();
    moves(&samira, "16:15", "Nee").await;
    phone.sees("Het bezoek gaat zonder u door").await.unwrap();
    phone.sees("Dat ligt niet aan u.").await.unwrap();
    assert!(!phone.shows("16:15").await.unwrap(), "when is no longer hers to know");
    phone.stands_well("zonder-u").await.unwrap();
    joost.tablet.sees("16:15").await.unwrap();
    tablet.press("Start bezoek").await.unwrap();
    tablet.press("Bezoek is klaar").await.unwrap();
    tablet.sees("Afgerond").await.unwrap();
    tablet.stands_well("bezoek-klaar").await.unwrap();
    joost.tablet.sees_no_more("16:15").await.unwrap();
    phone.sees("Iemand kijkt ernaar").await.unwrap();
    tablet.go(&dossier).await.unwrap();
    for happened in ["Bezoek gepland op", "Bezoek verzet naar", "Bezoek afgezegd.", "Bezoek afgerond."] {
        tablet.sees(happened).await.unwrap();
    }
}

async fn visits_of_before_are_told_apart_by_their_time_when_nothing_follows(manner: Manner) {
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    let tablet = &samira.tablet;
    tablet.go("/signalen").await.unwrap();
    tablet.press("Regenboogplein 22").await.unwrap();
    tablet.press("Ik pak dit op").await.unwrap();
    tablet.sees("Start verkenning").await.unwrap();
    let signal = tablet.path().await.unwrap();
    for time in ["10:00", "14:30"] {
        tablet.go(&format!("{signal}/plannen")).await.unwrap();
        tablet.set("Dag", &samira.tomorrow().await).await.unwrap();
        tablet.set("Tijd", time).await.unwrap();
        tablet.answer("Met wie", "Joost Wielinga").await.unwrap();
        tablet.press("Plan bezoek").await.unwrap();
        tablet.sees("Aan de deur").await.unwrap();
    }
    joost.tablet.go("/vandaag").await.unwrap();
    joost.tablet.sees("10:00").await.unwrap();
    tablet.go(&signal).await.unwrap();
    let dossier = samira.begins_to_explore("Mevrouw Regen").await;
    tablet.press("Verkenning afronden").await.unwrap();
    tablet.choose("Geen vervolg, wissen na 6 weken").await.unwrap();
    tablet.press("Rond verkenning af").await.unwrap();
    let day = samira.day_in_words(1).await;
    let call_off = tablet.said("Zeg dat daar af.");
    for time in ["10:00", "14:30"] {
        let link = format!("{day}, {time}. {call_off}");
        tablet.sees(&link).await.unwrap();
        assert_eq!(tablet.links(&link).await.unwrap(), 1, "one link for each");
    }
    tablet.stands_well("geen-vervolg-twee-bezoeken").await.unwrap();
    tablet.press(&format!(", 14:30. {call_off}")).await.unwrap();
    tablet.sees("Aan de deur").await.unwrap();
    calls_off(&samira).await;
    joost.tablet.sees_no_more("14:30").await.unwrap();
    joost.tablet.sees("10:00").await.unwrap();
    tablet.go(&dossier).await.unwrap();
    tablet.press("Verkenning afronden").await.unwrap();
    tablet.choose("Geen vervolg, wissen na 6 weken").await.unwrap();
    tablet.press("Rond verkenning af").await.unwrap();
    tablet.sees(&format!(", 10:00. {call_off}")).await.unwrap();
    assert!(!tablet.shows(&format!("14:30. {call_off}")).await.unwrap());
}

async fn where_nothing_follows_nobody_goes_and_who_only_reads_finds_no_form(manner: Manner) {
    let town = Town::open_in(manner).await;
    let (truus, samira, joost, dossier) = an_appointment(&town).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    let (phone, tablet) = (&truus.tablet, &samira.tablet);

    // The resident does not want the volunteer there: she had been told of it, and reads that.
    tablet.go(&format!("{dossier}/wens")).await.unwrap();
    tablet.choose("De vrijwilliger niet erbij").await.unwrap();
    tablet.press("Bewaar wens").await.unwrap();
    phone.sees("Het bezoek gaat zonder u door").await.unwrap();
    tablet.sees("De vrijwilliger niet erbij").await.unwrap();
    tablet.press("Bezoek plannen").await.unwrap();
    tablet.sees("De inwoner wil de vrijwilliger er niet bij.").await.unwrap();
    assert!(!tablet.shows("Mag de melder mee?").await.unwrap());

    // Whoever reads along and types the address sees what may be read, and no form.
    let desk = &marijke.tablet;
    for (page, reads, submit) in [
        ("plannen", HOUSEHOLD, "Plan bezoek"),
        ("contactpoging", HOUSEHOLD, "Bewaar poging"),
        ("wens", "De vrijwilliger niet erbij.", "Bewaar wens"),
    ] {
        desk.go(&format!("{dossier}/{page}")).await.unwrap();
        desk.sees("U leest hier mee. Wie aan dit dossier werkt, kan hier iets invullen.").await.unwrap();
        desk.sees(reads).await.unwrap();
        assert!(!desk.shows(submit).await.unwrap(), "{page} offers a reader a form");
        desk.stands_well(&format!("leest-mee-{page}")).await.unwrap();
    }

    tablet.go(&dossier).await.unwrap();
    tablet.press("Verkenning afronden").await.unwrap();
    tablet.choose("Geen vervolg, wissen na 6 weken").await.unwrap();
    tablet.press("Rond verkenning af").await.unwrap();
    tablet.sees("Bezoeken die in dit dossier gepland staan, gaan niet door.").await.unwrap();
    tablet.stands_well("geen-vervolg").await.unwrap();
    tablet.confirm("Geen vervolg").await.unwrap();
    tablet.sees("Te wissen op").await.unwrap();
    joost.tablet.sees_no_more(HOUSEHOLD).await.unwrap();
    phone.sees("Iemand kijkt ernaar").await.unwrap();
    assert!(!tablet.shows("Bezoek plannen").await.unwrap(), "no visit is planned there any more");
    assert!(!tablet.shows("Nieuw verslag").await.unwrap(), "and none written of one");
    // Nor by its address.
    tablet.go(&format!("{dossier}/plannen")).await.unwrap();
    tablet.sees("Hier worden geen bezoeken meer gepland.").await.unwrap();
    tablet.stands_well("geen-bezoeken-meer").await.unwrap();
}

/// Rings, and nobody opens.
async fn finds_nobody(person: &Person) {
    person.tablet.press("Geen gehoor").await.unwrap();
    person.tablet.press("Bewaar poging").await.unwrap();
    person.tablet.sees("Wacht op verbinding").await.unwrap();
}

/// Hears that the resident wants no conversation.
async fn is_refused(person: &Person) {
    person.tablet.press("Inwoner wil dit niet").await.unwrap();
    person.tablet.choose("Nu geen gesprek").await.unwrap();
    person.tablet.sees("Met deze wens eindigt dit bezoek.").await.unwrap();
    person.tablet.press("Bewaar wens").await.unwrap();
    person.tablet.sees("Wacht op verbinding").await.unwrap();
}

async fn two_who_end_one_visit_differently_are_asked_and_nothing_is_lost(manner: Manner) {
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::DESK).await;
    let (tablet, other, desk) = (&samira.tablet, &joost.tablet, &marijke.tablet);
    for person in [&samira, &joost] {
        person.is_ready_for_offline().await.unwrap();
    }
    tablet.go("/dossiers").await.unwrap();
    tablet.press("Kowalczyk").await.unwrap();
    tablet.sees("Nieuw verslag").await.unwrap();
    let household = tablet.path().await.unwrap();
    tablet.press("Bezoek plannen").await.unwrap();
    samira.plans_a_visit(Some("Joost Wielinga"), None).await;
    tablet.sees("Gesynchroniseerd om").await.unwrap();
    let visit = tablet.path().await.unwrap();
    other.go(&visit).await.unwrap();
    other.sees("Aan de deur").await.unwrap();

    // One rang at the front, the other spoke with her at the back door.
    for person in [&samira, &joost] {
        person.loses_connection();
    }
    finds_nobody(&joost).await;
    is_refused(&samira).await;
    for person in [&samira, &joost] {
        person.finds_connection().await;
        person.tablet.sees("Gesynchroniseerd om").await.unwrap();
    }

    // What she wants counts until somebody chose, and nobody chose for them. Who only reads finds both and no form.
    let both = ["Geen gehoor (Joost", "Inwoner wil dit niet (Samira"];
    for page in [tablet, other, desk] {
        page.go(&visit).await.unwrap();
        for given in both {
            page.sees(given).await.unwrap();
        }
    }
    for page in [tablet, other] {
        page.sees("Hoe eindigde dit bezoek?").await.unwrap();
        page.sees("Twee antwoorden. Welk antwoord nemen we?").await.unwrap();
        page.sees("Tot u kiest, geldt dat de inwoner dit niet wil.").await.unwrap();
    }
    assert!(!desk.shows("Gebruik dit antwoord").await.unwrap());
    assert!(!tablet.shows("Waarom?").await.unwrap(), "there is no room for it among what happened");
    tablet.stands_well("bezoek-twee-antwoorden").await.unwrap();
    tablet.go(&household).await.unwrap();
    let badge = tablet.said("Twee antwoorden");
    tablet.sees_at(&format!("//*[@data-name='visits']//*[normalize-space(.)='{badge}']")).await.unwrap();
    tablet.go(&visit).await.unwrap();
    tablet.sees("Gebruik dit antwoord").await.unwrap();

    // It was another door: for everybody it ended so, and what she said stays to be read.
    other.choose(both[0]).await.unwrap();
    other.press("Gebruik dit antwoord").await.unwrap();
    tablet.sees("Joost koos 'Geen gehoor'. Uw antwoord blijft in de geschiedenis.").await.unwrap();
    for page in [tablet, other, desk] {
        page.sees_at(&format!("//h1/..//*[normalize-space(.)='{}']", page.said("Geen gehoor"))).await.unwrap();
        page.sees_no_more("Tot u kiest, geldt dat de inwoner dit niet wil.").await.unwrap();
    }
    tablet.press("Eerdere antwoorden").await.unwrap();
    tablet.sees(both[1]).await.unwrap();
    tablet.stands_well("bezoek-gekozen").await.unwrap();
}

async fn from_its_start_a_visit_shows_nothing_of_the_reporter_and_its_end_names_who_was_there(manner: Manner) {
    const AT_TABLE: &str = "Tafelstand aan: melder, zorg en tijdlijn zijn verborgen.";
    let town = Town::open_in(manner).await;
    let (_truus, samira, joost, _) = an_appointment(&town).await;
    let tablet = &samira.tablet;
    tablet.press("Wijzig afspraak").await.unwrap();
    tablet.answer("Met wie", "Ilse van Rhee").await.unwrap();
    tablet.press("Bewaar afspraak").await.unwrap();
    tablet.sees("Aan de deur").await.unwrap();
    tablet.sees("de bushalte").await.unwrap();
    joost.loses_connection();
    tablet.press("Start bezoek").await.unwrap();
    tablet.sees(AT_TABLE).await.unwrap();
    tablet.sees_no_more("de bushalte").await.unwrap();
    tablet.stands_well("bezoek-tafelstand").await.unwrap();
    // Wherever they go in the app: the team's talk about them is hidden, and what was being written in it stays.
    tablet.press("Signalen").await.unwrap();
    tablet.press("Alle").await.unwrap();
    tablet.press("Dauwpad 3").await.unwrap();
    tablet.sees(AT_TABLE).await.unwrap();
    let remark = tablet.driver().find(By::Id("remark")).await.unwrap();
    assert!(!remark.is_displayed().await.unwrap(), "what the team says to each other");
    let ending = tablet.driver().find(By::Css("[data-name='ending']")).await.unwrap();
    assert!(!ending.is_displayed().await.unwrap(), "how it ends, and what the reporter will read");
    // Nor is anything asked of the reporter where the next visit is planned with the resident.
    tablet.press("Bezoek plannen").await.unwrap();
    tablet.sees(AT_TABLE).await.unwrap();
    tablet.sees("Met wie").await.unwrap();
    samira.loses_connection();
    tablet.sees("Geen verbinding. Anderen zien dit pas na synchroniseren.").await.unwrap();
    for hidden in ["Mag de melder mee?", "Verzamelen bij"] {
        assert!(!tablet.shows(hidden).await.unwrap(), "{hidden}");
    }
    tablet.stands_well("bezoek-plannen-tafelstand").await.unwrap();
    samira.finds_connection().await;
    tablet.press("Zet Tafelstand uit").await.unwrap();
    for shown in ["Mag de melder mee?", "Verzamelen bij"] {
        tablet.sees(shown).await.unwrap();
    }
    tablet.driver().back().await.unwrap();
    tablet.sees("Opmerking voor het team").await.unwrap();
    tablet.sees("Afsluiten").await.unwrap();
    tablet.driver().back().await.unwrap();
    tablet.driver().back().await.unwrap();
    tablet.sees("Aan de deur").await.unwrap();
    // The tablet was put away and the app closed: it is still that visit.
    tablet.reload().await.unwrap();
    tablet.sees(AT_TABLE).await.unwrap();
    tablet.press("Zet Tafelstand uit").await.unwrap();
    tablet.sees("de bushalte").await.unwrap();

    tablet.press("Schrijf verslag").await.unwrap();
    tablet.sees(AT_TABLE).await.unwrap();
    let heard = tablet.said("Wij hoorden dat het misschien niet zo goed ging.");
    tablet.holds("Aanleiding", &heard).await.unwrap();
    tablet.fill("Wat wij zien", "De post ligt nog in de bus. ").await.unwrap();
    // Of Joost and Ilse, who were there too, no word is here: they may have written all of it without a connection.
    tablet.press("Verslag afronden").await.unwrap();
    tablet.sees_at("//*[@data-name='writers'][contains(., 'Joost')][contains(., 'Ilse')]").await.unwrap();
    tablet.sees("Wacht nog").await.unwrap();
    tablet.stands_well("afronden-wie-erbij-was").await.unwrap();
    tablet.press("Wacht nog").await.unwrap();
    tablet.sees_no_more("Hierna kunt u niets wijzigen.").await.unwrap();
    tablet.press("Verslag afronden").await.unwrap();
    tablet.press("Rond verslag af").await.unwrap();
    tablet.sees("Aanvulling of verbetering").await.unwrap();
}
