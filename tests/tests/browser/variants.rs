//! The day when it goes otherwise: the coordinator is away, or keeps a signal to herself; a colleague's access ends while she
//! has unsent text; the resident wants none of it; a month passes.

use buurtboek_tests::browser::{Manner, Size};

use super::{languages::in_both_languages, town::Town};

in_both_languages! {
    a_deputy_judges_gives_and_closes_and_the_reporter_reads_it,
    unsent_text_of_somebody_whose_access_ended_reaches_the_coordinator,
    a_signal_that_the_coordinator_keeps_to_herself_is_nobody_elses_from_start_to_end,
    of_a_resident_who_wants_no_report_only_the_day_and_the_wish_are_kept,
    a_month_after_it_was_closed_the_text_of_a_signal_leaves_the_phone,
}

async fn a_deputy_judges_gives_and_closes_and_the_reporter_reads_it(manner: Manner) {
    let town = Town::open_in(manner).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::DESK).await;
    let ilse = town.arrive("Ilse van Rhee", Size::PORTRAIT).await;
    for person in [&marijke, &ilse] {
        person.is_ready_for_offline().await.unwrap();
    }
    assert!(!ilse.tablet.shows("Postvak").await.unwrap());
    marijke.tablet.go("/postvak").await.unwrap();
    marijke.tablet.press("Kies waarnemer").await.unwrap();
    marijke.tablet.choose("Ilse van Rhee").await.unwrap();
    marijke.tablet.stands_well("waarnemer-kiezen").await.unwrap();
    marijke.tablet.submit_form_of("Wie neemt waar?").await.unwrap();
    ilse.tablet.press("Postvak").await.unwrap();
    ilse.tablet.sees("U bent vandaag waarnemer").await.unwrap();
    // What she may read since then comes after it; whoever comes to the inbox later finds it in its place.
    ilse.tablet.sees_at("//nav//a[@href='/postvak'][contains(., '2')]").await.unwrap();
    ilse.tablet.go("/postvak").await.unwrap();
    // Kept to the coordinators, and still somebody has to act.
    ilse.tablet.press("Windwijzer 9").await.unwrap();
    ilse.tablet.answer("Wie gaat erheen?", "Samira Bouzid").await.unwrap();
    ilse.tablet.press("Geef aan Samira").await.unwrap();
    ilse.tablet.sees("Samira deed hier nog niets mee.").await.unwrap();
    ilse.tablet.stands_well("waarnemer-geeft").await.unwrap();

    // A signal of today, from its first word to its last, by Ilse alone.
    ilse.tablet.go("/postvak").await.unwrap();
    ilse.tablet.sees("Windwijzer 9").await.unwrap();
    truus.reports("De brievenbus puilt uit", "Dauwpad 3").await.unwrap();
    truus.tablet.press("Naar mijn signalen").await.unwrap();
    truus.tablet.press("Dauwpad").await.unwrap();
    ilse.tablet.sees("1 nieuw signaal.").await.unwrap();
    ilse.tablet.press_exactly("Toon").await.unwrap();
    ilse.tablet.press("Dauwpad 3").await.unwrap();
    ilse.tablet.answer("Hoe snel?", "Kan wachten").await.unwrap();
    ilse.tablet.press("Geef aan een collega").await.unwrap();
    ilse.tablet.sees("Kies wie erheen gaat.").await.unwrap();
    ilse.tablet.answer("Wie gaat erheen?", "Samira Bouzid").await.unwrap();
    ilse.tablet.press("Geef aan Samira").await.unwrap();
    truus.tablet.sees("Iemand kijkt ernaar").await.unwrap();
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    samira.tablet.go("/vandaag").await.unwrap();
    samira.tablet.press("Dauwpad 3").await.unwrap();
    samira.tablet.fill("Opmerking voor het team", "De buurvrouw is op reis.").await.unwrap();
    samira.tablet.submit_form_of("Opmerking voor het team").await.unwrap();
    ilse.tablet.sees("De buurvrouw is op reis.").await.unwrap();
    ilse.tablet.press("Afsluiten").await.unwrap();
    ilse.tablet.submit_form_of("Hoe liep het af?").await.unwrap();
    ilse.tablet.sees("Kies hoe het afliep.").await.unwrap();
    ilse.tablet.answer("Hoe liep het af?", "Geen hulp nodig").await.unwrap();
    ilse.tablet.press("Sluit signaal").await.unwrap();
    truus.tablet.sees("Bedankt voor het opletten.").await.unwrap();

    marijke.tablet.go("/postvak").await.unwrap();
    marijke.tablet.press("Beëindig").await.unwrap();
    ilse.tablet.sees_no_more("U bent vandaag waarnemer").await.unwrap();
}

