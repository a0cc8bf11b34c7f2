//! What nobody expects in a field: everything is kept or refused in words, at the field.

use buurtboek_tests::browser::{Manner, Size};
use thirtyfour::prelude::{By, ElementQueryable};

use super::{languages::in_both_languages, town::Town};

in_both_languages! {
    a_report_takes_every_script_and_says_what_is_too_long_and_what_is_missing,
    who_is_forestalled_or_comes_where_they_may_not_be_reads_so,
    every_form_of_a_dossier_says_at_the_field_what_is_missing,
    every_form_of_a_signal_says_at_the_field_what_is_missing,
    a_note_takes_forty_kilobytes_at_once_and_a_visit_in_the_past_is_refused_in_words,
}

const WE_SEE: &str = "Wat wij zien";
/// Emoji of several code points, letters that are composed, a script from right to left.
const STRANGE: &str = "👩🏽\u{200d}👧 cafe\u{301} مرحبا בוקר 𝒮";
const TABLE: &str = "naam\tleeftijd\nmevrouw\t81\n\nnicht\t40";

async fn a_report_takes_every_script_and_says_what_is_too_long_and_what_is_missing(manner: Manner) {
    let town = Town::open_in(manner).await;
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
    tablet.set("Straat en huisnummer", &"lang ".repeat(300)).await.unwrap();
    tablet.press("Volgende").await.unwrap();
    tablet.sees("Deze tekst is te lang om te versturen. Maak hem korter.").await.unwrap();
    tablet.set("Straat en huisnummer", "").await.unwrap();
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

async fn who_is_forestalled_or_comes_where_they_may_not_be_reads_so(manner: Manner) {
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    let tablet = &samira.tablet;
    samira.is_ready_for_offline().await.unwrap();
    for person in [&samira, &joost] {
        person.tablet.go("/signalen").await.unwrap();
        person.tablet.press("Regenboogplein 22").await.unwrap();
        person.tablet.sees("Ik pak dit op").await.unwrap();
    }
    samira.loses_connection();
    tablet.sees("U pakt dit op zodra er verbinding is. Een collega kan u voor zijn.").await.unwrap();
    tablet.press("Ik pak dit op").await.unwrap();
    tablet.sees("U pakt dit op zodra dit is gesynchroniseerd.").await.unwrap();
    tablet.stands_well("oppakken-zonder-verbinding").await.unwrap();
    joost.tablet.press("Ik pak dit op").await.unwrap();
    joost.tablet.sees("Start verkenning").await.unwrap();
    samira.finds_connection().await;
    tablet.sees("Joost pakte dit om ").await.unwrap();
    tablet.stands_well("een-collega-was-voor").await.unwrap();

    // A dossier in which Joost does not work, by its address: its page, and those with forms.
    tablet.go("/dossiers").await.unwrap();
    tablet.press("Bakema").await.unwrap();
    tablet.sees("Nieuw verslag").await.unwrap();
    let dossier = tablet.path().await.unwrap();
    for page in ["", "/plannen", "/contactpoging", "/wens"] {
        joost.tablet.go(&format!("{dossier}{page}")).await.unwrap();
        joost.tablet.sees("U heeft geen toegang, of dit bestaat niet.").await.unwrap();
        assert!(joost.tablet.driver().query(By::Css("article form")).nowait().not_exists().await.unwrap(), "{page}");
    }
    joost.tablet.stands_well("geen-toegang").await.unwrap();
}

async fn every_form_of_a_dossier_says_at_the_field_what_is_missing(manner: Manner) {
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let tablet = &samira.tablet;
    let dossier = samira.explores("Regenboogplein 22", "Mevrouw Regen").await;
    tablet.press("Verkenning afronden").await.unwrap();
    tablet.press("Rond verkenning af").await.unwrap();
    tablet.sees("Kies hoe de verkenning afloopt.").await.unwrap();
    tablet.choose("Dossier openen").await.unwrap();
    tablet.set("Datum hulpvraag", &samira.tomorrow().await).await.unwrap();
    tablet.press("Rond verkenning af").await.unwrap();
    tablet.sees("Kies een dag tot en met vandaag.").await.unwrap();
    tablet.press("Collega erbij").await.unwrap();
    tablet.press("Haal collega erbij").await.unwrap();
    tablet.sees("Kies een collega.").await.unwrap();
    tablet.press("Bewaar wens").await.unwrap();
    tablet.sees("Schrijf op wat de inwoner wil.").await.unwrap();
    tablet.stands_well("dossier-mist-iets").await.unwrap();
    tablet.go(&format!("{dossier}/contactpoging")).await.unwrap();
    tablet.press("Bewaar poging").await.unwrap();
    tablet.sees("Kies hoe u contact zocht.").await.unwrap();
    tablet.sees("Kies of u iemand bereikte.").await.unwrap();
    tablet.stands_well("contactpoging-mist-iets").await.unwrap();
    tablet.go(&format!("{dossier}/wens")).await.unwrap();
    tablet.press("Bewaar wens").await.unwrap();
    tablet.sees("Kies een wens, of schrijf een paar woorden.").await.unwrap();
    tablet.choose("Niet delen met iemand").await.unwrap();
    tablet.press("Bewaar wens").await.unwrap();
    tablet.sees("Vul in met wie niet.").await.unwrap();
    tablet.stands_well("wens-mist-iets").await.unwrap();
}

async fn every_form_of_a_signal_says_at_the_field_what_is_missing(manner: Manner) {
    let town = Town::open_in(manner).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    let (phone, desk) = (&truus.tablet, &marijke.tablet);
    truus.reports("De brievenbus puilt uit", "Dauwpad 3").await.unwrap();
    phone.press("Naar mijn signalen").await.unwrap();
    phone.press("Dauwpad").await.unwrap();
    phone.press("Iets toevoegen").await.unwrap();
    phone.submit_form_of("Wat wilt u toevoegen?").await.unwrap();
    phone.sees("Schrijf een paar woorden.").await.unwrap();
    phone.set("Wat wilt u toevoegen?", &"lang ".repeat(14_000)).await.unwrap();
    phone.submit_form_of("Wat wilt u toevoegen?").await.unwrap();
    phone.sees("Deze tekst is te lang om te versturen. Maak er twee van.").await.unwrap();
    phone.holds("Wat wilt u toevoegen?", "lang lang").await.unwrap();
    phone.stands_well("toevoegen-te-lang").await.unwrap();

    desk.go("/postvak").await.unwrap();
    desk.press("Dauwpad 3").await.unwrap();
    desk.sees("De brievenbus puilt uit").await.unwrap();
    desk.submit_form_of("Opmerking voor het team").await.unwrap();
    desk.sees("Schrijf een paar woorden.").await.unwrap();
    desk.press("Doorgeven").await.unwrap();
    desk.submit_form_of("Aan wie geeft u dit door?").await.unwrap();
    desk.sees("Schrijf aan wie u dit doorgeeft.").await.unwrap();
    desk.press("Afsluiten").await.unwrap();
    desk.submit_form_of("Hoe liep het af?").await.unwrap();
    desk.sees("Kies hoe het afliep.").await.unwrap();
    desk.stands_well("beoordelen-mist-iets").await.unwrap();
    desk.answer("Hoe liep het af?", "Geholpen").await.unwrap();
    desk.set("Toelichting (alleen team)", &"lang ".repeat(14_000)).await.unwrap();
    desk.submit_form_of("Hoe liep het af?").await.unwrap();
    desk.sees("Deze tekst is te lang. Maak hem korter.").await.unwrap();
    desk.set("Toelichting (alleen team)", "").await.unwrap();
    desk.submit_form_of("Hoe liep het af?").await.unwrap();
    desk.press("Heropen").await.unwrap();
    desk.submit_form_of("Waarom?").await.unwrap();
    desk.sees("Schrijf waarom u dit heropent.").await.unwrap();
    desk.go("/postvak").await.unwrap();
    desk.press("Kies waarnemer").await.unwrap();
    desk.submit_form_of("Wie neemt waar?").await.unwrap();
    desk.sees("Kies wie waarneemt.").await.unwrap();
    desk.choose("Ilse van Rhee").await.unwrap();
    desk.set("Tot en met", "2026-01-05").await.unwrap();
    desk.submit_form_of("Wie neemt waar?").await.unwrap();
    desk.sees("Kies vandaag, of een dag in de komende 30 dagen.").await.unwrap();
    desk.stands_well("waarnemer-mist-iets").await.unwrap();
}

async fn a_note_takes_forty_kilobytes_at_once_and_a_visit_in_the_past_is_refused_in_words(manner: Manner) {
    let town = Town::open_in(manner).await;
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
    tablet.paste(WE_SEE, &long).await.unwrap();
    tablet.sees("Gesynchroniseerd om").await.unwrap();
    joost.tablet.go(&tablet.path().await.unwrap()).await.unwrap();
    joost.tablet.holds(WE_SEE, "einde.").await.unwrap();
    let read = joost.tablet.field(WE_SEE).await.unwrap().prop("value").await.unwrap().unwrap();
    assert_eq!(read, long);
}
