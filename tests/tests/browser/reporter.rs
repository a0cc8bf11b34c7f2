//! What a reporter does besides the usual: a place without an address, a wrong address, an appointment that does not suit,
//! a question for help. The team reads each as it was meant, and she reads what became of it.

use buurtboek_tests::browser::{Manner, Size, Tablet};
use thirtyfour::prelude::{By, ElementQueryable};

use super::{languages::in_both_languages, town::Town};

in_both_languages! {
    a_place_is_described_then_corrected_and_who_cannot_come_says_so,
    who_writes_of_herself_asks_for_help_and_the_team_reads_so,
    who_saw_danger_reads_whom_to_call_and_the_team_has_it_to_do_now,
}

const PLACE: &str = "Het huis naast de bakker, groene deur";

/// The questions of a report about a place without an address, up to the last one.
async fn begins_a_report_of_a_place(phone: &Tablet, words: &str) {
    phone.press("Nieuw signaal").await.unwrap();
    phone.fill("Wat ziet of hoort u?", words).await.unwrap();
    phone.press("Volgende").await.unwrap();
    phone.press("Ik weet het adres niet").await.unwrap();
    phone.press("Volgende").await.unwrap();
    phone.sees("Kies een adres of beschrijf de plek.").await.unwrap();
    phone.fill("Beschrijf de plek", PLACE).await.unwrap();
    phone.stands_well("plek-beschrijven").await.unwrap();
    phone.press("Volgende").await.unwrap();
    phone.choose("Langer").await.unwrap();
    phone.press("Volgende").await.unwrap();
    phone.choose("Deze week").await.unwrap();
    phone.press("Volgende").await.unwrap();
    phone.sees("U mag dit overslaan").await.unwrap();
}

async fn a_place_is_described_then_corrected_and_who_cannot_come_says_so(manner: Manner) {
    let town = Town::open_in(manner).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let (phone, desk, tablet) = (&truus.tablet, &marijke.tablet, &samira.tablet);
    begins_a_report_of_a_place(phone, "Mevrouw staat vaak lang voor het raam").await;
    phone.answer("Kent u deze persoon?", "Familie of vriend").await.unwrap();
    phone.answer("Wilt u mee op bezoek?", "Ja").await.unwrap();
    phone.press("Volgende").await.unwrap();
    phone.sees(PLACE).await.unwrap();
    phone.press("Verstuur signaal").await.unwrap();
    phone.sees("Het buurtteam ontving uw signaal").await.unwrap();
    phone.press("Naar mijn signalen").await.unwrap();
    // A phone lies about at home: what she described is not in its list.
    phone.press("Een plek zonder adres").await.unwrap();
    phone.sees(PLACE).await.unwrap();
    phone.sees("Familie of vriend").await.unwrap();

    desk.go("/postvak").await.unwrap();
    desk.press(PLACE).await.unwrap();
    desk.sees("Dit is een vraag om hulp. Bel de melder.").await.unwrap();
    desk.sees("Familie of vriend").await.unwrap();

    // She asked around.
    phone.press("Ik heb mij vergist").await.unwrap();
    phone.press("Het adres klopt niet").await.unwrap();
    phone.submit_form_of("Straat en huisnummer").await.unwrap();
    phone.sees("Kies een adres of beschrijf de plek.").await.unwrap();
    phone.fill("Straat en huisnummer", "Dauwpad 3").await.unwrap();
    let offers = phone.driver().query(By::Css("[role=listbox]")).nowait().and_displayed();
    assert!(offers.not_exists().await.unwrap(), "an empty box offers no street");
    phone.stands_well("adres-klopt-niet").await.unwrap();
    phone.submit_form_of("Straat en huisnummer").await.unwrap();
    phone.sees("U verbeterde dit op").await.unwrap();
    phone.sees("Dauwpad 3").await.unwrap();
    desk.sees("Verbetering van het adres").await.unwrap();
    desk.sees("Dauwpad 3 · Verbeterd op").await.unwrap();
    desk.stands_well("adres-verbeterd").await.unwrap();

    samira.explores("Dauwpad 3", "Mevrouw Pad").await;
    tablet.press("Bezoek plannen").await.unwrap();
    samira.plans_a_visit(Some("Joost Wielinga"), Some("Ja, als de inwoner dat goedvindt")).await;
    tablet.sees("Nog geen antwoord.").await.unwrap();
    phone.press("Ik kan niet").await.unwrap();
    phone.sees("U antwoordde: Ik kan niet · Ontvangen").await.unwrap();
    phone.stands_well("ik-kan-niet").await.unwrap();
    tablet.sees("Kan niet.").await.unwrap();
    tablet.stands_well("de-melder-kan-niet").await.unwrap();
    // She may change her mind.
    phone.press("Ik kom").await.unwrap();
    tablet.sees("Komt mee, als de inwoner dat goedvindt.").await.unwrap();
}

