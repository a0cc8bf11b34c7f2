//! Somebody reports a household that the team knows already.

use buurtboek_tests::browser::{Manner, Size};

use super::{languages::in_both_languages, town::Town};

in_both_languages! {
    a_repeat_signal_leads_to_the_dossier_of_the_household,
}

/// Where the demonstration's household lives.
const ADDRESS: &str = "Stapelwolkhof 3-II";
const HOUSEHOLD: &str = "Gezin Kowalczyk";

async fn a_repeat_signal_leads_to_the_dossier_of_the_household(manner: Manner) {
    let town = Town::open_in(manner).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::DESK).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    samira.is_ready_for_offline().await.unwrap();
    truus.reports("De kinderen spelen laat op straat", ADDRESS).await.unwrap();
    truus.tablet.press("Naar mijn signalen").await.unwrap();
    truus.tablet.press("Stapelwolkhof").await.unwrap();

    let desk = &marijke.tablet;
    desk.go("/postvak").await.unwrap();
    desk.press_at(&format!("//a[contains(., '{ADDRESS}')][not(contains(., 'Joost'))]")).await.unwrap();
    desk.sees("De kinderen spelen laat op straat").await.unwrap();
    desk.press_at(&format!("//li[contains(., '{HOUSEHOLD}')]//button")).await.unwrap();
    desk.sees("Gekoppeld").await.unwrap();
    desk.answer("Wie gaat erheen?", "Samira Bouzid").await.unwrap();
    desk.press("Geef aan Samira").await.unwrap();
    let signal = desk.path().await.unwrap().replace("/postvak/", "/signalen/");

    // Whoever gets it goes on where the team knows them, and may still begin anew for somebody else.
    let tablet = &samira.tablet;
    tablet.go("/vandaag").await.unwrap();
    tablet.press_at(&format!("//a[@href='{signal}']")).await.unwrap();
    tablet.sees("Dit signaal hoort bij een dossier.").await.unwrap();
    tablet.sees("Start verkenning").await.unwrap();
    tablet.stands_well("hoort-bij-een-dossier").await.unwrap();
    tablet.press("Open het dossier").await.unwrap();
    tablet.sees(HOUSEHOLD).await.unwrap();
    tablet.sees_at(&format!("//section[@data-name='signals']//a[@href='{signal}']")).await.unwrap();
    // What its reporter says since is part of the story of the household.
    truus.tablet.press("Iets toevoegen").await.unwrap();
    truus.tablet.fill("Wat wilt u toevoegen?", "Nu is het stil").await.unwrap();
    truus.tablet.press("Verstuur").await.unwrap();
    tablet.sees("De melder schreef er iets bij.").await.unwrap();
    tablet.stands_well("dossier-met-herhaald-signaal").await.unwrap();
    tablet.press("De melder schreef er iets bij.").await.unwrap();
    tablet.sees("Nu is het stil").await.unwrap();
    assert_eq!(tablet.path().await.unwrap(), signal);
}