async fn unsent_text_of_somebody_whose_access_ended_reaches_the_coordinator(manner: Manner) {
    let town = Town::open_in(manner).await;
    let aylin = town.arrive("Aylin Demirel", Size::PHONE).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::DESK).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    for person in [&marijke, &samira] {
        person.is_ready_for_offline().await.unwrap();
    }
    // The dossier came of what Aylin reported.
    aylin.tablet.press("Stapelwolkhof").await.unwrap();
    aylin.tablet.sees("U heeft een afspraak").await.unwrap();
    samira.begins_a_note().await;
    samira.tablet.fill("Wat wij zien", "De kinderen lachen veel. ").await.unwrap();
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    let note = samira.tablet.path().await.unwrap();
    samira.loses_connection();
    samira.tablet.fill("Wat wij zien", "De kamer is koud. ").await.unwrap();
    samira.tablet.sees("Wacht op verbinding").await.unwrap();
    // What the resident wants is only ticked: it has no words of its own, and is not lost for that.
    samira.tablet.go("/dossiers").await.unwrap();
    samira.tablet.press("Kowalczyk").await.unwrap();
    let household = samira.tablet.path().await.unwrap();
    samira.tablet.go(&format!("{household}/wens")).await.unwrap();
    samira.tablet.choose("Wil lezen wat er staat").await.unwrap();
    samira.tablet.press("Bewaar wens").await.unwrap();
    samira.tablet.sees("Huishouden").await.unwrap();

    marijke.tablet.go("/dossiers").await.unwrap();
    marijke.tablet.press("Kowalczyk").await.unwrap();
    marijke.tablet.press("Toegang beëindigen").await.unwrap();
    marijke.tablet.choose("Samira Bouzid").await.unwrap();
    marijke.tablet.submit_form_of("Wie werkt niet meer aan dit dossier?").await.unwrap();
    marijke.tablet.sees("Deze collega leest en schrijft dan niet meer in dit dossier.").await.unwrap();
    marijke.tablet.stands_well("toegang-beeindigen").await.unwrap();
    marijke.tablet.confirm("Beëindig toegang").await.unwrap();

    // Whoever has the page open reads what comes in, once they look at it again.
    let desk = &marijke.tablet;
    desk.press("Meer").await.unwrap();
    desk.press("Teksten na einde toegang").await.unwrap();
    desk.sees("Er zijn geen teksten om te bekijken.").await.unwrap();
    desk.put_away().await.unwrap();
    samira.finds_connection().await;
    samira.tablet.go("/bewaarde-teksten").await.unwrap();
    samira.tablet.sees("De coördinator").await.unwrap();
    assert!(!samira.tablet.shows("De kamer is koud.").await.unwrap(), "the device keeps none of the words");
    samira.tablet.stands_well("tekst-bij-de-coordinator").await.unwrap();
    samira.tablet.go("/dossiers").await.unwrap();
    samira.tablet.sees_no_more("Kowalczyk").await.unwrap();

    // She puts it beside the note, where the other writer reads it; then it is settled, and gone.
    desk.take_up().await.unwrap();
    desk.sees("De kamer is koud.").await.unwrap();
    desk.go("/postvak").await.unwrap();
    desk.press("Teksten na einde toegang").await.unwrap();
    desk.sees("De kamer is koud.").await.unwrap();
    desk.stands_well("overgenomen").await.unwrap();
    let wish = format!("//article[contains(., '{}.')]", desk.said("Wil lezen wat er staat"));
    let of_wish = |button: &str| format!("{wish}//button[contains(., '{}')]", desk.said(button));
    desk.press_at(&of_wish("Markeer als afgehandeld")).await.unwrap();
    // Only the server has it: without a connection nothing is erased, and it says so.
    marijke.loses_connection();
    desk.press_at(&of_wish("Wis de tekst")).await.unwrap();
    desk.sees("Dit lukte niet. Er is niets veranderd. Probeer het opnieuw.").await.unwrap();
    desk.sees("U ziet wat").await.unwrap();
    desk.stands_well("afhandelen-lukte-niet").await.unwrap();
    marijke.finds_connection().await;
    desk.sees("Gesynchroniseerd om").await.unwrap();
    desk.press_at(&of_wish("Wis de tekst")).await.unwrap();
    desk.sees_no_more("Wil lezen wat er staat").await.unwrap();
    desk.press("Zet als vraag naast het verslag").await.unwrap();
    desk.sees("De tekst staat als vraag naast het verslag. De schrijver ziet dat.").await.unwrap();
    desk.press("Markeer als afgehandeld").await.unwrap();
    desk.sees("De tekst wordt dan gewist. Dat kan niet terug.").await.unwrap();
    desk.stands_well("overgenomen-afhandelen").await.unwrap();
    desk.press("Wis de tekst").await.unwrap();
    desk.sees("Er zijn geen teksten om te bekijken.").await.unwrap();
    assert!(!desk.shows("De kamer is koud.").await.unwrap());
    desk.reload().await.unwrap();
    desk.sees("Er zijn geen teksten om te bekijken.").await.unwrap();
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    joost.tablet.go(&note).await.unwrap();
    joost.tablet.sees("De kamer is koud.").await.unwrap();
    joost.tablet.holds("Wat wij zien", "De kinderen lachen veel. ").await.unwrap();
    // Who reported it reads the end, and never heard of any of this.
    desk.go("/postvak").await.unwrap();
    desk.press("Stapelwolkhof 3-II").await.unwrap();
    desk.press("Afsluiten").await.unwrap();
    desk.answer("Hoe liep het af?", "Geholpen").await.unwrap();
    desk.press("Sluit signaal").await.unwrap();
    aylin.tablet.sees("Bedankt voor het opletten.").await.unwrap();
    let received = aylin.line.received();
    assert!(!String::from_utf8_lossy(&received).contains("De kamer is koud."));
}