async fn who_writes_of_herself_asks_for_help_and_the_team_reads_so(manner: Manner) {
    let town = Town::open_in(manner).await;
    let oksana = town.arrive("Oksana Kravets", Size::PHONE).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let phone = &oksana.tablet;
    oksana.begins_a_report("Я не розумію листи. Ik begrijp brieven niet.", "Zonnestraal 30").await.unwrap();
    phone.sees("Dan is dit een vraag om hulp. Het team belt u, als dat mag.").await.unwrap();
    phone.answer("Kent u deze persoon?", "Het gaat over mijzelf").await.unwrap();
    phone.answer("Mogen wij u bellen?", "Ja").await.unwrap();
    phone.press("Volgende").await.unwrap();
    phone.sees("Het gaat over mijzelf").await.unwrap();
    phone.press("Verstuur signaal").await.unwrap();
    phone.press("Naar mijn signalen").await.unwrap();
    phone.press("Zonnestraal").await.unwrap();
    phone.sees("Ontvangen").await.unwrap();
    samira.tablet.go("/signalen").await.unwrap();
    samira.tablet.press("Zonnestraal 30").await.unwrap();
    samira.tablet.sees("Dit is een vraag om hulp. Bel de melder.").await.unwrap();
    samira.tablet.sees("Het gaat over mijzelf").await.unwrap();
    samira.tablet.stands_well("een-vraag-om-hulp").await.unwrap();
    samira.tablet.press("Ik pak dit op").await.unwrap();
    phone.sees("Iemand kijkt ernaar").await.unwrap();
}

async fn who_saw_danger_reads_whom_to_call_and_the_team_has_it_to_do_now(manner: Manner) {
    let town = Town::open_in(manner).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    let (phone, desk) = (&truus.tablet, &marijke.tablet);
    marijke.is_ready_for_offline().await.unwrap();
    truus.is_ready_for_offline().await.unwrap();
    truus.loses_connection();
    phone.press("Nieuw signaal").await.unwrap();
    phone.fill("Wat ziet of hoort u?", "Er wordt geschreeuwd en geslagen").await.unwrap();
    phone.press("Volgende").await.unwrap();
    phone.fill("Straat en huisnummer", "Dauwpad 3").await.unwrap();
    phone.press("Volgende").await.unwrap();
    phone.choose("Vandaag").await.unwrap();
    phone.press("Volgende").await.unwrap();
    phone.choose("Nu, er is gevaar").await.unwrap();
    phone.press("Volgende").await.unwrap();
    phone.sees("Bel 112. Bellen kan ook zonder internet.").await.unwrap();
    phone.stands_well("gevaar-onderweg").await.unwrap();
    phone.press("Verder met signaal").await.unwrap();
    phone.sees("U mag dit overslaan").await.unwrap();
    truus.sends_the_report().await.unwrap();
    phone.sees("Nog niet verstuurd.").await.unwrap();
    truus.finds_connection().await;
    phone.sees("Het buurtteam ontving uw signaal").await.unwrap();

    desk.go("/postvak").await.unwrap();
    let (now, danger) = (desk.said("Nu doen"), desk.said("Gevaar gemeld"));
    let row = format!("//a[contains(., 'Dauwpad 3')][contains(., '{danger}')][preceding::h2[1][contains(., '{now}')]]");
    desk.press_at(&row).await.unwrap();
    desk.sees("De melder zag gevaar. De app wees op 112 en Veilig Thuis.").await.unwrap();
    desk.stands_well("gevaar-gemeld").await.unwrap();
}