async fn a_signal_that_the_coordinator_keeps_to_herself_is_nobody_elses_from_start_to_end(manner: Manner) {
    const CANARY: &str = "KANARIE-ALLEEN";
    const WORDS: &str = "Mijn buurman werkt zelf bij het buurtteam";
    let town = Town::open_in(manner).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    for person in [&marijke, &samira] {
        person.is_ready_for_offline().await.unwrap();
    }
    truus.reports_and_would_come_along(WORDS, "Dauwpad 3").await;
    truus.tablet.sees("Het buurtteam ontving uw signaal").await.unwrap();
    samira.tablet.go("/signalen").await.unwrap();
    samira.tablet.press("Alle").await.unwrap();
    samira.tablet.sees("Dauwpad 3").await.unwrap();

    let tablet = &marijke.tablet;
    tablet.go("/postvak").await.unwrap();
    tablet.press("Dauwpad 3").await.unwrap();
    tablet.choose("Alleen ik mag dit zien").await.unwrap();
    samira.tablet.sees_no_more("Dauwpad 3").await.unwrap();
    let signal = tablet.path().await.unwrap().replace("/postvak/", "/signalen/");
    // Who comes now never heard of it at all.
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    joost.is_ready_for_offline().await.unwrap();
    tablet.answer("Wie gaat erheen?", "Marijke Hoeksma").await.unwrap();
    tablet.press("Geef aan Marijke").await.unwrap();
    tablet.fill("Opmerking voor het team", &format!("{CANARY} ik bel zelf")).await.unwrap();
    tablet.press("Voeg toe").await.unwrap();
    tablet.sees("Gesynchroniseerd om").await.unwrap();
    tablet.stands_well("alleen-coordinator").await.unwrap();
    truus.tablet.go("/").await.unwrap();
    truus.tablet.press("Dauwpad").await.unwrap();
    truus.tablet.sees("Iemand kijkt ernaar").await.unwrap();

    // She goes herself, with the reporter alone. A dossier is not hers to begin, and she is offered none.
    assert!(!tablet.shows("Start verkenning").await.unwrap());
    tablet.press("Bezoek plannen").await.unwrap();
    marijke.plans_a_visit(None, Some("Ja, als de inwoner dat goedvindt")).await;
    truus.tablet.sees("10:00, met Marijke van het buurtteam.").await.unwrap();
    for words in ["Schrijf verslag", "Inwoner wil dit niet"] {
        assert!(!tablet.shows(words).await.unwrap(), "{words}");
    }
    tablet.press("Start bezoek").await.unwrap();
    tablet.press("Bezoek is klaar").await.unwrap();
    tablet.sees("Afgerond").await.unwrap();
    tablet.go("/postvak").await.unwrap();
    tablet.press("Dauwpad 3").await.unwrap();
    tablet.press("Afsluiten").await.unwrap();
    tablet.answer("Hoe liep het af?", "Geen hulp nodig").await.unwrap();
    tablet.press("Sluit signaal").await.unwrap();
    truus.tablet.sees("Bedankt voor het opletten.").await.unwrap();
    for person in [&samira, &joost] {
        person.tablet.go(&signal).await.unwrap();
        person.tablet.sees("U heeft geen toegang, of dit bestaat niet.").await.unwrap();
        assert!(!person.tablet.shows("Dauwpad 3").await.unwrap());
    }
    for person in [&samira, &joost, &truus] {
        assert!(!String::from_utf8_lossy(&person.line.received()).contains(CANARY));
    }
    assert!(String::from_utf8_lossy(&samira.line.received()).contains(WORDS), "the scan sees what came");
    assert!(!String::from_utf8_lossy(&joost.line.received()).contains(WORDS));
}

async fn of_a_resident_who_wants_no_report_only_the_day_and_the_wish_are_kept(manner: Manner) {
    const CANARY: &str = "KANARIE-WENS";
    let town = Town::open_in(manner).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let tablet = &samira.tablet;
    samira.is_ready_for_offline().await.unwrap();
    truus.reports_and_would_come_along("De brievenbus puilt uit", "Dauwpad 3").await;
    truus.tablet.press("Naar mijn signalen").await.unwrap();
    truus.tablet.press("Dauwpad").await.unwrap();
    let dossier = samira.explores("Dauwpad 3", "Meneer Pad").await;
    tablet.press("Bezoek plannen").await.unwrap();
    samira.plans_a_visit(Some("Joost Wielinga"), Some("Ja, als de inwoner dat goedvindt")).await;
    truus.tablet.sees("10:00, met Samira van het buurtteam.").await.unwrap();
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    joost.tablet.go("/vandaag").await.unwrap();
    joost.tablet.sees("Meneer Pad").await.unwrap();
    tablet.press("Start bezoek").await.unwrap();
    tablet.sees("Begonnen").await.unwrap();
    samira.loses_connection();
    tablet.press("Inwoner wil dit niet").await.unwrap();
    tablet.press("Bewaar wens").await.unwrap();
    tablet.sees("Kies een wens, of schrijf een paar woorden.").await.unwrap();
    tablet.choose("Nu geen gesprek").await.unwrap();
    tablet.choose("Geen verslag").await.unwrap();
    tablet.sees("Bij 'Geen verslag' bewaren wij alleen de datum en deze wens.").await.unwrap();
    tablet.sees("Wat al geschreven was, blijft tot het wordt gewist.").await.unwrap();
    tablet.fill("In eigen woorden", &format!("{CANARY} laat mij met rust")).await.unwrap();
    tablet.stands_well("inwoner-wil-dit-niet").await.unwrap();
    tablet.press("Bewaar wens").await.unwrap();
    tablet.sees("Geen verslag").await.unwrap();
    tablet.sees("Inwoner wil dit niet").await.unwrap();
    assert!(!tablet.shows("Nieuw verslag").await.unwrap(), "no report is offered");
    samira.finds_connection().await;
    tablet.sees("Gesynchroniseerd om").await.unwrap();
    tablet.stands_well("inwoner-wil-dit-niet-bewaard").await.unwrap();
    // Nobody goes there any more, and the reporter reads no reason.
    joost.tablet.sees_no_more("Meneer Pad").await.unwrap();
    truus.tablet.sees("Iemand kijkt ernaar").await.unwrap();
    truus.tablet.sees_no_more("U heeft een afspraak").await.unwrap();
    // Nothing follows, and the signal is closed: its reporter reads the thanks, and nothing of the reason.
    tablet.press("Verkenning afronden").await.unwrap();
    tablet.choose("Geen vervolg, wissen na 6 weken").await.unwrap();
    tablet.press("Rond verkenning af").await.unwrap();
    tablet.confirm("Geen vervolg").await.unwrap();
    tablet.sees("Te wissen op").await.unwrap();
    assert_eq!(tablet.path().await.unwrap(), dossier);
    for words in ["Datum hulpvraag:", "Bezoek plannen"] {
        assert!(!tablet.shows(words).await.unwrap(), "{words}: no dossier came of it");
    }
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    marijke.tablet.press("Dauwpad 3").await.unwrap();
    marijke.tablet.press("Afsluiten").await.unwrap();
    marijke.tablet.answer("Hoe liep het af?", "Wil geen hulp").await.unwrap();
    marijke.tablet.press("Sluit signaal").await.unwrap();
    truus.tablet.sees("Bedankt voor het opletten.").await.unwrap();
    assert!(!String::from_utf8_lossy(&truus.line.received()).contains(CANARY));
}

async fn a_month_after_it_was_closed_the_text_of_a_signal_leaves_the_phone(manner: Manner) {
    const WORDS: &str = "De brievenbus puilt al weken uit";
    let town = Town::open_in(manner).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    truus.reports(WORDS, "Dauwpad 3").await.unwrap();
    truus.tablet.sees("Het buurtteam ontving uw signaal").await.unwrap();
    marijke.tablet.go("/postvak").await.unwrap();
    marijke.tablet.press("Dauwpad 3").await.unwrap();
    marijke.tablet.press("Afsluiten").await.unwrap();
    marijke.tablet.answer("Hoe liep het af?", "Geen hulp nodig").await.unwrap();
    marijke.tablet.press("Sluit signaal").await.unwrap();
    truus.tablet.go("/").await.unwrap();
    truus.tablet.sees("Afgerond").await.unwrap();
    truus.tablet.press("Dauwpad").await.unwrap();
    truus.tablet.sees("Bedankt voor het opletten.").await.unwrap();
    truus.tablet.sees(WORDS).await.unwrap();
    // What she would add now nobody would read.
    truus.tablet.sees("Ziet of hoort u weer iets? Maak dan een nieuw signaal.").await.unwrap();
    assert!(!truus.tablet.offers("Iets toevoegen").await.unwrap());
    truus.has_a_clock_ahead(31).await;
    truus.tablet.go("/").await.unwrap();
    truus.tablet.press("Dauwpad").await.unwrap();
    truus.tablet.sees("Bedankt voor het opletten.").await.unwrap();
    truus.tablet.sees_no_more(WORDS).await.unwrap();
    truus.tablet.stands_well("na-dertig-dagen").await.unwrap();
}
